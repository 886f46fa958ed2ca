from django.urls import URLPattern, path

from rumahrakyat.watch.views_kept import views

PATHS: list[URLPattern] = [
    path("pantau/tampilan/", views.listed, name="kept"),
    path("pantau/tampilan/simpan/", views.keep, name="kept-keep"),
    path("pantau/tampilan/<int:pk>/hapus/", views.let_go, name="kept-delete"),
    path("pantau/tampilan/<slug:code>/", views.shared, name="kept-shared"),
]
