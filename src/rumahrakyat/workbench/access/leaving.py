"""The end of somebody's service on one page: what they still hold, and who has it afterwards."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.organisations import staffing
from rumahrakyat.organisations.staffing import Post
from rumahrakyat.people.models import Account
from rumahrakyat.people.notices import unread
from rumahrakyat.people.roles import KEEP_PEOPLE
from rumahrakyat.reports import leaving
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.access.people import found_or_404, row
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.queries import drafts_of
from rumahrakyat.workbench.views import shell


@require_http_methods(["GET", "POST"])
@staff(KEEP_PEOPLE)
def leave(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    account, now = found_or_404(reach, pk), clock.now()
    if not may_end(reach, account):
        raise Http404
    colleagues = leaving.successors(account)
    wrong = ""
    if request.method == "POST" and account.is_active:
        chosen = request.POST.get("kepada", "")
        to = next((one for one in colleagues if str(one.pk) == chosen), None)
        if chosen and to is None:
            wrong = _("Choose a colleague of the same body, or the queue.")
        elif request.POST.get("pasti") != "1":
            wrong = _("Say that you are sure: the account is closed at once.")
        else:
            left = leaving.leave(account=account, to=to, by=reach.account, at=now)
            messages.success(request, _said(account, to, left))
            return redirect("workbench:staff-member", pk)
    context: dict[str, Any] = {
        "now": now,
        **row(account),
        "held": leaving.holdings(account, at=now),
        "drafts": drafts_of(account.pk),
        "notices": unread(account.pk),
        "colleagues": colleagues,
        "chosen": request.POST.get("kepada", ""),
        "wrong": wrong,
    }
    status = 422 if wrong else 200
    return render(request, "workbench/access/leave.html", shell(reach, "staff") | context, status=status)


def may_end(reach: Reach, account: Account) -> bool:
    """Whether all the roles that somebody holds are this reader's to give; nobody ends their own service."""
    if account.pk == reach.account.pk:
        return False
    active = account.memberships.filter(active=True).select_related("organisation", "region")
    return all(staffing.may_give(reach.scope, Post(one.role, one.organisation, one.region)) for one in active)


def _said(account: Account, to: Account | None, left: leaving.Left) -> str:
    words = _("The service of %(name)s has ended.") % {"name": account.name}
    if left.given and to is not None:
        given = ngettext("%(n)s case went to %(to)s.", "%(n)s cases went to %(to)s.", left.given)
        words += " " + given % {"n": left.given, "to": to.name}
    if left.freed:
        freed = ngettext("%(n)s case is in the queue again.", "%(n)s cases are in the queue again.", left.freed)
        words += " " + freed % {"n": left.freed}
    return words
