"""The Bot API's refusals, in the one form our outbox knows."""

from datetime import timedelta
from typing import Any

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.payload import mapping, number, text
from rumahrakyat.lib.http import Reply

_USUAL_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = 86_400
# What staff read instead of the provider's words.
_SENTENCES = {
    "bot was blocked by the user": "the person has blocked our bot",
    "user is deactivated": "the person's account no longer exists",
    "bot can't initiate conversation with a user": "the person has never written to our bot",
    "chat not found": "the person has never written to our bot",
    "file is too big": "the file is too large",
}


def from_reply(reply: Reply) -> DeliveryError:
    """The delivery error that an answer other than success means."""
    problem = mapping(reply.json())
    code = _code(problem, reply)
    message = _describe(problem, code)
    if code in {401, 404}:
        # A wrong token is answered 401, and 404 when it is not even of a token's shape.
        return DeliveryError(message, alarm=True)
    if code == 429:
        return DeliveryError(message, retry_after=_asked_wait(problem))
    return DeliveryError(message, permanent=400 <= code < 500)


def _code(problem: dict[str, Any], reply: Reply) -> int:
    told = number(problem, "error_code")
    return int(told) if told is not None else reply.status


def _describe(problem: dict[str, Any], code: int) -> str:
    """One line for staff."""
    words = text(problem, "description")
    meaning = next((sentence for part, sentence in _SENTENCES.items() if part in words), words[:120])
    return f"Telegram {code}: {meaning or 'no reason given'}"


def _asked_wait(problem: dict[str, Any]) -> timedelta:
    seconds = number(mapping(problem, "parameters"), "retry_after")
    return timedelta(seconds=min(max(seconds, 1), _LONGEST_WAIT)) if seconds is not None else _USUAL_WAIT
