"""Appeals, each a matter of its own: by the day on which the decision is due, and the page on which one is decided."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.handover import appeals as acts
from rumahrakyat.handover import people
from rumahrakyat.handover.appeals import Word
from rumahrakyat.handover.models import Appeal
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import APPROVE, DECIDE_APPEAL, DECIDE_DISPUTE, SEE_ALL, SEE_CASE
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.queries import entries_of
from rumahrakyat.workbench.entrance import staff, words_kept_for
from rumahrakyat.workbench.handover import pages
from rumahrakyat.workbench.handover.pages import Context
from rumahrakyat.workbench.views import shell

_WHO = (DECIDE_APPEAL, DECIDE_DISPUTE, APPROVE)
_AGENCY = frozenset({"answered", "resolved", "referred", "rejected"})


@require_GET
@staff(*_WHO)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Those that this person may decide. Whoever is above nobody finds no page."""
    if not acts.sees_list(reach.scope):
        raise Http404
    now = clock.now()
    waiting = acts.waiting(scope=reach.scope)
    context = {"now": now, "waiting": waiting, "decided": acts.decided(scope=reach.scope)}
    return render(request, "workbench/handover/appeals.html", shell(reach, "appeals") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*_WHO)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    found = acts.one(pk, scope=reach.scope)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _posted(request, reach, found)
    return _drawn(request, reach, found, words_kept_for(request))


def _posted(request: HttpRequest, reach: Reach, found: Appeal) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("text", "decision")}
    wrong: dict[str, str] = {}
    if given["decision"] not in {"granted", "refused"}:
        wrong["decision"] = _("Choose whether the appeal is granted")
    if not given["text"].strip():
        wrong["text"] = _("Write the reason of the decision")
    if wrong:
        return _drawn(request, reach, found, given, wrong)
    seen = request.POST.get("seen", "")
    word = Word(given["decision"] == "granted", given["text"], int(seen) if seen.isdecimal() else None)
    try:
        with transaction.atomic():
            now = clock.now()
            if pages.first_time(request, reach, found.report, "decide_appeal", now):
                acts.decide(report_id=found.report_id, word=word, account=reach.account, scope=reach.scope, at=now)
                messages.success(request, _("The appeal is decided. The citizen is told now."))
    except ReportError as error:
        fresh = acts.one(found.pk, scope=reach.scope) or found
        return _drawn(request, reach, fresh, given, {"text": pages.fault_of(error)})
    return redirect("workbench:appeal", found.pk)


def _drawn(
    request: HttpRequest, reach: Reach, found: Appeal, given: dict[str, str], wrong: dict[str, str] | None = None
) -> HttpResponse:
    now, report = clock.now(), found.report
    said = [one for one in entries_of(report) if one.type in _AGENCY and one.at <= found.made_at]
    actor = reach.actor_on(report)
    instead = people.stand_in(found.assignee_id, now) if found.decided_at is None else None
    context: Context = pages.case_facts(report) | {
        "now": now,
        "appeal": found,
        "agency_said": said[-1] if said else None,
        "against": pages.name_of(found.against),
        "instead": people.account(instead).name if instead and instead != found.assignee_id else "",
        "readable": actor.may(SEE_CASE, SEE_ALL),
        "decides": found.decided_at is None and acts.may_decide(reach.scope, reach.account, found),
        "own_end": found.decided_at is None and found.against_account_id == reach.account.pk,
        "typed": given,
        "wrong": wrong or {},
        "faults": pages.faults(wrong or {}),
    }
    page = shell(reach, "appeals") | context
    return render(request, "workbench/handover/appeal.html", page, status=422 if wrong else 200)
