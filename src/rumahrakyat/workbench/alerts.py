"""Alerts that are open and those of late: to whom, when, by what way, confirmed by whom; and what comes next."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from rumahrakyat.duty.alerts import queries as alerts_queries
from rumahrakyat.duty.alerts.queries import Line, Shown
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import ACKNOWLEDGE, KEEP_ROSTER, OVERSEE_ALL
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

_OPEN: Final = 30
_LATELY: Final = 15
AUDIENCES: Final[dict[str, str | Promise]] = {
    "officer": pgettext_lazy("reminder", "officer"),
    "deputy": pgettext_lazy("reminder", "deputy of the head"),
    "head": pgettext_lazy("reminder", "head of the agency"),
    "secretary": pgettext_lazy("reminder", "Regional Secretary"),
    "governor": pgettext_lazy("reminder", "governor's office"),
}
STATES: Final[dict[str, tuple[str | Promise, str, str]]] = {
    "waiting": (_("waits for the morning"), "paused", "moon"),
    "open": (_("not confirmed yet"), "soon", "clock"),
    "nobody": (_("nobody confirmed it"), "late", "warning"),
    "told": (_("told"), "verification", "send"),
    "acknowledged": (_("confirmed"), "verification", "check"),
    "ended": (_("no longer needed"), "paused", "check"),
}
OUTCOMES: Final[dict[str, str | Promise]] = {
    "": _("under way"),
    "sent": _("told"),
    "failed": _("could not be delivered"),
    "unanswered": _("no answer in time"),
    "confirmed": _("confirmed"),
    "ended": _("no longer needed"),
    "absent": _("away, nobody stands in"),
    "circle": _("the stand-ins lead back to somebody who is away"),
    "disabled": _("the account is closed"),
    "no_way": _("has no number and no address"),
    "nobody": _("nobody holds this role"),
    "no_turn": _("nobody is on call at this hour"),
    "closed": _("the body has ended"),
}
HOW: Final[dict[str, str | Promise]] = {"link": _("by the link"), "case": _("by opening the case")}


def within(reach: Reach) -> frozenset[int] | None:
    """Whose alerts may be read: all, or those of one's own bodies."""
    if reach.has(OVERSEE_ALL) or reach.scope.everywhere(KEEP_ROSTER):
        return None
    return reach.scope.organisations(ACKNOWLEDGE) | reach.scope.organisations(KEEP_ROSTER)


@require_GET
@staff(ACKNOWLEDGE, KEEP_ROSTER, OVERSEE_ALL)
def alerts(request: HttpRequest, reach: Reach) -> HttpResponse:
    mine = within(reach)
    now = clock.now()
    context: dict[str, Any] = {
        "now": now,
        "all": mine is None,
        "open": [_row(one) for one in alerts_queries.still_open(organisations=mine, limit=_OPEN)],
        "lately": [_row(one) for one in alerts_queries.lately(organisations=mine, limit=_LATELY)],
    }
    return render(request, "workbench/alerts.html", shell(reach, "alerts") | context)


def _row(one: Shown) -> dict[str, Any]:
    informs = one.alert.state == Alert.State.OPEN and not one.alert.acknowledge
    words, chip, icon = (OUTCOMES[""], "paused", "send") if informs else STATES[one.alert.state]
    return {
        "alert": one.alert,
        "loud": one.loud,
        "state": words,
        "chip": chip,
        "icon": icon,
        "audience": AUDIENCES.get(one.alert.audience, one.alert.audience),
        "how": HOW.get(one.alert.how, one.how),
        "lines": [_line(line) for line in one.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    attempt = line.attempt
    return {
        "at": attempt.at,
        "who": attempt.account.name if attempt.account else AUDIENCES.get(attempt.audience, attempt.audience),
        "instead": attempt.stands_in_for.name if attempt.stands_in_for else "",
        "by": line.channel,
        "to": attempt.contact_point.masked if attempt.contact_point else "",
        "outcome": OUTCOMES.get(attempt.outcome, attempt.outcome),
        "failed": line.passed_over or attempt.outcome in {"failed", "unanswered"},
        "arrived": attempt.message is not None and attempt.message.status in {"delivered", "read"},
    }
