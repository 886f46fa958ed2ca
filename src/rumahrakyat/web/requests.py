"""Small readings of a request, and what every page of somebody signed in needs in its answer."""

from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rumahrakyat.lib import wallclock
from rumahrakyat.people.models import Account

Answer = TypeVar("Answer", bound=HttpResponseBase)


def account_of(request: HttpRequest) -> Account:
    """Who is signed in; for pages that nobody else reaches."""
    assert isinstance(request.user, Account)
    return request.user


def day_of(text: str) -> date | None:
    """2026-08-17 as a day; None for anything else, and for years that nobody here can mean."""
    try:
        return wallclock.typed_day(text)
    except ValueError:
        return None


def uuid_of(text: str) -> UUID:
    """The one-time token of a form; a form that came without a proper one counts as a new form."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether the address is one of this very site."""
    parts = urlsplit(address)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form stood on, when the browser tells; "" otherwise."""
    referer = request.headers.get("Referer", "")
    return referer.removeprefix(f"{request.scheme}://{request.get_host()}") if is_ours(request, referer) else ""


def never_stored(response: Answer) -> Answer:
    """Neither a shared computer nor anything on the way keeps this page."""
    response.headers["Cache-Control"] = "no-store"
    return response
