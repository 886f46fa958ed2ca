"""The command `rumahrakyat simulate-duty`."""

import argparse
import json
import logging
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from rumahrakyat.duty import history, store
from rumahrakyat.duty.calendars import calendar
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.rules import NoRule, Rulebook
from rumahrakyat.duty.state import Event
from rumahrakyat.lib import clock
from rumahrakyat.operate.conformance import scratch_database
from rumahrakyat.operate.histories import files, generate, product, setting
from rumahrakyat.operate.histories.change import Change, Tally
from rumahrakyat.operate.histories.compare import Compared, compare
from rumahrakyat.operate.histories.files import BadFile, Places
from rumahrakyat.operate.numbers import count_or_all
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.reports.models import Category, Report

ONE_IN, AT_MOST = 50, 200
_BATCH = 500
_OTHERS = 1_000_000  # keys of real organisations stay apart from those of generated histories


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--histories", type=int, default=2_000, metavar="N", help="random histories (default: 2000)")
    parser.add_argument("--seed", default="1", help="another seed brings other histories (default: 1)")
    parser.add_argument(
        "--database",
        type=count_or_all,
        default=argparse.SUPPRESS,
        metavar="N|all",
        help=f"so many of them through the real product, too (default: one in {ONE_IN}, at most {AT_MOST}; 0: none)",
    )
    parser.add_argument("--rules", type=Path, metavar="FILE.json", help="replay cases against these rules instead")
    parser.add_argument("--ladder", type=Path, metavar="FILE.json", help="replay cases against these ladders instead")
    parser.add_argument("--since", type=_day, metavar="DATE", help="cases received from this day on, as 2026-01-31")
    parser.add_argument("--until", type=_day, metavar="DATE", help="cases received before this day")
    parser.add_argument("--generated", type=int, metavar="N", help="replay N random histories, not the recorded cases")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Two uses. Without a file: random histories of cases are judged by the machine behind every clock, by an
    independent reading of the rules, and some of them by the whole product in a database of its own, which is made
    and dropped again; exit status 0 only when all agree to the microsecond. A history that differs is named, and
    comes again with the same seed.

    With --rules or --ladder (in the form of the files of a province): the recorded cases of this installation, or
    generated ones, are replayed against those instead, and what would have changed is told. Nothing is written.
    Exit status 2 when a file cannot be used."""
    try:
        result = _replay(args) if args.rules or args.ladder else _compare(args)
    except BadFile as problem:
        return refuse("simulate-duty", problem)
    sys.stdout.write((json.dumps(result) if args.json else _as_text(result)) + "\n")
    return 1 if result.get("differences") else 0


def _day(word: str) -> datetime:
    return datetime.combine(date.fromisoformat(word), datetime.min.time(), setting.ZONE)


# -- do machine, oracle and product agree? -----------------------------------------------------------------------------


def _compare(args: argparse.Namespace) -> dict[str, Any]:
    if args.histories < 1:
        raise BadFile("--histories must be a number above 0")
    share = getattr(args, "database", min(args.histories // ONE_IN, AT_MOST))
    share = args.histories if share is None else min(share, args.histories)
    seeds = [f"{args.seed}:{nth}" for nth in range(args.histories)]
    logging.disable(logging.CRITICAL)  # heads without a telephone are no news here
    try:
        with ExitStack() as stack:
            if not share:
                return _compared(args, compare(seeds))
            stack.enter_context(scratch_database("histories"))
            judge = partial(product.judge, world=product.furnish())
            return _compared(args, compare(seeds, product=judge, each=max(args.histories // share, 1)))
    finally:
        logging.disable(logging.NOTSET)


def _compared(args: argparse.Namespace, done: Compared) -> dict[str, Any]:
    return {
        "histories": done.histories,
        "differences": len(done.different),
        "through_database": done.through_database,
        "seed": args.seed,
        "events": done.events,
        "clocks": done.clocks,
        "breaches": done.breaches,
        "seconds": round(done.seconds, 1),
        "examples": done.examples,
    }


# -- what would have changed? ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cases:
    """What is replayed: the cases, until when each is looked at, the machine as it is, and the names of holders."""

    cases: Iterator[tuple[Sequence[Event], datetime]]
    machine: Engine
    places: Places
    named: Mapping[int | None, str]


def _replay(args: argparse.Namespace) -> dict[str, Any]:
    begun = time.monotonic()
    told = _generated(args) if args.generated else _recorded(args)
    rules = files.rules_of(files.read(args.rules), told.places) if args.rules else told.machine.book.rules
    steps = files.ladders_of(files.read(args.ladder), told.places) if args.ladder else told.machine.book.ladders
    other = Engine(Rulebook(rules, steps), told.machine.calendar, told.machine.cap)
    change = Change()
    for events, until in told.cases:
        try:
            change.add(events, (told.machine, other), until=until)
        except NoRule as problem:
            began = events[0].at.date().isoformat()
            raise BadFile(
                f"no rule for {problem} covers a case that began on {began}: let a version begin earlier, or replay"
                " later cases with --since"
            ) from problem
    return {
        "cases": change.cases,
        "events": change.events,
        "before": _tally(change.before, told.named),
        "after": _tally(change.after, told.named),
        "cases_become_late": change.become_late,
        "cases_become_on_time": change.become_on_time,
        "seconds": round(time.monotonic() - begun, 1),
    }


def _tally(one: Tally, named: Mapping[int | None, str]) -> dict[str, Any]:
    by_obligation = {
        name: {"due": one.on_time[name] + one.late[name], "on_time": one.on_time[name], "late": one.late[name]}
        for name in sorted(one.on_time.keys() | one.late.keys())
    }
    return {
        "due": one.on_time.total() + one.late.total(),
        "on_time": one.on_time.total(),
        "late": one.late.total(),
        "by_obligation": by_obligation,
        "breaches_by_holder": {named.get(who, "desk"): number for who, number in one.breaches.most_common()},
        "steps": dict(sorted(one.steps.items())),
    }


def _generated(args: argparse.Namespace) -> _Cases:
    """Random histories under the rules and the calendar of the installation. Codes of its organisations are known,
    too, though no generated case is ever theirs."""
    real = _places()
    others = {code: _OTHERS + key for code, key in real.organisations.items()}
    places = Places({**others, **setting.HOLDERS}, real.categories | setting.PLACES.categories, real.regencies)
    book = Rulebook(files.rules_of(setting.province_rows(), places), files.ladders_of(setting.ladder_rows(), places))
    histories = (generate.history(f"{args.seed}:{nth}") for nth in range(args.generated))
    cases = (([one.event for one in told.happenings], told.until) for told in histories)
    named: dict[int | None, str] = {number: code for code, number in setting.HOLDERS.items()}
    return _Cases(cases, Engine(book, calendar(setting.ZONE), setting.CAP), places, named)


def _recorded(args: argparse.Namespace) -> _Cases:
    places = _places()
    named: dict[int | None, str] = {key: code for code, key in places.organisations.items()}
    return _Cases(_records(args.since, args.until, clock.now()), store.engine(), places, named)


def _records(
    since: datetime | None, until: datetime | None, at: datetime
) -> Iterator[tuple[Sequence[Event], datetime]]:
    """The recorded cases in the order of their keys, some at a time."""
    known = history.names()
    wanted = Report.objects.filter(received_at__gte=since or datetime.min.replace(tzinfo=UTC) + timedelta(days=2))
    wanted = wanted.filter(received_at__lt=until) if until else wanted
    last = 0
    while keys := list(wanted.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        last = keys[-1]
        for entries in history.entries_of(keys).values():
            yield list(history.events_of(entries, known)), at


def _places() -> Places:
    return Places(
        dict(Organisation.objects.values_list("code", "pk")),
        frozenset(Category.objects.values_list("code", flat=True)),
        frozenset(Region.objects.filter(level=Level.REGENCY).values_list("code", flat=True)),
    )


# -- in words ----------------------------------------------------------------------------------------------------------


def _as_text(result: Mapping[str, Any]) -> str:
    if "before" in result:
        return _change_as_text(result)
    lines = [
        f"{result['histories']} histories, {result['through_database']} of them through the whole product",
        f"{result['events']} events, {result['clocks']} clocks, {result['breaches']} missed deadlines",
        f"{result['differences']} differences ({result['seconds']} seconds, seed {result['seed']})",
    ]
    for example in result["examples"]:
        lines += [f"history {example['history']}:", *(f"  {line}" for line in example["happened"])]
        lines += [f"  ! {line}" for line in example["said"]]
    return "\n".join(lines)


def _change_as_text(result: Mapping[str, Any]) -> str:
    before, after = result["before"], result["after"]
    lines = [f"{result['cases']} cases, {result['events']} events; before -> after"]
    lines += [f"{name}: {before[name]} -> {after[name]}" for name in ("due", "on_time", "late")]
    for part in ("breaches_by_holder", "steps"):
        lines.append(f"{part.replace('_', ' ')}:")
        names = sorted(before[part].keys() | after[part].keys())
        lines += [f"  {name}: {before[part].get(name, 0)} -> {after[part].get(name, 0)}" for name in names]
    lines.append(f"cases that would become late: {result['cases_become_late']}")
    lines.append(f"cases that would become on time: {result['cases_become_on_time']}")
    return "\n".join(lines)
