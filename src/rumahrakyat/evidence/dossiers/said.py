"""The messages and calls of a case, as its dossier holds them."""

import re
from typing import Any, Final

from rumahrakyat.channels.models import Message
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.lib.canonical import instant, moment
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.wording import public_copy

# The secret code of a receipt opens the case to whoever has it: it is in no dossier, whoever takes it.
_SECRET: Final = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)")
_HIDDEN: Final = "•••• •••• •••• ••••"


def messages(report: Report, *, full: bool) -> list[dict[str, Any]]:
    """Oldest first. Without `full` what we wrote is masked as in public, and what the citizen wrote is left to the
    entries of the timeline, where it stands."""
    found = Message.objects.filter(case__report=report).order_by("recorded_at", "pk")
    return [_message(one, full=full) for one in found]


def _message(one: Message, *, full: bool) -> dict[str, Any]:
    text: str | None = _SECRET.sub(_HIDDEN, one.text)
    state = "kept" if one.sealed_content else "erased"
    if state == "kept" and not full:
        ours = one.direction == Message.Direction.OUT
        text, state = (public_copy(text or ""), "masked") if ours else (None, "withheld")
    return {
        "at": instant(one.sent_at or one.recorded_at), "recorded_at": instant(one.recorded_at),
        "channel": one.channel, "direction": one.direction, "kind": one.kind, "status": one.status,
        "status_at": instant(one.status_at), "text": text if state != "erased" else None, "text_state": state,
    }  # fmt: skip


def calls(report: Report) -> list[dict[str, Any]]:
    """The telephone calls in which the case was told or spoken about, oldest first; never a number."""
    found = Call.objects.filter(cases__report=report).order_by("started_at", "pk")
    return [
        {
            "started_at": instant(one.started_at), "answered_at": moment(one.answered_at),
            "ended_at": moment(one.ended_at), "direction": one.direction,
            "seconds": one.seconds,
        }
        for one in found
    ]  # fmt: skip
