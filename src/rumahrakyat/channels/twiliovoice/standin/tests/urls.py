"""The telephone's pages and the webhook, as a demo mounts them."""

from django.urls import include, path

from rumahrakyat.channels import views
from rumahrakyat.channels.twiliovoice.standin.standin import TelephoneStandin

urlpatterns = [
    path("kanal/<slug:channel>/", views.webhook, name="channel_webhook"),
    path("dev/twiliovoice/", include(list(TelephoneStandin.urlpatterns))),
]
