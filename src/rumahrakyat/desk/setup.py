"""Setting up a service point: numbers, counters, letters, closures, devices. Every change is in the audit trail."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from rumahrakyat.desk.models import Closure, Counter, Kiosk, PointSetup, Queue
from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Organisation, ServicePoint
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account

SETTINGS: Final = (
    "word", "ahead", "ahead_most", "grace_minutes", "early_minutes", "last_minutes", "minutes_each", "calls", "bring",
    "voice",
)  # fmt: skip
_LETTERS: Final = (("A", "Umum", "", 0), ("P", "Prioritas", "Lansia, difabel, ibu hamil", 2))


class WordTaken(ValueError):
    """Another point is called by this word in messages already."""


def begin(*, point: ServicePoint, word: str, account: Account, at: datetime) -> PointSetup:
    """Let a point queue by numbers: letters A and P, two counters, the usual settings. Twice is once.

    Raises `WordTaken`."""
    if PointSetup.objects.filter(word__iexact=word).exclude(service_point=point).exists():
        raise WordTaken(word)
    with transaction.atomic():
        found, new = PointSetup.objects.get_or_create(service_point=point, defaults={"word": word.upper()})
        if new:
            Queue.objects.bulk_create(
                Queue(service_point=point, letter=letter, name=name, note=note, after=after)
                for letter, name, note, after in _LETTERS
            )
            Counter.objects.bulk_create(Counter(service_point=point, number=number) for number in (1, 2))
            _say("desk.begun", point, account, at, {"word": word.upper()})
    return found


def change(*, point: ServicePoint, given: Mapping[str, Any], account: Account, at: datetime) -> PointSetup:
    """Change the settings that are given. Raises `WordTaken`."""
    with transaction.atomic():
        row = PointSetup.objects.select_for_update().get(service_point=point)
        before = {name: getattr(row, name) for name in SETTINGS}
        if "word" in given and PointSetup.objects.filter(word__iexact=given["word"]).exclude(pk=row.pk).exists():
            raise WordTaken(given["word"])
        for name in SETTINGS:
            if name in given:
                setattr(row, name, given[name])
        changed = {name: [before[name], getattr(row, name)] for name in SETTINGS if before[name] != getattr(row, name)}
        if changed:
            row.save()
            _say("desk.changed", point, account, at, changed)
    return row


def set_counter(
    *,
    point: ServicePoint,
    number: int,
    note: str,
    prefers: str,
    organisation: Organisation | None,
    active: bool,
    account: Account,
    at: datetime,
) -> Counter:
    """Make or change the counter with this number. One where somebody sits is not taken away: it stays open."""
    with transaction.atomic():
        facts = {"note": note, "prefers": prefers, "organisation": organisation, "active": active}
        row, _new = Counter.objects.get_or_create(service_point=point, number=number)
        if row.officer_id is not None:
            facts["active"] = True
        for name, value in facts.items():
            setattr(row, name, value)
        row.save(update_fields=list(facts))
        _say("desk.counter", point, account, at, {"number": number, "active": facts["active"]})
    return row


def set_queue(*, point: ServicePoint, queue: Queue, account: Account, at: datetime) -> Queue:
    """Make or change a letter; `queue` carries its values."""
    with transaction.atomic():
        values = {"name": queue.name, "note": queue.note, "after": queue.after, "active": queue.active}
        row, _new = Queue.objects.update_or_create(service_point=point, letter=queue.letter, defaults=values)
        _say("desk.queue", point, account, at, {"letter": queue.letter, **values})
    return row


def close_on(*, point: ServicePoint, day: date, reason: str, account: Account, at: datetime) -> Closure:
    """Shut the point on a day. Numbers already taken ahead for it end at the next sweep, with a message."""
    with transaction.atomic():
        row, new = Closure.objects.get_or_create(
            service_point=point, day=day, defaults={"reason": reason, "made_by": account, "made_at": at}
        )
        if new:
            _say("desk.closed", point, account, at, {"day": day.isoformat(), "reason": reason})
    return row


def open_after_all(*, point: ServicePoint, day: date, account: Account, at: datetime) -> None:
    """Take a closure back."""
    if Closure.objects.filter(service_point=point, day=day).delete()[0]:
        _say("desk.closure_undone", point, account, at, {"day": day.isoformat()})


def add_kiosk(*, point: ServicePoint, name: str, account: Account, at: datetime) -> str:
    """A key for a device; it is shown once and kept as a hash."""
    key = secrets.token_urlsafe(18)
    with transaction.atomic():
        Kiosk.objects.create(
            service_point=point, name=name, key_hash=crypto.lookup_hash("kiosk", key), made_by=account, made_at=at
        )
        _say("desk.kiosk", point, account, at, {"name": name})
    return key


def end_kiosk(*, point: ServicePoint, kiosk_id: int, account: Account, at: datetime) -> None:
    """Its key is void from now on. Twice is once."""
    if Kiosk.objects.filter(pk=kiosk_id, service_point=point, ended_at=None).update(ended_at=at):
        _say("desk.kiosk_ended", point, account, at, {"kiosk": kiosk_id})


def _say(act: str, point: ServicePoint, account: Account, at: datetime, data: Mapping[str, Any]) -> None:
    audit.record(act=act, account=account.pk, at=at, subject=point.code, data=data)


def parts(point: ServicePoint, today: date) -> dict[str, Any]:
    """What the settings page lists of a point. Four queries."""
    return {
        "counters": list(
            Counter.objects.filter(service_point=point).select_related("officer", "organisation").order_by("number")
        ),
        "queues": list(Queue.objects.filter(service_point=point).order_by("letter")),
        "closures": list(Closure.objects.filter(service_point=point, day__gte=today).order_by("day")),
        "kiosks": list(Kiosk.objects.filter(service_point=point, ended_at=None).order_by("pk")),
    }
