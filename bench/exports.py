"""The list of a million cases as a file through its page: rows a second, memory, and beside it what PostgreSQL itself
takes to write the same columns. The cases are made up in a transaction that is rolled back; see `bench.million`.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench.home import session

CASES = """
INSERT INTO reports_report ({columns})
SELECT {values} FROM (SELECT * FROM reports_report WHERE holder_id IS NOT NULL AND stage = 'closed'
      AND visibility = 'public' ORDER BY id LIMIT 1) AS one,
    generate_series(%s, %s) AS n
"""
# Every case is another's, of another hour, without words: the file holds none.
OTHERS = {
    "id": "1000000000 + n",
    "number": "'X' || lpad(n::text, 9, '0')",
    "source_key": "'bench:' || n",
    "received_at": "now() - n * interval '8 seconds'",
    **dict.fromkeys(("text", "public_text", "title", "place_words", "secret_hash"), "''"),
}
SAME_COLUMNS = """
COPY (SELECT r.number, h.name, g.name, d.name, c.name, r.kind, r.channel, r.stage, r.received_at
      FROM reports_report r LEFT JOIN organisations_organisation h ON h.id = r.holder_id
      LEFT JOIN regions_region g ON g.code = r.regency_id LEFT JOIN regions_region d ON d.code = r.district_id
      LEFT JOIN reports_category c ON c.id = r.category_id
      WHERE r.received_at > now() - interval '1 year' ORDER BY r.received_at DESC, r.id DESC) TO STDOUT (FORMAT csv)
"""
FILE = "/pantau/kasus.{kind}?angka=masuk&periode={period}"
BEYOND = 60_000  # so many more than a million do not fit into a sheet


def table(rows: int, memory: Callable[[], float]) -> Iterator[str]:
    """Inside a transaction; the last line only where the rows do not fit into a sheet any more. `memory`: the most that
    the process ever held, in MB."""
    from rumahrakyat.web.exports import MOST_ROWS  # noqa: PLC0415

    _fill(1, rows)
    plain = _timed(_copy)
    yield "| Cases | File | Time | Rows a second | of `COPY` | Size | Memory of the process grew by |"
    yield "|---:|---|---:|---:|---:|---:|---:|"
    yield f"| {rows:,} | `COPY`, without page, rights or register of readers | {plain[1]:.0f} s | {rows / plain[1]:,.0f} | | {plain[0] / 1e6:.0f} MB | |"  # noqa: E501
    for kind in ("csv", "xlsx"):
        before = memory()
        (status, size), took = _timed(partial(_asked, kind))
        assert status == 200, status
        share = plain[1] / took
        yield f"| {rows:,} | {kind} | {took:.0f} s | {rows / took:,.0f} | {share:.0%} | {size / 1e6:.0f} MB | {memory() - before:.0f} MB |"  # noqa: E501
    if rows + BEYOND <= MOST_ROWS:
        return
    _fill(rows + 1, rows + BEYOND)
    (status, _size), took = _timed(partial(_asked, "xlsx"))
    yield f"| {rows + BEYOND:,} | xlsx | {took:.1f} s | | | refused ({status}), with the way to CSV | |"


def _timed(what: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    return what(), time.perf_counter() - begun


def _fill(first: int, last: int) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT attname FROM pg_attribute WHERE attrelid = 'reports_report'::regclass AND attnum > 0")
        names = [name for (name,) in cursor.fetchall() if not name.startswith(".")]
        values = [OTHERS.get(name, f"one.{name}") for name in names]
        cursor.execute(CASES.format(columns=", ".join(names), values=", ".join(values)), [first, last])
        cursor.execute("ANALYZE reports_report")


def _copy() -> int:
    from django.db import connection  # noqa: PLC0415

    size = 0
    with connection.cursor() as cursor, cursor.cursor.copy(SAME_COLUMNS) as copied:
        for piece in copied:
            size += len(piece)
    return size


def _asked(kind: str) -> tuple[int, int]:
    """Status and bytes of the file as the governor asks for it, taken piece by piece and thrown away."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.people.models import Account  # noqa: PLC0415

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session(Account.objects.get(username="gubernur"))
    today = clock.now().date()
    period = f"{today.replace(year=today.year - 1).isoformat()}..{today.isoformat()}"
    response = client.get(FILE.format(kind=kind, period=period), headers={"host": settings.ALLOWED_HOSTS[0]})
    return response.status_code, sum(len(piece) for piece in response)
