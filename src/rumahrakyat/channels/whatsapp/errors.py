"""The Graph API's error codes, in the one form our outbox knows."""

import base64
import binascii
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.payload import mapping, number, text
from rumahrakyat.lib.http import Reply

WINDOW_CLOSED = frozenset({131047, 470})
TOKEN_DEAD = frozenset({0, 102, 190, 10, 200})
THROTTLED = {
    4: timedelta(minutes=5),  # the app's own call limit
    80007: timedelta(minutes=5),  # the business account's limit
    130429: timedelta(seconds=10),  # messages a second
    131048: timedelta(minutes=30),  # held back because people reported our number
    131056: timedelta(seconds=10),  # too many to one person
    133016: timedelta(minutes=60),  # number registered too often
}
PASSING = frozenset({1, 2, 131000, 131016, 131053, 131057, 133004})
# Staff read these; the provider's own title is used for every other code.
_SENTENCES = {
    131026: "the number cannot receive WhatsApp messages",
    131047: "the 24-hour reply window is closed",
    131051: "a kind of message that cannot be passed on",
    131053: "the file could not be passed on",
    190: "the access token is no longer valid",
}


def code(problem: Any) -> int:
    found = number(problem, "code")
    return int(found) if found is not None else -1


def is_passing(error_code: int) -> bool:
    """Whether the same message may well go through later."""
    return error_code in THROTTLED or error_code in PASSING


def describe(problem: Any) -> str:
    """One line for staff: code and meaning. Never the provider's details, which may quote a number."""
    error_code = code(problem)
    meaning = _SENTENCES.get(error_code) or text(problem, "title")[:120] or text(problem, "type")[:60] or "unknown"
    return f"WhatsApp {error_code}: {meaning}"


def from_reply(reply: Reply) -> DeliveryError:
    """The delivery error that an answer other than 2xx means."""
    problem = mapping(reply.json(), "error")
    error_code = code(problem)
    message = describe(problem) if problem else f"WhatsApp answered {reply.status}"
    if reply.status == 401 or error_code in TOKEN_DEAD:
        return DeliveryError(message, alarm=True)
    if error_code in WINDOW_CLOSED:
        return DeliveryError(message, window_closed=True)
    if error_code in THROTTLED or reply.status == 429:
        wait = _asked_wait(reply.headers) or THROTTLED.get(error_code, timedelta(minutes=1))
        return DeliveryError(message, retry_after=wait)
    passing = is_passing(error_code) or reply.status >= 500
    return DeliveryError(message, permanent=not passing)


def _asked_wait(headers: Mapping[str, str]) -> timedelta | None:
    seconds = headers.get("retry-after", "")
    return timedelta(seconds=min(int(seconds), 86_400)) if seconds.isascii() and seconds.isdigit() else None


def hex_of_base64(value: str) -> str:
    """A SHA-256 in base64 as hex; empty when it is none."""
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return raw.hex() if len(raw) == 32 else ""
