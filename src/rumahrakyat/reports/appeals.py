"""The reporter's appeal against how a case ended, and what the secretary decides about it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import attachments, timeline
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import NoAppeal
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.moves import moving, required
from rumahrakyat.reports.states import ENDED, Stage, after_objection

WITHIN: Final = timedelta(days=30)
_ENDINGS: Final = ("resolved", "referred", "rejected")
_CLOSINGS: Final = ("confirmed", "expired")
_TOLD: Final = (*_ENDINGS, *_CLOSINGS, "appealed", "appeal_decided")


def hindrance(told: Iterable[tuple[str, datetime]], at: datetime) -> str:
    """Why there can be no appeal at `at`, from a case's entries (type, instant) in order: "open" when one is not
    decided yet, "again" when this ending was appealed against before, "late" after thirty days; empty when nothing
    hinders."""
    ended_at, appealed, undecided = None, False, False
    for entry_type, moment in told:
        if entry_type in _ENDINGS:
            ended_at, appealed = moment, False
        elif entry_type in _CLOSINGS:
            ended_at = moment
        elif entry_type == "appealed":
            appealed = undecided = True
        elif entry_type == "appeal_decided":
            undecided = False
    if undecided:
        return "open"
    if appealed:
        return "again"
    return "late" if ended_at is None or at - ended_at > WITHIN else ""


def _told(report: Report) -> list[tuple[str, datetime]]:
    return list(Entry.objects.filter(report=report, type__in=_TOLD).order_by("seq").values_list("type", "at"))


def appeal(
    *, report_id: int, text: str, actor: Actor, at: datetime, channel: str, evidence: Sequence[Evidence] = ()
) -> Report:
    """The reporter appeals to the secretary, once for each ending and within thirty days of it. Raises `NoAppeal`."""
    with moving(report_id, "appeal", actor) as (report, _transition):
        words = required(text)
        if reason := hindrance(_told(report), at):
            raise NoAppeal(reason)
        kept = attachments.keep(report, evidence, by_citizen=True, at=at)
        data: dict[str, object] = {
            "channel": channel,
            "from_stage": report.stage,
            "attachments": [{"id": str(one.pk), "digest": one.content_digest} for one in kept],
        }
        timeline.append(report, "appealed", actor=actor, at=at, data=data, personal={"text": words})
    return report


def decide_appeal(
    *, report_id: int, granted: bool, text: str, actor: Actor, at: datetime, seen_seq: int | None = None
) -> Report:
    """The secretary's word, with the reason. Granted: the case is open again and owes a first answer. Raises
    `NoAppeal` when none waits for a decision."""
    with moving(report_id, "decide_appeal", actor, seen_seq) as (report, _transition):
        words = required(text)
        if hindrance(_told(report), at) != "open":
            raise NoAppeal("none")
        before = Stage(report.stage)
        if granted and before in ENDED | {Stage.RESOLVED}:
            report.stage = after_objection(before, held=report.holder_id is not None).value
            report.closing, report.closed_at, report.referred_to = "", None, ""
            report.save(update_fields=["stage", "closing", "closed_at", "referred_to"])
        data: dict[str, object] = {"granted": granted, "from_stage": before.value}
        timeline.append(report, "appeal_decided", actor=actor, at=at, data=data, personal={"text": words})
    return report
