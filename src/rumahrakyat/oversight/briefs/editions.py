"""Which brief: daily or weekly, whose, and of which day. Pure but for the names of bodies and regions.

A brief carries the day on which it is sent. The daily one is about the day before it, the weekly one, sent on Mondays,
about the seven days before it. Days are those of the installation's zone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.lib import wallclock
from rumahrakyat.lib.quarters import midnight
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.oversight.models_briefs import Brief
from rumahrakyat.oversight.periods import Span
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.regions.province import active
from rumahrakyat.regions.queries import find

DAILY: Final = Brief.Kind.DAILY.value
WEEKLY: Final = Brief.Kind.WEEKLY.value
ALL: Final = "all"
MONDAY: Final = 0
_REGENCY: Final = "regency:"
_BODY: Final = "body:"
_A_DAY: Final = timedelta(days=1)


class WrongDay(ValueError):
    """The words name no day; one is written 2026-07-21."""


class FutureDay(ValueError):
    """A brief of a day that has not begun."""


class NoMonday(ValueError):
    """Weekly briefs are of Mondays."""


class UnknownReaders(LookupError):
    """No body and no regency has this code."""


@dataclass(frozen=True)
class Edition:
    """One brief. `whose` is "all", "regency:" or "body:" and a code."""

    kind: str
    whose: str
    day: date

    @property
    def zone(self) -> ZoneInfo:
        return wallclock.zone()

    @property
    def days(self) -> int:
        return 7 if self.kind == WEEKLY else 1

    @property
    def span(self) -> Span:
        """What it is about: whole days, from the first instant to the last microsecond."""
        return self.span_before(0)

    def span_before(self, back: int) -> Span:
        """The span that lies `back` weeks before that."""
        last = self.day - timedelta(weeks=back)
        first = last - self.days * _A_DAY
        return Span(midnight(first, self.zone), midnight(last, self.zone) - timedelta(microseconds=1))

    def planned_at(self, hour: time) -> datetime:
        return datetime.combine(self.day, hour, tzinfo=self.zone)

    @property
    def regency(self) -> str:
        return self.whose.removeprefix(_REGENCY) if self.whose.startswith(_REGENCY) else ""

    @property
    def body(self) -> str:
        return self.whose.removeprefix(_BODY) if self.whose.startswith(_BODY) else ""


def of_regency(code: str) -> str:
    return f"{_REGENCY}{code}"


def of_body(code: str) -> str:
    return f"{_BODY}{code}"


def organisation_of(edition: Edition) -> Organisation | None:
    return by_code(edition.body) if edition.body else None


def sight_of(edition: Edition) -> Sight:
    """Whose figures the brief holds. Raises `UnknownReaders`."""
    if edition.whose == ALL:
        return Sight(everything=True)
    if edition.regency:
        if find(edition.regency) is None:
            raise UnknownReaders(edition.whose)
        return Sight(regencies=frozenset({edition.regency}))
    body = organisation_of(edition)
    if body is None:
        raise UnknownReaders(edition.whose)
    return Sight(organisations=frozenset({body.pk}))


def name_of(edition: Edition) -> str:
    """Whose brief it is, in full. Raises `UnknownReaders`."""
    facts = active().facts
    if edition.whose == ALL:
        return f"{facts['kind']} {facts['name']}"
    if edition.regency:
        region = find(edition.regency)
        if region is not None:
            return str(region.full_name)
    body = organisation_of(edition)
    if body is None:
        raise UnknownReaders(edition.whose)
    return str(body.name)


def parse_day(words: str) -> date:
    """Raises `WrongDay`."""
    try:
        found = date.fromisoformat(words)
    except ValueError:
        raise WrongDay(words) from None
    if found.isoformat() != words or found.year < 2000:
        raise WrongDay(words)
    return found


def check(edition: Edition, *, at: datetime) -> None:
    """Raises `FutureDay`, `NoMonday`, `UnknownReaders`."""
    if edition.day > at.astimezone(edition.zone).date():
        raise FutureDay(edition.day.isoformat())
    if edition.kind == WEEKLY and edition.day.weekday() != MONDAY:
        raise NoMonday(edition.day.isoformat())
    sight_of(edition)
