"""The command `rumahrakyat demo`: a month of cases up to now, the newest first.

Every case is played by itself, so the pages are alive after the first seconds while the month fills up behind them,
and several processes can share the work. What happens depends on the seed alone, not on who plays it.
"""

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, connections

from rumahrakyat.demo import (
    briefs,
    cast,
    desk,
    kept,
    on_call,
    outside,
    teamwork,
    telephone,
    together,
    villages,
    writing,
)
from rumahrakyat.demo.directions import direct
from rumahrakyat.demo.handovers import hand_around
from rumahrakyat.demo.hearings import hear
from rumahrakyat.demo.plans import Plan, Planner
from rumahrakyat.demo.quarter import publish
from rumahrakyat.demo.reprimands import reprimand
from rumahrakyat.demo.runner import live
from rumahrakyat.demo.world import World
from rumahrakyat.duplicates import keeping
from rumahrakyat.evidence.seals import checking, sealing, tasks
from rumahrakyat.lib import clock, jobs, locks, wallclock
from rumahrakyat.problems import searching
from rumahrakyat.regions.models import Region
from rumahrakyat.reports import attachments, effects
from rumahrakyat.reports.models import Report

DEFAULT_SEED = 2026
_CHUNK = 12
_INTERRUPTED = (
    "The demo was stopped while it was being played: cases, briefs and findings are missing. To play it whole, begin "
    "in an empty RUMAHRAKYAT_HOME.\n"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=30, help="how many days back the cases begin (default: 30)")
    parser.add_argument("--reports", type=int, default=600, help="how many cases (default: 600)")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another number, another month")
    parser.add_argument("--until", type=_instant, help="the last moment, ISO 8601 with its zone (default: now)")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1), help="how many play at once")
    parser.add_argument("--if-empty", action="store_true", help="do nothing when there are reports already")


def _instant(words: str) -> datetime:
    at = datetime.fromisoformat(words)
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError("name the zone too: 2026-07-21T09:42+07:00")
    return at.astimezone(UTC)


@dataclass(frozen=True)
class Wish:
    """What to play. `until` is the demo's present."""

    days: int
    reports: int
    seed: int
    until: datetime


def run(args: argparse.Namespace) -> int:
    """Play the demo into an empty database; 0 when it is played, 1 when there is something in the way."""
    refusal = _refusal()
    if refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    if not Report.objects.exists():
        briefs.hold()
    made = cast.create()
    on_call.create(at=(args.until or clock.now()) - timedelta(days=args.days))
    if Report.objects.exists():
        if briefs.held():
            sys.stderr.write(_INTERRUPTED)
        elif not args.if_empty:
            sys.stderr.write("There are reports already; the demo is played into an empty database only.\n")
        briefs.release()
        return 0 if args.if_empty else 1
    sys.stdout.write("playing the demo month; pages fill while it plays ...\n")
    sys.stdout.flush()
    began = time.monotonic()
    wish = Wish(args.days, args.reports, args.seed, args.until or clock.now())
    # The first seal holds whatever is there: made by a worker half way, it would lack every case that follows.
    with locks.apart(sealing.LOCK):
        _play_everything(wish, args.processes)
    jobs.drain(tasks.seal_and_tell)
    sys.stdout.write(f"{made} accounts, {wish.reports} cases, {time.monotonic() - began:.0f} s\n")
    return 0


def _play_everything(wish: Wish, processes: int) -> None:
    play(wish, processes=processes)
    desk.play(seed=wish.seed, until=wish.until)
    writing.play(until=wish.until)
    teamwork.play(until=wish.until)
    telephone.play(seed=wish.seed, until=wish.until)
    hand_around(until=wish.until)
    reprimand(until=wish.until)
    direct(until=wish.until)
    outside.found(until=wish.until)
    kept.keep(until=wish.until)
    publish(seed=wish.seed, until=wish.until, days=wish.days)
    villages.create(until=wish.until)
    _look(wish.until)
    briefs.send(until=wish.until)


def _look(until: datetime) -> None:
    """What the worker would see in the next ten minutes and the next night: what is like what, and first signs; and
    what it keeps up at once: the figures' facts. Then the record as it stands now is verified."""
    while keeping.fill_missing(at=until):
        pass
    searching.look_for_bursts(at=until)
    searching.look_for_clusters(at=until)
    effects.run_batches()
    checking.begin(at=until)
    while checking.verify_some(at=until):
        pass


def _refusal() -> str:
    if settings.PRODUCTION:
        return "This is a production installation: no demo here."
    if not Region.objects.exists():
        return "Load a province first: rumahrakyat load PROVINCE"
    return ""


def play(wish: Wish, *, processes: int = 1) -> None:
    """Play `wish`; raises what any case raised."""
    plans = newest_first(wish)
    chunks = [plans[start : start + _CHUNK] for start in range(0, len(plans), _CHUNK)]
    if processes <= 1:
        world = World(wish.seed, wish.until)
        for plan in plans:
            live(plan, world)
        attachments.process_pending()
        hear(seed=wish.seed, until=wish.until)
        effects.run_batches()
        return
    connections.close_all()  # a connection must not be shared with a child
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as pool:
        for done in as_completed([pool.submit(_play_chunk, wish, chunk) for chunk in chunks]):
            done.result()
    hear(seed=wish.seed, until=wish.until)
    effects.run_batches()


def newest_first(wish: Wish) -> list[Plan]:
    zone = wallclock.zone()
    planner = Planner(seed=wish.seed, until=wish.until, days=wish.days, zone=zone)
    alike: list[Plan] = []
    if wish.reports >= together.SMALLEST and wish.days >= together.SHORTEST:
        alike = together.plans(
            first=wish.reports, seed=wish.seed, until=wish.until, days=wish.days, zone=zone,
            geography=planner.geography,
        )  # fmt: skip
    plans = planner.plans(wish.reports - len(alike)) + alike
    return sorted(plans, key=lambda plan: plan.received, reverse=True)


_worlds: dict[Wish, World] = {}


def _play_chunk(wish: Wish, plans: list[Plan]) -> None:
    """In a process of its own: play some cases, each committed by itself, then make copies of their pictures."""
    if wish not in _worlds:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # a demo that a power cut takes away can be played again
        _worlds[wish] = World(wish.seed, wish.until)
    for plan in plans:
        live(plan, _worlds[wish])
    attachments.process_pending()
