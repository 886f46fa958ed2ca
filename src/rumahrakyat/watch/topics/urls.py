from django.urls import URLPattern, path

from rumahrakyat.watch.topics import views

PATHS: list[URLPattern] = [
    path("pantau/topik/", views.listed, name="topics"),
    path("pantau/peta/", views.mapped, name="map"),
]
