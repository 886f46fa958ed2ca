"""How a recommendation moves from state to state. Pure data: the operations ask here.

Source of the time: law 37/2008, article 38: whoever is above the body must report within 60 days of receipt how the
recommendation was carried out. Whoever makes a finding may set another number of days when it is made, never later.
"""

from typing import Final

from rumahrakyat.oversight.models_findings import Recommendation

_S = Recommendation.State
DAYS: Final = 60
LEAST_DAYS: Final = 3
MOST_DAYS: Final = 365
# By the body that was addressed.
BY_BODY: Final[dict[str, tuple[frozenset[str], str]]] = {
    "accept": (frozenset({_S.OPEN}), _S.ACCEPTED),
    "object": (frozenset({_S.OPEN}), _S.OBJECTED),
    "carry_out": (frozenset({_S.OPEN, _S.ACCEPTED}), _S.DONE),
}
# By whoever makes findings. None of these moves the deadline.
BY_FINDER: Final[dict[str, tuple[frozenset[str], str]]] = {
    "confirm": (frozenset({_S.DONE}), _S.CLOSED),
    "send_back": (frozenset({_S.DONE}), _S.ACCEPTED),
    "uphold": (frozenset({_S.OBJECTED}), _S.OPEN),
    "withdraw": (frozenset({_S.OPEN, _S.ACCEPTED, _S.OBJECTED}), _S.WITHDRAWN),
}
# The body still owes something: past the deadline it is late.
OWED: Final = frozenset({_S.OPEN, _S.ACCEPTED, _S.OBJECTED})


class NotNow(Exception):
    """The recommendation's state does not allow this step."""


def after(state: str, move: str, moves: dict[str, tuple[frozenset[str], str]]) -> str:
    """The state that a move leads to. Raises `NotNow`."""
    allowed, to = moves.get(move, (frozenset(), ""))
    if state not in allowed:
        raise NotNow(f"{move} from {state}")
    return to


def possible(state: str, moves: dict[str, tuple[frozenset[str], str]]) -> list[str]:
    return [move for move, (allowed, _to) in moves.items() if state in allowed]
