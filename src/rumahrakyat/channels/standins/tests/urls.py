"""The site as in demo mode, as far as channels go."""

from django.urls import include, path

urlpatterns = [
    path("dev/", include("rumahrakyat.channels.standins.urls")),
    path("", include("rumahrakyat.channels.urls")),
]
