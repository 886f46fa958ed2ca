"""Explanations that a body owes and words that were said to it, where its people read and answer them."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.duty.models_negligence import ExplanationReason
from rumahrakyat.lib import clock
from rumahrakyat.organisations.queries import desk
from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.directions import queries as kept
from rumahrakyat.oversight.directions.refusals import TooFewWords, TooLate
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.people.roles import SEE_CASE, VERIFY
from rumahrakyat.reports.access import Reach
from rumahrakyat.web import directed
from rumahrakyat.workbench.entrance import staff, words_kept_for
from rumahrakyat.workbench.views import shell


def bodies(reach: Reach) -> frozenset[int]:
    """The bodies somebody works for; the desk, too, for who verifies."""
    house = desk() if reach.scope.everywhere(VERIFY) else None
    return reach.scope.organisations(SEE_CASE) | ({house.pk} if house else frozenset())


@require_GET
@staff(SEE_CASE)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What was asked of the own bodies and said to them; what is owed first."""
    own, now = bodies(reach), clock.now()
    if not own:
        raise Http404
    found = kept.of_bodies(own)
    rows = [{"one": one, "chip": directed.chip(one, now), "until": one.last_minute} for one in found]
    context = {"now": now, "rows": rows, "waiting": sum(one.open for one in found)}
    return render(request, "workbench/directed/list.html", shell(reach, "directed") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(SEE_CASE)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """The words, and the form of whoever explains."""
    found = kept.one(pk, Q(delivered_at__isnull=False))
    if found is None or not acts.reads(found, reach.account):
        raise Http404
    if request.method != "POST":
        return _drawn(request, reach, found, words_kept_for(request))
    if not acts.answers(found, reach.account):
        raise Http404
    typed = {name: request.POST.get(name, "") for name in ("text", "reason")}
    try:
        acts.answer(direction_id=pk, text=typed["text"], reason=typed["reason"], account=reach.account, at=clock.now())
    except TooFewWords:
        fault = _("Write between 20 and 2,000 signs")
    except TooLate:
        fault = _("This was explained or withdrawn already")
    else:
        messages.success(request, _("Your explanation was sent and stands on the record."))
        return redirect("workbench:directed-one", pk)
    return _drawn(request, reach, kept.one(pk) or found, typed, fault)


def _drawn(
    request: HttpRequest, reach: Reach, found: Direction, typed: dict[str, str], fault: str = ""
) -> HttpResponse:
    report = found.report
    readable = report is not None and reach.reads(report)
    now = clock.now()
    context = {
        "now": now,
        "one": found,
        "chip": directed.chip(found, now),
        "until": found.last_minute,
        "case": report if readable else None,
        "gone": report is not None and not readable,
        "open": found.open and acts.answers(found, reach.account),
        "reasons": ExplanationReason.choices if found.breach_id else [],
        "typed": typed,
        "fault": fault,
        "faults": [{"id": "text", "text": fault}] if fault else [],
    }
    page = shell(reach, "directed") | context
    return render(request, "workbench/directed/one.html", page, status=422 if fault else 200)
