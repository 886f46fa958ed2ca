"""Calls to ask how the service was, and forms filled in for somebody: at the desk, from paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.callcentre import house
from rumahrakyat.lib import clock, ids
from rumahrakyat.lib.phone import display_phone
from rumahrakyat.people.roles import SEE_IDENTITY, SERVE_DESK, TAKE_CALLS
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.satisfaction import answering, queries, sampling, wording
from rumahrakyat.satisfaction.models import FeedbackCall, Survey
from rumahrakyat.web.requests import never_stored
from rumahrakyat.workbench.calls.line import frame
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

State = FeedbackCall.State


@require_GET
@staff(TAKE_CALLS)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The sample that is to be called, fewest attempts first."""
    context = frame(reach, "calls-feedback", now=clock.now())
    context |= {"rows": queries.calls_to_make(), "rules": wording.survey().sample}
    return render(request, "workbench/calls/feedback.html", context)


@require_http_methods(["GET", "POST"])
@staff(TAKE_CALLS)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """One call: the number, what to say, nine marks."""
    row = queries.call_to_make(pk)
    if row is None:
        raise Http404
    if row.state != State.OPEN:
        messages.info(request, _("This call was settled meanwhile."))
        return redirect("workbench:calls-feedback")
    context = frame(reach, "calls-feedback", now=clock.now()) | _sheet(request, reach, row)
    if request.method == "POST":
        return _said(request, reach, row, context)
    return never_stored(render(request, "workbench/calls/feedback_one.html", context))


def _sheet(request: HttpRequest, reach: Reach, row: FeedbackCall) -> dict[str, Any]:
    script = house.script("feedback", request.GET.get("bahasa", "id"))
    number = row.survey.report.number
    return {
        "row": row,
        "number": display_phone(row.contact_point.value),
        "name": row.contact_point.reporter.name if reach.has(SEE_IDENTITY) else "",
        "script": script,
        "greeting": script.greeting(agent=reach.account.get_short_name(), at=clock.now(), number=number),
        **questions(request, script.language),
    }


def questions(request: HttpRequest, language: str = "id") -> dict[str, Any]:
    """The nine elements with what is marked so far."""
    told = wording.survey(language)
    marked = marks_of(request)
    rows = [
        {"nth": nth, "name": f"u{nth}", "ask": one.ask, "mark": str(marked[nth - 1] or "")}
        for nth, one in enumerate(told.elements, start=1)
    ]
    return {"questions": rows, "scale": told.scale, "words": request.POST.get("kata", "")}


def marks_of(request: HttpRequest) -> list[int]:
    """What is marked on the form, 0 where nothing is."""
    given = (request.POST.get(f"u{nth}", "") for nth in range(1, 10))
    return [int(one) if one in {"1", "2", "3", "4"} else 0 for one in given]


def _said(request: HttpRequest, reach: Reach, row: FeedbackCall, context: dict[str, Any]) -> HttpResponse:
    chosen, now = request.POST.get("hasil", "nilai"), clock.now()
    try:
        if chosen in {State.REFUSED.value, State.UNREACHED.value}:
            sampling.settle(call_id=row.pk, state=chosen, account=reach.account, at=now)
        else:
            _answer(request, reach, row.survey, "phone")
    except answering.NothingMarked:
        return render(request, "workbench/calls/feedback_one.html", context | {"fault": _fault()}, status=422)
    except (answering.AlreadyAnswered, sampling.Settled):
        messages.info(request, _("This call was settled meanwhile."))
    else:
        messages.success(request, _("Kept. Thank you."))
    return redirect("workbench:calls-feedback")


def _answer(request: HttpRequest, reach: Reach, survey: Survey, via: str) -> None:
    words = request.POST.get("kata", "")
    answering.answer(
        survey_id=survey.pk, marks=marks_of(request), words=words, via=via, at=clock.now(), account=reach.account
    )


def _fault() -> str:
    return _("Mark at least one of the nine")


@require_http_methods(["GET", "POST"])
@staff(SERVE_DESK, TAKE_CALLS)
def paper(request: HttpRequest, reach: Reach) -> HttpResponse:
    """A survey filled in for somebody at the desk or from paper, found by the number of the report."""
    typed = (request.POST.get("nomor") or request.GET.get("nomor", "")).strip()[:40]
    context: dict[str, Any] = shell(reach, "satisfaction") | {"typed": typed} | questions(request)
    if not typed:
        return render(request, "workbench/calls/paper.html", context)
    survey = _survey_of(typed)
    if survey is None:
        fault = _("There is nothing to judge under this number: the case is not closed, or it was reported anonymously")
        return render(request, "workbench/calls/paper.html", context | {"fault_number": fault}, status=404)
    context["survey"] = survey
    if request.method == "GET":
        return render(request, "workbench/calls/paper.html", context)
    try:
        _answer(request, reach, survey, "desk")
    except answering.NothingMarked:
        return render(request, "workbench/calls/paper.html", context | {"fault": _fault()}, status=422)
    except answering.AlreadyAnswered:
        messages.info(request, _("This survey has been answered already; the first answer stands."))
    else:
        messages.success(request, _("Kept. Thank you."))
    return redirect("workbench:survey-paper")


def _survey_of(typed: str) -> Survey | None:
    try:
        return queries.of_report(access.get_for_tracking(typed))
    except (access.NotFound, ids.WrongNumber):
        return None
