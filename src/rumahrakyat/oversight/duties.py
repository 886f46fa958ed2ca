"""What the administration promised, each with its target: the rows of the page of scores.

A promise made by a rule has no share that may be broken: its target is everything. The two others have a target that
is stated beside them.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from rumahrakyat.duty import rules

# A score is never more than this, however far the target was surpassed: one duty must not hide another.
CAP: Final = 1.25
# The least index of satisfaction that the guideline calls good (PermenPANRB 14/2017).
GOOD_INDEX: Final = 76.61
# Until when after the end of a quarter its register is to be published: the installation's own rule. Perpres 76/2013
# asks for reports at regular times and names no days; ten leave time for the last explanations, and the list is there
# for the coordination meeting of the month.
REGISTER_WITHIN: Final = timedelta(days=settings.REGISTER_DAYS)


@dataclass(frozen=True)
class Duty:
    """`code` is what addresses say. `obligation` names the clock; `amount` tells classes of the same one apart by the
    number of days or hours in the rule (None: all of them)."""

    code: str
    name: str | Lazy
    source: str | Lazy
    obligation: str
    amount: int | None = None
    target: float = 1.0


FIRST: Final = "jawaban-pertama"
DUTIES: Final[dict[str, Duty]] = {
    one.code: one
    for one in (
        Duty(FIRST, _("First answer within 24 hours"), _("rule of 1x24 hours"), rules.FIRST_RESPONSE),
        Duty("penyaluran", _("Passed on within 2 hours"), _("rule of the desk"), rules.ROUTING),
        Duty("kabar", _("Next word when it was due"), _("rule of 3 working days, or the day promised"), rules.SILENCE),
        Duty("selesai-5", _("Solved within 5 working days"), _("PermenPANRB 62/2018: information"),
             rules.RESOLUTION, 5),
        Duty("selesai-14", _("Solved within 14 working days"), _("PermenPANRB 62/2018: complaints"),
             rules.RESOLUTION, 14),
        Duty("selesai-60", _("Solved within 60 working days"), _("PermenPANRB 62/2018: oversight"),
             rules.RESOLUTION, 60),
        Duty("informasi", _("Request for information within 10 + 7 working days"), _("UU 14/2008 article 22"),
             rules.INFORMATION),
    )
}  # fmt: skip


def capped(actual: float | None, target: float) -> float | None:
    """actual / target, at most `CAP`; None when there is nothing to divide, or to divide by."""
    if actual is None or not target:
        return None
    return min(CAP, actual / target)
