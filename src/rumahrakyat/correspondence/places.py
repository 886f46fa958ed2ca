"""What the layers above know about places, lent downwards: readings of a text as a place name."""

from collections.abc import Callable, Sequence

Readings = Callable[[str], Sequence[str]]
_lent: dict[str, Readings] = {}


def lend(readings: Readings) -> None:
    """Register who reads place names (routing). Given a text, the function returns the possible places in full, one
    when it is clear, several when a name is ambiguous, none when nothing is known."""
    _lent["readings"] = readings


def readings(text: str) -> Sequence[str]:
    read = _lent.get("readings")
    return read(text) if read else ()
