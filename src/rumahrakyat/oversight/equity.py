"""Whether everybody is heard alike: how many report, by which ways, how soon they are answered, and where nobody says
anything. Counted by where the matter lies, whoever must answer.

Counts and times come from the rollups; which villages are silent, from the cases of the last days themselves, because
no rollup is kept by village. A silent place is one from which nothing came: that is no sign of content.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from rumahrakyat.channels import registry
from rumahrakyat.oversight.periods import Window
from rumahrakyat.oversight.rollups import queries as rollups
from rumahrakyat.oversight.rollups.queries import Times
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.regions.models import Region

# What needs no smartphone and no internet: a call, a text message, a counter, the village head.
WITHOUT_SMARTPHONE: Final = frozenset({"phone", "sms", "desk", "village"})
# Times of a place are shown from so many answers on; of fewer, one slow case would be the figure.
ENOUGH: Final = 5
SILENT_DAYS: Final = (30, 90, 180)
PER: Final = 10_000


@dataclass(frozen=True)
class Place:
    """A regency or a district. `channels`: what came in, by medium. `villages` lie in it, `silent` of them are silent;
    both 0 where silence is not read. `times` None: nothing fell due; `few`: too little fell due to show them."""

    code: str
    name: str
    population: int | None
    channels: Mapping[str, int] = field(default_factory=dict)
    times: Times | None = None
    villages: int = 0
    silent: int = 0

    @property
    def came_in(self) -> int:
        return sum(self.channels.values())

    @property
    def rate(self) -> float | None:
        """Reports per 10,000 people; None where nobody has said how many people live there."""
        return PER * self.came_in / self.population if self.population else None

    @property
    def without_smartphone(self) -> int:
        return sum(count for medium, count in self.channels.items() if medium in WITHOUT_SMARTPHONE)

    @property
    def share_without(self) -> float | None:
        """From 0 to 1; None when nothing came."""
        return self.without_smartphone / self.came_in if self.came_in else None

    @property
    def few(self) -> bool:
        return self.times is not None and self.times.count < ENOUGH

    @property
    def quiet(self) -> bool:
        """Nothing came in the period: silence, not satisfaction."""
        return not self.came_in


@dataclass(frozen=True)
class Equity:
    """`grouped`: the times of all places that have too few of their own, together. `unplaced`: what came in and whose
    regency, or district, is not known yet."""

    places: list[Place]
    grouped: Times | None
    unplaced: int
    total: int


@dataclass(frozen=True)
class SilentPlace:
    """A district with its silent villages; `whole` where not one village of it was heard from."""

    code: str
    name: str
    regency: str
    villages: list[str]
    of: int

    @property
    def whole(self) -> bool:
        return len(self.villages) == self.of


def by_regency(
    regions: Collection[Region], window: Window, sight: Sight, silence: Mapping[str, tuple[int, int]]
) -> Equity:
    """`silence`: by code, how many villages there are and how many are silent; empty where it is not read."""
    return _equity("regency", regions, window, sight, silence)


def by_district(
    regency: str, regions: Collection[Region], window: Window, sight: Sight, silence: Mapping[str, tuple[int, int]]
) -> Equity:
    return _equity("district", regions, window, sight, silence, regency=regency)


def _equity(
    level: str,
    regions: Collection[Region],
    window: Window,
    sight: Sight,
    silence: Mapping[str, tuple[int, int]],
    **narrowed: str,
) -> Equity:
    counted = rollups.sums(window.taken_in, sight, by=(level, "channel"), **narrowed)  # type: ignore[arg-type]
    channels: dict[str | None, dict[str, int]] = {}
    for (place, channel), found in counted.items():
        if found.came_in:
            of_place = channels.setdefault(place, {})
            medium = registry.medium(channel)
            of_place[medium] = of_place.get(medium, 0) + found.came_in
    times = rollups.times(window.promise, sight, by=level, **narrowed)  # type: ignore[arg-type]
    places = [
        Place(
            one.code, one.short_name, one.population, channels.get(one.code, {}), times.get(one.code),
            *silence.get(one.code, (0, 0)),
        )
        for one in regions
    ]  # fmt: skip
    few = [one.code for one in places if one.few]
    total = sum(sum(found.values()) for found in channels.values())
    return Equity(places, _together(level, few, window, sight), sum(channels.get(None, {}).values()), total)


_TOGETHER: Final = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY took), percentile_cont(0.9) WITHIN GROUP (ORDER BY took)
FROM (
    SELECT extract(epoch FROM least(coalesce(s.met_at, s.stopped_at), %(until)s) - s.started_at - s.waited)::float8
        AS took
    FROM oversight_answerfact s
    WHERE s.owed AND s.due_at >= %(since)s AND s.due_at <= %(until)s AND s.{level} = ANY(%(codes)s)
        AND (%(everything)s OR s.body = ANY(%(organisations)s::bigint[]) OR s.regency = ANY(%(regencies)s::text[]))
) AS times
"""


def _together(level: str, codes: Collection[str], window: Window, sight: Sight) -> Times | None:
    """The times of several places as if they were one; None when that, too, would be too few."""
    if not codes:
        return None
    assert level in {"regency", "district"}
    span = window.promise
    with connection.cursor() as cursor:
        cursor.execute(
            _TOGETHER.format(level=level),
            {**sight.parameters, "since": span.since, "until": span.until, "codes": list(codes)},
        )
        count, median, ninth = cursor.fetchone()
    if count < ENOUGH:
        return None
    return Times(count, timedelta(seconds=max(0.0, median)), timedelta(seconds=max(0.0, ninth)))


@dataclass(frozen=True)
class Silence:
    """What nobody reported from since `since`: by regency and by district how many villages there are and how many are
    silent, and each district with a silent village."""

    since: datetime
    regencies: dict[str, tuple[int, int]]
    districts: dict[str, tuple[int, int]]
    places: list[SilentPlace]


def silence(*, days: int, at: datetime, regencies: Collection[str] | None = None, listed: str = "") -> Silence:
    """Villages from which nothing came for `days` days, whoever would have had to answer. `regencies` None: of the
    whole province. `listed`: a regency whose districts are listed with their silent villages by name."""
    since = at - timedelta(days=days)
    of_regency: dict[str, tuple[int, int]] = {}
    of_district: dict[str, tuple[int, int]] = {}
    for district, count, silent in _counted(since, at, regencies):
        of_district[district] = (count, silent)
        regency = district.rpartition(".")[0]
        before = of_regency.get(regency, (0, 0))
        of_regency[regency] = (before[0] + count, before[1] + silent)
    named = _named(since, at, listed) if listed in of_regency else {}
    return Silence(since, of_regency, of_district, _listed(named, of_district, listed))


# One look for each village, not one at each report of the time.
_SILENT: Final = """NOT EXISTS (SELECT FROM reports_report r
    WHERE r.village_id = v.code AND r.received_at >= %(since)s AND r.received_at <= %(at)s)"""
_BY_DISTRICT: Final = f"""
SELECT v.parent_id, count(*), count(*) FILTER (WHERE {_SILENT})
FROM regions_region v JOIN regions_region d ON d.code = v.parent_id
WHERE v.level = 'village' AND (%(regencies)s::text[] IS NULL OR d.parent_id = ANY(%(regencies)s::text[]))
GROUP BY v.parent_id
"""  # noqa: S608 -- put together from constants; values are parameters
_OF_REGENCY: Final = f"""
SELECT v.parent_id, v.kind || ' ' || v.name
FROM regions_region v JOIN regions_region d ON d.code = v.parent_id
WHERE v.level = 'village' AND d.parent_id = %(regency)s AND {_SILENT}
ORDER BY v.name, v.code
"""  # noqa: S608


def _counted(since: datetime, at: datetime, regencies: Collection[str] | None) -> list[tuple[str, int, int]]:
    """Each district with its villages and how many of them are silent."""
    own = None if regencies is None else sorted(regencies)
    with connection.cursor() as cursor:
        cursor.execute(_BY_DISTRICT, {"since": since, "at": at, "regencies": own})
        return list(cursor.fetchall())


def _named(since: datetime, at: datetime, regency: str) -> dict[str, list[str]]:
    """The silent villages of a regency, by district."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OF_REGENCY, {"since": since, "at": at, "regency": regency})
        for district, name in cursor.fetchall():
            found.setdefault(district, []).append(name)
    return found


def _listed(named: Mapping[str, list[str]], counts: Mapping[str, tuple[int, int]], regency: str) -> list[SilentPlace]:
    if not named:
        return []
    names = dict(Region.objects.filter(parent=regency).values_list("code", "name"))
    found = [
        SilentPlace(code, names.get(code, code), regency, villages, counts[code][0]) for code, villages in named.items()
    ]
    return sorted(found, key=lambda one: (not one.whole, one.name))


def unknown_population(places: Collection[Place]) -> list[str]:
    """The names of the places of which nobody has said how many people live there."""
    return [one.name for one in places if not one.population]
