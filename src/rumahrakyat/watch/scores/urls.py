from django.urls import URLPattern, path

from rumahrakyat.watch.scores import views

PATHS: list[URLPattern] = [path("pantau/janji/", views.promises, name="scores")]
