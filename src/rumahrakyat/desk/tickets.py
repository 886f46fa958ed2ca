"""Giving out numbers: at the kiosk, by an officer, or ahead of time by message. No number twice, none left out."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from rumahrakyat.desk import opening, waiting
from rumahrakyat.desk.errors import (
    ClosedThatDay,
    FullyBooked,
    Gone,
    NoQueue,
    NotAhead,
    TooEarly,
    TooLate,
    UnknownTicket,
)
from rumahrakyat.desk.models import Queue, Series, Ticket
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.people.models import ContactPoint

State = Ticket.State
ORDINARY: Final = "A"


@dataclass(frozen=True)
class Taken:
    """`new` is False for a repeated press or message: it is the number of the first time."""

    ticket: Ticket
    new: bool


def take(*, point: ServicePoint, letter: str, once: str, origin: str, at: datetime) -> Taken:
    """A number for somebody who stands there now.

    `once` makes a double tap one number. An officer gives numbers as long as the point is open, a kiosk not in its last
    minutes. Raises `NoQueue`, `ClosedThatDay`, `TooEarly`, `TooLate`.
    """
    known = Ticket.objects.filter(once=once).first()
    if known is not None:
        return Taken(known, new=False)
    _check_open(point, origin, at)
    return _give(point, letter, wallclock.day_of(at), once, {"origin": origin, "taken_at": at, **_arrived(at)})


def _arrived(at: datetime) -> dict[str, object]:
    return {"state": State.WAITING, "arrived_at": at, "order_at": at}


def _check_open(point: ServicePoint, origin: str, at: datetime) -> None:
    today = opening.on(point, wallclock.day_of(at))
    if today.opens_at is None or today.closes_at is None:
        raise ClosedThatDay(today, opening.next_open_day(point, today.day))
    since = today.opens_at - timedelta(minutes=point.setup.early_minutes)
    if at < since:
        raise TooEarly(since)
    last = timedelta(0) if origin == Ticket.Origin.OFFICER else timedelta(minutes=point.setup.last_minutes)
    if at >= today.closes_at - last:
        raise TooLate(today.closes_at, opening.next_open_day(point, today.day))


def take_ahead(
    *, point: ServicePoint, day: date, contact: ContactPoint, channel: str, once: str, at: datetime
) -> Taken:
    """A number for later today or another day, for somebody who writes from elsewhere. One a day for each contact.

    Raises `NotAhead`, `NoQueue`, `ClosedThatDay`, `TooLate`, `FullyBooked`.
    """
    if not point.setup.ahead:
        raise NotAhead
    known = _of_contact(point, day, contact) or Ticket.objects.filter(once=once).first()
    if known is not None:
        return Taken(known, new=False)
    today = opening.on(point, day)
    if today.opens_at is None or today.closes_at is None:
        raise ClosedThatDay(today, opening.next_open_day(point, day))
    expected = waiting.expected_ahead(point, today, at)
    if expected >= today.closes_at - timedelta(minutes=point.setup.last_minutes):
        raise TooLate(today.closes_at, opening.next_open_day(point, day))
    given = {
        "origin": Ticket.Origin.MESSAGE, "state": State.BOOKED, "taken_at": at, "expected_at": expected,
        "order_at": expected, "contact_point": contact, "channel": channel,
    }  # fmt: skip
    return _give(point, ORDINARY, day, once, given, most_ahead=point.setup.ahead_most)


def _of_contact(point: ServicePoint, day: date, contact: ContactPoint) -> Ticket | None:
    mine = Ticket.objects.filter(service_point=point, day=day, contact_point=contact)
    return mine.exclude(state=State.CANCELLED).first()


def _give(  # noqa: PLR0917 -- a private step of the two above
    point: ServicePoint, letter: str, day: date, once: str, given: dict[str, object], most_ahead: int = 0
) -> Taken:
    """The next number of the series. Whoever is second at its row waits for the first; a repeat finds the first's."""
    if not Queue.objects.filter(service_point=point, letter=letter, active=True).exists():
        raise NoQueue
    try:
        with transaction.atomic():
            Series.objects.get_or_create(service_point=point, letter=letter, day=day)
            series = Series.objects.select_for_update().get(service_point=point, letter=letter, day=day)
            known = Ticket.objects.filter(once=once).first()
            if known is not None:
                return Taken(known, new=False)
            if most_ahead and _taken_ahead(point, day) >= most_ahead:
                raise FullyBooked
            series.last += 1
            series.save(update_fields=["last"])
            number = {"service_point": point, "letter": letter, "day": day, "number": series.last}
            ticket = Ticket.objects.create(once=once, secret=secrets.token_urlsafe(16), **number, **given)
    except IntegrityError:
        # The same telephone wrote twice at one moment: the number of the other message is its number.
        contact = given.get("contact_point")
        twin = Ticket.objects.filter(once=once).first()
        known = twin or (_of_contact(point, day, contact) if isinstance(contact, ContactPoint) else None)
        if known is None:
            raise
        return Taken(known, new=False)
    return Taken(ticket, new=True)


def _taken_ahead(point: ServicePoint, day: date) -> int:
    taken = Ticket.objects.filter(service_point=point, day=day, origin=Ticket.Origin.MESSAGE)
    return taken.exclude(state=State.CANCELLED).count()


def find(point: ServicePoint, code: str, day: date) -> Ticket:
    """The ticket with a code as people type it (`a12`, `A012`, `A 12`). Raises `UnknownTicket`."""
    compact = "".join(code.split()).upper()
    letter, digits = compact[:1], compact[1:]
    if not (letter.isascii() and letter.isalpha() and digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise UnknownTicket
    ticket = Ticket.objects.filter(service_point=point, day=day, letter=letter, number=int(digits)).first()
    if ticket is None:
        raise UnknownTicket
    return ticket


def arrive(*, ticket_id: int, at: datetime) -> Ticket:
    """Somebody with a number taken ahead, or who missed their calls, is there now.

    In time, or within the point's grace, they keep the place of the expected time; later they come after those who
    wait. Who was put aside has waited before: they are next. Twice is once. Raises `Gone` for a number that has ended.
    """
    with transaction.atomic():
        ticket = _locked(ticket_id)
        if ticket.state in {State.WAITING, State.CALLED, State.SERVING}:
            return ticket
        if ticket.state not in {State.BOOKED, State.ASIDE} or ticket.day != wallclock.day_of(at):
            raise Gone
        if ticket.state == State.BOOKED and ticket.expected_at is not None:
            grace = timedelta(minutes=ticket.service_point.setup.grace_minutes)
            ticket.order_at = ticket.expected_at if at <= ticket.expected_at + grace else at
            ticket.arrived_at = at
        ticket.state, ticket.counter, ticket.calls = State.WAITING, None, 0
        ticket.save(update_fields=["state", "counter", "calls", "order_at", "arrived_at"])
    return ticket


def cancel(*, ticket_id: int, at: datetime) -> Ticket:
    """The person does not come. Twice is once. Raises `Gone` for one that is being served or has ended."""
    with transaction.atomic():
        ticket = _locked(ticket_id)
        if ticket.state == State.CANCELLED:
            return ticket
        if ticket.state not in {State.BOOKED, State.WAITING, State.ASIDE}:
            raise Gone
        ticket.state, ticket.ended_at = State.CANCELLED, at
        ticket.save(update_fields=["state", "ended_at"])
    return ticket


def _locked(ticket_id: int) -> Ticket:
    found = Ticket.objects.select_for_update(of=("self",)).select_related("service_point__setup")
    return found.get(pk=ticket_id)
