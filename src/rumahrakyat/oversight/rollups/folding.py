"""Keeping the facts and their sums: what some cases say now, less what was kept of them, is added to the sums.

Folding the same case again changes nothing, in whatever order its entries are told. One fold at a time holds the lock,
so that two workers cannot both add the same difference.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from rumahrakyat.duty.engine import KNOWN
from rumahrakyat.lib import locks
from rumahrakyat.oversight.rollups import facts
from rumahrakyat.reports import timeline
from rumahrakyat.reports.entries import ENTRY_TYPES

NAME: Final = "oversight.rollups"
# What can change a fact: whatever moves a clock or a case, and a deadline that was found missed.
TOLD: Final = sorted((KNOWN | {"breached"}) & ENTRY_TYPES.keys())
# Any number that nothing else locks.


def register() -> None:
    """Tie the rollups to the timeline; called once at start."""
    timeline.on_batch(TOLD, NAME, fold)


def fold(report_ids: Collection[int]) -> None:
    """Bring the facts and sums of these cases in line with what is in the tables now, in the caller's transaction or
    one of its own."""
    if not report_ids:
        return
    parameters: dict[str, Any] = {"ids": sorted(report_ids), "zone": settings.TIME_ZONE}
    with transaction.atomic(), connection.cursor() as cursor:
        lock()
        for statement in (_STATE, _CASES, _ANSWERS, _SPELLS):
            cursor.execute(statement, parameters)


def lock() -> None:
    """Wait until nobody else folds or rebuilds, and hold others off until the end of the transaction."""
    locks.wait("oversight.rollups")


def _names(columns: Sequence[str]) -> str:
    return ", ".join(columns)


def _kept(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    """Write `fresh` over what is kept, touching only rows that differ, and drop what is no more."""
    rest = [name for name in columns if name not in key]
    same = " AND ".join(f"fresh.{name} = kept.{name}" for name in key)
    changed = ", ".join(f"{name} = excluded.{name}" for name in rest)
    return f"""
        written AS (
            INSERT INTO {table} AS t ({_names(columns)}) SELECT {_names(columns)} FROM fresh
            ON CONFLICT ({_names(key)}) DO UPDATE SET {changed}
            WHERE ({_names([f"t.{name}" for name in rest])}) IS DISTINCT FROM
                ({_names([f"excluded.{name}" for name in rest])})
        ), dropped AS (
            DELETE FROM {table} kept WHERE kept.report_id = ANY(%(ids)s)
                AND NOT EXISTS (SELECT FROM fresh WHERE {same})
        )"""  # noqa: S608 -- put together from constants; values are parameters


def added(table: str, key: Sequence[str], measures: Sequence[str], source: str) -> str:
    """Add `source`, summed by key, to a table of sums. In the order of the key, as every fold does."""
    totals = ", ".join(f"sum({name}) AS {name}" for name in measures)
    grown = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in measures)
    anything = " OR ".join(f"sum({name}) <> 0" for name in measures)
    return f"""
        INSERT INTO {table} AS t ({_names(key)}, {_names(measures)})
        SELECT {_names(key)}, {totals} FROM ({source}) s GROUP BY {_names(key)} HAVING {anything}
        ORDER BY {_names(key)}
        ON CONFLICT ({_names(key)}) DO UPDATE SET {grown}"""  # noqa: S608


def _day(source: str) -> str:
    return added("oversight_daysum", facts.SUM_KEY, facts.SUM_MEASURES, source)


def _hour(source: str) -> str:
    return added("oversight_hoursum", facts.HOUR_KEY, facts.HOUR_MEASURES, source)


def _open(source: str) -> str:
    return added("oversight_openchange", facts.OPEN_KEY, facts.OPEN_MEASURES, source)


def _both(new: str, old: str) -> str:
    return f"{new} UNION ALL {old}"


# The zone whose days are kept is that of the first fold; only a rebuild changes it.
_STATE: Final = "INSERT INTO oversight_rollupstate (id, zone) VALUES (1, %(zone)s) ON CONFLICT (id) DO NOTHING"
_CHOSEN: Final = "= ANY(%(ids)s)"
_CASES: Final = f"""
WITH fresh AS MATERIALIZED ({facts.cases(f"r.id {_CHOSEN}")}),
    kept AS MATERIALIZED (SELECT * FROM oversight_casefact WHERE report_id {_CHOSEN}),
    hours AS ({_hour(_both(facts.hours_of_cases("fresh"), facts.hours_of_cases("kept", "-1")))}),
    days AS ({_day(_both(facts.sums_of_cases("fresh"), facts.sums_of_cases("kept", "-1")))}),
    {_kept("oversight_casefact", facts.CASE_COLUMNS, ["report_id"])}
SELECT 1
"""  # noqa: S608
_ANSWERS: Final = f"""
WITH fresh AS MATERIALIZED ({facts.answers(f"c.report_id {_CHOSEN}")}),
    kept AS MATERIALIZED (SELECT * FROM oversight_answerfact WHERE report_id {_CHOSEN}),
    hours AS ({_hour(_both(facts.hours_of_answers("fresh"), facts.hours_of_answers("kept", "-1")))}),
    days AS ({_day(_both(facts.sums_of_answers("fresh"), facts.sums_of_answers("kept", "-1")))}),
    {_kept("oversight_answerfact", facts.ANSWER_COLUMNS, ["clock_id"])}
SELECT 1
"""  # noqa: S608
_SPELLS: Final = f"""
WITH fresh AS MATERIALIZED ({facts.spells(f"e.report_id {_CHOSEN}")}),
    kept AS MATERIALIZED (SELECT * FROM oversight_stagespell WHERE report_id {_CHOSEN}),
    days AS ({_open(_both(facts.open_of_spells("fresh"), facts.open_of_spells("kept", "-1")))}),
    {_kept("oversight_stagespell", facts.SPELL_COLUMNS, ["report_id", "seq"])}
SELECT 1
"""  # noqa: S608
