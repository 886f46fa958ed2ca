"""First signs of a common cause, and the problems that were named: looked at, named or dismissed, kept, closed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.lib import clock, ids
from rumahrakyat.people.roles import NAME_PROBLEM
from rumahrakyat.problems import operations as acts
from rumahrakyat.problems import queries
from rumahrakyat.problems.models import Problem, ProblemEvent, Sign
from rumahrakyat.problems.operations import Named
from rumahrakyat.problems.wording import place_name
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report, StageChoices
from rumahrakyat.web.signs import LOOKS, facts, line
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
Faults = Sequence[tuple[str, str]]
_ICONS: Final = {"named": "pencil", "added": "check", "removed": "close", "closed": "check-circle"}


@require_GET
@staff(NAME_PROBLEM)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What waits for a look, then what was named, then what is past."""
    now = clock.now()
    mine = queries.within(reach, "owner")
    problems = queries.problems(queries.within(reach, "lead"))
    context = {
        "now": now,
        "signs": [_row(one, now) for one in queries.offered(mine)],
        "problems": [_problem_row(one) for one in problems],
        "past": [_row(one, now) for one in queries.decided(mine)],
        "runs": queries.last_runs(),
    }
    return render(request, "workbench/signs.html", shell(reach, "signs") | context)


def _row(one: Sign, now: datetime) -> Context:
    return {
        "href": reverse("workbench:sign", args=[one.pk]),
        "name": one.suggested,
        "line": line(one, now),
        "owner": one.owner,
        "state": one.get_state_display(),
        "look": LOOKS[one.state],
        "kind": one.get_kind_display(),
        "burst": one.kind == Sign.Kind.BURST,
        "reason": one.reason,
    }


def _problem_row(one: Problem) -> Context:
    return {
        "href": reverse("workbench:problem", args=[one.pk]),
        "name": one.name,
        "place": place_name(one.place) if one.place else "",
        "lead": one.lead,
        "cases": getattr(one, "n_cases", 0),
        "opened_at": one.opened_at,
        "state": one.get_state_display(),
        "look": "met" if one.state == Problem.State.CLOSED else "soon",
    }


@require_http_methods(["GET", "POST"])
@staff(NAME_PROBLEM)
def sign(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """One sign with its evidence; named, watched or dismissed here."""
    found = queries.sign(pk, queries.within(reach, "owner"))
    if found is None:
        raise Http404
    faults: Faults = ()
    if request.method == "POST":
        faults = _tried(lambda: _decide(request, reach, found))
        if not faults:
            messages.success(request, _("Noted."))
            return redirect(_after(pk, reach))
    return _sign_page(request, reach, found, faults)


def _after(pk: int, reach: Reach) -> str:
    """The problem that was named, or the list."""
    found = queries.sign(pk, queries.within(reach, "owner"))
    problem = getattr(found, "problem", None)
    return reverse("workbench:problem", args=[problem.pk]) if problem else reverse("workbench:signs")


def _decide(request: HttpRequest, reach: Reach, found: Sign) -> None:
    at = clock.now()
    choice = request.POST.get("pilihan", "")
    if choice == "terima":
        named = Named(
            request.POST.get("name", ""), request.POST.get("description", ""), request.POST.get("public", "") == "1"
        )
        acts.accept(sign_id=found.pk, named=named, reach=reach, at=at)
    elif choice == "abaikan":
        acts.dismiss(sign_id=found.pk, reason=request.POST.get("reason", ""), reach=reach, at=at)
    elif choice == "amati":
        acts.watch(sign_id=found.pk, reach=reach, at=at)
    else:
        raise Http404


def _tried(act: Callable[[], None]) -> Faults:
    """What was wrong, by the field it concerns."""
    try:
        act()
    except acts.TooFewWords as refused:
        return [(refused.field, _("Write at least five characters, and not more than fit"))]
    except acts.NoSuchCase:
        return [("number", _("No such case is within your reach. Check the number"))]
    except acts.NotPermitted:
        raise Http404 from None
    except acts.NotNow:
        return [("isi", _("Somebody was faster. Load the page again and see what was decided"))]
    return []


def _sign_page(request: HttpRequest, reach: Reach, found: Sign, faults: Faults) -> HttpResponse:
    now = clock.now()
    cases = queries.cases_of_sign(found, reach)
    decides = acts.may_decide(reach, found.owner_id, found.place_id) and found.state in acts.DECIDABLE
    context = {
        "now": now,
        "one": found,
        "row": _row(found, now),
        "facts": facts(found, now),
        "villages": queries.by_village(cases),
        "cases": [_case(case) for case in cases],
        "problem": getattr(found, "problem", None),
        "decides": decides,
        "written": request.POST if faults else {"name": found.suggested},
        **_faulty(faults),
    }
    status = 422 if faults else 200
    return render(request, "workbench/sign.html", shell(reach, "signs") | context, status=status)


@require_http_methods(["GET", "POST"])
@staff(NAME_PROBLEM)
def problem(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """A problem with its cases and its story; cases come and go, and it is closed with an outcome."""
    found = queries.problem(pk, queries.within(reach, "lead"))
    if found is None:
        raise Http404
    faults: Faults = ()
    if request.method == "POST":
        faults = _tried(lambda: _change(request, reach, pk))
        if not faults:
            messages.success(request, _("Noted."))
            return redirect("workbench:problem", pk)
    return _problem_page(request, reach, found, faults)


def _change(request: HttpRequest, reach: Reach, pk: int) -> None:
    choice, at = request.POST.get("pilihan", ""), clock.now()
    if choice == "tutup":
        acts.close(problem_id=pk, outcome=request.POST.get("outcome", ""), reach=reach, at=at)
    elif choice in {"tambah", "keluarkan"}:
        try:
            number = ids.parse_tracking_number(request.POST.get("number", ""))
        except ids.WrongNumber:
            raise acts.NoSuchCase from None
        act = acts.add_case if choice == "tambah" else acts.remove_case
        act(problem_id=pk, number=number, reach=reach, at=at)
    else:
        raise Http404


def _problem_page(request: HttpRequest, reach: Reach, found: Problem, faults: Faults) -> HttpResponse:
    cases = queries.cases_of_problem(found, reach)
    open_still = found.state == Problem.State.OPEN
    context = {
        "now": clock.now(),
        "one": found,
        "row": _problem_row(found) | {"cases": len(cases)},
        "cases": [_case(case) for case in cases],
        "villages": queries.by_village(cases),
        "events": [_event(one) for one in found.events.all()],
        "decides": open_still and acts.may_decide(reach, found.lead_id, found.place_id),
        "written": request.POST if faults else {},
        **_faulty(faults),
    }
    status = 422 if faults else 200
    return render(request, "workbench/problem.html", shell(reach, "signs") | context, status=status)


def _faulty(faults: Faults) -> Context:
    return {"faults": [{"id": name, "text": text} for name, text in faults], "wrong": dict(faults)}


def _case(report: Report) -> Context:
    place = report.region
    return {
        "report": report,
        "place": f"{place.kind} {place.name}" if place else "",
        "stage": StageChoices(report.stage).label,
        "href": reverse("workbench:case", args=[report.number]),
    }


def _event(one: ProblemEvent) -> Context:
    return {"one": one, "icon": _ICONS[one.what], "who": one.account.title or one.account.name}
