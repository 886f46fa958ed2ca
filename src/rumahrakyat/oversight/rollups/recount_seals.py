"""The numbers on the seals, against the timelines: how many cases and entries each holds, how many changed in it.

What each seal holds of a case stands in its file; that there are so many entries, and that the last has the hash that
was sealed, is counted among the entries themselves. What a seal found altered when it was made is told by it alone.
"""

import contextlib
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from json import loads
from typing import Any, Final

from django.db import connection

from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.oversight.rollups.recount_kit import Compared, Values, compared, rows
from rumahrakyat.reports.attachments import blobs

# More lines than this in all the files together are not read each time: then the newest seal alone is counted again.
LINES: Final = 100_000
_LATE_AFTER: Final = timedelta(hours=3)

_SEALS: Final = """
SELECT serial, day, sealed_at, late, cases, entries, content, changes, (day + 1)::timestamp AT TIME ZONE %(zone)s
FROM evidence_seal ORDER BY serial
"""
_LEAVES: Final = "CREATE TEMPORARY TABLE rc_leaf (serial int, number text, last_seq int, hash text) ON COMMIT DROP"
_LEAF: Final = """
INSERT INTO rc_leaf SELECT %(serial)s, * FROM unnest(%(numbers)s::text[], %(seqs)s::int[], %(hashes)s::text[])
"""
# Of each seal: the cases that are new in it, those that changed, and the entries that came to them since the last one.
_OF_EACH: Final = """
WITH leaf AS (
    SELECT *, lag(last_seq, 1, 0) OVER (PARTITION BY number ORDER BY serial) AS before FROM rc_leaf
)
SELECT l.serial, count(*) FILTER (WHERE l.before = 0), count(*), coalesce(sum(e.count), 0)::bigint
FROM leaf l JOIN reports_report r ON r.number = l.number
JOIN LATERAL (SELECT count(*) AS count, bool_or(e.seq = l.last_seq AND e.hash = l.hash) AS same FROM reports_entry e
    WHERE e.report_id = r.id AND e.seq > l.before AND e.seq <= l.last_seq) e ON e.same
GROUP BY 1
"""
# The same of the newest alone, by what it says of each case.
_OF_NEWEST: Final = """
WITH told AS (
    SELECT h.number, h.serial, count(*) AS entries, bool_or(e.seq = h.last_seq AND e.hash = h.head_hash) AS same
    FROM evidence_sealedhead h JOIN reports_report r ON r.number = h.number COLLATE "default"
    JOIN reports_entry e ON e.report_id = r.id AND e.seq <= h.last_seq GROUP BY 1, 2
)
SELECT count(*), coalesce(sum(entries), 0)::bigint, count(*) FILTER (WHERE serial = %(serial)s) FROM told WHERE same
"""


@dataclass(frozen=True)
class _Seal:
    serial: int
    day: date
    sealed_at: datetime
    late: bool
    cases: int
    entries: int
    raw: bytes
    changes: str
    ends: datetime

    @property
    def content(self) -> Mapping[str, Any]:
        """As it was published."""
        found: Mapping[str, Any] = loads(bytes(self.raw))
        return found


def compare(zone: str) -> Iterator[Compared]:
    """All seals together: the number of figures, and the names of those that differ."""
    seals = [_Seal(*row) for row in rows(_SEALS, zone=zone)]
    if seals:
        shown = {(one.serial, name): value for one in seals for name, value in _said(one).items()}
        counted = {(one.serial, name): value for one in seals for name, value in _follows(one, seals[0]).items()}
        every = sum(one.content["changed"] for one in seals) <= LINES
        found = _of_each(seals) if every else _of_newest(seals[-1])
        looked = {(serial, "holds") for serial, _holds in found}
        yield compared("seals", {key: value for key, value in shown.items() if key[1] != "holds" or key in looked},
                       counted | found)  # fmt: skip


def _said(one: _Seal) -> Values:
    """As it was published, and as lists repeat it."""
    published = one.content
    return {
        "holds": (published["cases"], published["entries"], published["changed"]),
        "listed": (one.cases, one.entries, one.late, one.serial, one.day.isoformat()),
        "day": (published["day"], published["late"]),
    }


def _follows(one: _Seal, first: _Seal) -> Values:
    """One day after the other without a gap; late is what was made hours after its day. Of the first that depends on
    the version that made it: none was owed before it."""
    published = one.content
    day = first.day + timedelta(days=one.serial - first.serial)
    late = one.sealed_at > one.ends + _LATE_AFTER if one is not first else published["late"]
    return {
        "listed": (published["cases"], published["entries"], published["late"], published["serial"], published["day"]),
        "day": (day.isoformat(), late),
    }


def _of_each(seals: list[_Seal]) -> Values:
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES)
        for one in seals:
            lines = [line.split(" ") for line in _lines(one)]
            numbers, seqs, hashes = ([line[nth] for line in lines] for nth in range(3))
            wanted: dict[str, Any] = {"serial": one.serial, "numbers": numbers, "seqs": seqs, "hashes": hashes}
            cursor.execute(_LEAF, wanted)
        cursor.execute("ANALYZE rc_leaf")
        cursor.execute(_OF_EACH)
        found = {serial: numbers for serial, *numbers in cursor.fetchall()}
        cursor.execute("DROP TABLE rc_leaf")
    each = [found.get(one.serial, [0, 0, 0]) for one in seals]
    cases, entries = (list(accumulate(numbers[nth] for numbers in each)) for nth in (0, 2))
    return {(one.serial, "holds"): (cases[nth], entries[nth], each[nth][1]) for nth, one in enumerate(seals)}


def _lines(one: _Seal) -> list[str]:
    """What is new in the seal, case by case. A file that is gone has none, which differs from what the seal says."""
    with contextlib.suppress(MissingBlob):
        return gzip.decompress(blobs().get(one.changes)).decode("ascii").splitlines()
    return []


def _of_newest(newest: _Seal) -> Values:
    return {(newest.serial, "holds"): rows(_OF_NEWEST, serial=newest.serial)[0]}
