"""The stand-ins' pages: choose a channel, pick or make a person, write as that person, switch troubles on.

Every action is a plain form and works without JavaScript; with it, the conversation refreshes by itself.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins import acting, shown
from rumahrakyat.channels.standins.base import Asking, CannotSay, Reads, Standin, WrongPerson
from rumahrakyat.channels.standins.bubbles import bubbles
from rumahrakyat.channels.standins.look import look_of
from rumahrakyat.lib import clock

JSON = dict[str, Any]
LONGEST_NAME = 60
INLINE = ("image/jpeg", "image/png", "image/webp", "image/gif", "audio/", "video/")


@require_GET
def hub(request: HttpRequest) -> HttpResponse:
    return render(request, "channels/standins/hub.html", shown.hub(at=clock.now()))


def people(request: HttpRequest, standin: Standin) -> HttpResponse:
    at = clock.now()
    problem = ""
    if request.method == "POST":
        try:
            return redirect("standin_conversation", standin, _open(request, standin, at).key)
        except WrongPerson as wrong:
            problem = str(wrong)
    context = shown.sidebar(standin, at=at) | {"problem": problem}
    if problem:
        context["new"] = request.POST
    return render(request, "channels/standins/people.html", context, status=400 if problem else 200)


def conversation(request: HttpRequest, standin: Standin, key: str) -> HttpResponse:
    at = clock.now()
    person = _person(standin, key)
    problem = ""
    if request.method == "POST":
        try:
            acting.act(request, standin, person, at=at)
            return redirect(request.path)
        except (acting.NotSaid, CannotSay) as refused:
            problem = str(refused)
    context = {
        **shown.sidebar(standin, at=at),
        **_thread(standin, person, at),
        **shown.composer(standin, request.POST if problem else request.GET),
        "problem": problem,
    }
    return render(request, "channels/standins/conversation.html", context, status=400 if problem else 200)


@require_GET
def thread(request: HttpRequest, standin: Standin, key: str) -> HttpResponse:
    """The conversation alone, for htmx; 204 while nothing has changed."""
    context = _thread(standin, _person(standin, key), clock.now())
    if request.GET.get("v") == context["version"]:
        return HttpResponse(status=204)
    return render(request, "channels/standins/parts/thread.html", context)


@require_GET
def file(request: HttpRequest, standin: Standin, key: str, file: str) -> HttpResponse:  # noqa: ARG001 -- the address
    """A file somebody sent. What a browser could run is only ever downloaded."""
    found = standin.store.file(file)
    if found is None:
        raise Http404
    kind = found.data["mime_type"]
    response = HttpResponse(bytes(found.content), content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if not kind.startswith(INLINE):
        response.headers["Content-Disposition"] = "attachment"
    return response


@require_POST
def troubles(request: HttpRequest, standin: Standin) -> HttpResponse:
    at = clock.now()
    for name, _label in standin.switches:
        standin.store.switch(name, on=name in request.POST, at=at)
    back = standin.store.person(request.POST.get("back", ""))
    return redirect("standin_conversation", standin, back.key) if back else redirect("standin", standin)


def _person(standin: Standin, key: str) -> StandinRecord:
    found = standin.store.person(key)
    if found is None:
        raise Http404
    return found


def _open(request: HttpRequest, standin: Standin, at: datetime) -> StandinRecord:
    """Raises WrongPerson."""
    name = request.POST.get("name", "").strip()[:LONGEST_NAME] or _("A citizen")
    typed = request.POST.get("typed", "").strip()
    key, name = standin.person(typed, name)
    boxes = standin.person_options if isinstance(standin, Asking) else ()
    ticked = {box: box in request.POST for box, _label in boxes}
    return standin.store.open_person(key, name, at=at, typed=typed, **ticked)


def _thread(standin: Standin, person: StandinRecord, at: datetime) -> JSON:
    if isinstance(standin, Reads):
        standin.seen(person, at=at)
    said = bubbles(standin, standin.store.thread(person.key))
    note = shown.note(standin, person, at=at) if said else ""
    states = "".join(f"{bubble.key}{bubble.status}" for bubble in said) + note
    return {
        "standin": standin,
        "look": look_of(standin),
        "person": shown.person(standin, person),
        "bubbles": said,
        "note": note,
        "version": hashlib.sha256(states.encode()).hexdigest()[:12],
    }
