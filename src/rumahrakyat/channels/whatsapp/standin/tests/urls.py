"""The stand-in and our webhooks together, as in demo mode."""

from django.urls import include, path

urlpatterns = [
    path("dev/whatsapp/", include("rumahrakyat.channels.whatsapp.standin.urls")),
    path("", include("rumahrakyat.channels.urls")),
]
