"""The site as in demo mode: everything, and the stand-ins of the providers."""

from django.urls import include, path

from rumahrakyat.config.urls import urlpatterns as site

urlpatterns = [path("dev/", include("rumahrakyat.channels.standins.urls")), *site]
