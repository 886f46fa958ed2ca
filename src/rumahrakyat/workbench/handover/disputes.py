"""Disagreements whose case it is: the list by the time that is left, and the page on which one is decided."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.handover import disputes as acts
from rumahrakyat.handover import drafting, queries
from rumahrakyat.handover.disputes import Ruling
from rumahrakyat.handover.models import Dispute
from rumahrakyat.lib import clock
from rumahrakyat.organisations.finding import find_holders
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.people.roles import DECIDE_DISPUTE, HAND_OVER, SEE_CASE
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.routing.queries import decision_of
from rumahrakyat.workbench.entrance import staff, words_kept_for
from rumahrakyat.workbench.handover import pages
from rumahrakyat.workbench.handover.pages import Context
from rumahrakyat.workbench.views import shell


@require_GET
@staff(DECIDE_DISPUTE, HAND_OVER)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    waiting, settled = queries.disputes(reach.scope)
    context = {"now": clock.now(), "waiting": waiting, "settled": settled}
    return render(request, "workbench/handover/disputes.html", shell(reach, "disputes") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(DECIDE_DISPUTE, HAND_OVER)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Both sides' words, the rule that was applied, the place; and whoever may decides."""
    found = queries.dispute(pk, scope=reach.scope)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _posted(request, reach, found)
    return _drawn(request, reach, found, words_kept_for(request))


def _posted(request: HttpRequest, reach: Reach, found: Dispute) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("text", "holder", "find", "what")}
    if "search" in request.POST:
        return _drawn(request, reach, found, given)
    try:
        with transaction.atomic():
            if pages.first_time(request, reach, found.report, f"sengketa-{given['what']}"[:16], clock.now()):
                messages.success(request, _do(request, reach, found, given))
    except _Missing as missing:
        return _drawn(request, reach, found, given, {missing.field: missing.text})
    except (ReportError, drafting.NoRule) as error:
        fresh = queries.dispute(found.pk, scope=reach.scope) or found
        return _drawn(request, reach, fresh, given, {"text": pages.fault_of(error)})
    if queries.dispute(found.pk, scope=reach.scope) is None:
        return redirect("workbench:disputes")
    return redirect("workbench:dispute", found.pk)


class _Missing(Exception):
    def __init__(self, field: str, text: str) -> None:
        super().__init__(field)
        self.field, self.text = field, text


def _do(request: HttpRequest, reach: Reach, found: Dispute, given: dict[str, str]) -> str:
    now, account, scope = clock.now(), reach.account, reach.scope
    if given["what"] == "say":
        acts.add_words(dispute_id=found.pk, text=given["text"], account=account, scope=scope, at=now)
        return _("Kept. Whoever decides reads it.")
    if given["what"] == "draft":
        drafting.draft_rule(dispute_id=found.pk, account=account, scope=scope, at=now)
        return _("A draft rule was made of it. It holds nothing until it is tried and published.")
    holder = by_code(given["holder"])
    if holder is None:
        raise _Missing("holder", _("Choose whose case it is"))
    if not given["text"].strip():
        raise _Missing("text", _("Write why, in words that everybody can read"))
    seen = request.POST.get("seen", "")
    ruling = Ruling(holder, given["text"], int(seen) if seen.isdecimal() else None)
    acts.decide(dispute_id=found.pk, ruling=ruling, account=account, scope=scope, at=now)
    return _("Decided. Both bodies are told, and the citizen reads it.")


def _drawn(
    request: HttpRequest, reach: Reach, found: Dispute, given: dict[str, str], wrong: dict[str, str] | None = None
) -> HttpResponse:
    report, scope = found.report, reach.scope
    actor = reach.actor_on(report)
    own = scope.organisations(HAND_OVER)
    context: Context = pages.case_facts(report) | {
        "now": clock.now(),
        "dispute": found,
        "sides": [
            {"body": found.first, "name": pages.name_of(found.first), "said": found.said_first},
            {"body": found.second, "name": pages.name_of(found.second), "said": found.said_second},
        ],
        "readable": actor.may(SEE_CASE),
        "decision": decision_of(report),
        "decides": found.settled_at is None and acts.may_decide(scope, report),
        "says": found.settled_at is None and bool(own & {found.first_id, found.second_id}),
        "drafts": drafting.may_draft(scope, found),
        "typed": given,
        "found": find_holders(given["find"]) if given.get("find") else [],
        "wrong": wrong or {},
        "faults": pages.faults(wrong or {}),
    }
    page = shell(reach, "disputes") | context
    return render(request, "workbench/handover/dispute.html", page, status=422 if wrong else 200)
