"""How soon bursts and clusters are found, how many are missed, how often nothing rings: on planted, synthetic months.

    .venv/bin/python -m bench.signs [--weeks 8] [--reports-a-year 23000] [--seed 1]

No database: the pure searches on invented counts. Districts and topics are as uneven as those of the province are
thought to be (shares fall as 1 / rank); days differ by a fifth; the hours of a week have mornings and quiet nights.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.problems import bursts, rates
from rumahrakyat.problems.bursts import History, Told

ZONE: Final = ZoneInfo("Asia/Jakarta")
REGENCIES, DISTRICTS, MAINS, SUBS = 35, 576, 17, 80
COMBINATIONS: Final = (REGENCIES + DISTRICTS) * (MAINS + SUBS)
HOUR = timedelta(hours=1)
START = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Planted:
    """Reports that come beside the usual: so many, evenly spread over the hours since `since`."""

    since: datetime
    hours: int
    place: str
    topic: int
    reports: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=8, help="watched, after eight weeks of history")
    parser.add_argument("--reports-a-year", type=int, default=23_000)
    parser.add_argument("--planted", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    luck = random.Random(args.seed)
    began = time.monotonic()
    quiet = usual(luck, args.weeks + rates.WEEKS, args.reports_a_year / 365)
    alarms, looks = watch(quiet, args.weeks, ())
    tall = [plant(luck, args.weeks) for _ in range(args.planted)]
    found, _ = watch(sorted([*quiet, *extra(tall)], key=lambda one: one.at), args.weeks, tall)
    delays = sorted(found[one] for one in tall if one in found)
    result = {
        "reports": len(quiet),
        "looks": looks,
        "false_alarms_a_week": round(len(alarms) / args.weeks, 2),
        "planted": len(tall),
        "found": len(delays),
        "recall": round(len(delays) / len(tall), 3),
        "reports_until_found_median": delays[len(delays) // 2] if delays else None,
        "seconds": round(time.monotonic() - began, 1),
    }
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


def usual(luck: random.Random, weeks: int, a_day: float) -> list[Told]:
    """What comes when nothing is the matter, oldest first."""
    districts, subs = range(1, DISTRICTS + 1), range(1, SUBS + 1)
    of_district, of_sub = [1 / (20 + one) for one in districts], [1 / (2 + one) for one in subs]
    hours = [0.2] * 6 + [1.0, 1.6, 2.0, 2.0, 1.8, 1.4] + [1.2] * 8 + [0.8, 0.6, 0.4, 0.3]
    made: list[Told] = []
    for day in range(weeks * 7):
        n = max(0, round(luck.gauss(1, 0.2) * luck.gauss(a_day, a_day**0.5) * (0.7 if day % 7 > 4 else 1.1)))
        for _ in range(n):
            hour = luck.choices(range(24), hours)[0]
            local = START - timedelta(hours=7) + timedelta(days=day, hours=hour, seconds=luck.randrange(3600))
            district = luck.choices(districts, of_district)[0]
            made.append(told(len(made), local, place_of(district), luck.choices(subs, of_sub)[0]))
    return sorted(made, key=lambda one: one.at)


def place_of(district: int) -> str:
    return f"33.{district % REGENCIES:02d}.{district:03d}"


def told(report: int, at: datetime, place: str, topic: int) -> Told:
    return Told(report, f"p{report}", at, (place, place[:5]), (topic, 1000 + topic % MAINS))


def plant(luck: random.Random, weeks: int) -> Planted:
    since = START + timedelta(weeks=rates.WEEKS, hours=luck.randrange(1, weeks * 168 - 24))
    place = place_of(luck.randint(1, DISTRICTS))
    return Planted(since, luck.choice((1, 3, 12)), place, luck.randint(20, SUBS), luck.choice((4, 6, 10)))


def extra(planted: Sequence[Planted]) -> list[Told]:
    made: list[Told] = []
    for one in planted:
        for nth in range(one.reports):
            at = one.since + one.hours * HOUR * (nth + 1) / (one.reports + 1)
            made.append(told(10_000_000 + len(made), at, one.place, one.topic))
    return made


def watch(rows: Sequence[Told], weeks: int, planted: Sequence[Planted]) -> tuple[dict[object, int], int]:
    """Look every hour. Without anything planted: the alarms, each episode once; otherwise, of each planted burst that
    was found, how many people had reported it by then."""
    found: dict[object, int] = {}
    looks, history, kept_for = 0, None, None
    for hour in range(weeks * 168):
        at = START + timedelta(weeks=rates.WEEKS) + (hour + 1) * HOUR
        day = at.date()
        if history is None or day != kept_for:
            history, kept_for = history_of(rows, at), day
        within = [one for one in rows if at - 24 * HOUR < one.at <= at]
        looks += 1
        for burst in bursts.look(within, history, at=at, zone=ZONE).bursts:
            if not planted:
                found.setdefault((burst.place, burst.topic, at.isocalendar()[:2]), burst.observed)
            for one in planted:
                lasts = one.since <= at <= one.since + timedelta(hours=one.hours + 24)
                if lasts and burst.place in one.place and burst.topic in {one.topic, 1000 + one.topic % MAINS}:
                    found.setdefault(one, burst.observed)
    return found, looks


def history_of(rows: Sequence[Told], at: datetime) -> History:
    """As `problems.reading.history` counts."""
    until = at - 24 * HOUR
    past = [one for one in rows if until - timedelta(weeks=rates.WEEKS) < one.at <= until]
    pairs = Counter((place, topic) for one in past for place in one.places for topic in one.topics)
    places = Counter(place for one in past for place in one.places)
    topics = Counter(topic for one in past for topic in one.topics)
    local = (one.at.astimezone(ZONE) for one in past)
    hours = Counter(when.weekday() * 24 + when.hour for when in local)
    span = (until - past[0].at) / timedelta(weeks=1)
    return History(pairs, places, topics, len(past), hours, span, COMBINATIONS)


if __name__ == "__main__":
    sys.exit(main())
