"""What watching costs: making the rollups, recounting them, how far they lag behind, and the governor's page.

    .venv/bin/python -m bench.watching --home FOLDER --reports 1000000 [--entries 10000000] [--write]

The home is filled first when it holds fewer reports; with `--entries` the archive is copied until there are as many
entries. Then, one after another: a rebuild; a recount; the page as one asks for it again and again; and the page while
`--rate` reports a second arrive for `--seconds`, filed, classified and passed on through the operations of the product
by `--filers` processes, while another folds as the worker does. The lag is the age of the oldest entry that is not in
the rollups yet, looked at five times a second.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from bench import home, pages, paper

DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"
PAGES = ("governor's page", "by agency", "by regency", "cases behind a number")
_LOOK = 0.2  # seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--entries", type=int, default=0)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--filers", type=int, default=3)
    parser.add_argument("--passed-on", type=int, default=100, metavar="PERCENT", help="how many are passed on, too")
    parser.add_argument("--skip", nargs="*", default=[], choices=["rebuild", "recount", "pages", "arriving"])
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    args = parser.parse_args()
    with home.enter(args.home):
        found = _measure(args)
    print(json.dumps(found))
    if args.write:
        paper.write(DOCUMENT, "watching a long archive" if args.entries else "watching", table(found))
    return 0


def _measure(args: argparse.Namespace) -> dict[str, Any]:
    from bench import archive  # noqa: PLC0415 -- after Django's set-up, as everywhere below
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.operate.recount import BESIDE  # noqa: PLC0415
    from rumahrakyat.oversight.rollups import rebuilding, recounting  # noqa: PLC0415
    from rumahrakyat.reports import effects  # noqa: PLC0415
    from rumahrakyat.reports.models import Entry, Report  # noqa: PLC0415

    pages.fill(args.reports)
    archive.complete()
    _grow(args.entries)
    found: dict[str, Any] = {"reports": Report.objects.count(), "entries": Entry.objects.count()}
    if "rebuild" not in args.skip:
        found["rebuild"] = _timed(lambda: rebuilding.rebuild(at=clock.now()))
        _vacuum()
        home.say(f"rebuilt in {found['rebuild']:.0f} s")
    if "recount" not in args.skip:
        effects.run_batches()
        began = time.perf_counter()
        counted = recounting.recount(at=clock.now(), beside=BESIDE)
        found |= {"recount": time.perf_counter() - began, "figures": counted.figures,
                  "differences": counted.differences, "examples": counted.examples[:5]}  # fmt: skip
        home.say(f"recounted {counted.figures} figures in {found['recount']:.0f} s, {counted.differences} differ")
    site = pages.Site()
    if "pages" not in args.skip:
        wanted = [page for page in site.pages() if page.name in PAGES]
        found["pages"] = [asdict(site.measure(page, args.requests)) for page in wanted]
    if "arriving" not in args.skip:
        found |= _arriving(site, args)
    found["load"] = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return found


def _grow(entries: int) -> None:
    from bench import archive  # noqa: PLC0415
    from rumahrakyat.reports.models import Entry, Report  # noqa: PLC0415

    there = Entry.objects.count()
    if there < entries:
        reports = Report.objects.count()
        archive.grow(reports * entries // there + 1)


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _vacuum() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _arriving(site: pages.Site, args: argparse.Namespace) -> dict[str, Any]:
    from django.db import connections  # noqa: PLC0415

    from rumahrakyat.reports import effects  # noqa: PLC0415

    effects.run_batches()  # what was left from before is no lag of now
    site.get("/pantau/", "governor")  # nor is the first page of a process
    connections.close_all()  # a connection must not be shared with a child
    context = multiprocessing.get_context("fork")
    stop, filed = context.Event(), context.Value("i", 0)
    each = (args.rate / args.filers, args.passed_on, stop, filed)
    workers = [context.Process(target=_file, args=each) for _nth in range(args.filers)]
    workers.append(context.Process(target=_fold, args=(stop,)))
    for worker in workers:
        worker.start()
    began = time.monotonic()
    lags, waits = _look_on(site, args.seconds)
    stop.set()
    arrived, passed = filed.value, time.monotonic() - began
    for worker in workers:
        worker.join()
    lags.sort()
    waits.sort()
    return {
        "arrived_per_second": arrived / passed,
        "passed_on": args.passed_on,
        "lag_p50": statistics.median(lags),
        "lag_max": lags[-1],
        "refresh_p50": statistics.median(waits),
        "refresh_max": waits[-1],
    }


def _look_on(site: pages.Site, seconds: float) -> tuple[list[float], list[float]]:
    """Lags in seconds, and milliseconds of the page asked for every five seconds."""
    from django.db.models import Min  # noqa: PLC0415

    from rumahrakyat.oversight.rollups import folding  # noqa: PLC0415
    from rumahrakyat.reports.models import PendingEffect  # noqa: PLC0415

    lags, waits, began, refreshed = [], [], time.monotonic(), 0.0
    while (passed := time.monotonic() - began) < seconds:
        oldest = PendingEffect.objects.filter(handler=folding.NAME).aggregate(oldest=Min("next_at"))["oldest"]
        now = datetime.now(UTC)  # noqa: TID251 -- an age in the machine's own time
        lags.append(max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)
        if passed - refreshed >= 5:
            refreshed = passed
            waits.append(_timed(lambda: site.get("/pantau/", "governor")) * 1000)
        time.sleep(_LOOK)
    return lags, waits or [0.0]


def _file(rate: float, passed_on: int, stop: Event, filed: Any) -> None:
    """Reports through the operations of the product, at a steady rate."""
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.organisations.models import Organisation  # noqa: PLC0415
    from rumahrakyat.people.actors import Actor  # noqa: PLC0415
    from rumahrakyat.people.operations import anonymous_reporter  # noqa: PLC0415
    from rumahrakyat.people.roles import PERMISSIONS  # noqa: PLC0415
    from rumahrakyat.regions.models import Region  # noqa: PLC0415
    from rumahrakyat.reports import operations as cases  # noqa: PLC0415
    from rumahrakyat.reports.submission import Submission  # noqa: PLC0415

    holders = list(Organisation.objects.filter(active=True, kind="agency")[:40])
    regencies = list(Region.objects.filter(level="regency").values_list("code", flat=True))
    staff, citizen, began = Actor("staff", PERMISSIONS), Actor("citizen", frozenset()), time.monotonic()
    mine = 0
    while not stop.is_set():
        with filed.get_lock():
            number = filed.value
            filed.value += 1
        mine, at = mine + 1, clock.now()
        submission = Submission(
            text=f"Lampu jalan mati di depan balai desa, laporan {number}",
            channel="whatsapp",
            reporter=anonymous_reporter(at=at),
            received_at=at,
        )
        made, _new = cases.submit(submission=submission, actor=citizen, at=at)
        if number % 100 < passed_on:
            place = cases.Classification(regency=regencies[number % len(regencies)])
            cases.classify(report_id=made.pk, classification=place, actor=staff, at=at)
            cases.assign(report_id=made.pk, holder=holders[number % len(holders)], actor=staff, at=at)
        time.sleep(max(0.0, began + mine / rate - time.monotonic()))


def _fold(stop: Event) -> None:
    from rumahrakyat.reports import effects  # noqa: PLC0415

    while not stop.is_set():
        effects.run_batches()
        time.sleep(0.1)


def table(found: dict[str, Any]) -> str:
    """What was measured, a line each, with what was promised beside it."""
    lines = [
        f"| With {found['reports']:,} reports and {found['entries']:,} entries | Measured | Promised |",
        "|---|---|---|",
    ]
    if "rebuild" in found:
        lines.append(f"| All rollups made anew | {found['rebuild']:.0f} s | minutes |")
    if "recount" in found:
        lines.append(f"| Recount of {found['figures']:,} figures | {found['recount']:.0f} s | 180 s |")
        lines.append(f"| … differences | {found['differences']} | 0 |")
    lines += [
        f"| {page['name']}, p50 / p95 | {page['p50']:.0f} / {page['p95']:.0f} ms | {page['budget']} ms |"
        for page in found.get("pages", [])
    ]
    if "lag_max" in found:
        rate = f"while {found['arrived_per_second']:.0f} reports a second arrive"
        rate += f" and {found['passed_on']} % are passed on" if found["passed_on"] < 100 else ""
        lines.append(
            f"| Lag of the rollups {rate}, p50 / max | {found['lag_p50']:.1f} / {found['lag_max']:.1f} s | 2 s |"
        )
        lines.append(
            f"| Governor's page {rate}, p50 / max | {found['refresh_p50']:.0f} / {found['refresh_max']:.0f} ms | |"
        )
    lines.append(f"| Load of the machine at the end | {found['load']} | |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
