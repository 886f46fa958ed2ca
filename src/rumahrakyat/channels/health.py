"""How every channel is doing: what an operator looks at, and what an alarm is raised about.

Counted live from the rows in a fixed number of queries, whatever the number of channels.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels import registry
from rumahrakyat.channels.contract import Adapter
from rumahrakyat.channels.models import ChannelState, Cursor, DeliveryTask, ProviderTally

WEEKS: Final = 4  # the usual rate is that of the same hours in so many weeks before
LONGEST_SILENCE: Final = timedelta(days=2)  # looked at; a channel that was silent longer is silent all the same
UNLIKELY: Final = 0.001  # a silence is a trouble when chance alone would make it less often than this
LATE: Final = timedelta(minutes=5)
EXPIRES_SOON: Final = timedelta(days=7)


@dataclass(frozen=True)
class Silence:
    """Nothing has come since `since`; `expected` messages usually come in that time of the week."""

    since: datetime
    expected: float

    @property
    def unusual(self) -> bool:
        return math.exp(-self.expected) < UNLIKELY


@dataclass(frozen=True)
class Source:
    """A feed or listener: where we ask or listen ourselves."""

    name: str
    looked_at: datetime | None
    error: str


@dataclass(frozen=True)
class Health:
    """One channel. Times are aware, UTC. `troubles` are sentences for staff; empty means that all is well."""

    code: str
    medium: str
    label: str
    configured: bool
    last_in: datetime | None = None
    last_out: datetime | None = None
    received_today: int = 0
    sent_today: int = 0
    refused_today: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    unhandled: int = 0
    given_up: int = 0
    tasks: int = 0
    silence: Silence | None = None
    paused_until: datetime | None = None
    handshake_at: datetime | None = None
    probed_at: datetime | None = None
    expires_at: datetime | None = None
    sources: tuple[Source, ...] = ()
    troubles: tuple[str, ...] = field(default=())

    @property
    def state(self) -> str:
        if not self.configured:
            return "off"
        return "trouble" if self.troubles else "well"


_TRAFFIC = """
SELECT channel,
       max(recorded_at) FILTER (WHERE direction = 'in') AS last_in,
       max(sent_at) FILTER (WHERE direction = 'out' AND status NOT IN ('queued', 'withheld')) AS last_out,
       count(*) FILTER (WHERE direction = 'in' AND recorded_at >= %(day)s) AS received_today,
       count(*) FILTER (WHERE direction = 'out' AND sent_at >= %(day)s) AS sent_today
FROM channels_message WHERE recorded_at >= %(since)s GROUP BY channel
"""
_QUEUE = """
SELECT channel, count(*) AS waiting, min(created_at) AS waiting_since
FROM channels_outbox WHERE state IN ('queued', 'retry', 'sending') GROUP BY channel
"""
_INBOX = """
SELECT channel,
       count(*) FILTER (WHERE state = 'new') AS unhandled,
       count(*) FILTER (WHERE state = 'failed') AS given_up
FROM (SELECT channel, state FROM channels_inboundevent WHERE state IN ('new', 'failed')
      UNION ALL
      SELECT channel, state FROM channels_rawinbound WHERE state IN ('new', 'failed')) AS open
GROUP BY channel
"""
_REFUSED = (
    "SELECT channel, sum(count)::int AS refused_today FROM channels_counter WHERE day = %(today)s GROUP BY channel"
)
_USUAL = """
SELECT q.channel, count(m.id)::float / %(weeks)s AS expected
FROM unnest(%(channels)s::text[], %(sinces)s::timestamptz[]) AS q(channel, since)
CROSS JOIN generate_series(1, %(weeks)s) AS week
LEFT JOIN channels_message m ON m.channel = q.channel AND m.direction = 'in'
     AND m.recorded_at > q.since - make_interval(days => 7 * week)
     AND m.recorded_at <= %(at)s - make_interval(days => 7 * week)
GROUP BY q.channel
"""


def of_all(*, at: datetime) -> list[Health]:
    """Every channel of the registry, in its order."""
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    values = {"at": at, "day": today, "today": at.date(), "since": at - timedelta(days=7 * WEEKS + 2)}
    parts = [_rows(sql, values) for sql in (_TRAFFIC, _QUEUE, _INBOX, _REFUSED)]
    found: dict[str, dict[str, Any]] = {adapter.code: {} for adapter in registry.default()}
    for rows in parts:
        for code, row in rows.items():
            found.setdefault(code, {}).update(row)
    silences = _silences({code: row["last_in"] for code, row in found.items() if row.get("last_in")}, at)
    states = {row.channel: row for row in ChannelState.objects.all()}
    sources: dict[str, list[Source]] = {}
    for cursor in Cursor.objects.order_by("name"):
        sources.setdefault(cursor.channel, []).append(Source(cursor.name, cursor.looked_at, cursor.error))
    tasks = _tasks()
    return [
        _judged(
            adapter,
            Health(
                adapter.code,
                adapter.medium,
                str(adapter.label),
                adapter.configured(),
                **found[adapter.code],
                tasks=tasks.get(adapter.code, 0),
                silence=silences.get(adapter.code),
                sources=tuple(sources.get(adapter.code, ())),
            ),
            states.get(adapter.code) or ChannelState(channel=adapter.code),
            at,
        )
        for adapter in registry.default()
    ]


def _rows(sql: str, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row.pop("channel"): row for row in rows}


def _silences(last: Mapping[str, datetime], at: datetime) -> dict[str, Silence]:
    if not last:
        return {}
    sinces = [max(moment, at - LONGEST_SILENCE) for moment in last.values()]
    values = {"channels": list(last), "sinces": sinces, "at": at, "weeks": WEEKS}
    return {code: Silence(last[code], row["expected"]) for code, row in _rows(_USUAL, values).items()}


def _tasks() -> dict[str, int]:
    waiting = DeliveryTask.objects.filter(done_at=None).values_list("outbox__channel")
    return dict(waiting.annotate(count=Count("pk")).order_by())


def _judged(adapter: Adapter, found: Health, state: ChannelState, at: datetime) -> Health:
    told = replace(
        found,
        paused_until=state.paused_until if state.paused_until and state.paused_until > at else None,
        handshake_at=state.handshake_at,
        probed_at=state.probed_at,
        expires_at=state.expires_at,
    )
    return replace(told, troubles=tuple(_troubles(adapter, told, state, at)) if found.configured else ())


def _troubles(adapter: Adapter, found: Health, state: ChannelState, at: datetime) -> list[str]:
    troubles = adapter.check_config()
    if state.alarm:
        troubles.append(state.alarm)
    troubles += [str(problem) for problem in state.problems]
    if found.expires_at and found.expires_at < at + EXPIRES_SOON:
        troubles.append(_("the access token ends soon or has ended"))
    if found.waiting_since and at - found.waiting_since > LATE and not found.paused_until:
        troubles.append(_("messages wait to be sent longer than they should"))
    if found.given_up:
        troubles.append(_("messages that came in could not be handled"))
    if found.silence and found.silence.unusual:
        troubles.append(_("nothing comes in, although it usually does at this time"))
    troubles += [f"{source.name}: {source.error}" for source in found.sources if source.error]
    return troubles


@dataclass(frozen=True)
class DayCount:
    """One channel and day (UTC): what we counted and what the provider did; None where it does not tell."""

    channel: str
    day: date
    received: int
    sent: int
    provider_received: int | None
    provider_sent: int | None

    @property
    def differs(self) -> bool:
        return (self.provider_received not in {None, self.received}) or (self.provider_sent not in {None, self.sent})


_OURS = """
SELECT channel, (recorded_at AT TIME ZONE 'UTC')::date AS day,
       count(*) FILTER (WHERE direction = 'in') AS received,
       count(*) FILTER (WHERE direction = 'out' AND status IN ('sent', 'failed', 'delivered', 'read')
                        AND external_id <> '') AS sent
FROM channels_message WHERE recorded_at >= %(since)s AND recorded_at < %(until)s GROUP BY 1, 2
"""


def counts(*, since: date, until: date) -> list[DayCount]:
    """Our counts beside the provider's, newest day first, `until` excluded. Days are UTC days, as providers count."""
    with connection.cursor() as cursor:
        cursor.execute(_OURS, {"since": f"{since}T00:00:00Z", "until": f"{until}T00:00:00Z"})
        ours = {(code, day): (received, sent) for code, day, received, sent in cursor.fetchall()}
    told = {(t.channel, t.day): t for t in ProviderTally.objects.filter(day__gte=since, day__lt=until)}
    keys = sorted({*ours, *told}, key=lambda key: (-key[1].toordinal(), key[0]))
    return [
        DayCount(
            code,
            day,
            *ours.get((code, day), (0, 0)),
            told[code, day].received if (code, day) in told else None,
            told[code, day].sent if (code, day) in told else None,
        )
        for code, day in keys
    ]
