"""What can be in the way at a service point. Carries data; the pages and messages choose the words."""

from dataclasses import dataclass
from datetime import datetime

from rumahrakyat.desk.opening import Today


class DeskError(Exception):
    """Base of all below."""


class NoQueue(DeskError):
    """The point gives out no such letter."""


@dataclass
class ClosedThatDay(DeskError):
    """The point does not open on the day; `following` is the next day on which it does."""

    today: Today
    following: Today | None


@dataclass
class TooEarly(DeskError):
    """Numbers are given from `since` on."""

    since: datetime


@dataclass
class TooLate(DeskError):
    """No more numbers today: it closes at `closes_at`."""

    closes_at: datetime
    following: Today | None


class FullyBooked(DeskError):
    """As many numbers as the point allows were taken ahead for that day."""


class NotAhead(DeskError):
    """The point takes no numbers ahead of time."""


class UnknownTicket(DeskError):
    """There is no such number at this point today."""


class Gone(DeskError):
    """The number is not in the state the form was made for: somebody else, or the same press, was first."""


class CounterTaken(DeskError):
    """Somebody else sits at this counter."""


class NotAtCounter(DeskError):
    """Whoever asks sits at no counter, or it is on a break."""


class Busy(DeskError):
    """There is still somebody at this counter: first serve, put aside or send on."""


@dataclass
class CallFirst(DeskError):
    """A number is put aside only after it was called `calls` times."""

    calls: int


class NobodyWaits(DeskError):
    """There is nobody to call."""
