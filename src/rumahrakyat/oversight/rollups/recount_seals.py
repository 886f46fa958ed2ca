"""What stands on the seals, against the timelines: how many cases and entries each holds, how many changed in it, its
root, and that nothing was left out which had been recorded well before it was made.

How far each seal goes in a case stands in its file; that there are so many entries, and that the last has the hash that
was sealed, is counted among the entries themselves, and the root is drawn from their hashes by the definition of the
RFC. What a seal found altered when it was made is told by it alone.
"""

import contextlib
import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
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
# The roots of so many leaves together are drawn each time, the newest seals first, and of the newest always.
LEAVES: Final = 1_000_000
_LATE_AFTER: Final = timedelta(hours=3)
# What was being recorded while a seal was made is in it or in the next.
_MAKING: Final = timedelta(minutes=5)
_GENESIS: Final = "0" * 64

_SEALS: Final = """
SELECT serial, day, sealed_at, late, cases, entries, content, changes, root, previous, sha256,
    (day + 1)::timestamp AT TIME ZONE %(zone)s
FROM evidence_seal ORDER BY serial
"""
_LEAVES: Final = "CREATE TEMPORARY TABLE rc_leaf (serial int, number text, last_seq int, hash text) ON COMMIT DROP"
_LEAF: Final = """
INSERT INTO rc_leaf SELECT %(serial)s, * FROM unnest(%(numbers)s::text[], %(seqs)s::int[], %(hashes)s::text[])
"""
# Of each seal: the cases that are new in it, those that changed, the entries that came to them since the last one, and
# how many of its cases were left out of the one before although they had been recorded by then.
_OF_EACH: Final = """
WITH leaf AS (
    SELECT *, lag(last_seq, 1, 0) OVER (PARTITION BY number ORDER BY serial) AS before FROM rc_leaf
)
SELECT l.serial, count(*) FILTER (WHERE l.before = 0), count(*), coalesce(sum(e.count), 0)::bigint,
    count(*) FILTER (WHERE e.oldest < p.sealed_at - %(making)s)
FROM leaf l JOIN reports_report r ON r.number = l.number LEFT JOIN evidence_seal p ON p.serial = l.serial - 1
JOIN LATERAL (SELECT count(*) AS count, bool_or(e.seq = l.last_seq AND e.hash = l.hash) AS same,
        min(e.recorded_at) AS oldest FROM reports_entry e
    WHERE e.report_id = r.id AND e.seq > l.before AND e.seq <= l.last_seq) e ON e.same
GROUP BY 1
"""
# What is hashed of each case, by the entry to which a seal goes.
_HASHED: Final = "sha256('\\x00'::bytea || convert_to(h.number || ' ' || h.last_seq || ' ' || e.hash, 'UTF8'))"
_LEAVES_OF_EACH: Final = f"""
SELECT h.serial, h.number, {_HASHED} FROM rc_leaf h JOIN reports_report r ON r.number = h.number
JOIN reports_entry e ON e.report_id = r.id AND e.seq = h.last_seq ORDER BY h.serial
"""  # noqa: S608 -- put together from constants, as everything here; values are parameters
# The same of the newest alone, by what it says of each case.
_OF_NEWEST: Final = """
WITH told AS (
    SELECT h.number, h.serial, count(*) AS entries, bool_or(e.seq = h.last_seq AND e.hash = h.head_hash) AS same
    FROM evidence_sealedhead h JOIN reports_report r ON r.number = h.number COLLATE "default"
    JOIN reports_entry e ON e.report_id = r.id AND e.seq <= h.last_seq GROUP BY 1, 2
)
SELECT count(*), coalesce(sum(entries), 0)::bigint, count(*) FILTER (WHERE serial = %(serial)s) FROM told WHERE same
"""
_LEAVES_OF_NEWEST: Final = f"""
SELECT {_HASHED} FROM evidence_sealedhead h JOIN reports_report r ON r.number = h.number COLLATE "default"
JOIN reports_entry e ON e.report_id = r.id AND e.seq = h.last_seq ORDER BY h.number COLLATE "C"
"""  # noqa: S608
# Cases that go on behind what the newest seal says of them, or that it does not know, though that was recorded in time.
_LEFT_OUT: Final = """
SELECT count(*) FROM reports_report r LEFT JOIN evidence_sealedhead h ON r.number = h.number COLLATE "default"
JOIN reports_entry e ON e.report_id = r.id AND e.seq = coalesce(h.last_seq, 0) + 1
WHERE e.recorded_at < %(before)s AND (h.number IS NULL OR r.last_seq > h.last_seq)
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
    root: str
    previous: str
    sha256: str
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
        counted = _linked(seals)
        every = sum(one.content["changed"] for one in seals) <= LINES
        found = _of_each(seals) if every else _of_newest(seals[-1])
        yield compared("seals", {key: shown[key] for key in shown if key in counted or key in found}, counted | found)


def _said(one: _Seal) -> Values:
    """As it was published, and as lists repeat it."""
    published = one.content
    return {
        "holds": (published["cases"], published["entries"], published["changed"], 0),
        "root": (published["root"], one.root),
        "listed": (one.cases, one.entries, one.late, one.serial, one.day.isoformat()),
        "day": (published["day"], published["late"]),
        "linked": (published["previous"], one.previous, one.sha256),
    }


def _linked(seals: Sequence[_Seal]) -> Values:
    """One day after the other without a gap, each with the hash of the one before; late is what was made hours after
    its day. Of the first that depends on the version that made it: none was owed before it."""
    found: Values = {}
    first, previous = seals[0], _GENESIS
    for one in seals:
        published = one.content
        day = first.day + timedelta(days=one.serial - first.serial)
        late = one.sealed_at > one.ends + _LATE_AFTER if one is not first else published["late"]
        own = hashlib.sha256(one.raw).hexdigest()
        found[one.serial, "listed"] = tuple(published[name] for name in ("cases", "entries", "late", "serial", "day"))
        found[one.serial, "day"] = (day.isoformat(), late)
        found[one.serial, "linked"] = (previous, previous, own)
        previous = own
    return found


def _of_each(seals: list[_Seal]) -> Values:
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES)
        for one in seals:
            lines = [line.split(" ") for line in _lines(one)]
            numbers, seqs, hashes = ([line[nth] for line in lines] for nth in range(3))
            wanted: dict[str, Any] = {"serial": one.serial, "numbers": numbers, "seqs": seqs, "hashes": hashes}
            cursor.execute(_LEAF, wanted)
        cursor.execute("ANALYZE rc_leaf")
        found = {serial: numbers for serial, *numbers in rows(_OF_EACH, making=_MAKING)}
        roots = _roots(seals, rows(_LEAVES_OF_EACH))
        cursor.execute("DROP TABLE rc_leaf")
    each = [found.get(one.serial, [0, 0, 0, 0]) for one in seals]
    cases, entries = (list(accumulate(numbers[nth] for numbers in each)) for nth in (0, 2))
    left_out = [*(numbers[3] for numbers in each[1:]), _left_out(seals[-1])]
    for nth, one in enumerate(seals):
        roots[one.serial, "holds"] = (cases[nth], entries[nth], each[nth][1], left_out[nth])
    return roots


def _roots(seals: Sequence[_Seal], leaves: Sequence[tuple[int, str, bytes]]) -> Values:
    """The root of each, of the newest as far as they have not more than `LEAVES` cases together."""
    together = accumulate(one.cases for one in reversed(seals))
    drawn = {one.serial for one, cases in zip(reversed(seals), together, strict=True) if cases <= LEAVES}
    found: Values = {}
    sealed: dict[str, bytes] = {}
    nth = 0
    for one in seals:
        while nth < len(leaves) and leaves[nth][0] == one.serial:
            sealed[leaves[nth][1]] = bytes(leaves[nth][2])
            nth += 1
        if one.serial in drawn or one is seals[-1]:
            root = _root([sealed[number] for number in sorted(sealed)])
            found[one.serial, "root"] = (root, root)
    return found


def _root(leaves: Sequence[bytes]) -> str:
    """RFC 6962, section 2.1: split at the largest power of two below the number of leaves."""

    def hashed(begin: int, end: int) -> bytes:
        if end - begin == 1:
            return leaves[begin]
        middle = begin + (1 << (end - begin - 1).bit_length() - 1)
        return hashlib.sha256(b"\x01" + hashed(begin, middle) + hashed(middle, end)).digest()

    return (hashed(0, len(leaves)) if leaves else hashlib.sha256(b"").digest()).hex()


def _left_out(newest: _Seal) -> int:
    """How many cases the newest should say more of."""
    return int(rows(_LEFT_OUT, before=newest.sealed_at - _MAKING)[0][0])


def _lines(one: _Seal) -> list[str]:
    """What is new in the seal, case by case. A file that is gone has none, which differs from what the seal says."""
    with contextlib.suppress(MissingBlob):
        return gzip.decompress(blobs().get(one.changes)).decode("ascii").splitlines()
    return []


def _of_newest(newest: _Seal) -> Values:
    root = _root([bytes(leaf) for (leaf,) in rows(_LEAVES_OF_NEWEST)])
    holds = (*rows(_OF_NEWEST, serial=newest.serial)[0], _left_out(newest))
    return {(newest.serial, "holds"): holds, (newest.serial, "root"): (root, root)}
