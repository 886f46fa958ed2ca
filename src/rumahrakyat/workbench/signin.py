"""Signing in: allauth's own view under our address, with the demo's accounts beneath the form."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from rumahrakyat.people.queries import DEMO_PASSWORD, demo_accounts
from rumahrakyat.workbench import single


class SignIn(LoginView):  # type: ignore[misc] # allauth brings no types
    """In a demo each invented account is a form of its own with the password that everybody knows."""

    template_name = "account/login.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        context["single_sign_on"] = single.provider() is not None
        if settings.DEMO:
            context |= {"demo_accounts": demo_accounts(), "demo_password": DEMO_PASSWORD}
        return context


def old_address(request: HttpRequest) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"/masuk/?{query}" if query else "/masuk/")


def not_here(_request: HttpRequest) -> HttpResponse:
    """Addresses that allauth must be able to name and that do not exist here: nobody signs up, no mail is sent."""
    raise Http404
