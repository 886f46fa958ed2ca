"""The small world of the random histories: three holders, three categories, two regencies, and more rules than any
province has: of every scope, in hours and in days, longer and shorter, and versions that change in the middle.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from rumahrakyat.duty.calendar import Calendar
from rumahrakyat.duty.calendars import published
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.rules import Facts, Rule, Rulebook, Weight
from rumahrakyat.operate.histories.files import Places, rules_of
from rumahrakyat.operate.histories.oracle import Oracle
from rumahrakyat.regions.province import active

ZONE = ZoneInfo("Asia/Jakarta")
CAP = timedelta(days=10)
HOLDERS: Mapping[str, int] = {"HISTORY-A": 1, "HISTORY-B": 2, "HISTORY-C": 3}
CATEGORIES: Mapping[str, Weight] = {
    "history-roads": Weight.ORDINARY,
    "history-flood": Weight.ORDINARY,
    "history-extortion": Weight.OVERSIGHT,
}
REGENCIES = ("33.15", "33.21")
KINDS = ("complaint", "aspiration", "information")
# Histories happen between these. The first and the last year of the calendar leave room on both sides.
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2023, 6, 1, tzinfo=UTC)
YEARS = range(2018, 2027)
PLACES = Places(HOLDERS, frozenset(CATEGORIES), frozenset(REGENCIES))

_EXTRA: Sequence[Mapping[str, Any]] = (
    {"obligation": "first_response", "version": 90, "amount": 12, "organisation": "HISTORY-C"},
    {"obligation": "first_response", "version": 91, "amount": 6, "category": "history-flood"},
    {"obligation": "first_response", "version": 92, "amount": 36, "kind": "information"},
    {"obligation": "first_response", "version": 93, "amount": 1, "unit": "workdays", "regency": "33.21"},
    {"obligation": "first_response", "version": 94, "amount": 20, "category": "history-roads",
     "valid_from": "2021-12-30T10:00:00+07:00"},
    {"obligation": "routing", "version": 90, "amount": 1, "regency": "33.15"},
    {"obligation": "routing", "version": 91, "amount": 3, "weight": "oversight"},
    {"obligation": "silence", "version": 90, "amount": 5, "longest": 9, "unit": "workdays",
     "organisation": "HISTORY-B"},
    {"obligation": "silence", "version": 91, "amount": 48, "category": "history-flood"},
    {"obligation": "resolution", "version": 90, "amount": 10, "extension": 3, "unit": "workdays", "kind": "complaint",
     "organisation": "HISTORY-A"},
    {"obligation": "resolution", "version": 91, "amount": 200, "kind": "complaint",
     "category": "history-flood"},
    {"obligation": "appeal", "version": 90, "amount": 20, "unit": "workdays", "kind": "information"},
)  # fmt: skip


def province_rows() -> list[dict[str, Any]]:
    known: list[dict[str, Any]] = json.loads((active().folder / "duty_rules.json").read_text(encoding="utf-8"))
    return known


def rows() -> list[dict[str, Any]]:
    """The rules of the province and those that only histories know, in the form of a rule file."""
    usual = {"unit": "hours", "source": "histories", "valid_from": "2017-01-01T00:00:00+07:00", "valid_to": None}
    return [*province_rows(), *({**usual, **row} for row in _EXTRA)]


def ladder_rows() -> list[dict[str, Any]]:
    known: list[dict[str, Any]] = json.loads((active().folder / "duty_ladders.json").read_text(encoding="utf-8"))
    return known


@lru_cache(maxsize=1)
def days_off() -> frozenset[date]:
    return frozenset(day for year in YEARS for day in published(year))


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    return tuple(rules_of(rows(), PLACES))


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(Rulebook(rules()), Calendar(ZONE, days_off().__contains__), CAP)


@lru_cache(maxsize=1)
def oracle() -> Oracle:
    """Working days are listed day by day here, instead of asked of the product's calendar."""
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
    every = (first + timedelta(days=nth) for nth in range((last - first).days + 1))
    return Oracle(rules(), [day for day in every if day.isoweekday() <= 5 and day not in days_off()], ZONE, CAP)


@dataclass(frozen=True)
class Told:
    """What is known about the case at one moment of a history."""

    kind: str = "complaint"
    category: str | None = None
    holder: int | None = None
    regency: str | None = None

    @property
    def facts(self) -> Facts:
        weight = CATEGORIES[self.category] if self.category else Weight.ORDINARY
        return Facts(self.kind, self.category, weight, self.holder, self.regency)
