from django.urls import URLPattern, path

from rumahrakyat.watch.seals import views

PATHS: list[URLPattern] = [path("pantau/segel/", views.seals, name="seals")]
