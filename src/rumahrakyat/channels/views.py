"""The doors that providers knock on."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from rumahrakyat.channels import inbox
from rumahrakyat.lib import clock


@csrf_exempt  # a provider has no form of ours; the adapter checks its signature
def webhook(request: HttpRequest, channel: str) -> HttpResponse:
    return inbox.accept(channel, request, at=clock.now())
