"""One thing that got better, with its figure. Pure: two states in, one finding out or none; no praise for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rumahrakyat.oversight.briefs.counting import Did

CLEARED: Final = "cleared"  # a body that was late a week ago and is not any more
FEWER: Final = "fewer"  # fewer are late than a week ago
SHARE: Final = "share"  # a larger share of a body's answers came in time
FASTER: Final = "faster"  # half of a body's first answers came sooner
_LEAST_DUE: Final = 3  # answers that must have fallen due both times before shares are compared
_LEAST_POINTS: Final = 5  # percentage points


@dataclass(frozen=True)
class Better:
    """`before` and `now`: cases late, tenths of a percent, or seconds, as `code` says. `body` None: all together."""

    code: str
    body: int | None
    everybody: bool
    before: int
    now: int


@dataclass(frozen=True)
class State:
    """Who was late (by body, how many) and how the bodies did in the span before."""

    late: Mapping[int | None, int]
    did: Mapping[int | None, Did]


def better(before: State, now: State) -> Better | None:
    """What got better most since a week before: first who cleared what was late, then fewer late, then on time, then
    faster. None: nothing did."""
    return _cleared(before, now) or _fewer(before, now) or _on_time(before, now) or _faster(before, now)


def _cleared(before: State, now: State) -> Better | None:
    found = [(count, body) for body, count in before.late.items() if count and body and not now.late.get(body)]
    if not found:
        return None
    count, body = max(found, key=lambda one: (one[0], -one[1]))
    return Better(CLEARED, body, everybody=False, before=count, now=0)


def _fewer(before: State, now: State) -> Better | None:
    was, is_ = sum(before.late.values()), sum(now.late.values())
    return Better(FEWER, None, everybody=True, before=was, now=is_) if is_ < was else None


def _on_time(before: State, now: State) -> Better | None:
    found = []
    for body, did, was in _both(before, now):
        gained = _tenths(did) - _tenths(was)
        if gained >= _LEAST_POINTS * 10:
            found.append((gained, -body, Better(SHARE, body, everybody=False, before=_tenths(was), now=_tenths(did))))
    return max(found, key=lambda one: one[:2])[2] if found else None


def _faster(before: State, now: State) -> Better | None:
    found = []
    for body, did, was in _both(before, now):
        if did.median is not None and was.median is not None and did.median * 10 <= was.median * 9:
            better_by = was.median - did.median
            found.append((better_by, -body, Better(FASTER, body, everybody=False, before=was.median, now=did.median)))
    return max(found, key=lambda one: one[:2])[2] if found else None


def _both(before: State, now: State) -> list[tuple[int, Did, Did]]:
    return [
        (body, did, before.did[body])
        for body, did in now.did.items()
        if body is not None and did.due >= _LEAST_DUE and body in before.did and before.did[body].due >= _LEAST_DUE
    ]


def _tenths(did: Did) -> int:
    return 1000 * did.on_time // did.due
