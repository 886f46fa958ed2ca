"""The head of a case's page: what is due, who reported it, what that person reported besides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahrakyat.duty import reading
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.reading import ReadClock
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import access
from rumahrakyat.reports.identities import knows_identity
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.queries import of_reporter
from rumahrakyat.reports.states import Stage
from rumahrakyat.web import components, duties, formats

Context = dict[str, Any]


def deadline(report: Report, answer: Clock | None, now: datetime) -> Context | None:
    """What is due next: kind, words for the chip, words for the strip of a phone. None when nothing is."""
    if report.answer_due_at and answer:
        kind = components.deadline_kind(report.answer_due_at, now)
        what = _("Objection") if answer.cycle > 1 else _("First answer")
        left = components.deadline_words(kind, abs(report.answer_due_at - now), short=False)
        moment = formats.moment(report.answer_due_at, now)
        before = _("%(what)s due since %(moment)s") if kind == "late" else _("%(what)s, answer before %(moment)s")
        return {
            "kind": kind,
            "chip": before % {"what": what, "moment": moment},
            "strip": f"{what}: {left}",
            "icon": "alarm" if kind == "late" else "clock",
        }
    if report.news_due_at:
        return _news(report.news_due_at, now)
    if report.stage == Stage.WAITING_REPORTER.value and report.reporter_due_at:
        until = formats.moment(report.reporter_due_at, now)
        words = _("Waiting for the citizen until %(moment)s") % {"moment": until}
        return {"kind": "paused", "chip": words, "strip": words, "icon": "pause"}
    if report.stage == Stage.RESOLVED.value and report.reporter_due_at:
        until = formats.moment(report.reporter_due_at, now)
        words = _("The citizen decides until %(moment)s") % {"moment": until}
        return {"kind": "paused", "chip": words, "strip": words, "icon": "pause"}
    return None


def _news(due_at: datetime, now: datetime) -> Context:
    """The next word that is owed after an answer."""
    kind = components.deadline_kind(due_at, now)
    before = _("Next word due since %(moment)s") if kind == "late" else _("Next word by %(moment)s")
    left = components.deadline_words(kind, abs(due_at - now), short=False)
    return {
        "kind": kind,
        "chip": before % {"moment": duties.until(due_at, now)},
        "strip": _("Next word: %(left)s") % {"left": left},
        "icon": "alarm" if kind == "late" else "clock",
    }


def waiting_hint(running: Sequence[ReadClock], now: datetime) -> str:
    """What a question would do to the clock that is owed."""
    waiting = reading.waiting_left(running, at=now)
    if waiting is None:
        return _("No clock runs that could stand still; the case waits ten days at most.")
    if waiting.late:
        return _("The deadline has passed: a question does not stop the clock any more.")
    if not waiting.stands:
        return _("The ten days of waiting are used up: the clock goes on running.")
    words = _("The clock stands still until the citizen answers. Waiting time left: %(time)s of ten days.")
    return words % {"time": formats.duration(waiting.left)}


def identity(report: Report, actor: Actor) -> Context:
    """The line about who reported. Who shows it to somebody notes the reading (`reports.readings`)."""
    if report.identity == Identity.ANONYMOUS:
        return {"icon": "hidden", "words": _("Anonymous: nobody knows who reported")}
    if not knows_identity(report, actor):
        return {"icon": "lock", "words": _("Identity confidential")}
    name = report.reporter.name or _("Gave no name")
    if report.identity == Identity.CONFIDENTIAL:
        return {"icon": "lock", "words": _("%(name)s, confidential: not even the agency may know") % {"name": name}}
    return {"icon": "person", "words": name}


def others(report: Report, reach: access.Reach, actor: Actor) -> list[Report]:
    """The same person's other cases that this reader may see; nothing where the person is not known to them."""
    if not knows_identity(report, actor):
        return []
    return [one for one in of_reporter(report.reporter_id, within=reach.cases(), limit=6) if one.pk != report.pk][:5]
