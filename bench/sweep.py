"""How soon a missed deadline is on the record, and what a sweep costs, with a given number of reports in the database.

    .venv/bin/python -m bench.sweep --home FOLDER --reports 10000 [--due 120] [--per-second 2]

The home is filled as for the pages; with `--told N` only N cases are told and ended ones are copied up to the number
wanted, which takes a tenth of the time. Then cases are put so that they fall due one after another at a steady rate
while a sweeper comes by every ten seconds, as the worker's does; the lag is from the instant a deadline passed to the
instant its breach was written down.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench import home
from bench.pages import fill

EVERY_SECONDS = 10.0
EMPTY_SWEEPS = 20
_SEARCH = """
SELECT c.id FROM duty_clock c JOIN reports_report r ON r.id = c.report_id WHERE c.next_action_at < now()
ORDER BY c.next_action_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--told", type=int, default=1_000_000, metavar="N", help="beyond N reports, copy ended ones")
    parser.add_argument("--due", type=int, default=120, help="cases that fall due")
    parser.add_argument("--per-second", type=float, default=2.0)
    args = parser.parse_args()
    with home.enter(args.home):
        from bench.archive import grow  # noqa: PLC0415 -- after Django's set-up

        filled = fill(min(args.reports, args.told))
        grow(args.reports)
        result = measure(due=args.due, per_second=args.per_second)
    print(json.dumps({"reports": args.reports, "filled": filled, **result}))
    return 0


def measure(*, due: int, per_second: float) -> dict[str, Any]:
    from rumahrakyat.duty.models import Clock  # noqa: PLC0415 -- after Django's set-up, as everywhere below
    from rumahrakyat.duty.sweeper import sweep  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415

    home.say("catching up with what is due ...")
    while sweep(at=clock.now()).looked_at:
        pass
    nothing = _nothing()
    plan, search = _plan()
    home.say(f"{due} cases fall due, {per_second} a second ...")
    lags, cost = _stream(due, per_second)
    running = Clock.objects.filter(met_at=None, stopped_at=None).count()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return {
        "clocks": Clock.objects.count(),
        "running": running,
        "nothing_ms": nothing,
        "search_ms": search,
        "plan": plan,
        "per_second": per_second,
        "lag_p50": statistics.median(lags),
        "lag_p99": _percentile(lags, 0.99),
        "lag_max": max(lags),
        "load": load,
        **cost,
    }


def _nothing() -> float:
    """Milliseconds of a sweep that finds nothing due, the median of some; the rules are read each time."""
    from rumahrakyat.duty.sweeper import sweep  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415

    times = []
    for _nth in range(EMPTY_SWEEPS):
        began = time.perf_counter()
        sweep(at=clock.now() - timedelta(days=3650))
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _plan() -> tuple[str, float]:
    """Which index finds the next due case, and the milliseconds the search took by the database's own account."""
    from django.db import connection, transaction  # noqa: PLC0415

    times = []
    with transaction.atomic(), connection.cursor() as cursor:
        for _nth in range(5):
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {_SEARCH}")
            (found,) = cursor.fetchone()[0]
            times.append(found["Execution Time"])
    index = "clock_next_action" if "clock_next_action" in json.dumps(found) else "**no**"
    return index, statistics.median(times)


def _stream(due: int, per_second: float) -> tuple[list[float], dict[str, float]]:
    """Let cases fall due one after another, sweeping every ten seconds; lags in seconds and what a case cost."""
    from django.db import connection  # noqa: PLC0415

    from rumahrakyat.duty.models import Breach  # noqa: PLC0415
    from rumahrakyat.duty.sweeper import sweep  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415

    last = Breach.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    begins = clock.now() + timedelta(seconds=2)
    ends = _put(due, begins, per_second)
    statements = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements[0] += 1
        return execute(sql, params, many, context)

    cases, processor, asked, lags = 0, 0.0, 0, []
    while True:
        at, before, used = clock.now(), statements[0], time.process_time()
        with connection.execute_wrapper(count):
            done = sweep(at=at)
        written = clock.now()
        if done.looked_at:
            cases, asked = cases + done.looked_at, asked + statements[0] - before
            processor += time.process_time() - used
        fresh = Breach.objects.filter(pk__gt=last, own=False, due_at__gte=begins).order_by("pk")
        rows = list(fresh.values_list("pk", "due_at"))
        lags += [(written - due_at).total_seconds() for _pk, due_at in rows]
        last = rows[-1][0] if rows else last
        if at > ends:
            break
        time.sleep(max(0.0, EVERY_SECONDS - (clock.now() - at).total_seconds()))
    return lags, {"case_cpu_ms": processor / cases * 1000, "case_statements": asked / cases}


def _put(due: int, begins: datetime, per_second: float) -> datetime:
    """Open cases whose first answer is owed, with their deadlines moved to fall one after another from `begins` on;
    returns the last. Only the deadline is moved: the clock began so much earlier."""
    from django.db import transaction  # noqa: PLC0415

    from rumahrakyat.duty.models import Clock  # noqa: PLC0415

    owed = Clock.objects.filter(obligation="first_response", met_at=None, stopped_at=None, breached_at=None)
    found = list(owed.order_by("pk")[:due])
    if len(found) < due:
        raise SystemExit(f"only {len(found)} cases owe an answer")
    with transaction.atomic():
        for nth, row in enumerate(found):
            row.due_at = begins + timedelta(seconds=nth / per_second)
            row.next_action_at = row.due_at
            row.save(update_fields=["due_at", "next_action_at"])
    return max(row.due_at for row in found)


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    sys.exit(main())
