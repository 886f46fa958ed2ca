"""Recommendations of the Ombudsman and the inspectorate past their deadline, as a brief says them: numbers, bodies and
days, never the words, in which somebody may be named."""

from datetime import datetime, timedelta
from typing import Any, Final

from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.queries import government_of
from rumahrakyat.oversight.briefs import words
from rumahrakyat.oversight.findings.queries import overdue
from rumahrakyat.oversight.models_findings import Recommendation
from rumahrakyat.oversight.registers import telling
from rumahrakyat.oversight.sight import Sight

SHOWN: Final = 3
Content = dict[str, Any]


def late(sight: Sight, at: datetime) -> Content:
    """Those owed by the bodies in sight, the longest first; how many more there are is said."""
    found = overdue(at=at, organisations=None if sight.everything else _bodies(sight))
    rest = len(found) - SHOWN
    return {
        "total": len(found),
        "words": words.OUTSIDE.format(count=telling.number(len(found))) if found else "",
        "rows": [_row(one, at) for one in found[:SHOWN]],
        "rest": words.MORE_OUTSIDE.format(count=telling.number(rest)) if rest > 0 else "",
    }


def _bodies(sight: Sight) -> set[int]:
    governments = (government_of(code) for code in sorted(sight.regencies))
    return {*sight.organisations, *(one.pk for one in governments if one is not None)}


def _row(one: Recommendation, at: datetime) -> Content:
    last = (one.due_at - timedelta(microseconds=1)).astimezone(wallclock.zone()).date()
    answered = one.answered_at is not None and one.answered_at <= at
    known = one.state if one.state in words.OWED else "accepted" if answered else "open"
    return {
        "number": one.number,
        "finding": one.finding_id,
        "body": one.finding.organisation.name,
        "by": one.finding.by_title,
        "due": telling.day(last),
        "longest": words.span(int((at - one.due_at).total_seconds())),
        "state": words.OWED[known],
    }
