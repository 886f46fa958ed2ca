"""What every answer needs: the content security policy, the language somebody chose, and a word when the database is
away."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from rumahrakyat.organisations.staffing_queries import lacks_second_factor
from rumahrakyat.people.models import Account

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
WEBHOOKS = "/kanal/"
_OF_WORK: Final = ("/kerja/", "/pantau/")


def content_security_policy(answer: Answer) -> Answer:
    policy = "; ".join(f"{name} {value}" for name, value in settings.CONTENT_SECURITY_POLICY.items())

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        return response

    return middleware


def webhooks_first(answer: Answer) -> Answer:
    """Providers' webhooks go straight to their view: they have no session, language or form of ours, and in a burst the
    way through everything else would cost more than storing what they bring."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(WEBHOOKS):
            return answer(request)
        request.get_host()  # refuses a foreign one, as for every page
        try:
            found = resolve(request.path_info)
        except Resolver404:
            return answer(request)
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    return middleware


def chosen_language(answer: Answer) -> Answer:
    """Indonesian unless the reader chose another language here: a browser's setting says little about its reader, and
    many phones in villages are set to English."""
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def second_factor(answer: Answer) -> Answer:
    """Whoever holds a role that needs a second factor is led to setting it up before any page of work opens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        roles = settings.SECOND_FACTOR_ROLES
        asked = roles and request.path.startswith(_OF_WORK)
        if asked and isinstance(request.user, Account) and lacks_second_factor(request.user, roles):
            messages.info(request, _("Your role needs a second factor. Set it up once; it takes two minutes."))
            return redirect("mfa_activate_totp")
        return answer(request)

    return middleware


class DatabaseAway:
    """503 with the time to try again, and not 500, when the database does not answer: providers of messages then
    deliver again, and people are told that nothing of theirs was lost."""

    retry_seconds = 10

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        logger.error("the database does not answer", exc_info=error)
        # Without the request: its context would ask the database for the reader's name.
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(self.retry_seconds)})


class WithoutNulls:
    """Nobody types the character 0 and no column of text holds it: what comes in an address or in a form comes without
    it. What other machines send is theirs: their addresses are those without the protection of forms."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: object, *_given: object) -> None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        sent = request.POST
        if any("\0" in str(value) for name in sent for value in sent.getlist(name)):
            clean = QueryDict(mutable=True)
            for name in sent:
                clean.setlist(name, [str(value).replace("\0", "") for value in sent.getlist(name)])
            vars(request)["_post"] = clean


def plain_refusal(answer: Answer) -> Answer:
    """An address that only takes what a form sends answers whoever merely opens it (after signing in, from a bookmark)
    with a page that leads on, and not with nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET" and not response.content:
            response.content = render_to_string("405.html", {"staff": request.path.startswith(_OF_WORK)})
        return response

    return middleware
