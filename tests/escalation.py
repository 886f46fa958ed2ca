"""Thousands of overdue cases of every awkward kind, swept by two processes at once of which one is killed.

What must come of it is worked out here, from the ladders as data and from what happened to each case; nothing of the
sweeper or of the machine of the clocks is asked.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count

from rumahrakyat.demo import bulk
from rumahrakyat.demo.story import Event, Matter, Story, tell
from rumahrakyat.duty.models import Breach, Clock, EscalationStep
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.lib import clock
from rumahrakyat.operate.invariants import Scope, examine
from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.regions.province import active
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage
from tests.deliveries import database_url

HOUR: Final = timedelta(hours=1)
OLD: Final = timedelta(days=150)  # longer than the longest class of work with everything that it may stand still
FATES: Final = (
    "unassigned", "assigned", "handed_over", "waiting", "answered", "resolved", "headless", "disabled", "inactive",
    "unassigned",
)  # fmt: skip


class Overdue(bulk.Writer):
    """Cases in which nothing has been looked at since the last thing that a person did."""

    def __init__(self, count: int, at: datetime) -> None:
        super().__init__(bulk.Bulk(count, at - OLD, per_day=count * 4, processes=1))
        agencies = sorted({one.holder for one in self.matters.all if one.holder})
        self.headless, self.disabled, self.inactive, self.other = agencies[:4]
        ordinary = [one for one in self.matters.all if one.holder in agencies[4:]]
        self.ordinary = ordinary or list(self.matters.all)
        self.code_of = {pk: code for code, pk in self.holders.items()}
        self.expected: Counter[str] = Counter()
        self.breaches = self.ended = self.before = 0

    def until(self, story: Story) -> datetime:
        return story.events[-1].at

    def story(self, index: int, rng: random.Random) -> tuple[Matter, Story]:
        fate = FATES[index % len(FATES)]
        matter = rng.choice(self._matters(fate))
        self._expect(fate, matter.kind)
        begun = tell(matter, self.bulk.received(index), self.bulk.received(index), rng)
        story = Story(begun.events[:2], Stage.RECEIVED)
        if fate != "unassigned":
            story.events.append(begun.events[2])
            story.stage = Stage.ASSIGNED
            if fate in _GO_ON:
                _GO_ON[fate](story, self.code_of[self.other])
        return matter, story

    def _matters(self, fate: str) -> Sequence[Matter]:
        special = {"headless": self.headless, "disabled": self.disabled, "inactive": self.inactive}.get(fate)
        return [one for one in self.matters.all if one.holder == special] if special else self.ordinary

    def _expect(self, fate: str, kind: str) -> None:
        owed = {"complaint": ["resolution"], "information": ["resolution", "information"]}.get(kind, [])
        case = {
            "unassigned": ["first_response", "routing", *owed],
            "answered": ["silence", *owed],
            "resolved": [],
        }.get(fate, ["first_response", *owed])
        for obligation in case:
            self.expected.update(_steps(obligation, own=False))
        self.breaches += len(case)
        if fate == "handed_over":  # the second holder answers for itself
            self.expected.update(_steps("first_response", own=True))
            self.breaches += 1
        self.ended += fate in {"waiting", "resolved"}


def _steps(obligation: str, *, own: bool) -> list[str]:
    """The steps of the province's ladder for an obligation, as they stand in its file."""
    (ladder,) = [one for one in active().document("duty_ladders.json") if one["obligation"] == obligation]
    return [f"{obligation}:{one['code']}" for one in ladder["steps"] if bool(one.get("own")) == own]


def _hand_over(story: Story, other: str) -> None:
    data: dict[str, object] = {"holder": other}
    words: dict[str, object] = {"text": "Bukan wewenang kami."}
    story.events.append(Event("handed_over", story.events[0].at + 23 * HOUR, "staff", data, words))


def _ask(story: Story, _other: str) -> None:
    words: dict[str, object] = {"text": "Di sebelah mana?"}
    story.events.append(Event("asked", story.events[0].at + 2 * HOUR, "staff", {}, words))
    story.stage, story.before_waiting = Stage.WAITING_REPORTER, Stage.ASSIGNED.value


def _answer(story: Story, _other: str) -> None:
    data: dict[str, object] = {"from_stage": "assigned", "stage": "field_check", "attachments": []}
    words: dict[str, object] = {"text": "Petugas sudah ke lokasi."}
    story.events.append(Event("answered", story.events[0].at + 2 * HOUR, "staff", data, words))
    story.stage = Stage.FIELD_CHECK


def _resolve(story: Story, _other: str) -> None:
    data: dict[str, object] = {"from_stage": "assigned", "stage": "resolved", "attachments": []}
    words: dict[str, object] = {"text": "Sudah ditambal.", "no_photo_reason": "Tidak ada yang dipotret."}
    story.events.append(Event("resolved", story.events[0].at + 2 * HOUR, "staff", data, words))
    story.stage = Stage.RESOLVED


_GO_ON: Final[dict[str, Callable[[Story, str], None]]] = {
    "handed_over": _hand_over, "waiting": _ask, "answered": _answer, "resolved": _resolve,
}  # fmt: skip


def prepare(count: int, at: datetime) -> Overdue:
    """Write the cases; then take heads, accounts and bodies away from some of their holders."""
    writer = Overdue(count, at)
    for start in range(0, count, bulk.CHUNK):
        writer.write(start)
    writer.before = EscalationStep.objects.count()  # reminders before a case was handed over
    Membership.objects.filter(organisation=writer.headless, role="head").delete()
    Account.objects.filter(memberships__organisation=writer.disabled).update(is_active=False)
    Organisation.objects.filter(pk=writer.inactive).update(active=False)
    return writer


def play(*, count: int, kills: int = 1, seconds: float = 3600.0) -> dict[str, Any]:
    """Write `count` cases and let two sweepers at them, one of which is killed `kills` times and replaced."""
    writer = prepare(count, clock.now())
    share = (writer.expected.total() - writer.before) // (kills + 1)
    turns = [writer.before + share * nth for nth in range(1, kills + 1)]
    began, members, killed = time.monotonic(), [_begin(), _begin()], 0
    try:
        while _due() and time.monotonic() - began < seconds:
            if killed < kills and EscalationStep.objects.count() > turns[killed]:
                members[0].kill()
                members[0].wait()
                members[0], killed = _begin(), killed + 1
            time.sleep(0.2)
    finally:
        for member in members:
            member.terminate()
            member.wait()
    spent = time.monotonic() - began
    return {"cases": count, "killed": killed, "seconds": round(spent, 1), **outcome(writer, clock.now())}


def _begin() -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "DATABASE_URL": database_url(), "RUMAHRAKYAT_LOG_LEVEL": "CRITICAL"}
    return subprocess.Popen([sys.executable, "-m", "tests.escalation_worker"], env=environment)


def _due() -> bool:
    return Clock.objects.filter(next_action_at__lt=clock.now()).exists()


def outcome(writer: Overdue, at: datetime) -> dict[str, Any]:
    """What the database says beside what must be there."""
    found = Counter(
        {
            f"{one['clock__obligation']}:{one['code']}": one["count"]
            for one in EscalationStep.objects.values("clock__obligation", "code").annotate(count=Count("pk"))
        }
    )
    twice = EscalationStep.objects.values("clock", "code", "organisation").annotate(n=Count("pk")).filter(n__gt=1)
    alerts = Alert.objects.filter(step__isnull=False)
    entries = Counter(Entry.objects.filter(type__in=["escalated", "breached"]).values_list("type", flat=True))
    return {
        "expected": writer.expected.total(),
        "steps": found.total(),
        "missing": (writer.expected - found).total(),
        "needless": (found - writer.expected).total(),
        "twice": twice.count(),
        "escalated_entries": entries["escalated"],
        "alerts": alerts.count(),
        "alerts_expected": writer.expected.total() - writer.before,
        "alerts_twice": alerts.count() - alerts.values("step").distinct().count(),
        "breaches": Breach.objects.count(),
        "breaches_expected": writer.breaches,
        "breached_entries": entries["breached"],
        "ended": Report.objects.filter(stage=Stage.CLOSED.value).count()
        + Entry.objects.filter(type="waiting_ended").count(),
        "ended_expected": writer.ended,
        "left": Clock.objects.filter(next_action_at__lt=at).count(),
        "wrong": {name: one.count for name, one in examine(Scope(at=at, chains=None)).items() if not one.ok},
    }


def is_well(found: dict[str, Any]) -> bool:
    return (
        found["steps"] == found["expected"] == found["escalated_entries"]
        and found["alerts"] == found["alerts_expected"]
        and found["breaches"] == found["breaches_expected"] == found["breached_entries"]
        and found["ended"] == found["ended_expected"]
        and not any(found[name] for name in ("missing", "needless", "twice", "alerts_twice", "left", "wrong"))
    )
