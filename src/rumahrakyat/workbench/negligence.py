"""What an agency neglected, on its own workbench: how long it may still explain, and the form to do so.

Its evidence in full stands where the register is watched over.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.duty.models import BreachState
from rumahrakyat.duty.models_negligence import ExplanationReason
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence import queries as register
from rumahrakyat.duty.negligence import terms, words
from rumahrakyat.duty.negligence.queries import Filter, Row
from rumahrakyat.duty.state import TICK
from rumahrakyat.lib import clock
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import EXPLAIN, OVERSEE, OVERSEE_ALL, SEE_CASE
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.web import formats
from rumahrakyat.workbench.entrance import staff, words_kept_for
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
_TABS: Final = ("", BreachState.EXPLAINED.value, "putus", "semua")
_TAB_STATES: Final = {
    "": (BreachState.OPEN,),
    BreachState.EXPLAINED.value: (BreachState.EXPLAINED,),
    "putus": tuple(sorted(terms.RULED)),
    "semua": tuple(BreachState),
}


def own(reach: Reach) -> Q:
    """The rows charged to the bodies that somebody works for; the desk's too, for those of the desk. Raises
    `Http404` for whoever works for none."""
    bodies = reach.scope.organisations(SEE_CASE)
    if not bodies:
        raise Http404
    return register.within(bodies)


@require_GET
@staff(SEE_CASE)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The own rows, those that may still be explained first in the tab that opens by itself."""
    now, within = clock.now(), own(reach)
    tab = request.GET.get("tab", "")
    tab = tab if tab in _TABS else ""
    counted = register.counts(Filter(), within)
    found = register.page(Filter(), within & Q(state__in=_TAB_STATES[tab]), after=request.GET.get("setelah", ""))
    here = reverse("workbench:negligence")
    context = {
        "now": now,
        "tabs": _tabs(counted, tab, here),
        "rows": [_shown(row, reach) for row in found.rows],
        "next_page": f"{here}?tab={tab}&setelah={found.older}" if found.older else "",
        "first_page": f"{here}?tab={tab}" if request.GET.get("setelah") else "",
        "explains": reach.has(EXPLAIN),
    }
    return render(request, "workbench/negligence.html", shell(reach, "negligence") | context)


def _tabs(counted: register.Counts, tab: str, here: str) -> list[Context]:
    ruled = counted.upheld + counted.excused + counted.corrected
    labels = {
        "": (_("To be explained"), counted.open),
        BreachState.EXPLAINED.value: (_("Waiting for a ruling"), counted.explained),
        "putus": (_("Ruled on"), ruled),
        "semua": (_("All rows"), counted.missed),
    }
    return [
        {"label": label, "href": f"{here}?tab={code}", "count": formats.number(count), "current": code == tab}
        for code, (label, count) in labels.items()
    ]


def _shown(row: Row, reach: Reach) -> Context:
    breach, report = row.breach, row.breach.clock.report
    readable = reach.reads(report)
    met = breach.clock.met_at
    return {
        "row": row,
        "href": reverse("workbench:negligence-row", args=[breach.pk]),
        "title": report.title if report.is_public or readable else _("Confidential report"),
        "number": report.number if report.is_public or readable else "",
        "case": reverse("workbench:case", args=[report.number]) if readable else "",
        "place": report.regency.short_name if report.regency else _("not placed yet"),
        "received_at": report.received_at,
        "obligation": words.obligation(breach.clock.obligation, breach.clock.cycle),
        "late": formats.duration_short(met - breach.due_at) if met and met > breach.due_at else "",
        "answered": met is not None,
        "state": words.STATES[breach.state],
        "look": words.LOOKS[breach.state],
        "until": row.limit.until - TICK if row.limit.until and breach.state == BreachState.OPEN else None,
    }


@require_http_methods(["GET", "POST"])
@staff(SEE_CASE)
def row(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """A row, and the form of whoever may explain it."""
    found = register.one(pk, own(reach))
    if found is None:
        raise Http404
    if request.method != "POST":
        return _drawn(request, reach, found, words_kept_for(request))
    faults = _explain(request, found)
    if not faults:
        messages.success(request, _("Your explanation is on record. The regional secretary will rule on it."))
        return redirect("workbench:negligence-row", pk)
    typed = {name: request.POST.get(name, "") for name in ("text", "reason")}
    return _drawn(request, reach, register.one(pk, own(reach)) or found, typed, faults)


def _explain(request: HttpRequest, found: Row) -> list[tuple[str, str]]:
    assert isinstance(request.user, Account)
    try:
        negligence.explain(
            breach_id=found.breach.pk,
            text=request.POST.get("text", ""),
            reason=request.POST.get("reason", ""),
            account=request.user,
            at=clock.now(),
        )
    except NotPermitted:
        raise Http404 from None
    except terms.Refused as refused:
        return [("text", _refusal(refused))]
    return []


def _refusal(refused: terms.Refused) -> str:
    if isinstance(refused, terms.TooFewWords):
        sentence = _("Write what happened in %(n)s signs at least, %(most)s at most")
        return sentence % {"n": terms.SHORTEST, "most": terms.LONGEST}
    if isinstance(refused, terms.TooLate):
        sentence = _("The time to explain ended on %(moment)s. Ask the regional secretary to reopen it")
        return sentence % {"moment": formats.long_moment(refused.until)}
    if isinstance(refused, terms.Frozen):
        sentence = _("The register %(register)s is frozen. What is wrong in it is corrected by an erratum")
        return sentence % {"register": refused.register}
    return _("This row was ruled on already. Ask the regional secretary to reopen the time")


def _drawn(
    request: HttpRequest, reach: Reach, found: Row, typed: dict[str, str], faults: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    now, breach = clock.now(), found.breach
    register_ = terms.frozen_in(breach)
    explains = terms.may_explain(reach.scope, breach)
    over = found.limit.over(now)
    context = {
        "now": now,
        "one": _shown(found, reach),
        "breach": breach,
        "said": register.said(breach.pk),
        "ruled": register.ruled(breach.pk),
        "explains": explains,
        "open": explains and not over and not register_ and breach.state not in terms.RULED,
        "over": over,
        "frozen": register_,
        "evidence": reverse("watch:negligence-row", args=[breach.pk]) if _watches(reach) else "",
        "reasons": ExplanationReason.choices,
        "typed": typed,
        "faults": [{"id": name, "text": text} for name, text in faults],
        "wrong": dict(faults),
        "shortest": terms.SHORTEST,
    }
    status = 422 if faults else 200
    page = shell(reach, "negligence") | context
    return render(request, "workbench/negligence_row.html", page, status=status)


def _watches(reach: Reach) -> bool:
    return reach.has(OVERSEE) or reach.has(OVERSEE_ALL)
