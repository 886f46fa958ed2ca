"""What telephone channels need from the layers above, lent downwards by correspondence at start."""

from collections.abc import Callable
from datetime import datetime

Status = Callable[[str, str, datetime], str | None]
Texting = Callable[[], bool]
_status: dict[str, Status] = {}
_texting: dict[str, Texting] = {}


def lend_status(tell: Status) -> None:
    """Register who tells how a case stands: given the typed digits, the language ("id", "jv", "en") and the time, a
    sentence to be said aloud, or None when no case has this number."""
    _status["status"] = tell


def status_of(digits: str, language: str, at: datetime) -> str | None:
    """The sentence for a number that a caller typed; None when it is unknown or nobody can tell."""
    tell = _status.get("status")
    return tell(digits, language, at) if tell else None


def lend_texting(can: Texting) -> None:
    """Register who knows whether callers are told the number by a text message in this installation."""
    _texting["texting"] = can


def callers_are_texted() -> bool:
    """Whether the promise "we send the number by text message" may be made."""
    can = _texting.get("texting")
    return bool(can and can())
