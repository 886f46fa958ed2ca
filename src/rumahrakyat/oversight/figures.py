"""The figures of the page "now", each worked out from the clocks and the cases themselves. See docs/figures.md."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from rumahrakyat.oversight import statements
from rumahrakyat.oversight.periods import USUAL_WEEKS, Window, last_days, usual_days
from rumahrakyat.oversight.rollups import reading
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.reports.states import Closing

SOON: Final = timedelta(hours=3)
SPARK_DAYS: Final = 14
MAP_DAYS: Final = 7
_ALL, _BY_FIRST, _BY_SECOND = 3, 1, 2


@dataclass(frozen=True)
class Owed:
    """Answers owed at one instant. `waiting` includes the late; `paused` wait for the reporter and are in no other."""

    waiting: int = 0
    paused: int = 0
    soon: int = 0
    late: int = 0
    longest: datetime | None = None


NOTHING: Final = Owed()


@dataclass(frozen=True)
class Running:
    total: Owed = NOTHING
    bodies: dict[int | None, Owed] = field(default_factory=dict)
    regencies: dict[str | None, Owed] = field(default_factory=dict)

    @property
    def late_bodies(self) -> int:
        return sum(1 for owed in self.bodies.values() if owed.late)


@dataclass(frozen=True)
class TakenIn:
    """What came in during the window, and as long before; `week` by regency is for the map; `days` for a line."""

    total: int = 0
    before: int = 0
    regencies: dict[str | None, int] = field(default_factory=dict)
    week: dict[str | None, int] = field(default_factory=dict)
    days: dict[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """Late and due soon at the same hour of the last days, oldest first, and on the same weekday of the last weeks."""

    late: list[int]
    soon: list[int]
    late_usual: list[int]
    soon_usual: list[int]


@dataclass(frozen=True)
class ChannelToday:
    """`usual` is the mean up to this hour; `missing` what usually comes between the last report and now."""

    code: str
    taken: int
    usual: float
    last: datetime | None
    missing: float


@dataclass(frozen=True)
class Hours:
    """Today by hour against the mean of the same weekday. `weeks`: how many of the last four had any reports."""

    today: list[int]
    usual: list[float]
    usual_so_far: float
    weeks: int
    channels: list[ChannelToday]


@dataclass(frozen=True)
class Silence:
    """The case a body has left unanswered longest. Of a confidential one neither number nor words are given.

    `places` are names, the smaller first. `told_at`/`read_at`: when its head was reminded, and when the head opened it.
    """

    body: int | None
    due_at: datetime
    confidential: bool
    number: str
    title: str
    regency: str | None
    places: tuple[str, ...]
    told_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True)
class Counts:
    """`stages`: cases that have not ended. `solved`: the reporter said so. `expired`: closed by the system,
    which is not the same. `answered`: first answers given in the window, late ones included.
    """

    stages: dict[str, int]
    solved: int
    expired: int
    answered: int
    answered_before: int


def _fetch(statement: str, sight: Sight, **parameters: Any) -> list[tuple[Any, ...]]:
    return reading.rows(statement, {**sight.parameters, **parameters})


def running(at: datetime, sight: Sight) -> Running:
    """What is owed now, by body (None: not passed on yet) and regency (None: not placed yet)."""
    total, found = NOTHING, Running()
    for grouped, body, regency, *numbers in _fetch(statements.RUNNING, sight, at=at, soon=at + SOON):
        owed = Owed(*numbers)
        if grouped == _ALL:
            total = owed
        elif grouped == _BY_FIRST:
            found.bodies[body] = owed
        else:
            found.regencies[regency] = owed
    return Running(total, found.bodies, found.regencies)


def taken_in(window: Window, sight: Sight) -> TakenIn:
    line = last_days(SPARK_DAYS, window.end, window.zone)
    total, before, found = 0, 0, TakenIn()
    rows = _fetch(
        statements.TAKEN_IN,
        sight,
        at=window.end,
        zone=window.zone.key,
        since=window.taken_in.since,
        before_since=window.taken_in_before.since,
        before_until=window.taken_in_before.until,
        map_since=last_days(MAP_DAYS, window.end, window.zone).since,
        from_=min(line.since, window.taken_in_before.since, window.taken_in.since),
        until=max(window.end, window.taken_in_before.until),
    )
    for grouped, regency, day, now, earlier, week, every in rows:
        if grouped == _ALL:
            total, before = now, earlier
        elif grouped == _BY_FIRST:
            found.regencies[regency], found.week[regency] = now, week
        elif every and day >= line.since.astimezone(window.zone).date():
            found.days[day] = every
    return TakenIn(total, before, found.regencies, found.week, found.days)


def counts(window: Window, sight: Sight) -> Counts:
    """Cases by stage now, endings in the span of the promise, first answers in the window and before it."""
    before, found = window.taken_in_before, defaultdict[tuple[str, str], int](int)
    rows = _fetch(
        statements.COUNTS,
        sight,
        at=window.end,
        ended_since=window.promise.since,
        since=window.taken_in.since,
        before_since=before.since,
        before_until=before.until,
    )
    for what, name, count in rows:
        found[what, name] = count
    return Counts(
        {name: count for (what, name), count in found.items() if what == "stage"},
        found["ended", Closing.REPORTER.value],
        found["ended", Closing.SYSTEM.value],
        found["answered", "now"],
        found["answered", "before"],
    )


def earlier(at: datetime, sight: Sight) -> Earlier:
    """How many were late, and due soon, at this hour of the last two weeks and of four weeks back."""
    line = [at - timedelta(days=back) for back in range(SPARK_DAYS - 1, 0, -1)]
    weeks = [at - timedelta(weeks=back) for back in range(1, USUAL_WEEKS + 1)]
    ordered = sorted({*line, *weeks})
    late, soon = [0] * len(ordered), [0] * len(ordered)
    rows = _fetch(statements.EARLIER, sight, at=at, oldest=ordered[0], line=ordered, soon_span=SOON)
    for began, ended, nth, count in rows:
        if nth is not None:
            soon[nth - 1] = count
            continue
        for place in range(began, len(ordered) if ended is None else ended):
            late[place] += count
    at_line, at_weeks = [ordered.index(one) for one in line], [ordered.index(one) for one in weeks]
    return Earlier(
        [late[nth] for nth in at_line],
        [soon[nth] for nth in at_line],
        [late[nth] for nth in at_weeks],
        [soon[nth] for nth in at_weeks],
    )


def hours(at: datetime, window: Window, sight: Sight) -> Hours:
    """Today, hour by hour and channel by channel, against the same weekday."""
    days = [last_days(1, at, window.zone), *usual_days(at, window.zone)]
    spans: dict[str, Any] = {}
    for nth, day in enumerate(days):
        spans |= {f"since_{nth}": day.since, f"until_{nth}": day.until, f"same_{nth}": at - timedelta(weeks=nth)}
    rows = _fetch(statements.HOURS, sight, **spans)
    weeks = len({nth for nth, *_ in rows if nth})
    today, usual, so_far = [0] * 24, [0.0] * 24, 0.0
    for nth, hour, _channel, taken, until_now, _last in rows:
        if nth == 0:
            today[hour] += taken
        else:
            usual[hour] += taken / weeks
            so_far += until_now / weeks
    return Hours(today, usual, so_far, weeks, _channels(rows, weeks, at.astimezone(window.zone).hour))


def _channels(rows: list[tuple[Any, ...]], weeks: int, hour_now: int) -> list[ChannelToday]:
    taken: defaultdict[str, int] = defaultdict(int)
    usual: defaultdict[str, float] = defaultdict(float)
    by_hour: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * 24)
    last: dict[str, datetime] = {}
    last_hour: dict[str, int] = {}
    for nth, hour, channel, count, until_now, latest in rows:
        if nth == 0:
            taken[channel] += count
            if channel not in last or latest > last[channel]:
                last[channel], last_hour[channel] = latest, hour
        else:
            usual[channel] += until_now / weeks
            by_hour[channel][hour] += count / weeks
    codes = sorted(taken.keys() | usual.keys(), key=lambda code: (-taken[code], -usual[code], code))
    return [
        ChannelToday(
            code, taken[code], usual[code], last.get(code), sum(by_hour[code][last_hour.get(code, -1) + 1 : hour_now])
        )
        for code in codes
    ]


def channels(window: Window, sight: Sight) -> dict[str, int]:
    """What came in during the window, by channel."""
    return dict(_fetch(statements.CHANNELS, sight, at=window.end, since=window.taken_in.since))


def silences(at: datetime, sight: Sight) -> list[Silence]:
    """Of every body that is late the case it has left longest; the longest first."""
    found = [_silence(*row) for row in _fetch(statements.SILENCES, sight, at=at)]
    return sorted(found, key=lambda one: one.due_at)


def _silence(  # noqa: PLR0913, PLR0917 -- one argument per column
    body: int | None,
    due_at: datetime,
    number: str,
    title: str,
    visibility: str,
    regency: str | None,
    district: str | None,
    village: str | None,
    told_at: datetime | None,
    read_at: datetime | None,
) -> Silence:
    hidden = visibility != "public"
    places = () if hidden else tuple(name for name in (village, district) if name)
    return Silence(
        body, due_at, hidden, "" if hidden else number, "" if hidden else title, regency, places, told_at, read_at
    )
