"""X's refusals, in the one form our outbox knows."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.payload import mapping, number, objects, text
from rumahrakyat.lib.http import Reply

_USUAL_WAIT = timedelta(minutes=15)  # the length of X's counting windows
_LONGEST_WAIT = timedelta(days=1)
# Words of a 403 which say that the trouble is ours and not this message's.
_OURS = (
    "your account",
    "client-forbidden",
    "client forbidden",
    "unsupported authentication",
    "unsupported-authentication",
    "app permissions",
    "not permitted to access this feature",
    "usage cap",
)
_SENTENCES = {
    "permission to dm": "the person takes no direct messages from us",
    "not following": "the person takes no direct messages from us",
    "duplicate content": "the same words were posted before",
    "tweet that is deleted": "the post that was to be answered is gone",
    "creditsdepleted": "the account with X has no credits left",
}


def from_reply(reply: Reply) -> DeliveryError:
    """The delivery error that an answer other than success means."""
    problem = mapping(reply.json())
    words = _words(problem)
    message = f"X {reply.status}: {_meaning(words, problem)}"
    if reply.status in {401, 402} or (reply.status == 403 and any(sign in words for sign in _OURS)):
        return DeliveryError(message, alarm=True)
    if reply.status == 429:
        return DeliveryError(message, retry_after=_asked_wait(reply))
    return DeliveryError(message, permanent=400 <= reply.status < 500)


def _words(problem: dict[str, Any]) -> str:
    """All that X says about it, in small letters."""
    said = [problem, *objects(problem, "errors")]
    return " ".join(text(one, name) for one in said for name in ("title", "detail", "type", "message")).lower()


def _meaning(words: str, problem: dict[str, Any]) -> str:
    """For staff. X's own title only: its details may quote what a citizen wrote."""
    known = next((sentence for sign, sentence in _SENTENCES.items() if sign in words), "")
    return known or text(problem, "title")[:80] or "no reason given"


def _asked_wait(reply: Reply) -> timedelta:
    """Until the window is new, by X's own clock: ours may be wrong."""
    reset = number(reply.headers, "x-rate-limit-reset")
    told = _date(reply.headers.get("date", ""))
    if reset is None or told is None:
        return _USUAL_WAIT
    return min(max(timedelta(seconds=reset - told.timestamp()), timedelta(seconds=1)), _LONGEST_WAIT)


def _date(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except ValueError:
        return None
