"""Hearing the recording of a call: for those alone who may, and never without a trace."""

from dataclasses import dataclass
from datetime import datetime

from rumahrakyat.channels.media import blobs
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.people import audit
from rumahrakyat.people.roles import TAKE_CALLS
from rumahrakyat.reports.access import Reach


class NotYours(LookupError):
    """There is no such recording, or none for this reader."""


@dataclass(frozen=True)
class Heard:
    content: bytes
    mime_type: str


def may_hear(call: Call, reach: Reach) -> bool:
    """Whoever took the call; and who takes calls and reaches the case that it belongs to."""
    work = getattr(call, "work", None)
    if work is not None and reach.account.pk in {work.account_id, work.settled_by_id}:
        return True
    case = work.report if work else None
    return case is not None and reach.has(TAKE_CALLS) and reach.reads(case)


def hear(*, call: Call, media_id: int, reach: Reach, at: datetime) -> Heard:
    """The recording; on the audit trail with who and when. Raises `NotYours`."""
    row = InboundMedia.objects.filter(pk=media_id, call=call, state=InboundMedia.State.DONE).first()
    if row is None or not may_hear(call, reach):
        raise NotYours
    audit.record(act="recording.heard", account=reach.account.pk, at=at, subject=f"call {call.pk}")
    return Heard(blobs().get(row.digest), row.mime_type or "audio/ogg")
