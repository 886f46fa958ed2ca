"""After intake: the receipt, printed; and a new one for somebody who has lost theirs."""

from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.desk import queries
from rumahrakyat.desk.receipts import issuing, sheet
from rumahrakyat.lib import clock, ids
from rumahrakyat.people.roles import SERVE_DESK
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.web.limits import Limit
from rumahrakyat.workbench.desk.counter import seat
from rumahrakyat.workbench.entrance import staff, words_kept_for
from rumahrakyat.workbench.views import shell

# Answers of one account that did not fit the person who lost a receipt.
_WRONG_ANSWERS: Final = Limit("lost-receipt", 10)


def _report(reach: Reach, number: str) -> Report:
    """A case whose receipt this account handed out or printed, or that lies within its reach."""
    try:
        report = access.get_for_tracking(number)
    except (access.NotFound, ids.WrongNumber) as error:
        raise Http404 from error
    if not (issuing.handed_out(report=report, account=reach.account) or _sees(reach, report.number)):
        raise Http404
    return report


def _sees(reach: Reach, number: str) -> bool:
    try:
        access.get_for_staff(reach, number)
    except access.NotFound:
        return False
    return True


@require_GET
@staff(SERVE_DESK)
def receipt(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    """What was made, who must answer before when, and the paper to print."""
    report = _report(reach, number)
    counter = seat(reach)
    context = {
        "report": report,
        "receipt": issuing.newest(report=report, account=reach.account),
        "counter": counter,
        "ticket": queries.at_counter(counter) if counter else None,
        "minutes": int(issuing.PRINTED_FOR.total_seconds() // 60),
        "now": clock.now(),
    }
    if request.headers.get("HX-Request"):
        return render(request, "workbench/desk/holder.html", context)
    return render(request, "workbench/desk/receipt.html", shell(reach, "desk") | context)


@require_GET
@staff(SERVE_DESK)
def paper(request: HttpRequest, reach: Reach, number: str, kind: str) -> HttpResponse:
    """The receipt as a PDF. The secret stands on what is printed first, and on nothing printed later."""
    if kind not in sheet.PAPERS:
        raise Http404
    report = _report(reach, number)
    now = clock.now()
    secret = issuing.secret_to_print(report=report, account=reach.account, at=now)
    officer = reach.account.name.split(" ")[0] if request.GET.get("nama") else ""
    made = sheet.pdf(sheet.Sheet(report, now, secret, officer, kind))
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{report.number}-{kind}.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
@staff(SERVE_DESK)
def lost(request: HttpRequest, reach: Reach) -> HttpResponse:
    """A receipt was lost: check the person, then a new secret; the old one is void."""
    words: dict[str, Any] = {"token": uuid4().hex, **words_kept_for(request)}
    if request.method == "GET":
        return _lost(request, reach, words, {})
    names = ("number", "phone", "name", "asked", "token")
    words |= {name: request.POST.get(name, "").strip()[:200] for name in names}
    faults: dict[str, str] = {}
    if "cari" in request.POST:
        found = issuing.of_contact(words["phone"]) if words["phone"] else []
        if not found:
            faults["phone"] = _("No report is known with this number or address. Check it, or ask for the case number")
        return _lost(request, reach, words, faults, found)
    report = _lost_report(words["number"], faults)
    proof = issuing.Proof(words["phone"], words["name"], words["asked"])
    if report is not None and not (proof.contact or proof.name or proof.answers):
        faults["phone"] = _("Check the person first: number, name, or questions about the report")
    if report is None or faults:
        return _lost(request, reach, words, faults)
    if _WRONG_ANSWERS.reached(str(reach.account.pk)):
        faults["phone"] = _("Too many answers did not fit. Try again in a quarter of an hour, or call a colleague")
        return _lost(request, reach, words, faults)
    counter = seat(reach)
    where = issuing.Where(reach.account, counter.service_point if counter else None)
    try:
        issuing.issue_again(report=report, proof=proof, where=where, once=f"lost:{words['token']}"[:40], at=clock.now())
    except issuing.NotTheReporter:
        _WRONG_ANSWERS.count(str(reach.account.pk))
        faults["phone"] = _("What was said does not fit this report. Nothing was changed; ask once more, calmly")
        return _lost(request, reach, words, faults)
    messages.success(request, _("A new secret code was made; the old one is void. Print the receipt now."))
    return redirect("workbench:desk-receipt", number=report.number)


def _lost_report(typed: str, faults: dict[str, str]) -> Report | None:
    try:
        return access.get_for_tracking(typed)
    except ids.WrongNumber:
        faults["number"] = _("This is no report number. It looks like RR-482-135")
    except access.NotFound:
        faults["number"] = _("There is no report with this number. Check the digits, or search by telephone number")
    return None


def _lost(
    request: HttpRequest, reach: Reach, words: dict[str, Any], faults: dict[str, str], found: list[Report] | None = None
) -> HttpResponse:
    context = {
        "words": words,
        "faults": faults,
        "summary": [{"id": name, "text": text} for name, text in faults.items()],
        "found": found,
    }
    status = 422 if faults else 200
    return render(request, "workbench/desk/lost.html", shell(reach, "desk-lost") | context, status=status)
