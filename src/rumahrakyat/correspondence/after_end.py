"""What a citizen does after the end of a case, from a chat: appeal, open it again, write when it is over. The same
rules as on the case's page; `doing` carries the turns out."""

from datetime import datetime

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Inbound
from rumahrakyat.correspondence import facts, intake, messages
from rumahrakyat.correspondence.evidence import evidence_of
from rumahrakyat.correspondence.turns import Draft, Say
from rumahrakyat.reports import afterwards
from rumahrakyat.reports.errors import NoAppeal, NotAllowed
from rumahrakyat.reports.models import Report

REOPEN = "reopen"


def appeal(draft: Draft, report: Report, inbound: Inbound, at: datetime) -> list[Say]:
    """Ask for a higher officer's decision; what stands against it is said in words."""
    evidence, _refused = evidence_of(draft.media, report)
    medium = registry.medium(inbound.channel)
    values = {"number": report.number}
    try:
        intake.appeal(report=report, text=draft.text, channel=medium, at=at, evidence=evidence)
    except NoAppeal as error:
        return [Say(f"appeal_{error.reason}", values)]
    except NotAllowed:
        return [Say("appeal_running", values | _holder(report))]
    return [Say("appeal_sent", values)]


def _holder(report: Report) -> dict[str, str]:
    due = report.answer_due_at or report.news_due_at
    return {
        "holder": facts.holder_name(report),
        "agency": facts.short_name(report),
        "due": facts.due_words(due),
        "until": messages.short_moment(due) if due else "-",
    }


def added(report: Report) -> Say | None:
    """What is said of words that came after the end, with the way to open it again; None for an open case."""
    until = afterwards.window_of(report)
    if until is None:
        return None
    values = {"number": report.number, "holder": facts.holder_name(report), "until": messages.moment(until)}
    return Say("added_after_end", values, ((f"{REOPEN}:{report.number}", REOPEN),))


def reopen(report: Report, inbound: Inbound, at: datetime) -> list[Say]:
    """Open it again with what was written since it ended: an objection in those words."""
    said = afterwards.words_since_end(report)
    if said is None or not said.text:
        return [Say("reopen_what", {"number": report.number})]
    medium = registry.medium(inbound.channel)
    fresh = intake.object_to(report=report, text=said.text, channel=medium, at=at)
    return [Say("reopened", {"number": report.number} | _holder(fresh))]
