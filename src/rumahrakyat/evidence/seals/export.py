"""The record as one file that can be verified without us: `rumahrakyat-record/1`, one JSON object in each line.

Its lines: a heading, every seal, then every case in the order of the numbers followed by its entries, and an end with
both counts. A case that was sealed and is gone has its line, and no entries.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from rumahrakyat.evidence.seals import queries
from rumahrakyat.lib.canonical import instant

SCHEMA: Final = "rumahrakyat-record/1"
_AT_A_TIME: Final = 5000  # rows
# Instants as the hash has them, written by the database: what was altered there must not stop the writing.
_INSTANT: Final = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_ROWS: Final = f"""
SELECT coalesce(r.number, s.number COLLATE "default") AS number, r.last_seq, r.head_hash, s.last_seq, s.head_hash,
       e.seq, e.type, {_INSTANT.format("e.at")}, {_INSTANT.format("e.recorded_at")},
       e.actor_kind || ':' || coalesce(e.account_id::text, '') || ':' || coalesce(e.organisation_id::text, ''),
       e.data::text, e.personal_digest, e.hash
FROM reports_report r
FULL JOIN evidence_sealedhead s ON r.number = s.number COLLATE "default"
LEFT JOIN reports_entry e ON e.report_id = r.id
WHERE %(all)s OR r.number = ANY(%(numbers)s)
ORDER BY coalesce(r.number, s.number COLLATE "default") COLLATE "C", e.seq
"""  # noqa: S608 -- our own words


class UnknownCase(LookupError):
    """There is no case of this number."""


def write_record(path: Path, *, numbers: Sequence[str] = (), at: datetime) -> tuple[int, int]:
    """Write all cases, or those of `numbers`, as they stand at one instant; returns how many cases and entries.

    Raises `UnknownCase`, and OSError when the file cannot be written. A file cut short by an error is removed.
    """
    beside = path.with_name(path.name + ".part")
    try:
        with gzip.GzipFile(beside, "wb", compresslevel=6, mtime=0) as file, transaction.atomic():
            with connection.cursor() as cursor:
                if not connection.savepoint_ids:  # the outermost transaction: one state of everything
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            counted = [0, 0]
            for line in lines(numbers, at, counted):
                file.write(line)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return counted[0], counted[1]


def lines(numbers: Sequence[str], at: datetime, counted: list[int]) -> Iterator[bytes]:
    """The lines of the file; `counted` becomes the number of cases and entries."""
    yield _line({"schema": SCHEMA, "made_at": instant(at), "zone": settings.TIME_ZONE, "complete": not numbers})
    for seal in queries.every():
        yield _line(seal)
    missing = set(numbers)
    for (number, *case), rows in groupby(_rows(numbers), key=itemgetter(0, 1, 2, 3, 4)):
        missing.discard(number)
        counted[0] += 1
        yield _line(_case(number, case, prove=bool(numbers)))
        for row in rows:
            if row[5] is not None:
                counted[1] += 1
                yield _entry(row)
    if missing:
        raise UnknownCase(min(missing))
    yield _line({"end": True, "cases": counted[0], "entries": counted[1]})


def _rows(numbers: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Read piece by piece through a cursor of the server's, in the transaction of the caller."""
    parameters: dict[str, Any] = {"all": not numbers, "numbers": list(numbers)}
    with connection.cursor() as cursor:
        # Not Django's: its ordinary cursor would bring ten million rows at once.
        cursor.execute("DECLARE record_lines NO SCROLL CURSOR FOR " + _ROWS, parameters)
        while True:
            cursor.execute(f"FETCH {_AT_A_TIME} FROM record_lines")
            found = cursor.fetchall()
            if not found:
                break
            yield from found
        cursor.execute("CLOSE record_lines")


def _case(number: str, case: Sequence[Any], *, prove: bool) -> dict[str, Any]:
    length, head, sealed_seq, sealed_head = case
    sealed = None if sealed_seq is None else {"seq": sealed_seq, "head": sealed_head}
    told: dict[str, Any] = {"case": number, "length": length or 0, "head": head, "sealed": sealed}
    if prove and (proof := queries.proof_for(number)):
        told["proof"] = proof
    return told


def _entry(row: Sequence[Any]) -> bytes:
    seq, kind, at, recorded_at, actor, data, personal_digest, stored_hash = row[5:]
    told = {
        "seq": seq, "type": kind, "at": at, "recorded_at": recorded_at, "actor": actor,
        "personal_digest": personal_digest, "hash": stored_hash,
    }  # fmt: skip
    # The data as the database has them, letter by letter: whatever stands there is for the verifier to judge.
    rest = json.dumps(told, ensure_ascii=False)
    return f'{rest[:-1]}, "data": {data}}}\n'.encode()


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n"
