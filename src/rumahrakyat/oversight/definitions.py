"""Every figure: its name, how it is worked out in words, and what it is counted from. The pages print these words."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Figure:
    """`code` is what addresses say; `source` names the record it is counted from."""

    code: str
    name: str | Lazy
    formula: str | Lazy
    source: str | Lazy


IN: Final = "masuk"
ANSWERED: Final = "dijawab"
WAITING: Final = "menunggu"
SOON: Final = "segera"
LATE: Final = "lewat"
DUE: Final = "jatuh-tempo"
ON_TIME: Final = "tepat"
MISSED: Final = "meleset"
AGAIN: Final = "dijawab-ulang"
SOLVED: Final = "dinyatakan-selesai"
EXPIRED: Final = "ditutup-sistem"
STAGE: Final = "tahap"

_CLOCK = _("clocks of first answers")
_CASE = _("cases")
FIGURES: Final[dict[str, Figure]] = {
    figure.code: figure
    for figure in (
        Figure(IN, _("Came in"), _("received in the period, every channel"), _CASE),
        Figure(ANSWERED, _("Answered"), _("first answers given in the period, late ones included"), _CLOCK),
        Figure(WAITING, _("Waiting for an answer"), _("first answer owed and not given, the late included"), _CLOCK),
        Figure(SOON, _("Due within 6 hours"), _("not answered, 6 hours or less are left"), _CLOCK),
        Figure(LATE, _("Past the deadline"), _("not answered when the time was up, 24 hours after receipt"), _CLOCK),
        Figure(DUE, _("Fell due"), _("the deadline lay in the period, answered or not"), _CLOCK),
        Figure(ON_TIME, _("On time"), _("answered by the deadline ÷ everything that fell due, open cases too"), _CLOCK),
        Figure(MISSED, _("Late"), _("fell due in the period and was not answered by then"), _CLOCK),
        Figure(AGAIN, _("Owed again"), _("fell due in the period after an objection of the reporter"), _CLOCK),
        Figure(SOLVED, _("Solved"), _("the reporter said so in the period; reopened cases are not counted"), _CASE),
        Figure(
            EXPIRED,
            _("Closed by the system"),
            _("no word from the reporter for ten days; not counted as solved"),
            _CASE,
        ),
        Figure(STAGE, _("Being handled"), _("cases that have not ended, by stage"), _CASE),
    )
}
