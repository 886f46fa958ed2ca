"""Measurements as tables in a document, between markers, with what they were measured on."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rumahrakyat.config.embedded import MAJOR_VERSION

NAMES = {
    "webhook": "Signed WhatsApp webhook, one message each",
    "form": "Web form, the last post (“send”)",
}


def write(document: Path, part: str, table: str) -> None:
    """Replaces what stands between the markers of `part`."""
    text = document.read_text(encoding="utf-8")
    begin, end = f"<!-- {part} -->\n", f"<!-- /{part} -->"
    marked = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not marked.search(text):
        raise ValueError(f"{document} has no place for {part}")
    document.write_text(marked.sub(lambda _match: f"{begin}{table}\n{end}", text), encoding="utf-8")


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    day = datetime.now(UTC).date().isoformat()  # noqa: TID251 -- the day of a measurement
    return (
        f"Measured on {day}: {os.cpu_count()} cores ({_processor()}), {memory:.0f} GB of memory, "
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}, "
        f"PostgreSQL {MAJOR_VERSION} (embedded, durable settings). Load of the machine at the end: {load}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def intake(ways: dict[str, Any]) -> str:
    lines = [
        "| Way in | Over HTTP, per second | pgbench, per second | Ratio | Median / p99 | pgbench | Rows committed |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, words in NAMES.items():
        one = ways[name]
        rows = f"{one['rows']} in {len(one['tables'])} tables" if one["rows"] > 1 else "1"
        waits = " | ".join(f"{found['p50']:.1f} / {found['p99']:.1f} ms" for found in one["waits"].values())
        rates = f"{one['http']:.0f} | {one['pgbench']:.0f} | **{one['ratio']:.0%}**"
        lines.append(f"| {words} | {rates} | {waits} | {rows} |")
    return "\n".join(lines)


def worker(ways: dict[str, Any]) -> str:
    one = ways["worker"]
    return "\n".join(
        [
            "| One worker, messages per second | Bare durable insert by one client, per second | Ratio |",
            "|---|---|---|",
            f"| {one['worker']:.0f} | {one['pgbench']:.0f} | **{one['ratio']:.1%}** |",
        ]
    )


def deliveries(found: dict[str, Any]) -> str:
    numbers = ("deliveries", "killed", "stored", "lost", "doubled", "reports", "unanswered", "elsewhere", "seconds")
    heads = (
        "Deliveries", "Workers killed", "Stored", "Lost", "Doubled", "Reports", "Unanswered", "Answered elsewhere",
        "Seconds",
    )  # fmt: skip
    values = [f"{found[name]:,}" for name in numbers]
    each = ", ".join(f"{code} {count}" for code, count in found["channels"].items())
    return "\n".join(
        [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", f"| {' | '.join(values)} |", "", f"By channel: {each}."]
    )


def pages(sizes: list[dict[str, Any]]) -> str:
    heads = " | ".join(f"{size['reports']:,}: p50 / p95 | queries" for size in sizes)
    lines = [f"| Page | Budget p95 | {heads} |", "|---" * (2 + 2 * len(sizes)) + "|"]
    for number, page in enumerate(sizes[0]["pages"]):
        cells = []
        for size in sizes:
            one = size["pages"][number]
            over = one["p95"] > one["budget"]
            p95 = f"**{one['p95']:.0f}** (over)" if over else f"{one['p95']:.0f}"
            cells.append(f"{one['p50']:.0f} / {p95} ms | {one['queries']}")
        lines.append(f"| {page['name']} | {page['budget']} ms | {' | '.join(cells)} |")
    return "\n".join(lines)


def escalation(found: dict[str, Any]) -> str:
    heads = (
        "Overdue cases", "Sweepers killed", "Steps due", "Taken", "Twice", "Missing", "Alerts due", "Raised", "Twice",
        "Breaches due", "Recorded", "Left", "Seconds",
    )  # fmt: skip
    names = (
        "cases", "killed", "expected", "steps", "twice", "missing", "alerts_expected", "alerts", "alerts_twice",
        "breaches_expected", "breaches", "left", "seconds",
    )  # fmt: skip
    values = [f"{found[name]:,}" for name in names]
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", f"| {' | '.join(values)} |"])


def sweep(sizes: list[dict[str, Any]]) -> str:
    """One column a size; the last column says how much dearer the largest is than the smallest."""
    rows = (
        ("Clocks, of which running", lambda one: f"{one['clocks']:,} / {one['running']:,}", None),
        ("A sweep that finds nothing", lambda one: f"{one['nothing_ms']:.1f} ms", "nothing_ms"),
        ("… of that the search", lambda one: f"{one['search_ms']:.2f} ms", "search_ms"),
        ("A case that falls due, processor time", lambda one: f"{one['case_cpu_ms']:.0f} ms", "case_cpu_ms"),
        ("… statements", lambda one: f"{one['case_statements']:.0f}", "case_statements"),
        ("Lag from due to recorded breach, p50", lambda one: f"{one['lag_p50']:.1f} s", "lag_p50"),
        ("… p99 / max", lambda one: f"{one['lag_p99']:.1f} / {one['lag_max']:.1f} s", "lag_p99"),
        ("Cases that fell due, per second", lambda one: f"{one['per_second']:.1f}", None),
        ("The search uses the index", lambda one: one["plan"], None),
        ("Load of the machine", lambda one: one["load"], None),
    )
    heads = " | ".join(f"{one['reports']:,} reports" for one in sizes)
    lines = [f"| | {heads} | Ratio |", "|---" * (2 + len(sizes)) + "|"]
    for words, show, name in rows:
        ratio = f"{sizes[-1][name] / sizes[0][name]:.2f}" if name and sizes[0][name] else ""
        lines.append(f"| {words} | {' | '.join(show(one) for one in sizes)} | {ratio} |")
    return "\n".join(lines)


def edits(found: dict[str, Any]) -> str:
    """One line: what came of edits made at the same moment."""
    return (
        "| Officers | Edits | On the record | Refused, words kept | Lost | Seconds |\n|---|---|---|---|---|---|\n"
        f"| {found['officers']} | {found['edits']} | {found['recorded']} | {found['refused']} | {found['lost']} "
        f"| {found['seconds']} |"
    )
