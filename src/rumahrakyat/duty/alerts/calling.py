"""Telling the next person: who has not been tried on which channel, and who is above when nobody is left.

Everything here happens in the caller's transaction, with the alert's row locked (or just made).
"""

import logging
import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from rumahrakyat.channels.base import URGENT
from rumahrakyat.channels.contract import Adapter
from rumahrakyat.channels.models import ChannelState, Outbox
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.watching import tell_operator
from rumahrakyat.correspondence import reaching
from rumahrakyat.duty import memory
from rumahrakyat.duty.alerts import words as alerts_words
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt
from rumahrakyat.lib import crypto
from rumahrakyat.organisations import rota
from rumahrakyat.organisations.roster import AUDIENCES, body_for, load
from rumahrakyat.people.operations import contact_point

logger = logging.getLogger(__name__)

LOOKED_AT_AFTER: Final = timedelta(minutes=10)  # whether a message that nobody must confirm has left the house
_SIGNS: Final = string.ascii_letters + string.digits
_TOKEN_LENGTH: Final = 12  # 71 bits
_WAITING: Final = (Outbox.State.QUEUED, Outbox.State.RETRY, Outbox.State.SENDING)
UNREACHABLE: Final = "unreachable"
UNCONFIRMED: Final = "unconfirmed"


@dataclass(frozen=True)
class Way:
    """One person on one channel."""

    account: int
    stands_in_for: int | None
    adapter: Adapter
    scheme: str
    value: str


def hash_of(token: str) -> str:
    return crypto.lookup_hash("alert", token)


def call_next(alert: Alert, *, at: datetime, fresh: bool = False) -> None:
    """Tell the next person, or go up; when nobody is left at the top, tell the operator. Saves the alert. `fresh`: it
    was just made, so nobody was told yet."""
    told = AlertAttempt.objects.filter(alert=alert).select_related("contact_point").order_by("number")
    done = [] if fresh else list(told)
    before = len(done)
    way = _climb_to_somebody(alert, done, at)
    AlertAttempt.objects.bulk_create(done[before:])
    if way is not None:
        _tell(alert, way, _last(done) + 1, at)
        return
    reached = any(one.message_id for one in done)
    if reached and not alert.acknowledge and under_way(alert):
        alert.next_at = at + LOOKED_AT_AFTER  # nobody has to confirm it, and it may still arrive
        alert.save(update_fields=["rung", "next_at"])
        return
    _give_up(alert, reached=reached, at=at)


def _climb_to_somebody(alert: Alert, done: list[AlertAttempt], at: datetime) -> Way | None:
    """The next person on the alert's list or the first one above; who was passed over on the way is added to `done`."""
    while True:
        order = order_of(alert, at)
        _note_skipped(alert, order, done, at)
        way = next(_untried(order, done), None)
        higher = _above(alert)
        if way is not None or higher is None:
            return way
        alert.rung = higher


def _last(done: list[AlertAttempt]) -> int:
    return done[-1].number if done else 0


def under_way(alert: Alert, *, since: datetime | None = None) -> bool:
    """Whether a message of the alert (younger than `since`) still waits to leave the house."""
    waiting = AlertAttempt.objects.filter(alert=alert, outcome="", message__outbox__state__in=_WAITING)
    return (waiting if since is None else waiting.filter(at__gt=since)).exists()


def order_of(alert: Alert, at: datetime) -> rota.Order:
    """Who is called on the list that the alert has reached, in turn."""
    rung = alert.rung

    def read() -> rota.Order:
        return load(body_for(alert.organisation, rung), [rung], at=at).order(rung, at)

    return memory.once(("order", alert.organisation_id, rung, at), read)


def _above(alert: Alert) -> str | None:
    place = AUDIENCES.index(alert.rung)
    return AUDIENCES[place + 1] if alert.climbs and place + 1 < len(AUDIENCES) else None


def _note_skipped(alert: Alert, order: rota.Order, done: list[AlertAttempt], at: datetime) -> None:
    """Add to `done` who was passed over and why, once for each list."""
    known = {(one.audience, one.account_id) for one in done if one.message_id is None}
    for one in order.skipped:
        if (alert.rung, one.account) in known:
            continue
        number = _last(done) + 1
        row = AlertAttempt(
            alert=alert, number=number, audience=alert.rung, account_id=one.account, at=at, outcome=one.why.value
        )
        done.append(row)


def _untried(order: rota.Order, done: list[AlertAttempt]) -> Iterator[Way]:
    tried = {(one.account_id, one.channel, one.contact_point.value) for one in done if one.contact_point is not None}
    for way in ways(order):
        if (way.account, way.adapter.code, way.value) not in tried:
            yield way


def ways(order: rota.Order) -> Iterator[Way]:
    """Every person on each of their channels, in the order in which they are tried; channels that stand still last."""
    for person in order.called:
        found = [
            Way(person.account, person.stands_in_for, adapter, scheme, value)
            for kind, value in person.ways
            for scheme, adapter in _carriers(kind, value, person.ways)
        ]
        standing = memory.once("standing", _standing)
        yield from sorted(found, key=lambda way: way.adapter.code in standing)


def _standing() -> set[str]:
    return set(ChannelState.objects.exclude(alarm="").values_list("channel", flat=True))


def _carriers(kind: str, value: str, all_ways: tuple[tuple[str, str], ...]) -> list[tuple[str, Adapter]]:
    """One channel of each medium that reaches such an address. A number that is given for SMS is tried on WhatsApp
    too, unless it was given for that separately; a number on WhatsApp never by SMS."""
    on_whatsapp = kind == "wa"
    scheme = "tel" if on_whatsapp and value.startswith("+") else kind
    separately = any(other == "wa" for other, _value in all_ways)
    found: dict[str, Adapter] = {}
    for adapter in reaching.carriers(scheme):
        if on_whatsapp and adapter.medium != "whatsapp":
            continue
        if kind == "tel" and adapter.medium == "whatsapp" and separately:
            continue
        found.setdefault(adapter.medium, adapter)
    return [(scheme, adapter) for adapter in found.values()]


def _tell(alert: Alert, way: Way, number: int, at: datetime) -> None:
    contact = memory.once_committed(
        ("contact", way.scheme, way.value), lambda: contact_point(scheme=way.scheme, value=way.value, at=at)
    )
    token = "".join(secrets.choice(_SIGNS) for _sign in range(_TOKEN_LENGTH))
    body = alerts_words.body(
        words=alert.words,
        code=alert.code,
        link=f"{settings.PUBLIC_URL}/t/{token}/",
        climbed=alert.rung != alert.audience,
        number=alert.report.number if alert.report else "",
        capabilities=way.adapter.capabilities,
    )
    message = enqueue(
        channel=way.adapter.code,
        contact_point=contact,
        body=body,
        key=f"alert:{alert.pk}:{number}",
        at=at,
        priority=URGENT,
        fresh=True,  # under the alert's lock each number is given once
    )
    AlertAttempt.objects.create(
        alert=alert,
        number=number,
        audience=alert.rung,
        account_id=way.account,
        stands_in_for_id=way.stands_in_for,
        channel=way.adapter.code,
        contact_point=contact,
        message=message,
        token_hash=hash_of(token),
        at=at,
    )
    alert.state = Alert.State.OPEN
    alert.next_at = at + (timedelta(minutes=alert.acknowledge) if alert.acknowledge else LOOKED_AT_AFTER)
    alert.save(update_fields=["rung", "state", "next_at"])


def _give_up(alert: Alert, *, reached: bool, at: datetime) -> None:
    """Nobody is left: it stays on the page until somebody confirms it, and the operator is told."""
    alert.state, alert.next_at = Alert.State.NOBODY, None
    alert.reason = UNCONFIRMED if reached else UNREACHABLE
    alert.save(update_fields=["rung", "state", "next_at", "reason"])
    if not alert.climbs:
        return  # a test: whoever sent it sees on the page what came of it
    logger.warning("alert %s: %s", alert.pk, alert.reason)
    # The page keeps every one of them; the operator is told once an hour for each body, not ten thousand times.
    key = f"alert:nobody:{alert.organisation_id}:{at:%Y%m%d%H}"
    words = alerts_words.NOBODY.format(number=alert.report.number if alert.report else alert.pk)
    tell_operator(words, key=key, at=at)
