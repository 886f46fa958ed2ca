"""A report that tells of two matters becomes two cases, so that each has somebody who answers for it.

The new case comes in by the one entrance, as the same reporter's own words received when the whole was received: its
clocks count from there. What passed before it was taken apart was spent at the desk and is charged to nobody else
(rules 4 to 6 of the fair clocks). It is routed like any other; the old one stays where it is.
"""

from datetime import datetime

from django.db import transaction

from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.intake import Intake, take_in
from rumahrakyat.correspondence.models import Listener
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import linking
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.moves import moving, required


def split(*, report_id: int, part: str, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """Make a case of `part`, words that stand in the report; `text` is the reason. Returns the new case; the same part
    makes it once. Raises `CannotSplit` and what every move raises."""
    with transaction.atomic(), moving(report_id, "split", actor, seen_seq) as (report, _transition):
        reason = required(text)
        words = linking.part_of(report, part)
        made, new = take_in(intake=_as_intake(report, words), at=at)
        if new:
            for one in Listener.objects.filter(report=report).select_related("contact_point"):
                intake.listen(report=made, contact_point=one.contact_point, channel=one.channel, at=at, under=one.under)
            linking.note_split(report=report, made=made, text=reason, actor=actor, at=at)
    return made


def _as_intake(report: Report, words: str) -> Intake:
    return Intake(
        text=words,
        channel=report.channel,
        received_at=report.received_at,
        source_key=linking.key_of_part(report, words),
        kind=report.kind,
        identity=report.identity,
        confidential=not report.is_public,
        reporter=report.reporter,
        place_words=report.place_words,
        lat=report.lat,
        lon=report.lon,
        occurred_at=report.occurred_at,
        reply_channel="",
    )
