"""How a reprimand moves from state to state. Pure data: the operations ask here."""

from typing import Final

from rumahrakyat.oversight.models_reprimands import Reprimand

_S = Reprimand.State
MOVES: Final[dict[str, tuple[frozenset[str], str]]] = {
    "sign": (frozenset({_S.DRAFT}), _S.SIGNED),
    "recall": (frozenset({_S.SIGNED}), _S.RECALLED),
    "deliver": (frozenset({_S.SIGNED}), _S.DELIVERED),
    "acknowledge": (frozenset({_S.DELIVERED}), _S.ACKNOWLEDGED),
    "answer": (frozenset({_S.DELIVERED, _S.ACKNOWLEDGED}), _S.ANSWERED),
    "close": (frozenset({_S.ANSWERED}), _S.CLOSED),
    "withdraw": (frozenset({_S.SIGNED, _S.DELIVERED, _S.ACKNOWLEDGED, _S.ANSWERED}), _S.WITHDRAWN),
}
# Signed and not ended: the body is not reprimanded again for the same case.
OPEN: Final = frozenset({_S.SIGNED, _S.DELIVERED, _S.ACKNOWLEDGED, _S.ANSWERED})
ENDED: Final = frozenset({_S.RECALLED, _S.CLOSED, _S.WITHDRAWN})
# Reached the body: what a register counts.
REACHED: Final = frozenset({_S.DELIVERED, _S.ACKNOWLEDGED, _S.ANSWERED, _S.CLOSED})


class NotNow(Exception):
    """The reprimand's state does not allow this step."""


def after(state: str, move: str) -> str:
    """The state that a move leads to. Raises `NotNow`."""
    allowed, to = MOVES[move]
    if state not in allowed:
        raise NotNow(f"{move} from {state}")
    return to
