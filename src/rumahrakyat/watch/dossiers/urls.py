from django.urls import URLPattern, path

from rumahrakyat.watch.dossiers import views

PATHS: list[URLPattern] = [
    path("pantau/pembaca/", views.readers, name="readers"),
    path("pantau/berkas/<str:number>/", views.dossier, name="dossier"),
]
