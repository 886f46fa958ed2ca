"""The door for telephones that hand over what was written without a signal: answers that a script understands.

`401`: sign in again, everything stays on the phone. `404`: the role has ended, or never was. `403`: Django's, the token
is old: ask for the data again. `422`: what must be corrected, by field. `409`: the case has moved meanwhile.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from rumahrakyat.people.models import Account
from rumahrakyat.relay.handing import Slip
from rumahrakyat.workbench.entrance import View, staff

Faults = Sequence[tuple[str, str]]


def phone(*permissions: str) -> Callable[[View], View]:
    """Like `staff`, but a script whose session has ended is told so instead of being led to a page."""

    def decorate(view: View) -> View:
        inside = staff(*permissions)(view)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, Account) and "application/json" in request.headers.get("Accept", ""):
                return JsonResponse({"error": "signin"}, status=401)
            return inside(request, *args, **kwargs)

        return inner

    return decorate


def kept(request: HttpRequest, body: Mapping[str, Any]) -> HttpResponse:
    """Data that the phone keeps, not sent again when it has them already; and a fresh token for what it hands over.

    A script cannot read the token's cookie. It stands in a header of this answer, which no other site can read: no
    other origin is allowed to, and the request needs our session.
    """
    words = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    tag = f'"{sha256(words.encode()).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(words, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["X-CSRFToken"] = get_token(request)
    return response


def faulty(faults: Faults, *, status: int = 422) -> JsonResponse:
    return JsonResponse({"errors": [{"field": field, "message": words} for field, words in faults]}, status=status)


def slip_of(request: HttpRequest, account: Account) -> Slip | None:
    """The id and times that go with everything; None without a proper id."""
    given = request.POST
    try:
        uuid = UUID(given.get("uuid", ""))
    except ValueError:
        return None
    return Slip(account, uuid, instant(given.get("dicatat", "")), instant(given.get("dikirim", "")))


def instant(text: str) -> datetime | None:
    """2026-07-21T02:42:00.000Z as a moment; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def number_of(text: str, limit: float) -> float | None:
    """A coordinate in degrees within its bounds; None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -limit <= value <= limit else None


def point_of(request: HttpRequest) -> tuple[float | None, float | None]:
    lat, lon = number_of(request.POST.get("lat", ""), 90), number_of(request.POST.get("lon", ""), 180)
    return (lat, lon) if lat is not None and lon is not None else (None, None)


def belongs_to_another(request: HttpRequest, account: Account) -> HttpResponse | None:
    """What somebody else wrote on this phone is not sent under this account."""
    if request.POST.get("akun") in {None, "", str(account.pk)}:
        return None
    return faulty([("akun", _("Written under another account. Sign in with that one to send it"))], status=409)
