"""What differs between two registers, path by path. Pure."""

from collections.abc import Iterator
from typing import Any, Final

# By what an item of a list is known; the first that it has. Items that have none are compared by their place.
_NAMES: Final = (("what", "key"), ("breach",), ("body",), ("obligation", "version"), ("code",), ("from",))
# What must differ between a register and its erratum, and is no figure.
NO_FIGURES: Final = frozenset({"seal", "heard_until"})

Change = dict[str, Any]


def changes(before: Any, after: Any) -> list[Change]:
    """Each difference as {path, before, after}; a value that is missing is None."""
    return [one for one in _changes(before, after, ()) if one["path"].partition("/")[0] not in NO_FIGURES]


def _changes(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _changes(before.get(key), after.get(key), (*path, str(key)))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _changes(_named(before), _named(after), path)
    elif before != after:
        yield {"path": "/".join(path), "before": before, "after": after}


def _named(items: list[Any]) -> dict[str, Any]:
    return {_name(nth, item): item for nth, item in enumerate(items)}


def _name(nth: int, item: Any) -> str:
    if isinstance(item, dict):
        for names in _NAMES:
            if all(name in item for name in names):
                return "-".join(str(item[name]) for name in names)
    return str(nth)
