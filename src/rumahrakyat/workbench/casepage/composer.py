"""What the answer's form says about itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _

from rumahrakyat.channels import registry
from rumahrakyat.duty import promises
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Clock
from rumahrakyat.reports.models import Report, StageChoices
from rumahrakyat.reports.states import ANSWER_STAGES, Stage
from rumahrakyat.web import components

Context = dict[str, Any]


def composer(
    report: Report,
    answer: Clock | None,
    actions: Sequence[str],
    now: tuple[Engine, datetime],
    *,
    heard_on: Sequence[str],
) -> Context | None:
    """What the answer's form says about itself: stages, readers, the clock it stops, where it goes (`heard_on`: codes
    of channels)."""
    if "answer" not in actions:
        return None
    channels = [registry.label(code) for code in heard_on]
    if report.answer_due_at and answer:
        stops = _("Stops the clock of the objection.") if answer.cycle > 1 else _("Stops the 1×24-hour clock.")
    elif report.stage == Stage.WAITING_REPORTER.value:
        stops = _("Stops the clock that waits for the citizen.")
    else:
        stops = _("The first answer was given; this one is the next word.")
    return {
        "next": _bounds(report, *now),
        "stages": [
            {
                "value": stage.value,
                "label": StageChoices(stage.value).label,
                "icon": components.STAGE_ICONS[stage.value],
                "key": nth,
            }
            for nth, stage in enumerate(ANSWER_STAGES, start=1)
        ],
        "readers": _("read by everybody") if report.is_public else _("read by the citizen only"),
        "stops": stops,
        "channels": ", ".join(channels),
    }


def _bounds(report: Report, machine: Engine, now: datetime) -> Context:
    """Between which days the next word may be promised, and the day that holds when none is named."""
    bounds = promises.next_word(report, at=now, machine=machine)
    words = _("Left empty: %(day)s (%(n)s working days). At most %(most)s working days.")
    named = {"day": dateformat.format(bounds.suggested, "l, j F"), "n": bounds.days, "most": bounds.most}
    return {"least": bounds.earliest.isoformat(), "most": bounds.latest.isoformat(), "hint": words % named}
