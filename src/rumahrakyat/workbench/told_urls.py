"""The address in alerts; it has no name space of its own, is short, and asks nobody to sign in."""

from django.urls import URLPattern, URLResolver, path

from rumahrakyat.workbench import told

urlpatterns: list[URLPattern | URLResolver] = [path("t/<str:token>/", told.told, name="told")]
