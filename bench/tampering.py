"""Alters a thousand random entries of a filled database as somebody with every right there would, and counts what the
verifiers name. Everything is sealed first as if midnight had just passed, and all is rolled back: the database stays as
it was.

    RUMAHRAKYAT_HOME=... .venv/bin/python -m bench.tampering [--entries 1000] [--seed 7] [--write]

With --write the table goes into `docs/tamper-evidence.md`.
"""

import argparse
import json
import random
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parent.parent / "docs" / "tamper-evidence.md"
TEXT = ("type", "actor_kind", "personal_digest", "hash")
NUMBERS = ("seq", "account_id", "organisation_id")
INSTANTS = ("at", "recorded_at")
JSONS = ("data", "personal")
FIELDS = (*TEXT, *NUMBERS, *INSTANTS, *JSONS)
KINDS = dict.fromkeys(JSONS, "jsonb") | dict.fromkeys(INSTANTS, "timestamptz") | dict.fromkeys(NUMBERS, "int")
Row = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    import django  # noqa: PLC0415

    django.setup()
    from bench import paper  # noqa: PLC0415
    from rumahrakyat.config import database  # noqa: PLC0415

    with database.available(), _sealed():
        table = "\n".join(_rows(args.entries, random.Random(args.seed)))
    sys.stdout.write(table + "\n")
    if args.write:
        paper.write(DOCUMENT, "tampering", table)
        paper.write(DOCUMENT, "tampering-machine", paper.machine())
    return 0


def _rows(count: int, dice: random.Random) -> Iterator[str]:
    sound = _whole()
    yield "| What was done | Times | Named in the database | Named in the exported file |"
    yield "|---|---:|---:|---:|"
    yield f"| nothing ({sound[0]} cases, {sound[1]} entries) | 1 | {sound[2]} faults | {sound[3]} faults |"
    flipped: dict[str, list[int]] = {}
    with _altered():
        done = [one for row in _sample(count, dice) if (one := _flip(row, dice))]
        live, file = _found()
    for number, seq, field in done:
        words = field == "personal"
        tally = flipped.setdefault("a byte of the words" if words else f"a byte of {field}", [0, 0, 0])
        tally[0] += 1
        tally[1] += _named(live, number, seq, field)
        tally[2] += _named(file, number, seq, field)
    for what, (times, in_database, in_file) in sorted(flipped.items()):
        told = "not in it" if what.endswith("words") else f"{in_file} of {times}"
        yield f"| {what} | {times} | {in_database} of {times} | {told} |"
    for what, act in ACTS.items():
        with _altered():
            cases = [number for row in _sample(100, dice) if (number := act(row))]
            live, file = _found()
        in_database = sum(1 for number in set(cases) if number in {one for one, _seq in live})
        in_file = sum(1 for number in set(cases) if number in {one for one, _seq in file})
        yield f"| {what} | {len(set(cases))} | {in_database} | {in_file} |"
    with _altered():
        for row in _sample(100, dice):
            _run("UPDATE reports_entry SET personal = NULL WHERE report_id = %s", row["report_id"])
        live, file = _found()
    yield f"| the words of 100 cases erased, as the law demands | 100 | {len(live)} faults | {len(file)} faults |"
    yield f"\nThe whole: {sound[4]}."


def _named(found: set[tuple[str, int]], number: str, seq: int, field: str) -> bool:
    """An altered `seq` is told at the place where the order breaks: the case counts."""
    return any(one == number for one, _seq in found) if field == "seq" else (number, seq) in found


def _run(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def _sealed() -> Iterator[None]:
    """All of it sealed as if midnight had just passed; undone at the end. What grows meanwhile is left alone."""
    from django.db import transaction  # noqa: PLC0415

    from rumahrakyat.evidence.seals.sealing import seal_next  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415

    with transaction.atomic():
        while seal_next(at=clock.now() + timedelta(days=1)):
            pass
        yield
        transaction.set_rollback(True)


@contextmanager
def _altered() -> Iterator[None]:
    """Without triggers, as a superuser would, and undone at the end."""
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        _run("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def _sample(count: int, dice: random.Random) -> list[Row]:
    """Entries of different cases while there are enough cases, so that no fault hides another."""
    found = _run(
        "SELECT e.id, e.report_id, r.number, e.seq, r.last_seq FROM reports_entry e"
        " JOIN reports_report r ON r.id = e.report_id"
        ' JOIN evidence_sealedhead s ON r.number = s.number COLLATE "default"'
        " AND s.last_seq = r.last_seq ORDER BY e.id"
    )
    dice.shuffle(found)
    first: dict[int, tuple[Any, ...]] = {}
    for one in found:
        first.setdefault(one[1], one)
    chosen = (list(first.values()) + [one for one in found if first[one[1]] is not one])[:count]
    return [dict(zip(("id", "report_id", "number", "seq", "last_seq"), one, strict=True)) for one in chosen]


def _flip(row: Row, dice: random.Random) -> tuple[str, int, str] | None:
    """One byte of one column that holds something; None when the database itself refuses every try."""
    fields = list(FIELDS)
    dice.shuffle(fields)
    for field in fields:
        for _try in range(5):
            if _one_byte(row, field, dice):
                return row["number"], row["seq"], field
    return None


def _one_byte(row: Row, field: str, dice: random.Random) -> bool:
    from django.db import Error, transaction  # noqa: PLC0415

    ((before,),) = _run(f"SELECT {field}::text FROM reports_entry WHERE id = %s", row["id"])  # noqa: S608
    if not before or before == "{}":
        return False
    place = dice.randrange(len(before))
    signs = string.digits if before[place].isdigit() else string.ascii_letters
    after = before[:place] + dice.choice([one for one in signs if one != before[place]]) + before[place + 1 :]
    try:
        with transaction.atomic():
            kind = KINDS.get(field, "text")
            changed = _run(
                f"UPDATE reports_entry SET {field} = %s::{kind} WHERE id = %s"  # noqa: S608
                f" AND {field} IS DISTINCT FROM %s::{kind} RETURNING 1",
                after, row["id"], after,
            )  # fmt: skip
    except Error:
        return False  # no JSON, no instant, no such number: not even a superuser can store it
    return bool(changed)


def _delete(row: Row) -> str:
    _run("DELETE FROM reports_entry WHERE id = %s", row["id"])
    return str(row["number"])


def _exchange(row: Row) -> str:
    if row["last_seq"] < 2:
        return ""
    other = row["seq"] - 1 if row["seq"] > 1 else 2
    for old, new in ((row["seq"], 0), (other, row["seq"]), (0, other)):
        _run("UPDATE reports_entry SET seq = %s WHERE report_id = %s AND seq = %s", new, row["report_id"], old)
    return str(row["number"])


def _insert(row: Row) -> str:
    columns = "type, actor_kind, account_id, organisation_id, at, recorded_at, data, personal, personal_digest, hash"
    _run(
        f"INSERT INTO reports_entry (report_id, seq, {columns}) SELECT report_id, %s, {columns} FROM reports_entry"  # noqa: S608
        " WHERE id = %s",
        row["last_seq"] + 1, row["id"],
    )  # fmt: skip
    return str(row["number"])


def _cut(row: Row) -> str:
    """The forger's best: shorten the record and make the chain end where it now ends. The seal alone remembers."""
    if row["last_seq"] < 2:
        return ""
    _run("DELETE FROM reports_entry WHERE report_id = %s AND seq = %s", row["report_id"], row["last_seq"])
    _run(
        "UPDATE reports_report SET last_seq = last_seq - 1, head_hash = (SELECT hash FROM reports_entry"
        " WHERE report_id = %s AND seq = %s) WHERE id = %s",
        row["report_id"], row["last_seq"] - 1, row["report_id"],
    )  # fmt: skip
    return str(row["number"])


def _vanish(row: Row) -> str:
    _run("DELETE FROM reports_entry WHERE report_id = %s", row["report_id"])
    _run("DELETE FROM reports_report WHERE id = %s", row["report_id"])
    return str(row["number"])


ACTS: dict[str, Callable[[Row], str]] = {
    "an entry deleted": _delete,
    "two entries exchanged": _exchange,
    "an entry inserted": _insert,
    "the last entry deleted, the head put right": _cut,
    "a case deleted": _vanish,
}


def _found() -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """What the database's verifier and the seals name, and what the program of one file names in an export."""
    from rumahrakyat.evidence import chains  # noqa: PLC0415
    from rumahrakyat.evidence.seals import queries  # noqa: PLC0415

    live = {(one.number, fault.seq) for one in chains.verify_all() for fault in one.faults}
    live |= {(one.number, one.last_seq) for one in queries.broken(limit=100_000)}
    with tempfile.TemporaryDirectory() as folder:
        told, _took, _size = _exported(Path(folder))
    return live, {(one["where"], one["entry"]) for one in told["found"]}


def _exported(folder: Path) -> tuple[dict[str, Any], tuple[float, float], int]:
    from rumahrakyat.evidence.seals.export import write_record  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.verifier import standalone  # noqa: PLC0415

    program, record = folder / "verifier.py", folder / "record.jsonl.gz"
    program.write_text(standalone.source(), encoding="utf-8")
    _, writing = _timed(lambda: write_record(record, at=clock.now()))
    asked = [sys.executable, "-I", str(program), str(record), "--json"]
    done, verifying = _timed(lambda: subprocess.run(asked, capture_output=True, text=True, check=False))
    return json.loads(done.stdout), (writing, verifying), record.stat().st_size


def _timed(what: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    return what(), time.perf_counter() - begun


def _whole() -> tuple[int, int, int, int, str]:
    from rumahrakyat.evidence import chains  # noqa: PLC0415
    from rumahrakyat.evidence.seals import queries  # noqa: PLC0415

    found, took = _timed(lambda: [(one.entries, len(one.faults)) for one in chains.verify_all()])
    broken, comparing = _timed(lambda: queries.broken(limit=100_000))
    with tempfile.TemporaryDirectory() as folder:
        told, (writing, verifying), size = _exported(Path(folder))
    entries = sum(one for one, _faults in found)
    words = (
        f"verifying the database {took:.1f} s, comparing it with the newest seal {comparing:.2f} s, writing the export"
        f" {writing:.1f} s ({size / 1e6:.1f} MB), verifying that file with the program of one file {verifying:.1f} s"
    )
    faults = sum(count for _entries, count in found) + len(broken)
    return len(found), entries, faults, told["faults"], words


if __name__ == "__main__":
    sys.exit(main())
