"""403: a form came without the token of its session. What citizens and staff read about it."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rumahrakyat.web.requests import came_from, is_ours

_STAFF: Final = ("/kerja/", "/pantau/", "/masuk/")
_SIGN_IN: Final = "/masuk/"
_WORDS_FROM: Final = 20  # characters: what is shorter is a choice, a code or a date and quickly made again
_NEVER: Final = ("password", "token", "kunci")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's call
    """Staff get back what they wrote: after a new sign-in their page comes afresh, and the browser's way back may show
    an empty form. Never what a form of another site sent."""
    staff = request.path.startswith(_STAFF)
    context = {"back": came_from(request), "written": _written(request)} if staff else {}
    response = render(request, "403_csrf_staff.html" if staff else "403_csrf.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _written(request: HttpRequest) -> list[str]:
    if request.path.startswith(_SIGN_IN) or not is_ours(request, request.headers.get("Origin", "")):
        return []
    sent = (str(value).strip() for name, value in request.POST.items() if not any(word in name for word in _NEVER))
    return [value for value in sent if len(value) >= _WORDS_FROM and " " in value]
