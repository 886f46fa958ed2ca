"""How people behave, in numbers: when citizens write and officials answer. Pure; all randomness is passed in."""

import hashlib
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

# Reports by local hour of the day: few at night, most between eight and eleven, a second wave after supper.
HOURS: Final = (1, 1, 1, 1, 2, 4, 6, 8, 10, 11, 11, 10, 8, 8, 7, 7, 6, 5, 5, 6, 6, 4, 3, 2)
CHANNELS: Final = (
    ("web", 34), ("whatsapp", 41), ("sms", 8), ("phone", 6), ("desk", 4), ("village", 3), ("x", 2), ("instagram", 2),
)  # fmt: skip
_OFFICE_OPENS, _OFFICE_RESTS = time(7, 5), time(21, 30)
_TYPICAL_HOURS = 3.6  # median of a first answer before the night is added
_SPREAD = 0.75
_NIGHT_DUTY = 0.12  # share of answers that do not wait for the morning


@dataclass(frozen=True)
class Temper:
    """How a body answers: `pace` stretches its delays, `lapses` is the share it leaves past the deadline."""

    pace: float
    lapses: float


def temper_of(code: str, seed: int) -> Temper:
    """The same body behaves the same all month: most are reliable, one in ten is known for being late."""
    draw = int.from_bytes(hashlib.sha256(f"{seed}:{code}".encode()).digest()[:4]) / 2**32
    if draw < 0.1:
        return Temper(2.2, 0.36)
    if draw < 0.3:
        return Temper(1.35, 0.05)
    return Temper(0.7 + draw / 2, 0.012)


def pick(rng: random.Random, weighted: Sequence[tuple[str, float]]) -> str:
    return rng.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]


def moment_of_day(rng: random.Random, day: datetime, zone: ZoneInfo) -> datetime:
    """A moment of the local day that contains `day`, as often at each hour as people write then."""
    local = day.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    hour = rng.choices(range(24), HOURS)[0]
    return local.replace(hour=hour) + timedelta(seconds=rng.randrange(3600))


def at_work(rng: random.Random, moment: datetime, zone: ZoneInfo) -> datetime:
    """The first moment not before `moment` at which somebody sits at a desk: nights move to the morning."""
    local = moment.astimezone(zone)
    if local.time() >= _OFFICE_RESTS:
        local = (local + timedelta(days=1)).replace(hour=_OFFICE_OPENS.hour, minute=_OFFICE_OPENS.minute)
    elif local.time() < _OFFICE_OPENS:
        local = local.replace(hour=_OFFICE_OPENS.hour, minute=_OFFICE_OPENS.minute)
    else:
        return moment
    return local + timedelta(minutes=rng.randrange(110), seconds=rng.randrange(60))


def hours(rng: random.Random, median: float, spread: float = _SPREAD) -> timedelta:
    """A delay with this median; most lie near it, a few far above."""
    return timedelta(hours=rng.lognormvariate(math.log(median), spread))


def first_answer(rng: random.Random, temper: Temper, received: datetime, held: datetime, zone: ZoneInfo) -> datetime:
    """When the holder first answers: usually some hours later and in time, sometimes past the 24 hours."""
    if rng.random() < temper.lapses:
        return at_work(rng, received + timedelta(hours=24.4) + hours(rng, 9, 0.8), zone)
    wished = held + hours(rng, _TYPICAL_HOURS * temper.pace)
    if rng.random() > _NIGHT_DUTY:
        wished = at_work(rng, wished, zone)
    latest = received + timedelta(hours=23.6)
    if wished <= latest:
        return wished
    return max(held + timedelta(minutes=4), latest - hours(rng, 2.5, 0.5))


def spread_over_days(rng: random.Random, count: int, days: int, until: datetime, zone: ZoneInfo) -> list[datetime]:
    """`count` arrivals over the `days` days before `until`, oldest first; the last two are a little busier."""
    ages = range(days)
    weights = [1.35 if age < 2 else rng.uniform(0.85, 1.1) for age in ages]
    found: list[datetime] = []
    while len(found) < count:
        day = until - timedelta(days=rng.choices(ages, weights)[0])
        arrival = moment_of_day(rng, day, zone)
        if until - timedelta(days=days) < arrival < until - timedelta(minutes=2):
            found.append(arrival)
    return sorted(found)
