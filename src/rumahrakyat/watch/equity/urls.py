from django.urls import URLPattern, path

from rumahrakyat.watch.equity import pages, views
from rumahrakyat.watch.exporting import files

PATHS: list[URLPattern] = [
    path("pantau/pemerataan/", views.equity, name="equity"),
    *files("pemerataan", "equity", pages.export),
]
