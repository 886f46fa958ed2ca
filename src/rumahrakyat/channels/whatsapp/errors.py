"""WhatsApp's error codes."""

import base64
import binascii
from datetime import timedelta
from typing import Any

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.metagraph import errors as graph
from rumahrakyat.channels.metagraph.errors import code
from rumahrakyat.lib.http import Reply

__all__ = ["code", "describe", "from_reply", "hex_of_base64", "is_passing"]

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


CODES = graph.Codes("WhatsApp", WINDOW_CLOSED, TOKEN_DEAD, THROTTLED, passing=PASSING, sentences=_SENTENCES)


def is_passing(error_code: int) -> bool:
    """Whether the same message may well go through later."""
    return error_code in THROTTLED or error_code in PASSING


def describe(problem: Any) -> str:
    """One line for staff."""
    return graph.describe(problem, CODES)


def from_reply(reply: Reply) -> DeliveryError:
    """The delivery error that an answer other than 2xx means."""
    return graph.from_reply(reply, CODES)


def hex_of_base64(value: str) -> str:
    """A SHA-256 in base64 as hex; empty when it is none."""
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return raw.hex() if len(raw) == 32 else ""
