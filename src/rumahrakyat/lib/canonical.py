"""One byte string for one value: what is hashed today must hash the same in ten years, in any language."""

import hashlib
import json
from datetime import UTC, datetime

_TYPE_ERROR = "canonical JSON holds only None, bool, int, str, lists and string-keyed objects"


def _check(value: object) -> None:
    if value is None or isinstance(value, bool | int | str):
        return
    if isinstance(value, list):
        for item in value:
            _check(item)
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(_TYPE_ERROR)
            _check(item)
        return
    raise TypeError(_TYPE_ERROR)


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces. Floats are refused: their text differs between languages."""
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical form, lower-case hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def instant(at: datetime) -> str:
    """An instant as UTC ISO 8601 with microseconds and `Z`: the only form that enters a hash."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(at: datetime | None) -> str | None:
    """`instant`, of what may not have come."""
    return None if at is None else instant(at)
