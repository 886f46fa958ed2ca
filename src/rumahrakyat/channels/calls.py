"""Telephone calls: what the exchange told about each, one row a call whatever the order of its events."""

from collections.abc import Callable
from datetime import datetime

from rumahrakyat.channels.base import Call as Told
from rumahrakyat.channels.base import CallPhase, MediaRef
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.lib import crypto, jobs
from rumahrakyat.people.operations import contact_point

LONGEST_LINE, LONGEST_AGENT, LONGEST_CAUSE = 40, 80, 60
LONGEST_SECONDS = 7 * 24 * 3600

Listener = Callable[[Call, CallPhase, datetime], None]
_listeners: dict[str, Listener] = {}


def add_listener(name: str, listener: Listener) -> None:
    """Lend who wants to know what calls do: told of each event, its call saved, in the transaction that notes it."""
    _listeners[name] = listener


def note(event: Told, *, at: datetime) -> None:
    """Add what `event` tells to its call. Call inside a transaction.

    Events may come in any order, twice, or not at all: a call is the earliest beginning, the earliest answer, the
    earliest end, and the first word on everything else. An event that names no caller takes none away. Who answered
    counts for more than whose telephone rang.
    """
    call = of(event.channel, event.call_id, started_at=event.at, at=at)
    call.started_at = min(call.started_at, event.at)
    if event.phase is not CallPhase.RECORDED:
        call.direction = event.direction
    if event.other and call.contact_point_id is None:
        call.contact_point = contact_point(scheme=event.other.scheme, value=event.other.value, at=at)
    call.line = call.line or event.line[:LONGEST_LINE]
    named = event.agent[:LONGEST_AGENT]
    call.agent = (named or call.agent) if _picked_up(event, call) else (call.agent or named)
    call.cause = call.cause or event.cause[:LONGEST_CAUSE]
    if call.seconds is None and event.seconds is not None:
        call.seconds = min(max(event.seconds, 0), LONGEST_SECONDS)
    if event.phase is CallPhase.ANSWERED:
        call.answered_at = min(call.answered_at or event.at, event.at)
    if event.phase is CallPhase.ENDED:
        call.ended_at = min(call.ended_at or event.at, event.at)
    call.save()
    if event.recording:
        _keep(event.recording, call, at)
    for _name, listener in sorted(_listeners.items()):
        listener(call, event.phase, at)


def _picked_up(event: Told, call: Call) -> bool:
    return event.phase is CallPhase.ANSWERED and call.answered_at is None


def of(channel: str, call_id: str, *, started_at: datetime, at: datetime) -> Call:
    """The call, locked; begun with what is known when no event of it has been noted yet."""
    beginning = {"started_at": started_at, "recorded_at": at}
    Call.objects.get_or_create(channel=channel, call_id=call_id, defaults=beginning)
    return Call.objects.select_for_update(of=("self",)).get(channel=channel, call_id=call_id)


def _keep(ref: MediaRef, call: Call, at: datetime) -> None:
    """Hang the recording on the call: the row that its message has already, or one of its own, which is fetched."""
    if InboundMedia.objects.filter(channel=call.channel, ref=ref.ref).update(call=call):
        return
    InboundMedia.objects.create(
        call=call,
        channel=call.channel,
        ref=ref.ref,
        kind=ref.kind,
        mime_type=ref.mime_type[:100],
        sha256=ref.sha256,
        sealed_filename=crypto.seal(ref.filename) if ref.filename else "",
        next_at=at,
    )
    jobs.wake("channels.media")
