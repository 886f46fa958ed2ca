"""Reads of service points at work, for their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from rumahrakyat.desk import opening, waiting
from rumahrakyat.desk.models import Call, Counter, Kiosk, Queue, Ticket
from rumahrakyat.desk.opening import PointNow
from rumahrakyat.lib import crypto, wallclock
from rumahrakyat.organisations.models import ServicePoint, TopicDay
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ADMINISTER, SERVE_DESK

State = Ticket.State
_CALLS_SHOWN = 8


def points_with_queue() -> list[ServicePoint]:
    """Active service points that queue by numbers, in their order. Two queries."""
    found = ServicePoint.objects.filter(active=True, setup__isnull=False).select_related("setup", "organisation")
    return list(found.prefetch_related("hours").order_by("pk"))


def point(code: str) -> ServicePoint | None:
    """The active point with this code (any case), when it queues by numbers."""
    found = ServicePoint.objects.filter(active=True, setup__isnull=False, code__iexact=code)
    return found.select_related("setup", "organisation", "regency").prefetch_related("hours").first()


def serves(scope: Scope, one: ServicePoint, *permissions: str) -> bool:
    """Whether one of the permissions is held for the body that runs the point."""
    return any(scope.covers(each, organisation=one.organisation_id, region=one.regency_id) for each in permissions)


def points_of(scope: Scope, *permissions: str) -> list[ServicePoint]:
    """The points at which one of the permissions is held: to serve there (`SERVE_DESK`), or to set them up."""
    return [one for one in points_with_queue() if serves(scope, one, *(permissions or (SERVE_DESK,)))]


def points_to_keep(scope: Scope) -> list[ServicePoint]:
    """Every active point that this account may set up, those without numbers yet included."""
    found = ServicePoint.objects.filter(active=True).select_related("setup", "organisation")
    return [one for one in found.prefetch_related("hours").order_by("pk") if serves(scope, one, ADMINISTER, SERVE_DESK)]


def counter_of(account: Account) -> Counter | None:
    """Where this account sits now, with its point."""
    found = Counter.objects.filter(officer=account, active=True)
    return found.select_related("service_point__setup", "service_point__organisation").first()


def counters(point_id: int) -> list[Counter]:
    found = Counter.objects.filter(service_point=point_id, active=True).select_related("officer", "organisation")
    return list(found.order_by("number"))


def at_counter(counter: Counter) -> Ticket | None:
    """Who was called there or is being served."""
    return Ticket.objects.filter(counter=counter, state__in=(State.CALLED, State.SERVING)).first()


def queues(point_id: int) -> list[Queue]:
    return list(Queue.objects.filter(service_point=point_id, active=True).order_by("letter"))


def kiosk(one: ServicePoint, key: str) -> Kiosk | None:
    """The device with this key at this point, while the key holds."""
    if not key:
        return None
    return Kiosk.objects.filter(service_point=one, ended_at=None, key_hash=crypto.lookup_hash("kiosk", key)).first()


def line(one: ServicePoint, at: datetime) -> list[Ticket]:
    """Who waits there now, first come first, with the counter they were sent to."""
    return list(waiting.line(one, at).select_related("for_counter"))


def expected(one: ServicePoint, at: datetime) -> tuple[list[Ticket], list[Ticket]]:
    """Who waits there now, and numbers of today that may still come (taken ahead, or put aside). One query."""
    wanted = (State.WAITING, State.BOOKED, State.ASIDE)
    found = Ticket.objects.filter(service_point=one, day=wallclock.day_of(at), state__in=wanted)
    rows = list(found.select_related("for_counter").order_by("order_at", "pk"))
    return [row for row in rows if row.state == State.WAITING], [row for row in rows if row.state != State.WAITING]


def ticket(pk: int) -> Ticket | None:
    found = Ticket.objects.select_related("service_point__setup", "service_point__organisation", "counter")
    return found.filter(pk=pk).first()


def followed(secret: str) -> Ticket | None:
    """The ticket whose own page has this address."""
    found = Ticket.objects.select_related("service_point__setup", "service_point__regency", "counter")
    return found.filter(secret=secret).first()


def follow_link(one: Ticket) -> str:
    return f"{settings.PUBLIC_URL}/antrean/nomor/{one.secret}/"


@dataclass(frozen=True)
class Topic:
    """The subject of a day, with the agency at the table and the counter where it sits, None without one."""

    topic: str
    agency: str
    counter: int | None


def topic_of(one: ServicePoint, day: date) -> Topic | None:
    """The topic of a local day: one of that very date goes before one of the weekday."""
    found = TopicDay.objects.filter(Q(on=day) | Q(weekday=day.weekday()), service_point=one)
    rows = sorted(found.select_related("organisation"), key=lambda row: (row.on is None, row.pk))
    if not rows:
        return None
    body = rows[0].organisation
    there = Counter.objects.filter(service_point=one, active=True, organisation=body).first() if body else None
    return Topic(rows[0].topic, (body.short_name or body.name) if body else "", there.number if there else None)


@dataclass(frozen=True)
class Board:
    """What a point shows to everybody: no names, no reasons of anybody's coming."""

    counters: Sequence[Counter]
    serving: dict[int, Ticket]
    calls: Sequence[Call]
    next: Sequence[Ticket]
    pace: waiting.Pace
    topic: Topic | None
    opening: PointNow


def board(one: ServicePoint, at: datetime) -> Board:
    """Read for the display. Nine queries."""
    day = wallclock.day_of(at)
    there = Ticket.objects.filter(service_point=one, day=day, state__in=(State.CALLED, State.SERVING))
    calls = Call.objects.filter(service_point=one, day=day).select_related("ticket", "counter").order_by("-pk")
    return Board(
        counters(one.pk),
        {row.counter_id: row for row in there if row.counter_id},
        list(calls[:_CALLS_SHOWN]),
        list(waiting.line(one, at)[:5]),
        waiting.pace(one, at),
        topic_of(one, day),
        opening.now(one, at),
    )


def points_now(at: datetime) -> list[PointNow]:
    """Every active point with its state at `at`, holidays and closures counted. Four queries."""
    found = ServicePoint.objects.filter(active=True).select_related("regency").prefetch_related("hours")
    return opening.of_all(list(found.order_by("pk")), at)


@dataclass(frozen=True)
class PointOffer:
    """A service point on the public page: open or not, and how many wait there now (None: no numbers there)."""

    now: PointNow
    word: str = ""
    ahead: bool = False
    waiting: int | None = None


def offers(at: datetime) -> list[PointOffer]:
    """Every active point, with holidays and closures counted. Five queries at most."""
    found = ServicePoint.objects.filter(active=True).select_related("regency", "setup").prefetch_related("hours")
    states = opening.of_all(list(found.order_by("pk")), at)
    waits: dict[int, int] = {}
    rows = Ticket.objects.filter(day=wallclock.day_of(at), state=State.WAITING)
    for key in rows.values_list("service_point_id", flat=True):
        waits[key] = waits.get(key, 0) + 1
    return [_offer(one, waits) for one in states]


def _offer(one: PointNow, waits: dict[int, int]) -> PointOffer:
    setup = getattr(one.point, "setup", None)
    if setup is None:
        return PointOffer(one)
    return PointOffer(one, setup.word, setup.ahead, waits.get(one.point.pk, 0))
