"""Every figure: its name, how it is worked out in words, and what it is counted from. The pages print these words."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.functional import Promise as Lazy
from django.utils.text import format_lazy
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
        Figure(SOON, _("Due within 3 hours"), _("not answered, 3 hours or less are left"), _CLOCK),
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


_SURVEY = _("surveys of ended cases")
# Figures that have no list of cases of their own; `code` is empty.
STATED: Final = (
    Figure("", _("Median and 9 of 10"),
        _("of the times to the first answer of everything that fell due in the period; what is still open counts with "
          "the time it has waited"), _CLOCK),
    Figure("", _("Usually"),
        _("the mean of the same weekday in the last four weeks, up to the same hour"), _CASE),
    Figure("", _("Worst now"),
        _("most first answers past the deadline at this instant; among equals whose case has been late longest; when "
          "nobody is late, who kept the promise least in the period"), _CLOCK),
    Figure("", _("Silent channel"),
        _("nothing came for as long as three reports usually take"), _CASE),
    Figure("", _("Burst"),
        _("more people report one topic at one place than usual, so many more that chance is ruled out"), _CASE),
    Figure("", _("Satisfaction"),
        _("25 × the mean of the nine elements' mean marks, 1 to 4, of cases that ended in the period; not said when "
          "too few answered"), _SURVEY),
    Figure("", _("Reprimands open"),
        _("signed and neither closed nor withdrawn"), _("reprimands")),
    Figure("", _("Score"),
        _("share kept ÷ target, at most 1.25; open cases past the deadline count as not kept; nothing due gives no "
          "score"), _("clocks of each duty")),
    Figure("", _("Register in time"),
        format_lazy(
            _("registers of quarters published within {days} days of the quarter's end ÷ quarters for which those days "
              "are over"), days=settings.REGISTER_DAYS), _("published registers")),
    Figure("", _("per 100,000 people"),
        _("came in ÷ people of the regency or city × 100,000"), _("cases; population of the Ministry of Home Affairs")),
)  # fmt: skip
