"""Verifying timelines in bulk: one query for many cases, the same arithmetic as `reports.chain`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from rumahrakyat.reports import chain

CASES_AT_A_TIME = 1000

# Instants outside cannot be read as such; they are taken for the first of these, with which no hash fits.
_LOW, _HIGH = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)

_ENTRIES = """
SELECT r.number, r.head_hash, e.seq, e.type, CASE WHEN e.at BETWEEN %(low)s AND %(high)s THEN e.at END,
       CASE WHEN e.recorded_at BETWEEN %(low)s AND %(high)s THEN e.recorded_at END, e.actor_kind, e.account_id,
       e.organisation_id, e.data::text, e.personal::text, e.personal_digest, e.hash
FROM reports_report r LEFT JOIN reports_entry e ON e.report_id = r.id
WHERE r.id BETWEEN %(first)s AND %(last)s
ORDER BY r.id, e.seq
"""


@dataclass(frozen=True)
class Verified:
    """What was looked at: a case's number, how many entries it has, and every fault of its chain."""

    number: str
    entries: int
    faults: list[chain.Fault]


def newest(cases: int) -> int:
    """The id at which the newest `cases` cases begin."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(min(id), 0) FROM (SELECT id FROM reports_report ORDER BY id DESC LIMIT %s) AS newest",
            [cases],
        )
        (first,) = cursor.fetchone()
    return int(first)


def verify_all(*, first: int = 0) -> Iterator[Verified]:
    """Every case from the id `first` on, in order. A case and its entries are read in one statement, so writers need
    not pause; a thousand cases are in memory at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM reports_report WHERE id >= %s", [first])
        low, high = cursor.fetchone()
        for start in range(low, high + 1, CASES_AT_A_TIME):
            cursor.execute(_ENTRIES, _span(start, start + CASES_AT_A_TIME - 1))
            yield from _verified(cursor.fetchall())


def verify_one(number: str) -> Verified | None:
    """One case by its canonical number; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM reports_report WHERE number = %s", [number])
        found = cursor.fetchone()
        if found is None:
            return None
        cursor.execute(_ENTRIES, _span(found[0], found[0]))
        return next(_verified(cursor.fetchall()))


def verify_span(first: int, last: int) -> list[Verified]:
    """The cases with an id from `first` to `last`."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, _span(first, last))
        return list(_verified(cursor.fetchall()))


def _span(first: int, last: int) -> dict[str, int | datetime]:
    return {"first": first, "last": last, "low": _LOW, "high": _HIGH}


def _verified(rows: list[tuple[Any, ...]]) -> Iterator[Verified]:
    for (number, head), group in groupby(rows, key=itemgetter(0, 1)):
        entries = [_stored(row) for row in group if row[2] is not None]
        faults = chain.verify_chain(entries, head)
        if not entries:
            faults.append(chain.Fault(0, "empty"))
        yield Verified(number, len(entries), faults)


def _stored(row: tuple[Any, ...]) -> chain.Stored:
    number, _head, seq, kind, at, recorded_at, actor, account, organisation, data, personal, digest, stored_hash = row
    who = f"{actor}:{account or ''}:{organisation or ''}"
    link = chain.Link(number, seq, kind, at or _LOW, recorded_at or _LOW, who, _parsed(data), digest)
    return chain.Stored(link, stored_hash, None if personal is None else _parsed(personal))


def _parsed(text: str) -> Any:
    """The value as it is stored. What cannot be read at all was never written by us: it gives what never fits."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return {"": 0.5}
