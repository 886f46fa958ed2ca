"""Twilio's error codes, in the one form our outbox knows. Written from the provider's error dictionary."""

from datetime import timedelta
from typing import Any, Final

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.payload import mapping, number
from rumahrakyat.lib.http import Reply

# The whole account cannot send: an operator must look.
ACCOUNT: Final = frozenset({20003, 20005, 20404, 21212, 21603, 21606, 21659, 21660, 21701, 21703, 30002})
THROTTLED: Final = {
    20429: timedelta(seconds=30),
    14107: timedelta(seconds=30),
    21611: timedelta(minutes=10),  # the queue of our number is full
    30022: timedelta(minutes=1),
}
# Another attempt may well succeed: a telephone that is off, a queue, a fault on the way.
PASSING: Final = frozenset({20500, 20503, 30001, 30003, 30008, 30009, 30017, 30036})
# Staff read these; of every other code they see the number alone, because the provider's words may quote the citizen's.
_SENTENCES: Final = {
    20003: "the auth token is not accepted",
    20005: "the account is not active",
    21211: "this is no telephone number",
    21214: "the number cannot be reached by SMS",
    21408: "the account may not send to this country",
    21606: "our number cannot send SMS",
    21610: "this number has asked to get no more messages",
    21612: "no way leads from our number to this one",
    21614: "this is no mobile number",
    21617: "the message is too long",
    30001: "the queue was full",
    30002: "the account is suspended",
    30003: "the telephone is switched off or out of reach",
    30004: "the number is blocked, or blocks us",
    30005: "the number does not exist",
    30006: "this is a landline, or its network takes no SMS",
    30007: "the network held the message back as unwanted",
    30008: "an unknown fault on the way",
    30010: "the message costs more than we allow",
}


def describe(code: int) -> str:
    """One line for staff."""
    meaning = _SENTENCES.get(code)
    return f"Twilio {code}: {meaning}" if meaning else f"Twilio {code}"


def is_passing(code: int) -> bool:
    """Whether the same message may well go through later."""
    return code in PASSING or code in THROTTLED


def from_reply(reply: Reply) -> DeliveryError:
    """The delivery error that an answer other than 2xx means."""
    code = int(number(mapping(reply.json()), "code") or 0)
    message = describe(code) if code else f"Twilio answered {reply.status}"
    if code in ACCOUNT or (reply.status in {401, 403} and code not in _SENTENCES):
        return DeliveryError(message, alarm=True)
    if code in THROTTLED or reply.status == 429:
        return DeliveryError(message, retry_after=reply.asked_wait or THROTTLED.get(code, timedelta(minutes=1)))
    return DeliveryError(message, permanent=reply.status < 500 and not is_passing(code))


def code_of(told: Any) -> int:
    """The code of a status, 0 when it names none."""
    text = str(told)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
