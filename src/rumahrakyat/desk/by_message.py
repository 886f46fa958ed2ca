"""A number taken by message: ANTRE, the word of a service point, perhaps BESOK; BATAL ANTRE gives it back.

Only the command words begin it, so that a complaint about a queue remains a complaint.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import staff_words
from rumahrakyat.desk import messages, opening, tickets
from rumahrakyat.desk.errors import ClosedThatDay, FullyBooked, Gone, NoQueue, NotAhead, TooLate
from rumahrakyat.desk.models import Ticket
from rumahrakyat.desk.opening import Today
from rumahrakyat.desk.queries import follow_link, points_with_queue
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.people.models import ContactPoint

_TAKE: Final = re.compile(r"(?:ambil\s+)?antr(?:e|i|ean|ian)(?:\s+(?P<rest>[\w\s,.-]{1,40}))?", re.IGNORECASE)
_CANCEL: Final = re.compile(r"batal(?:kan)?\s+antr(?:e|i|ean|ian)", re.IGNORECASE)
_MOST_WORDS: Final = 4  # "antre semarang besok pagi"; more is a story about a queue


def listen(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> str | None:
    """The answer when the message asks for a number or gives one back; None when it is about anything else."""
    words = inbound.text.strip().rstrip(".!")
    if _CANCEL.fullmatch(words):
        return _cancel(contact, at)
    found = _TAKE.fullmatch(words)
    if found is None or len(words.split()) > _MOST_WORDS:
        return None
    rest = (found["rest"] or "").upper().replace(",", " ").split()
    if not rest:
        return _which()
    point = _named(rest)
    if point is None:
        # "antrean panjang" is a complaint; "antre besok" asks for a number somewhere.
        return _which() if set(rest) <= {"BESOK", "HARI", "INI"} else None
    day = wallclock.day_of(at) + timedelta(days=1 if "BESOK" in rest else 0)
    return _take(point, day, message, contact, at)


def _named(rest: list[str]) -> ServicePoint | None:
    return next((one for one in points_with_queue() if one.setup.word.upper() in rest), None)


def _which() -> str:
    points = [one for one in points_with_queue() if one.setup.ahead]
    if not points:
        return messages.text("none", {"link": f"{settings.PUBLIC_URL}/loket/"})
    lines = "\n".join(f"ANTRE {one.setup.word} – {one.name}" for one in points)
    return messages.text("which", {"lines": lines, "example": f"ANTRE {points[0].setup.word} BESOK"})


def _take(point: ServicePoint, day: object, message: Message, contact: ContactPoint, at: datetime) -> str:
    here = wallclock.day_of(at)
    wanted = here if day == here else here + timedelta(days=1)
    values: dict[str, object] = {"point": point.name, "day": messages.day_words(wanted, here)}
    try:
        taken = tickets.take_ahead(
            point=point, day=wanted, contact=contact, channel=message.channel, once=f"message:{message.pk}", at=at
        )
    except ClosedThatDay as error:
        why = f": {error.today.why}" if error.today.why else ""
        return messages.text("closed", values | {"why": why, "following": following(point, error.following, at)})
    except TooLate as error:
        closes = messages.clock_words(error.closes_at)
        return messages.text(
            "too_late", values | {"closes": closes, "following": following(point, error.following, at)}
        )
    except (FullyBooked, NotAhead, NoQueue) as error:
        hours = messages.hours_words(opening.on(point, wanted))
        return messages.text("full" if isinstance(error, FullyBooked) else "not_ahead", values | {"hours": hours})
    ticket = taken.ticket
    values |= {
        "code": ticket.code,
        "expected": messages.clock_words(ticket.expected_at or ticket.order_at),
        "hours": messages.hours_words(opening.on(point, wanted)),
        "bring": point.setup.bring or messages.TEXTS["bring"],
        "grace": point.setup.grace_minutes,
        "link": follow_link(ticket),
    }
    return messages.text("given" if taken.new else "again", values)


def following(point: ServicePoint, following_day: Today | None, at: datetime) -> str:
    """The next day on which it opens, and what to answer to get a number for it when that is tomorrow."""
    if following_day is None or following_day.opens_at is None:
        return ""
    here = wallclock.day_of(at)
    values = {
        "day": messages.day_words(following_day.day, here),
        "opens": messages.clock_words(following_day.opens_at),
        "answer": f"ANTRE {point.setup.word} BESOK",
    }
    tomorrow = following_day.day == here + timedelta(days=1) and point.setup.ahead
    return messages.text("following" if tomorrow else "following_later", values)


def _cancel(contact: ContactPoint, at: datetime) -> str:
    here = wallclock.day_of(at)
    open_states = (Ticket.State.BOOKED, Ticket.State.WAITING, Ticket.State.ASIDE)
    mine = Ticket.objects.filter(contact_point=contact, day__gte=here, state__in=open_states)
    ticket = mine.select_related("service_point").order_by("day", "pk").first()
    if ticket is None:
        return messages.text("nothing_to_cancel", {})
    try:
        tickets.cancel(ticket_id=ticket.pk, at=at)
    except Gone:
        return messages.text("nothing_to_cancel", {})
    day = messages.day_words(ticket.day, here)
    return messages.text("cancelled", {"code": ticket.code, "day": day, "point": ticket.service_point.name})


def register() -> None:
    """Tie the words to what comes in; called once at start."""
    staff_words.add_listener("40 queue", listen)
