"""Topics, the map by districts, and the page of equity, counted a second time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from rumahrakyat.channels import registry
from rumahrakyat.oversight import equity
from rumahrakyat.oversight.periods import Window, last_days
from rumahrakyat.oversight.rollups import queries
from rumahrakyat.oversight.rollups.recount_kit import (
    ALL,
    Compared,
    Values,
    compared,
    ends,
    nobody,
    rows,
    seen,
)
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.oversight.topics import topics
from rumahrakyat.regions import queries as regions

_LINE_DAYS: Final = 14
_IN: Final = "BETWEEN %(since)s AND %(until)s"
_SEEN: Final = seen("body")
_FEW: Final = 5
_NO_SMARTPHONE: Final = frozenset({"phone", "sms", "desk", "village"})
# The time to a first answer as it stood when the span ended, in seconds.
_TOOK: Final = "greatest(0, extract(epoch FROM least(coalesce(met_at, stopped_at), %(until)s) - started_at - waited))"
_TIMES: Final = f"""count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY {_TOOK}::float8),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY {_TOOK}::float8)"""


def compare(windows: Sequence[Window]) -> Iterator[Compared]:
    """Of the whole province."""
    for chosen in windows:
        yield from seen_by(chosen, ALL)
    for days in equity.SILENT_DAYS:
        yield compared(f"{days} days silent", _silence(days, windows[0].at), _not_heard(days, windows[0].at))


def seen_by(chosen: Window, sight: Sight) -> Iterator[Compared]:
    """Topics, districts and equity as this reader sees them; districts of the own regencies where there are any."""
    every = sorted(sight.regencies) or [region.code for region in regions.regencies()]
    if sight.organisations and not sight.everything:
        every = every[:2]  # an agency's cases lie everywhere: of two the districts, of all the regencies
    shown = _topics(chosen, sight)
    yield compared(f"{chosen.code} topics", shown, _of_topics(chosen, sight, shown))
    yield compared(f"{chosen.code} districts", _mapped(chosen, sight, every), _of_districts(chosen, sight, every))
    yield compared(f"{chosen.code} equity", _equity(chosen, sight, every), _heard(chosen, sight, every))


# -- topics -----------------------------------------------------------------------------------------------------------


def _topics(chosen: Window, sight: Sight) -> Values:
    found: Values = {}
    for code, topic in topics(chosen, sight).items():
        found[code] = (topic.came_in, topic.before, topic.fell_due, topic.on_time, *topic.days)
        found |= {(code, nth): place for nth, place in enumerate(topic.places)}
    return found


def _of_topics(chosen: Window, sight: Sight, shown: Values) -> Values:
    """Topics of which something came or fell due, and those that are shown because something else happened."""
    came = f"SELECT category, count(*) FROM rc_case WHERE received_at {_IN} AND {_SEEN} GROUP BY 1"  # noqa: S608 -- of constants
    due = f"""SELECT category, count(*), count(*) FILTER (WHERE met_at <= due_at) FROM rc_answer
        WHERE owed AND due_at {_IN} AND {_SEEN} GROUP BY 1"""  # noqa: S608
    line = last_days(_LINE_DAYS, chosen.end, chosen.zone)
    first = line.since.astimezone(chosen.zone).date()
    lines = f"""SELECT category, (received_at AT TIME ZONE %(zone)s)::date - %(first)s::date, count(*) FROM rc_case
        WHERE received_at {_IN} AND {_SEEN} GROUP BY 1, 2"""  # noqa: S608
    own, found = sight.parameters, dict[str, list[int]]()
    for nth, statement, span in ((0, came, chosen.taken_in), (1, came, chosen.taken_in_before)):
        for code, count in rows(statement, **own, **ends(span)):
            found.setdefault(code, [0] * (4 + _LINE_DAYS))[nth] = count
    for code, count, kept in rows(due, **own, **ends(chosen.taken_in)):
        found.setdefault(code, [0] * (4 + _LINE_DAYS))[2:4] = [count, kept]
    for code, nth, count in rows(lines, **own, zone=chosen.zone.key, first=first, **ends(line)):
        if code in found or nobody(code) in shown:
            found.setdefault(code, [0] * (4 + _LINE_DAYS))[4 + nth] = count
    places = f"""SELECT category, regency, count(*), row_number() OVER (PARTITION BY category
        ORDER BY count(*) DESC, regency COLLATE "C") - 1
        FROM rc_case WHERE received_at {_IN} AND {_SEEN} GROUP BY 1, 2"""  # noqa: S608
    where = {
        (nobody(code), nth): (nobody(at), count)
        for code, at, count, nth in rows(places, **own, **ends(chosen.taken_in))
    }
    return {nobody(code): tuple(numbers) for code, numbers in found.items()} | where


# -- the map by districts ---------------------------------------------------------------------------------------------


def _mapped(chosen: Window, sight: Sight, every: Sequence[str]) -> Values:
    found: Values = {}
    for regency in every:
        parts = queries.sums(chosen.taken_in, sight, by="district", zone=chosen.zone, regency=regency)
        found |= {(regency, key): (one.came_in, one.fell_due, one.on_time) for key, one in parts.items()}
    return found


def _of_districts(chosen: Window, sight: Sight, every: Sequence[str]) -> Values:
    statement = f"""SELECT regency, district, sum(came)::int, sum(due)::int, sum(kept)::int FROM (
        SELECT regency, district, 1 AS came, 0 AS due, 0 AS kept FROM rc_case
        WHERE received_at {_IN} AND {_SEEN} UNION ALL
        SELECT regency, district, 0, 1, (met_at IS NOT NULL AND met_at <= due_at)::int FROM rc_answer
        WHERE owed AND due_at {_IN} AND {_SEEN}) q WHERE regency = ANY(%(every)s) GROUP BY 1, 2"""  # noqa: S608
    found = rows(statement, every=list(every), **ends(chosen.taken_in), **sight.parameters)
    return {(regency, nobody(district)): tuple(numbers) for regency, district, *numbers in found}


# -- equity -----------------------------------------------------------------------------------------------------------


def _equity(chosen: Window, sight: Sight, every: Sequence[str]) -> Values:
    found = _shown("regency", equity.by_regency(list(regions.regencies()), chosen, sight, {}))
    for regency in every:
        found |= _shown(regency, equity.by_district(regency, list(regions.districts(regency)), chosen, sight, {}))
    return found


def _shown(level: str, page: equity.Equity) -> Values:
    found: Values = {(level, "all"): page.total, (level, "unplaced"): page.unplaced}
    grouped = page.grouped
    if grouped:
        found[level, "grouped"] = (grouped.count, grouped.median.total_seconds(), grouped.ninth.total_seconds())
    for place in page.places:
        times = place.times
        found[level, place.code] = (place.came_in, place.rate, place.without_smartphone, place.share_without)
        if times:
            found[level, place.code, "times"] = (times.count, times.median.total_seconds(), times.ninth.total_seconds())
        found |= {(level, place.code, medium): count for medium, count in place.channels.items()}
    return found


def _heard(chosen: Window, sight: Sight, every: Sequence[str]) -> Values:
    came = (
        f"SELECT regency, district, channel, count(*) FROM rc_case WHERE received_at {_IN} AND {_SEEN} GROUP BY 1, 2, 3"  # noqa: S608
    )
    parts = rows(came, **sight.parameters, **ends(chosen.taken_in))
    people = dict(rows("SELECT code, population FROM regions_region WHERE level IN ('regency', 'district')"))
    found = _counted("regency", [(regency, channel, count) for regency, _d, channel, count in parts], people)
    found |= _times("regency", chosen, sight, [one.code for one in regions.regencies()])
    for regency in every:
        mine = [(district, channel, count) for of, district, channel, count in parts if of == regency]
        found |= _counted(regency, mine, people)
        districts = [one.code for one in regions.districts(regency)]
        found |= _times(regency, chosen, sight, districts)
    return found


def _counted(level: str, parts: Sequence[tuple[str, str, int]], people: dict[str, int | None]) -> Values:
    """What came in by place and medium, with what follows from it."""
    found: Values = {(level, "all"): sum(count for _place, _channel, count in parts)}
    whole: dict[str, list[int]] = {}
    for place, channel, count in parts:
        medium = registry.medium(channel)
        mine = whole.setdefault(place, [0, 0])
        mine[0], mine[1] = mine[0] + count, mine[1] + (count if medium in _NO_SMARTPHONE else 0)
        if place in people:
            found[level, place, medium] = found.get((level, place, medium), 0) + count
    for place, (came, without) in whole.items():
        if place in people:
            lived = people[place]
            found[level, place] = (came, 10_000 * came / lived if lived else None, without, without / came)
    return found | {(level, "unplaced"): whole.get("", [0])[0]}


def _times(level: str, chosen: Window, sight: Sight, places: Sequence[str]) -> Values:
    """Of the regencies (`level` "regency"), or of the districts of the regency `level`."""
    column, within = (level, "true") if level == "regency" else ("district", "regency = %(regency)s")
    source = f"rc_answer WHERE owed AND due_at {_IN} AND {_SEEN} AND {within}"
    wanted: dict[str, Any] = {**ends(chosen.promise), "regency": level, **sight.parameters}
    each = rows(f"SELECT {column}, {_TIMES} FROM {source} GROUP BY 1", **wanted)  # noqa: S608
    found: Values = {(level, place, "times"): tuple(times) for place, *times in each if place in places}
    few = [place for place, count, *_times in each if place in places and count < _FEW]
    for together in rows(f"SELECT {_TIMES} FROM {source} AND {column} = ANY(%(few)s)", few=few, **wanted):  # noqa: S608
        if together[0] >= _FEW:
            found[level, "grouped"] = together
    return found


# -- where nobody says anything ---------------------------------------------------------------------------------------


def _silence(days: int, at: datetime) -> Values:
    found = equity.silence(days=days, at=at)
    return {("regency", key): pair for key, pair in found.regencies.items()} | {
        ("district", key): pair for key, pair in found.districts.items()
    }


def _not_heard(days: int, at: datetime) -> Values:
    """Villages, and those of them in which no case lies that came in since."""
    statement = """SELECT grouping(d.parent_id), d.parent_id, d.code, count(*), count(*) FILTER (WHERE NOT EXISTS (
            SELECT FROM heard h WHERE h.village = v.code))
        FROM regions_region v JOIN regions_region d ON d.code = v.parent_id WHERE v.level = 'village'
        GROUP BY GROUPING SETS ((d.parent_id), (d.code))"""
    heard = "SELECT DISTINCT village FROM rc_case WHERE received_at >= %(since)s AND received_at <= %(at)s"
    found = rows(f"WITH heard AS MATERIALIZED ({heard}) {statement}", since=at - timedelta(days=days), at=at)
    return {("district", code) if by else ("regency", of): (all_, silent) for by, of, code, all_, silent in found}
