"""How long a seal over a million cases takes, a proof, a table of a million rows as a file, a list of a million cases
through its page, and in how much memory. The rows are made up in a transaction that is rolled back.

    RUMAHRAKYAT_HOME=... .venv/bin/python -m bench.million [--rows 1000000] [--only seals|facts|exports] [--write]

In the home of a demo that is stopped. With --write the tables go into `docs/tamper-evidence.md`, `docs/analyst.md` and
`docs/watching.md`.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import exports

DOCS = Path(__file__).parent.parent / "docs"
HEADS = """
INSERT INTO evidence_sealedhead (number, last_seq, head_hash, serial)
SELECT 'X' || lpad(n::text, 10, '0'), 8, md5(n::text) || md5((-n)::text), CASE WHEN n %% 33 = 0 THEN 999999 ELSE 1 END
FROM generate_series(1, %s) AS n
"""
SPELLS = """
INSERT INTO oversight_stagespell
    (report_id, seq, stage, body, regency, began_at, began_day, ended_at, ended_day, seconds)
SELECT -n, n %% 7, 'in_progress', 1 + n %% 90, '33.' || lpad((1 + n %% 35)::text, 2, '0'),
       now(), current_date - (n %% 365)::int, now(), current_date, n %% 900000
FROM generate_series(1, %s) AS n
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=list(PARTS))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    import django  # noqa: PLC0415

    django.setup()
    from django.db import transaction  # noqa: PLC0415

    from bench import paper  # noqa: PLC0415
    from rumahrakyat.config import database  # noqa: PLC0415

    with database.available():
        for part in [args.only] if args.only else list(PARTS):
            measure, document, place = PARTS[part]
            with transaction.atomic():
                table = "\n".join(_told(measure(args.rows)))
                transaction.set_rollback(True)
            if args.write:
                paper.write(DOCS / document, place, f"{table}\n\n{paper.machine()}")
    return 0


def _seals(rows: int) -> Iterator[str]:
    from django.db import connection  # noqa: PLC0415

    from rumahrakyat.evidence.seals import sealing  # noqa: PLC0415
    from rumahrakyat.reports.attachments import blobs  # noqa: PLC0415

    before = _memory()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(HEADS, [rows])
        begun = time.perf_counter()
        drawn, changes = sealing._draw(999_999)  # noqa: SLF001 -- the part of sealing that grows with the cases
        took = time.perf_counter() - begun
        begun = time.perf_counter()
        cursor.execute("SELECT count(*) FROM evidence_sealedhead WHERE number < %s", [f"X{rows // 2:010}"])
        placing = time.perf_counter() - begun
    kept = blobs().path(changes)
    yield "| What | Figure |"
    yield "|---|---:|"
    yield f"| cases in the tree, of them new in this seal | {drawn.cases:,}, {drawn.changed:,} |"
    yield f"| drawing the tree and the file of what is new | {took:.1f} s |"
    yield f"| kept for the day: the file, the roots of the subtrees | {kept.stat().st_size / 1e6:.2f} MB, {32 * len(drawn.nodes) / 1e3:.0f} kB |"  # noqa: E501
    yield f"| finding the place of one case for its proof | {placing:.2f} s |"
    yield f"| memory of the process grew by | {_memory() - before:.0f} MB |"
    kept.unlink()


def _facts(rows: int) -> Iterator[str]:
    from django.db import connection  # noqa: PLC0415

    from rumahrakyat.oversight.analyst import files  # noqa: PLC0415
    from rumahrakyat.oversight.analyst.tables import STEPS  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(SPELLS, [rows])
    yield "| `steps`, rows | File | Time | Size | Memory of the process grew by |"
    yield "|---:|---|---:|---:|---:|"
    for kind in ("csv", "parquet"):
        before, begun = _memory(), time.perf_counter()
        with files.write(STEPS, kind, files.Span()) as file:
            took, size = time.perf_counter() - begun, file.seek(0, 2)
        yield f"| {rows:,} | {kind} | {took:.1f} s | {size / 1e6:.1f} MB | {_memory() - before:.0f} MB |"


def _told(lines: Iterator[str]) -> Iterator[str]:
    """The lines, printed as they come: the last may be long in coming."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        yield line


def _exports(rows: int) -> Iterator[str]:
    return exports.table(rows, _memory)


def _memory() -> float:
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# What is measured, and the document and the place in it where the table goes.
PARTS: dict[str, tuple[Callable[[int], Iterator[str]], str, str]] = {
    "facts": (_facts, "analyst.md", "analyst"),
    "seals": (_seals, "tamper-evidence.md", "million"),
    "exports": (_exports, "watching.md", "exports"),
}


if __name__ == "__main__":
    sys.exit(main())
