from django.urls import URLPattern, path

from rumahrakyat.watch.analyst import views

PATHS: list[URLPattern] = [
    path("pantau/data/", views.data, name="data"),
    path("pantau/data/berkas/", views.file, name="data-file"),
]
