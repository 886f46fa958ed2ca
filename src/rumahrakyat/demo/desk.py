"""The service points of the demo: the Governor's office queues by numbers, with a morning of visits behind it.

Told through the operations people use. On a day off the last working day is played, and the point is closed, as it is.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from rumahrakyat.desk import calling, closing, opening, setup, tickets
from rumahrakyat.desk.errors import DeskError
from rumahrakyat.desk.models import Counter, PointSetup, Queue, Ticket
from rumahrakyat.desk.opening import Today
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import Organisation, ServicePoint, TopicDay
from rumahrakyat.people.models import Account

_POINTS: Final = (("KANTOR-GUBERNUR", "SEMARANG"), ("BAKORWIL-SURAKARTA", "SURAKARTA"))
_TOPICS: Final = (
    (0, "pendidikan dan beasiswa", "DISDIKBUD"), (1, "pertanian dan pupuk", "DISTANBUN"),
    (2, "jalan dan jembatan", "DPUBMCK"), (3, "kesehatan dan BPJS", "DINKES"), (4, "bantuan sosial", "DINSOS"),
)  # fmt: skip
_OFFICERS: Final = ("loket2", "loket3")


def play(*, seed: int, until: datetime) -> None:
    """Set up two points and play the present working day up to `until`, or the last one. Once."""
    account = Account.objects.filter(username="loket").first()
    if account is None or PointSetup.objects.exists():
        return
    points = {one.code: one for one in ServicePoint.objects.filter(code__in=[code for code, _word in _POINTS])}
    for code, word in _POINTS:
        if code in points:
            setup.begin(point=points[code], word=word, account=account, at=until)
    house = ServicePoint.objects.select_related("setup").filter(code=_POINTS[0][0]).first()
    if house is not None:
        _furnish(house, account, until)
        _visits(house, _day(house, until), Random(seed), until)  # noqa: S311 -- a play, no secret


def _furnish(point: ServicePoint, account: Account, at: datetime) -> None:
    bodies = {one.code: one for one in Organisation.objects.filter(code__in=[code for *_rest, code in _TOPICS])}
    for weekday, topic, code in _TOPICS:
        TopicDay.objects.get_or_create(
            service_point=point, weekday=weekday, defaults={"topic": topic, "organisation": bodies.get(code)}
        )
    agency = bodies.get(_TOPICS[wallclock.day_of(at).weekday() % 5][2])
    for number, note, prefers, body in (
        (1, "", "", agency), (2, "", "", None), (3, "Lansia, difabel, ibu hamil", "P", None), (4, "", "", None),
    ):  # fmt: skip
        setup.set_counter(
            point=point,
            number=number,
            note=note,
            prefers=prefers,
            organisation=body,
            active=True,
            account=account,
            at=at,
        )


def _day(point: ServicePoint, until: datetime) -> Today:
    """Today when it has opened already, else the last day on which it did."""
    day = wallclock.day_of(until)
    for _back in range(14):
        found = opening.on(point, day)
        if found.opens_at is not None and found.opens_at < until:
            return found
        day -= timedelta(days=1)
    return found


def _visits(point: ServicePoint, day: Today, random: Random, until: datetime) -> None:
    """People come every few minutes, one in six with priority; two officers call, serve and finish in turn."""
    if day.opens_at is None or day.closes_at is None:
        return
    ends = min(until, day.closes_at)
    officers = list(Account.objects.filter(username__in=_OFFICERS).order_by("username"))
    counters = list(Counter.objects.filter(service_point=point, number__in=(2, 3)).order_by("number"))
    letters = list(Queue.objects.filter(service_point=point).values_list("letter", flat=True).order_by("letter"))
    for officer, counter in zip(officers, counters, strict=False):
        calling.sit_down(counter_id=counter.pk, account=officer, at=day.opens_at)
    at, nth = day.opens_at, 0
    busy: dict[int, tuple[Ticket, datetime]] = {}
    while at < ends:
        if nth < 60 and at < day.closes_at - timedelta(minutes=20) and random.random() < 0.55:
            nth += 1
            letter = letters[-1] if random.random() < 0.17 else letters[0]
            tickets.take(point=point, letter=letter, once=f"demo:{nth}", origin=Ticket.Origin.KIOSK, at=at)
        for officer in officers:
            _work(officer, busy, random, at)
        at += timedelta(minutes=2)
    if day.day < wallclock.day_of(until) or until >= day.closes_at:
        _go_home(officers, busy, day.closes_at)


def _work(officer: Account, busy: dict[int, tuple[Ticket, datetime]], random: Random, at: datetime) -> None:
    if officer.pk in busy:
        ticket, ends = busy[officer.pk]
        if at >= ends:
            outcome = random.choice((Ticket.Outcome.REFERRED, Ticket.Outcome.INFORMED))
            calling.finish(account=officer, ticket_id=ticket.pk, outcome=outcome, at=at)
            del busy[officer.pk]
        return
    try:
        ticket = calling.call_next(account=officer, at=at)
    except DeskError:
        return  # nobody waits
    calling.serve(account=officer, ticket_id=ticket.pk, at=at + timedelta(seconds=random.randint(20, 70)))
    busy[officer.pk] = (ticket, at + timedelta(minutes=random.randint(3, 10)))


def _go_home(officers: list[Account], busy: dict[int, tuple[Ticket, datetime]], at: datetime) -> None:
    for officer in officers:
        if officer.pk in busy:
            calling.finish(account=officer, ticket_id=busy[officer.pk][0].pk, outcome=Ticket.Outcome.INFORMED, at=at)
        calling.get_up(account=officer, at=at)
    closing.close_due(at=at + closing.OVERTIME)
