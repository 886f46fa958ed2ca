"""Beside a case: its dossier, who read it, a finding about it, the way to the Ombudsman."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rumahrakyat.oversight.findings.ombudsman import hindrance
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import ANSWER, FIND, READ_READERS, REGISTER, TAKE_DOSSIER, VERIFY
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.queries import Line


def panel(report: Report, actor: Actor, lines: Sequence[Line], now: datetime) -> dict[str, Any]:
    """Asks nothing; the number of readers comes with the badges of the frame."""
    helps = actor.may(VERIFY, REGISTER, ANSWER)
    types = frozenset(line.type for line in lines)
    shown = {
        "takes": actor.may(TAKE_DOSSIER),
        "reads_readers": actor.may(READ_READERS),
        "finds": actor.may(FIND),
        "may_bring": helps and not hindrance(report, types=types, at=now),
    }
    return {"outside": shown if any(shown.values()) else None}
