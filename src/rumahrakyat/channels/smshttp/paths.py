"""Places in JSON written as `messages.0.to`: a name leads into an object, a number into a list."""

from collections.abc import Mapping
from typing import Any

_LONGEST_LIST = 100


def at_path(value: Any, path: str) -> Any:
    """What stands at `path`, None when nothing does. The empty path is the whole."""
    for step in path.split(".") if path else ():
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isascii() and step.isdigit() and int(step[:9]) < len(value):
            value = value[int(step[:9])]
        else:
            return None
    return value


def nested(fields: Mapping[str, Any]) -> Any:
    """The object (or list) whose places are `fields`."""
    top: dict[str, Any] = {}
    for path, value in fields.items():
        _put(top, path.split("."), value)
    return _lists(top)


def _put(place: dict[str, Any], steps: list[str], value: Any) -> None:
    *parents, last = steps
    for step in parents:
        inner = place.setdefault(step, {})
        place = inner if isinstance(inner, dict) else place
    place[last] = value


def _lists(value: Any) -> Any:
    """Objects whose names are 0, 1, 2, ... become lists."""
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(item) for name, item in value.items()}
    if inner and all(name.isascii() and name.isdigit() for name in inner) and len(inner) < _LONGEST_LIST:
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
