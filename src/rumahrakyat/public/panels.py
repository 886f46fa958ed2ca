"""What is due before everything else, as the panel at the head of a case's public page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.rules import APPEAL, FIRST_RESPONSE, REPORTER_COMPLETES, REPORTER_DECIDES
from rumahrakyat.public.story import name_of, stage_label
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Closing, Stage
from rumahrakyat.web import duties, formats


@dataclass(frozen=True)
class Clocks:
    """The clocks of a case that its page speaks of: the newest of each kind. `answer`: of a first response."""

    answer: Clock | None = None
    appeal: Clock | None = None
    decides: Clock | None = None
    completes: Clock | None = None

    @classmethod
    def of(cls, clocks: Iterable[Clock]) -> "Clocks":
        newest = {clock.obligation: clock for clock in clocks}
        return cls(
            newest.get(FIRST_RESPONSE),
            newest.get(APPEAL),
            newest.get(REPORTER_DECIDES),
            newest.get(REPORTER_COMPLETES),
        )


def panel(report: Report, clocks: Clocks, *, reporter: bool, now: datetime, decider: str = "") -> dict[str, Any] | None:
    """The parameters of the deadline panel: what is due before everything else; None when nothing is. `decider`: who
    decides an appeal that runs."""
    who = name_of(report.holder)
    if clocks.appeal is not None and clocks.appeal.running and not report.answer_due_at:
        return _appealed(clocks.appeal, decider, now)
    if report.stage == Stage.RESOLVED.value:
        return _yours(clocks.decides, who, reporter=reporter)
    if report.stage == Stage.WAITING_REPORTER.value:
        return _asked(clocks.completes, who, reporter=reporter)
    if not report.is_open:
        return _ended(report)
    clock = clocks.answer
    if clock is None:
        return None
    if clock.met_at is not None:
        return _next_word(report.news_due_at, who, now) if report.news_due_at else _answered(report, clock, who)
    what = _("The objection must be answered by") if clock.cycle > 1 else _("Must be answered by")
    late = now >= clock.due_at
    return {
        "what": _("Should have been answered by") if late else what,
        "who": who,
        "due_at": clock.due_at,
        "started_at": clock.started_at,
        "now": now,
        "otherwise": _late_words(clock, report)
        if late
        else _("After that the case goes up to the head, then onto the Governor's list of reprimands."),
    }


def _late_words(clock: Clock, report: Report) -> str:
    """Who is on record for the delay: not always the body that has the case now."""
    charged = next((one for one in clock.breaches.all() if not one.own), None)
    if charged is not None and charged.holder_id != report.holder_id:
        words = _("The delay is on record for %(charged)s, which had it longest. Who has it now must still answer.")
        return words % {"charged": name_of(charged.holder)}
    return _("The head was told, and the delay is on the Governor's list of reprimands.")


def _next_word(due_at: datetime, who: str, now: datetime) -> dict[str, Any]:
    """After an answer the next word is owed by a day."""
    late = now >= due_at
    before = _("by %(moment)s") if duties.is_end_of_day(due_at) else _("before %(moment)s")
    return {
        "kind": "late" if late else "calm",
        "what": _("The next word should have come from") if late else _("The next word comes from"),
        "who": who,
        "when": before % {"moment": duties.until(due_at, now)},
        "otherwise": _("The delay is on record and has gone up to the head.")
        if late
        else _("If it does not come, the case goes up to the head."),
    }


def _appealed(clock: Clock, decider: str, now: datetime) -> dict[str, Any]:
    return {
        "kind": "calm",
        "what": _("The appeal is decided by"),
        "who": decider or _("the Regional Secretary"),
        "when": _("by %(moment)s") % {"moment": duties.until(clock.due_at, now)},
        "otherwise": _("The decision and its reason will stand in this story."),
    }


def _yours(clock: Clock | None, who: str, *, reporter: bool) -> dict[str, Any]:
    until = formats.long_day(clock.due_at) if clock else ""
    words = _("Until %(day)s. Without a word from you the system closes the report, and it does not count as solved.")
    theirs = _("Until %(day)s. Without a word from the reporter the system closes it, and it does not count as solved.")
    return {
        "kind": "yours",
        "what": "",
        "who": who,
        "did": _("says that it is done."),
        "when": _("You decide") if reporter else _("The reporter decides"),
        "otherwise": (words if reporter else theirs) % {"day": until},
    }


def _asked(clock: Clock | None, who: str, *, reporter: bool) -> dict[str, Any]:
    until = formats.long_day(clock.due_at) if clock else ""
    return {
        "kind": "yours",
        "what": "",
        "who": who,
        "did": _("needs something from you.") if reporter else _("waits for the reporter."),
        "when": _("Your turn") if reporter else _("The reporter's turn"),
        "otherwise": _("Until %(day)s. After that the case goes on without the answer.") % {"day": until},
    }


def _ended(report: Report) -> dict[str, Any]:
    """How the case ended. Closed by the system never looks like solved."""
    at = report.closed_at
    solved = report.closing == Closing.REPORTER.value
    words = {
        Stage.REFERRED.value: _("This is another body's task. How to reach it stands below."),
        Stage.REJECTED.value: _("The reason stands below. The reporter may object."),
        Stage.MERGED.value: _("Others reported the same; both are handled as one case."),
    }
    if report.closing == Closing.SYSTEM.value:
        words[report.stage] = _("Ten days passed without a word from the reporter. It does not count as solved.")
    return {
        "kind": "met" if solved else "calm",
        "what": formats.long_day(at) if at else "",
        "when": _("Referred to %(to)s") % {"to": report.referred_to} if report.referred_to else stage_label(report),
        "otherwise": words.get(report.stage, ""),
    }


def _answered(report: Report, clock: Clock, who: str) -> dict[str, Any]:
    assert clock.met_at is not None
    return {
        "kind": "met",
        "what": "",
        "who": who,
        "did": _("is working on it."),
        "when": stage_label(report),
        "otherwise": _("The first answer came after %(time)s; 24 hours are allowed.")
        % {"time": formats.duration(clock.met_at - clock.started_at)},
    }
