"""How unusual a count is. Pure; the formula stands in docs/first-signs.md.

A place and a topic have a weekly rate with a gamma prior: what the place's share of all reports and the topic's share
of them would give, worth `PRIOR_WEEKS` weeks of looking. The hours of a week have the province's profile. What is then
expected of a window is a negative binomial, which for a rare topic is honestly wide.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKS: Final = 8  # of history that say what is usual
WINDOWS: Final = (1, 6, 24)  # hours
LEAST: Final = 4  # people; fewer are never a burst
FALSE_ALARMS_A_WEEK: Final = 1.0  # in the whole province, over all places, topics and windows
PRIOR_WEEKS: Final = 2.0
HOURS: Final = 168
_LOOKS_A_WEEK: Final = 168  # a look repeated within the hour sees nearly the same reports
_FLOOR: Final = 0.02  # reports a week that any place may have of any topic
# Days differ more than chance alone would have it, by about a fifth: no rate is known better than that.
_STEADIEST: Final = 25.0


@dataclass(frozen=True)
class Usual:
    """What is usual at one place for one topic. `shape` and `weeks`: of the gamma of its weekly rate."""

    shape: float
    weeks: float

    def expected(self, share: float) -> float:
        """People in a window that holds `share` of a week's reports."""
        return self.shape / self.weeks * share

    def chance(self, observed: int, share: float) -> float:
        """Of so many or more in such a window, when nothing is the matter."""
        return chance(observed, mean=self.expected(share), shape=self.shape)


def chance(observed: int, *, mean: float, shape: float) -> float:
    """Of so many or more where `mean` are expected by a gamma of this shape."""
    steady = min(shape, _STEADIEST)
    return _tail(observed, steady, mean / (mean + steady))


def usual(*, own: int, place: int, topic: int, total: int, weeks: float) -> Usual:
    """From counts over `weeks`: of this place and topic, of the place, of the topic, of everything."""
    prior = place * topic / total / weeks if total and weeks else 0.0
    return Usual(shape=max(prior, _FLOOR) * PRIOR_WEEKS + own, weeks=PRIOR_WEEKS + weeks)


def threshold(tested: int) -> float:
    """The chance below which a count is a burst: at most `FALSE_ALARMS_A_WEEK` in the mean over `tested` combinations
    of place, topic and window, each looked at every hour of a week (Bonferroni, so rather fewer)."""
    return FALSE_ALARMS_A_WEEK / (_LOOKS_A_WEEK * max(tested, 1))


def profile(by_hour: Mapping[int, int]) -> list[float]:
    """Of each hour of the week (0 is Monday 00.00) the share of a week's reports, smoothed by one report an hour and
    by its neighbours, so that an hour without any is not thought impossible."""
    raw = [by_hour.get(hour, 0) + 1.0 for hour in range(HOURS)]
    eased = [(raw[hour - 1] + 2 * raw[hour] + raw[(hour + 1) % HOURS]) / 4 for hour in range(HOURS)]
    total = sum(eased)
    return [one / total for one in eased]


def share_of(shares: list[float], *, at: datetime, hours: int, zone: ZoneInfo) -> float:
    """The part of a week's reports that falls into the `hours` before `at`."""
    return sum(_parts(shares, at, hours, zone))


def _parts(shares: list[float], at: datetime, hours: int, zone: ZoneInfo) -> Iterable[float]:
    local = at.astimezone(zone)
    into = (local.minute * 60 + local.second) / 3600
    yield shares[_hour_of_week(local)] * into
    for back in range(1, hours):
        yield shares[_hour_of_week((at - timedelta(hours=back)).astimezone(zone))]
    yield shares[_hour_of_week((at - timedelta(hours=hours)).astimezone(zone))] * (1 - into)


def _hour_of_week(local: datetime) -> int:
    return local.weekday() * 24 + local.hour


def _tail(observed: int, shape: float, odds: float) -> float:
    """P(X >= observed) of a negative binomial; summed upwards, so that a very small chance keeps its digits."""
    if observed <= 0:
        return 1.0
    log = math.lgamma(observed + shape) - math.lgamma(shape) - math.lgamma(observed + 1)
    term = math.exp(log + shape * math.log1p(-odds) + observed * math.log(odds))
    total, count = term, observed
    while term > total * 1e-12 and count < observed + 10_000:
        term *= (count + shape) / (count + 1) * odds
        total += term
        count += 1
    return min(total, 1.0)
