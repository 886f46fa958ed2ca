"""Evidence that arrives apart from the words it belongs to: photos over a thin link, what a field officer found."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import attachments, merging, timeline
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.entries import EXTERNAL
from rumahrakyat.reports.models import Entry, Report


def bring(
    *,
    report_id: int,
    entry_type: str,
    actor: Actor,
    at: datetime,
    evidence: Sequence[Evidence],
    data: Mapping[str, object] | None = None,
    personal: Mapping[str, object] | None = None,
) -> Entry | None:
    """Keep the files with the case, or with the one that goes on for it, and say so on its timeline. Moves no stage
    and no clock: it is no reply, and no answer. Only types that are declared external.

    A file that the case has already is left out; None when nothing is left and there is nothing else to say. Raises
    `TooManyFiles`, `BadFile`.
    """
    if entry_type not in EXTERNAL:
        raise ValueError(f"{entry_type} belongs to an operation of its own")
    with transaction.atomic():
        head = merging.head_of(Report.objects.get(pk=report_id))
        report = Report.objects.select_for_update(of=("self",)).get(pk=head.pk)
        fresh = [one for one in evidence if not attachments.is_kept(report, one)]
        if evidence and not fresh and not personal and not data:
            return None
        kept = attachments.keep(report, fresh, by_citizen=actor.kind == "citizen", at=at)
        named = [{"id": str(one.pk), "digest": one.content_digest} for one in kept]
        told = {**(data or {}), "attachments": named}
        return timeline.append(
            report, entry_type, actor=actor, at=at, data=told, personal=dict(personal) if personal else None
        )
