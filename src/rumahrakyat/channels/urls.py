"""Webhooks at /kanal/<channel>/ and, in demo mode, the stand-ins of the providers under /dev/."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from rumahrakyat.channels import views

urlpatterns: list[URLPattern | URLResolver] = [path("kanal/<slug:channel>/", views.webhook, name="channel_webhook")]

if settings.DEMO:
    urlpatterns.append(path("dev/", include("rumahrakyat.channels.standins.urls")))
