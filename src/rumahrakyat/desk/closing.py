"""The end of a day: numbers that were not served end, and who can be told by message is told."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rumahrakyat.channels import outbox, registry
from rumahrakyat.desk import by_message, calling, messages, opening
from rumahrakyat.desk.errors import Busy
from rumahrakyat.desk.models import Counter, Ticket
from rumahrakyat.desk.models_intake import IntakeDraft, Receipt
from rumahrakyat.desk.receipts.issuing import KEPT
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import ServicePoint

State = Ticket.State
# Who is there at closing time is still served; after this long nobody waits in earnest any more.
OVERTIME: Final = timedelta(minutes=90)
# As long as photographs of what was never sent are kept.
DRAFTS_KEPT: Final = timedelta(days=7)
_OPEN: Final = (State.BOOKED, State.WAITING, State.CALLED, State.ASIDE)


def end_day(*, point: ServicePoint, at: datetime) -> int:
    """An officer says that the day is over: every number of today or before that waits ends now. Visits at a counter
    are finished by whoever serves them. Returns how many ended."""
    day = wallclock.day_of(at)
    return _lapse(list(Ticket.objects.filter(service_point=point, day__lte=day, state__in=_OPEN)), at)


def close_due(*, at: datetime) -> int:
    """What the machine ends by itself: numbers taken ahead for which nobody came by closing time, everything else once
    the overtime is past, and counters that were left open overnight. Returns how many numbers ended."""
    day = wallclock.day_of(at)
    found = Ticket.objects.filter(day__lte=day, state__in=(*_OPEN, State.SERVING))
    rows = list(found.select_related("service_point__setup").prefetch_related("service_point__hours"))
    ends: dict[tuple[int, object], datetime | None] = {}
    due = []
    for ticket in rows:
        key = (ticket.service_point_id, ticket.day)
        if key not in ends:
            ends[key] = opening.on(ticket.service_point, ticket.day).closes_at
        if _is_due(ticket, ends[key], at):
            due.append(ticket)
    ended = _lapse([one for one in due if one.state != State.SERVING], at)
    _finish_left([one for one in due if one.state == State.SERVING])
    _close_counters(at)
    return ended


def _is_due(ticket: Ticket, closes_at: datetime | None, at: datetime) -> bool:
    if ticket.day < wallclock.day_of(at):
        return True
    if closes_at is None:
        return ticket.state == State.BOOKED  # a closure was entered after the number was given
    return at >= (closes_at if ticket.state == State.BOOKED else closes_at + OVERTIME)


def _lapse(rows: list[Ticket], at: datetime) -> int:
    ended = 0
    for row in rows:
        with transaction.atomic():
            ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if ticket.state not in _OPEN:
                continue
            ticket.state, ticket.ended_at, ticket.counter = State.LAPSED, at, None
            ticket.save(update_fields=["state", "ended_at", "counter"])
            _tell(ticket, at)
            ended += 1
    return ended


def _finish_left(rows: list[Ticket]) -> None:
    """Visits that nobody finished: without an end, so that no visit seems to last all night."""
    for row in rows:
        Ticket.objects.filter(pk=row.pk, state=State.SERVING).update(
            state=State.DONE, ended_at=None, outcome=Ticket.Outcome.CASE if row.intakes.exists() else ""
        )


def _close_counters(at: datetime) -> None:
    for counter in Counter.objects.exclude(officer=None).select_related("officer"):
        if counter.since and wallclock.day_of(counter.since) < wallclock.day_of(at) and counter.officer:
            try:
                calling.get_up(account=counter.officer, at=at)
            except Busy:
                continue  # its visit ends first; the next sweep closes it


def _tell(ticket: Ticket, at: datetime) -> None:
    """Who has waited by message hears that the number is void and when it opens again."""
    contact, channel = ticket.contact_point, ticket.channel
    if contact is None or contact.stopped_at or channel not in registry.default():
        return
    point = ticket.service_point
    following = by_message.following(point, opening.next_open_day(point, wallclock.day_of(at)), at)
    words = messages.text("lapsed", {"point": point.name, "code": ticket.code, "following": following})
    outbox.enqueue(channel=channel, contact_point=contact, body=words, key=f"queue:lapsed:{ticket.pk}", at=at)


def forget_secrets(*, at: datetime) -> int:
    """Secrets of receipts live until shortly after they were printed, and never longer than an hour."""
    old = Receipt.objects.exclude(sealed_secret="").filter(issued_at__lt=at - KEPT)
    return old.update(sealed_secret="")


def forget_drafts(*, at: datetime) -> int:
    """What was typed at a counter and never sent is a citizen's words: it goes after a week. Returns how many."""
    return IntakeDraft.objects.filter(saved_at__lt=at - DRAFTS_KEPT).delete()[0]
