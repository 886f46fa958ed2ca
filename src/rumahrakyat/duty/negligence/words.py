"""States and steps of a row in words, the same for whoever watches and for the agency itself."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rumahrakyat.duty.models import BreachState
from rumahrakyat.duty.models_negligence import ExplanationReason
from rumahrakyat.duty.negligence.queries import NEGLECT
from rumahrakyat.duty.rulebook import wording

STATES: Final[dict[str, str | Promise]] = {
    BreachState.OPEN: gettext_lazy("Not explained yet"),
    BreachState.EXPLAINED: pgettext_lazy("neglect", "Explained"),
    BreachState.UPHELD: pgettext_lazy("neglect", "Upheld"),
    BreachState.EXCUSED: pgettext_lazy("neglect", "Excused"),
    BreachState.CORRECTED: pgettext_lazy("neglect", "Corrected"),
}
# What a state counts as: late (brick), spared (neutral) or waiting (outlined).
LOOKS: Final[dict[str, str]] = {
    BreachState.OPEN: "calm",
    BreachState.EXPLAINED: "soon",
    BreachState.UPHELD: "late",
    BreachState.EXCUSED: "met",
    BreachState.CORRECTED: "met",
}
FORMULAS: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("every deadline of the quarter that passed without what was owed, answered later or not"),
    NEGLECT: gettext_lazy("missed − excused − corrected; what nobody has ruled on yet counts"),
    BreachState.OPEN: gettext_lazy("missed, and the agency has not explained it"),
    BreachState.EXPLAINED: gettext_lazy("missed and explained, waiting for a ruling"),
    BreachState.UPHELD: gettext_lazy("the regional secretary decided that it was neglect"),
    BreachState.EXCUSED: gettext_lazy(
        "the citizen was kept waiting all the same; it is only not held against the agency"
    ),
    BreachState.CORRECTED: gettext_lazy("the record was wrong: what was owed had been done in time"),
}


def obligation(code: str, cycle: int = 1) -> str:
    """First answer; First answer to objection 2."""
    name = str(wording.NAMES.get(code, code))
    return name if cycle == 1 else _("%(name)s, time %(n)s") % {"name": name, "n": cycle}


def reason(code: str) -> str:
    return str(ExplanationReason(code).label) if code else _("no group chosen")
