"""A quarter of a year in the installation's zone. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

ROMAN: Final = ("I", "II", "III", "IV")
_CODE: Final = re.compile(r"(20[0-9]{2})-?Q([1-4])", re.ASCII | re.IGNORECASE)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day."""
    return datetime.combine(day, time(), tzinfo=zone)


class NotAQuarter(ValueError):
    """The words name no quarter; one is written 2026Q3."""


@dataclass(frozen=True, order=True)
class Quarter:
    """`nth` from 1 to 4. Days and midnights are those of the zone that is given."""

    year: int
    nth: int

    def __str__(self) -> str:
        """2026Q3"""
        return self.code

    @property
    def code(self) -> str:
        return f"{self.year}Q{self.nth}"

    @property
    def roman(self) -> str:
        return ROMAN[self.nth - 1]

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.nth - 2, 1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.nth // 4, self.nth % 4 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - (self.nth == 1), (self.nth - 2) % 4 + 1)

    @property
    def last(self) -> date:
        return date.fromordinal(self.next.first.toordinal() - 1)

    def since(self, zone: ZoneInfo) -> datetime:
        return midnight(self.first, zone)

    def until(self, zone: ZoneInfo) -> datetime:
        """The instant after its last."""
        return midnight(self.next.first, zone)

    def begun(self, at: datetime, zone: ZoneInfo) -> bool:
        return self.since(zone) <= at

    def over(self, at: datetime, zone: ZoneInfo) -> bool:
        return self.until(zone) <= at


def parse(words: str) -> Quarter:
    """2026Q3. Raises `NotAQuarter`."""
    found = _CODE.fullmatch(words.strip())
    if found is None:
        raise NotAQuarter(words)
    return Quarter(int(found[1]), int(found[2]))


def quarter_of(at: datetime, zone: ZoneInfo) -> Quarter:
    """The quarter in which the local day lies."""
    day = at.astimezone(zone).date()
    return Quarter(day.year, (day.month - 1) // 3 + 1)
