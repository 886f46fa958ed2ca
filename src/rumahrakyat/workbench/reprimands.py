"""Reprimands on the workbench of the head they are for: opening one is reading it, and it is answered there."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.reprimands import operations as acts
from rumahrakyat.oversight.reprimands import queries as kept
from rumahrakyat.oversight.reprimands.moves import MOVES, NotNow
from rumahrakyat.oversight.reprimands.refusals import TooFewWords
from rumahrakyat.people.roles import EXPLAIN
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.entrance import staff, words_kept_for
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]


@require_GET
@staff(EXPLAIN)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What the own bodies were reprimanded for, the newest first."""
    bodies = reach.scope.organisations(EXPLAIN)
    if not bodies:
        raise Http404
    context = {
        "now": clock.now(),
        "rows": [{"one": one, "look": _look(one), "until": one.last_minute} for one in kept.of_bodies(bodies)],
        "waiting": kept.waiting_of(bodies),
    }
    return render(request, "workbench/reprimands.html", shell(reach, "reprimands") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff()
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """The letter, with the form that answers it."""
    found, now = _found(pk, reach), clock.now()
    if request.method == "POST":
        return _answered(request, reach, found, now)
    acts.read(reprimand_id=found.pk, account=reach.account, at=now)
    return _drawn(request, reach, _found(pk, reach), typed=words_kept_for(request).get("text", ""))


def _found(pk: int, reach: Reach) -> Reprimand:
    """One that was sent to this reader. Raises `Http404`."""
    found = kept.one(pk)
    if found is None or found.delivered_at is None or not acts.is_for(reprimand_id=pk, account=reach.account):
        raise Http404
    return found


def _answered(request: HttpRequest, reach: Reach, found: Reprimand, now: datetime) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        acts.answer(reprimand_id=found.pk, text=text, account=reach.account, at=now)
    except TooFewWords:
        fault = _("Write between 20 and 6,000 signs")
    except NotNow:
        fault = _("This reprimand was answered or withdrawn already")
    else:
        messages.success(request, _("Your answer was sent and stands on the record of each case."))
        return redirect("workbench:reprimand", found.pk)
    return _drawn(request, reach, found, typed=text, fault=fault)


def _drawn(request: HttpRequest, reach: Reach, found: Reprimand, *, typed: str, fault: str = "") -> HttpResponse:
    context = {
        "now": clock.now(),
        "one": found,
        "look": _look(found),
        "until": found.last_minute,
        "cases": [_case(case, reach) for case in kept.cases_of(found)],
        "open": found.state in MOVES["answer"][0],
        "typed": typed,
        "fault": fault,
        "faults": [{"id": "text", "text": fault}] if fault else [],
    }
    page = shell(reach, "reprimands") | context
    return render(request, "workbench/reprimand.html", page, status=422 if fault else 200)


def _case(case: Any, reach: Reach) -> Context:
    report = case.report
    readable = reach.reads(report)
    return {
        "number": report.number if readable else "",
        "title": report.title if readable else _("A case that another body has now"),
        "due_at": case.due_at,
    }


def _look(one: Reprimand) -> str:
    waits = {Reprimand.State.DELIVERED: "late", Reprimand.State.ACKNOWLEDGED: "soon", Reprimand.State.ANSWERED: "met"}
    return waits.get(Reprimand.State(one.state), "calm")
