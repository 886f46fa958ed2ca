"""What a holder may promise: the day of its next word, and more time where a rule allows it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.state import TICK
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NotExtendable
from rumahrakyat.reports.models import Report


@dataclass(frozen=True)
class NextWord:
    """Local days between which the next word may be promised, and the one that holds when none is named."""

    earliest: date
    suggested: date
    latest: date
    days: int
    most: int


def next_word(report: Report, *, at: datetime, machine: Engine | None = None) -> NextWord:
    """By the rule of silence in force for this case. Raises `rules.NoRule`."""
    machine = machine or store.engine()
    rule = machine.book.rule(rules.SILENCE, store.facts_of(report), at)
    if rule is None:
        raise rules.NoRule(rules.SILENCE)
    today, most = machine.calendar.local_day(at), rule.longest or rule.amount
    suggested = machine.calendar.local_day(machine.calendar.deadline(at, rule.unit, rule.amount) - TICK)
    return NextWord(today, suggested, machine.calendar.nth_working_day(today, most), rule.amount, most)


def extend(*, report_id: int, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """Take the further days of a rule once, with the reason, while the clock is still in time. Raises `NotExtendable`.

    The entry moves the clocks; when it moved none, it is taken back.
    """
    with transaction.atomic():
        before = _extended(report_id)
        report = cases.extend(report_id=report_id, text=text, actor=actor, at=at, seen_seq=seen_seq)
        if _extended(report_id) == before:
            raise NotExtendable("clock")
    return report


def _extended(report_id: int) -> int:
    return Clock.objects.filter(report=report_id, extended=True).count()
