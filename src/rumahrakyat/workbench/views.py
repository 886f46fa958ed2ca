"""The frame of the workbench, its queue, and the small pages around it. The lists themselves: `board.pane`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.organisations.finding import find_holders
from rumahrakyat.people import notices
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import (
    ACKNOWLEDGE,
    ADMINISTER,
    ANSWER,
    APPROVE,
    DECIDE_APPEAL,
    DECIDE_DISPUTE,
    EDIT_TEMPLATES,
    EXPLAIN,
    FILE_FOR_VILLAGERS,
    HAND_OVER,
    KEEP_PEOPLE,
    KEEP_ROSTER,
    NAME_PROBLEM,
    OPERATE,
    OVERSEE,
    OVERSEE_ALL,
    READ_AUDIT,
    REGISTER,
    SEE_CASE,
    SEE_IDENTITY,
    SERVE_DESK,
    TAKE_CALLS,
    VERIFY,
    WORK_IN_FIELD,
)
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.beside import Beside, ask
from rumahrakyat.workbench.board import filters
from rumahrakyat.workbench.board.pane import inbox_pane, queue_pane
from rumahrakyat.workbench.entrance import staff

__all__ = ["inbox_pane", "landing", "queue_pane", "shell"]

Context = dict[str, Any]


def shell(reach: Reach, current: str, beside: Beside | None = None) -> Context:
    """What the frame of every page needs; `beside` where the page has asked already."""
    beside = beside or ask(reach)
    overseer = reach.has(OVERSEE) or reach.has(OVERSEE_ALL)
    return {
        "current": current,
        "shows_queue": reach.has(SEE_CASE),
        "shows_inbox": reach.has(VERIFY),
        "shows_workload": bool(filters.bodies(reach)),
        "shows_intake": reach.has(REGISTER) and not reach.has(VERIFY),
        "shows_watch": overseer,
        "shows_negligence": reach.has(EXPLAIN) or beside.charged,
        "shows_reprimands": bool(reach.scope.organisations(EXPLAIN)),
        "shows_appeals": reach.has(DECIDE_APPEAL) or bool(reach.scope.regions(DECIDE_DISPUTE)),
        "shows_disputes": reach.has(DECIDE_DISPUTE) or reach.has(HAND_OVER),
        "shows_signs": reach.has(NAME_PROBLEM),
        "shows_rules": overseer or reach.has(ADMINISTER),
        "shows_models": any(reach.has(one) for one in (VERIFY, OVERSEE_ALL, ADMINISTER)),
        "shows_alerts": reach.has(ACKNOWLEDGE) or reach.has(KEEP_ROSTER) or reach.has(OVERSEE_ALL),
        "shows_channels": reach.has(OPERATE),
        "shows_approval": "rail" if reach.has(APPROVE) else "menu" if reach.has(ANSWER) else "",
        "shows_templates": reach.has(ANSWER) or reach.has(VERIFY) or reach.has(EDIT_TEMPLATES),
        "shows_reference": reach.scope.everywhere(ADMINISTER),
        "shows_calls": reach.has(TAKE_CALLS),
        "shows_desk": reach.has(SERVE_DESK),
        "shows_points": reach.has(ADMINISTER) and not reach.has(SERVE_DESK),
        "shows_people": reach.has(VERIFY) and reach.has(SEE_IDENTITY),
        "shows_staff": reach.has(KEEP_PEOPLE),
        "shows_audit": reach.has(READ_AUDIT),
        "bell": SimpleLazyObject(lambda: {"unread": notices.unread(reach.account.pk)}),
        "shows_directed": bool(reach.scope.organisations(SEE_CASE)) or reach.scope.everywhere(VERIFY),
        "watched_marks": beside.watched,
        "pane": "",
        **beside.badges,
    }


def landing(reach: Reach) -> str:
    """Where a working day begins, by what one may do."""
    if reach.has(VERIFY):
        return reverse("workbench:inbox")
    if reach.has(ANSWER):
        return reverse("workbench:queue")
    if reach.has(TAKE_CALLS):
        return reverse("workbench:calls")
    if reach.has(SERVE_DESK):
        return reverse("workbench:desk")
    if reach.has(FILE_FOR_VILLAGERS):
        return reverse("workbench:village")
    if reach.has(WORK_IN_FIELD) and not reach.has(SEE_CASE):
        return reverse("workbench:field")
    if reach.has(OVERSEE_ALL):
        return "/pantau/"
    if reach.has(OPERATE):
        return reverse("workbench:channels")
    return reverse("workbench:queue") if reach.has(SEE_CASE) else reverse("mfa_index")


@require_GET
@staff()
def start(_request: HttpRequest, reach: Reach) -> HttpResponse:
    return redirect(landing(reach))


@require_GET
@staff(SEE_CASE)
def queue_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    beside = ask(reach, queue=True)
    context = shell(reach, "queue", beside) | queue_pane(request, reach, beside.kept)
    if request.headers.get("HX-Request") and request.GET.get("bagian") == "daftar":
        return render(request, "workbench/parts/list.html", context)
    return render(request, "workbench/queue.html", context)


@require_GET
@staff(HAND_OVER, VERIFY)
def agencies(request: HttpRequest, _reach: Reach) -> HttpResponse:
    """What a search for an agency finds, as choices of the form it was typed in."""
    typed, slug = request.GET.get("find", "")[:80], request.GET.get("untuk", "")[:12]
    context = {"found": find_holders(typed), "typed": typed, "slug": slug if slug.isalpha() else "x"}
    return render(request, "workbench/parts/found.html", context)


@require_GET
@staff(SEE_CASE)
def keys(request: HttpRequest, reach: Reach) -> HttpResponse:
    return render(request, "workbench/keys.html", shell(reach, "keys"))


@require_POST
@staff()
def theme(request: HttpRequest, _reach: Reach) -> HttpResponse:
    """Light or dark, for this account; back to where one was."""
    assert isinstance(request.user, Account)
    wanted = request.POST.get("theme", "")
    people.set_theme(account_id=request.user.pk, theme=wanted if wanted in {"light", "dark"} else "")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else reverse("workbench:queue"))
