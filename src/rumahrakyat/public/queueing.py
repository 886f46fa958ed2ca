"""Queueing at a service point: the kiosk that gives numbers, the display on the wall, a number on one's telephone."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.desk import opening, queries, spoken, tickets, waiting
from rumahrakyat.desk.errors import ClosedThatDay, Gone, NoQueue, TooEarly, TooLate, UnknownTicket
from rumahrakyat.desk.models import Counter, Ticket
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.public.sending import qr
from rumahrakyat.web import formats

Context = dict[str, Any]
_RETURN_SECONDS: Final = 20


def _point(code: str) -> ServicePoint:
    found = queries.point(code)
    if found is None:
        raise Http404
    return found


# The display


@require_GET
def display(request: HttpRequest, code: str) -> HttpResponse:
    """The screen on the wall: whose number is where. Anybody may see it: it names nobody.

    A screen asks for the part alone, with the mark of what it shows, and gets 304 while nothing has changed.
    """
    point = _point(code)
    now = clock.now()
    context = _board(point, now)
    if request.headers.get("HX-Request"):
        part = render_to_string("public/queue/board.html", context, request)
        mark = f'"{hashlib.sha256(part.encode()).hexdigest()[:32]}"'
        same = request.headers.get("If-None-Match") == mark
        answer = HttpResponse(status=304) if same else HttpResponse(part)
        answer.headers["ETag"] = mark
        answer.headers["Cache-Control"] = "no-cache"
        return answer
    return render(request, "public/queue/display.html", context | {"now": now, "zone": settings.TIME_ZONE})


def _board(point: ServicePoint, now: datetime) -> Context:
    found = queries.board(point, now)
    latest = found.calls[0] if found.calls else None
    newest = found.serving.get(latest.counter_id) if latest else None
    shown = latest if latest and newest and newest.pk == latest.ticket_id else None
    calls = [
        {"id": one.pk, "said": spoken.announcement(one.letter, one.ticket.number, one.counter.number)}
        for one in reversed(found.calls)
    ]
    return {
        "point": point,
        "voice": point.setup.voice,
        "open": found.opening.status.open,
        "sentence": found.opening.sentence,
        "called": shown,
        "counters": [_counter(one, found.serving.get(one.pk)) for one in found.counters],
        "next": found.next[:3],
        "waiting": _waiting(found.pace),
        "topic": found.topic,
        "footer": _footer(found, closed=not found.opening.status.open and shown is None),
        "weekday": formats.long_day(now).split(",")[0],
        "calls": calls,
        "called_pk": shown.counter_id if shown else 0,
    }


def _counter(one: Counter, ticket: Ticket | None) -> Context:
    words = {Counter.State.BREAK: _("on a break"), Counter.State.CLOSED: _("not open")}
    note = one.note or (one.organisation.short_name if one.organisation else "")
    state = words.get(Counter.State(one.state), "")
    return {"counter": one, "code": ticket.code if ticket else "", "words": state, "note": note}


def _waiting(pace: waiting.Pace) -> str:
    if not pace.waiting:
        return _("Nobody waits")
    people = ngettext("%(n)s person waits", "%(n)s people wait", pace.waiting) % {"n": pace.waiting}
    wait = formats.duration(_five_minutes(pace.wait(pace.waiting)))
    return _("%(people)s, about %(wait)s") % {"people": people, "wait": wait}


def _five_minutes(span: timedelta) -> timedelta:
    """Rounded up to five minutes: a wait is never known to the minute."""
    return timedelta(minutes=5 * max(1, -(-int(span.total_seconds()) // 300)))


def _footer(found: queries.Board, *, closed: bool) -> str:
    """What else a visitor should know, in one line. `closed`: the screen says in large letters until when."""
    said = []
    if found.topic and found.topic.agency and found.topic.counter:
        said.append(_("%(agency)s is at counter %(n)s.") % {"agency": found.topic.agency, "n": found.topic.counter})
    said.append(_("The service is free."))
    if not closed:
        said.append(f"{found.opening.sentence}.")
    return " ".join(said)


# The kiosk


@never_cache
@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """Big buttons that give a number. Only a device with a key of this point finds the page."""
    point = _point(code)
    key = request.POST.get("kunci") or request.GET.get("kunci", "")
    device = queries.kiosk(point, key)
    if device is None:
        raise Http404
    if request.method == "POST":
        return _given(request, point, key)
    now = clock.now()
    secret = request.GET.get("nomor", "")
    shown = queries.followed(secret) if secret else None
    if shown is not None and shown.service_point_id == point.pk:
        return render(request, "public/queue/kiosk_number.html", _kiosk(point, key, now) | _slip(shown, now))
    return render(request, "public/queue/kiosk.html", _kiosk(point, key, now))


def _kiosk(point: ServicePoint, key: str, now: datetime, refusal: str = "", typed: str = "") -> Context:
    return {
        "point": point,
        "key": key,
        "queues": queries.queues(point.pk),
        "once": uuid4().hex,
        "refusal": refusal,
        "typed": typed,
        "state": opening.now(point, now),
        "waiting": _waiting(waiting.pace(point, now)),
        "now": now,
        "address": reverse("public:kiosk", args=[point.code.lower()]),
        "return_seconds": _RETURN_SECONDS,
    }


def _given(request: HttpRequest, point: ServicePoint, key: str) -> HttpResponse:
    now = clock.now()
    typed = request.POST.get("punya", "").strip()[:8]
    try:
        if "datang" in request.POST:
            ticket = tickets.find(point, typed, wallclock.day_of(now))
            ticket = tickets.arrive(ticket_id=ticket.pk, at=now)
        else:
            once = request.POST.get("sekali", "")[:32] or uuid4().hex
            letter = request.POST.get("huruf", "")[:1]
            taken = tickets.take(
                point=point, letter=letter, once=f"kiosk:{point.pk}:{once}", origin=Ticket.Origin.KIOSK, at=now
            )
            ticket = taken.ticket
    except (ClosedThatDay, TooEarly, TooLate, NoQueue, UnknownTicket, Gone) as error:
        context = _kiosk(point, key, now, refusal_words(error, now), typed)
        return render(request, "public/queue/kiosk.html", context, status=422)
    address = reverse("public:kiosk", args=[point.code.lower()])
    return redirect(f"{address}?kunci={key}&nomor={ticket.secret}")


def refusal_words(error: Exception, now: datetime) -> str:
    """Why there is no number, and what to do instead."""
    if isinstance(error, TooEarly):
        return _("It is not open yet. Numbers are given from %(time)s on.") % {"time": formats.clock_time(error.since)}
    if isinstance(error, ClosedThatDay):
        why = _("Closed today: %(why)s.") % {"why": error.today.why} if error.today.why else _("Closed today.")
        return f"{why} {_again(error.following, now)}"
    if isinstance(error, TooLate):
        words = _("No more numbers today: the counters close at %(time)s.")
        return f"{words % {'time': formats.clock_time(error.closes_at)}} {_again(error.following, now)}"
    if isinstance(error, UnknownTicket):
        return _("There is no such number today. Check the message with your number, or take a new one here.")
    if isinstance(error, Gone):
        return _("That number has ended already. Take a new one here.")
    return _("That queue is not open. Choose another one.")


def _again(following: opening.Today | None, now: datetime) -> str:
    if following is None or following.opens_at is None:
        return ""
    words = _("Open again on %(moment)s. You can report by WhatsApp at any hour.")
    return words % {"moment": formats.moment(following.opens_at, now)}


def _slip(ticket: Ticket, now: datetime) -> Context:
    ahead = waiting.before(ticket) if ticket.state in {Ticket.State.WAITING, Ticket.State.BOOKED} else 0
    pace = waiting.pace(ticket.service_point, now)
    return {
        "ticket": ticket,
        "before": ahead,
        "wait": formats.duration(_five_minutes(pace.wait(ahead + 1))),
        "qr": qr(queries.follow_link(ticket)),
    }


# A number on the telephone


@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own number: how many are before it, and giving it back."""
    ticket = queries.followed(secret)
    if ticket is None:
        raise Http404
    now = clock.now()
    refused = ""
    if request.method == "POST":
        try:
            tickets.cancel(ticket_id=ticket.pk, at=now)
        except Gone:
            refused = _("This number is being served or has ended; it cannot be given back any more.")
        else:
            return redirect("public:number", secret=secret)
    context = _slip(ticket, now) | {
        "point": ticket.service_point,
        "now": now,
        "states": Ticket.State,
        "refused": refused,
        "today": ticket.day == wallclock.day_of(now),
        "may_cancel": ticket.state in {Ticket.State.BOOKED, Ticket.State.WAITING, Ticket.State.ASIDE},
    }
    return render(request, "public/queue/number.html", context, status=422 if refused else 200)
