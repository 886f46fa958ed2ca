"""What the reporter can do about a case now, and until when, in plain words; and what became of appeals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahrakyat.duty.state import TICK
from rumahrakyat.handover import appeals as matters
from rumahrakyat.handover.models import Appeal
from rumahrakyat.public.panels import Clocks
from rumahrakyat.reports import afterwards, appeals, queries
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import TRANSITIONS, Stage
from rumahrakyat.web import duties, formats


@dataclass(frozen=True)
class Right:
    icon: str
    words: str


def rights(report: Report, lines: Sequence[queries.Line], clocks: Clocks, now: datetime) -> list[Right]:
    """In the order in which they matter. Only for the reporter."""
    stage = Stage(report.stage)
    if stage is Stage.MERGED:
        return []
    if afterwards.is_over(report, now):
        return [Right("archive", _("Thirty days after the end are over. Tell it anew, and we link the two reports."))]
    found = [_turn(report, stage), _objecting(clocks, stage, now), _ended(report)]
    found.append(_appealing(report, lines, now))
    if report.is_open and stage not in {Stage.WAITING_REPORTER, Stage.RESOLVED}:
        found.insert(0, Right("chat", _("Add something at any time: words, photos, the place.")))
    return [one for one in found if one]


def _turn(report: Report, stage: Stage) -> Right | None:
    until = formats.long_day(report.reporter_due_at) if report.reporter_due_at else ""
    if stage is Stage.WAITING_REPORTER:
        return Right("question", _("Answer the question, until %(day)s.") % {"day": until})
    if stage is Stage.RESOLVED:
        return Right("check-circle", _("Say whether it is solved, until %(day)s.") % {"day": until})
    return None


def _objecting(clocks: Clocks, stage: Stage, now: datetime) -> Right | None:
    clock = clocks.answer
    running = clock is not None and clock.cycle > 1 and clock.met_at is None and clock.stopped_at is None
    if running and clock is not None and stage in TRANSITIONS["object"].from_:
        words = _("Your objection must be answered before %(moment)s. After that answer you can appeal.")
        return Right("clock", words % {"moment": formats.moment(clock.due_at, now)})
    return None


def _ended(report: Report) -> Right | None:
    until = afterwards.window_of(report)
    if until is None:
        return None
    words = _("Write to us or have the case opened again, until %(day)s.")
    return Right("reply", words % {"day": formats.long_day(until)})


def _appealing(report: Report, lines: Sequence[queries.Line], now: datetime) -> Right | None:
    if Stage(report.stage) not in TRANSITIONS["appeal"].from_:
        return None
    told = [(line.type, line.entry.at) for line in lines]
    hindrance = appeals.hindrance(told, now)
    if hindrance == "again":
        return Right("shield", _("An appeal against this end was decided. The Ombudsman takes complaints on 137."))
    if hindrance:
        return None
    ended = [at for name, at in told if name in {"resolved", "referred", "rejected", "confirmed", "expired"}]
    words = _("Appeal to a higher officer, until %(day)s.")
    return Right("shield", words % {"day": formats.long_day(ended[-1] + appeals.WITHIN)})


def appeal_lines(report: Report, lines: Sequence[queries.Line]) -> list[dict[str, Any]]:
    """Each appeal as its own line: number, who decides until when, or what was decided. No query without one."""
    if not any(line.type == "appealed" for line in lines):
        return []
    return [_line(one) for one in matters.of_report(report.pk)]


def _line(one: Appeal) -> dict[str, Any]:
    due = vars(one).get("due_at")
    if one.decided_at is not None:
        state = _("granted: the case is open again") if one.granted else _("refused")
        words = _("%(state)s, %(day)s") % {"state": state, "day": formats.long_day(one.decided_at)}
    elif due is not None:
        words = _("%(who)s decides by %(day)s") % {"who": one.get_level_display(), "day": _last_day(due)}
    else:
        words = _("%(who)s decides") % {"who": one.get_level_display()}
    return {
        "number": one.number,
        "words": words,
        "open": one.decided_at is None,
        "who": one.get_level_display(),
    }


def _last_day(due: datetime) -> str:
    """The day before whose end it is owed: a deadline in working days ends where the next day begins."""
    return formats.long_day(due - TICK if duties.is_end_of_day(due) else due)


def decider(lines: Sequence[dict[str, Any]]) -> str:
    """Who decides the appeal that is open among `lines`; empty without one."""
    return next((str(one["who"]) for one in lines if one["open"]), "")


def own_words(report: Report) -> bool:
    """Whether there are words since the end with which the case can be opened again at one tap."""
    if afterwards.window_of(report) is None:
        return False
    said = afterwards.words_since_end(report)
    return said is not None and bool(said.text)
