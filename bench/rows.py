"""The rows that one request commits, as a pgbench script that commits the same rows with the same indexes.

The rows are those the request left behind, found by their transaction; each table is copied (columns, defaults, indexes
without uniqueness) into a schema of its own, and what an index finds them by is drawn anew for every transaction.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from rumahrakyat.config.embedded import DATABASE, ROLE, Embedded

SCHEMA = "bench"
_KEY = ":bench_key"


@dataclass(frozen=True)
class Script:
    """`tables` with how many rows of each; `content` for pgbench."""

    tables: dict[str, int]
    content: str


def transaction_now() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


def script_of(since: int) -> Script:
    """What was written after the transaction `since`."""
    tables: dict[str, int] = {}
    lines = ["\\set bench_key random(1, 1000000000)", "BEGIN;"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            columns = _columns(table)
            texts = ", ".join(f'"{name}"::text' for name in columns)
            cursor.execute(f'SELECT {texts} FROM "{table}" WHERE xmin::text::bigint > %s', [since])  # noqa: S608
            found = cursor.fetchall()
            if found:
                tables[table] = len(found)
                _shadow(table)
                lines += [_insert(table, columns, row) for row in found]
    return Script(tables, "\n".join([*lines, "COMMIT;", ""]))


def _columns(table: str) -> dict[str, str]:
    """Names of the columns, and for those in an index the kind of key to draw: number, text, or empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.attname, CASE WHEN NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid"
            " AND a.attnum = ANY (i.indkey)) THEN '' WHEN t.typname = 'int8' THEN 'number'"
            " WHEN t.typname IN ('varchar', 'text') THEN 'text' ELSE '' END"
            " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
            " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
            " ORDER BY a.attnum",
            [f"public.{table}"],
        )
        return dict(cursor.fetchall())


def _shadow(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS {SCHEMA}."{table}"')
        cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" (LIKE public."{table}" INCLUDING DEFAULTS INCLUDING STORAGE)')
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s", [table])
        for (definition,) in cursor.fetchall():
            head, _, rest = definition.replace("CREATE UNIQUE INDEX", "CREATE INDEX").partition(" ON public.")
            cursor.execute(f'CREATE INDEX "b_{head.split()[-1].strip(chr(34))[:50]}" ON {SCHEMA}.{rest}')


def _insert(table: str, columns: dict[str, str], row: tuple[str | None, ...]) -> str:
    values = [_value(kind, value) for kind, value in zip(columns.values(), row, strict=True)]
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO {SCHEMA}."{table}" ({names}) VALUES ({", ".join(values)});'  # noqa: S608 -- read from the database, quoted below


def _value(kind: str, value: str | None) -> str:
    if value is None:
        return "NULL"
    if kind == "number":
        return _KEY
    quoted = value.replace("'", "''").replace("\\", "\\\\")
    literal = f"E'{quoted}'".replace("\n", "\\n")
    if kind == "text" and len(value) > 9:  # short ones are codes, such as a stage or a channel
        return f"overlay({literal} placing {_KEY}::text from 1 for length({_KEY}::text))"
    return literal


@dataclass(frozen=True)
class Base:
    """What pgbench reached: transactions per second, and the seconds of each."""

    per_second: float
    waits: list[float]


def pgbench(script: Script, *, seconds: int, clients: int) -> Base:
    root = Path(settings.HOME.root)
    path, log = root / "bench.sql", root / "bench_log"
    path.write_text(script.content, encoding="utf-8")
    program = Embedded(settings.HOME).binary("pgbench")
    words = [program, "-n", "-h", settings.HOME.sockets, "-U", ROLE, "-f", path, "-c", clients, "-T", seconds]
    words += ["-j", min(2, clients), "-l", f"--log-prefix={log}"]
    done = subprocess.run([*map(str, words), DATABASE], capture_output=True, text=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("tps = ")), None)
    if line is None or done.returncode:
        raise RuntimeError(f"pgbench: {done.stderr[-500:]}")
    return Base(float(line.split()[2]), _waits(root, log.name))


def _waits(root: Path, prefix: str) -> list[float]:
    """The third column of pgbench's log: the microseconds of a transaction."""
    waits: list[float] = []
    for file in root.glob(f"{prefix}.*"):
        waits += [int(line.split()[2]) / 1e6 for line in file.read_text(encoding="ascii").splitlines()]
        file.unlink()
    return waits
