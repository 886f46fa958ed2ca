"""The door of the workbench: who is there, what they may reach, and words that must not be lost at the door."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from rumahrakyat.lib import crypto
from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import reach_of
from rumahrakyat.web.requests import came_from

View = Callable[..., HttpResponse]
_KEPT: Final = "workbench_kept"
MOST_KEPT: Final = 12_000  # characters of one field
FIELDS: Final = (
    "text",
    "stage",
    "reason",
    "to",
    "category",
    "place",
    "find",
    "number",
    "next_on",
    "decision",
    "person",
    "part",
    "title",
    "mention",
    # What is typed in a call.
    "what",
    "name",
    "phone",
    "identity",
    "notes",
    "words",
)


def staff(*permissions: str) -> Callable[[View], View]:
    """Let in whoever holds any one of `permissions` anywhere; the view is given their `Reach`. Others find no page.

    Somebody whose session has ended is asked to sign in, and what they had just sent waits for them behind the door.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, Account):
                return _ask_to_sign_in(request)
            reach = reach_of(request.user)
            request.reach = reach  # type: ignore[attr-defined]  # for the frame of every page: see config.context
            if permissions and not any(reach.has(permission) for permission in permissions):
                raise Http404
            response = view(request, reach, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return inner

    return decorate


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Words that wait are handed out at the address they were sent to; whoever only pressed a button goes back to the
    page with the button, since its own address may have nothing to read."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    onward = request.get_full_path()
    if request.method == "POST":
        words = {name: request.POST.get(name, "")[:MOST_KEPT] for name in FIELDS}
        kept = {"path": request.path, "words": {name: value for name, value in words.items() if value.strip()}}
        if kept["words"]:
            request.session[_KEPT] = crypto.seal(json.dumps(kept))
            told = _("Your session has ended. What you wrote is kept: sign in to go on with it.")
        else:
            onward = came_from(request) or "/kerja/"
            told = _("Your session has ended and nothing was sent. Sign in, then press the button again.")
        messages.info(request, told)
    return redirect_to_login(onward, resolve_url("account_login"))


def words_kept_for(request: HttpRequest) -> dict[str, str]:
    """What was sent to this very address just before signing in, handed out once."""
    sealed = request.session.get(_KEPT)
    if not sealed:
        return {}
    kept = json.loads(crypto.unseal(sealed))
    if kept["path"] != request.path:
        return {}
    del request.session[_KEPT]
    return dict(kept["words"])
