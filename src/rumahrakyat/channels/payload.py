"""Careful reading of JSON from outside: a value of the wrong shape is an absent value, never an exception."""

import json
from datetime import UTC, datetime
from typing import Any

from rumahrakyat.channels.base import MalformedPayload
from rumahrakyat.channels.codec import storable

LONGEST_TEXT = 20_000
_LATEST = 32_503_680_000  # the year 3000, in seconds


def decode(raw: bytes) -> dict[str, Any]:
    """The body as a JSON object. Raises MalformedPayload."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise MalformedPayload from None
    if not isinstance(body, dict):
        raise MalformedPayload
    return body


def mapping(value: Any, *path: str) -> dict[str, Any]:
    """The object at `path`, or an empty one."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def objects(value: Any, name: str) -> list[dict[str, Any]]:
    """The objects in the list `name`; anything else in it is left out."""
    found = value.get(name) if isinstance(value, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text(value: Any, *path: str) -> str:
    """The string at `path`, safe to store; numbers become strings, anything else is empty."""
    *parents, name = path
    found = mapping(value, *parents).get(name)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return storable(str(found))[:LONGEST_TEXT]


def number(value: Any, name: str) -> float | None:
    """The finite number called `name`, also when it comes as a string."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    try:
        result = float(found)
    except (ValueError, OverflowError):
        return None
    return result if abs(result) < float("inf") else None


def seconds(value: Any, name: str, *, otherwise: datetime) -> datetime:
    """The instant given as seconds since 1970, as a string or a number."""
    found = number(value, name)
    if found is None or not 0 < found < _LATEST:
        return otherwise
    return datetime.fromtimestamp(found, UTC)
