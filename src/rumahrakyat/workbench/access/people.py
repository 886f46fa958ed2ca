"""Who works here, with their roles: looked up, given further roles, freed of them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.organisations import staffing
from rumahrakyat.organisations import staffing_queries as queries
from rumahrakyat.organisations.rostering import WrongRoster
from rumahrakyat.organisations.staffing import NotYours, Post, WrongStaffing
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import KEEP_PEOPLE
from rumahrakyat.reports import leaving
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.access import wording
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.roster_forms import moment_of
from rumahrakyat.workbench.views import shell


@require_GET
@staff(KEEP_PEOPLE)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    words, role = request.GET.get("cari", "")[:80], request.GET.get("peran", "")
    text = request.GET.get("halaman", "")
    page = int(text) if text.isdecimal() and len(text) < 6 else 1
    found, more = queries.people(reach.scope, words=words, role=role, page=page)
    context: dict[str, Any] = {
        "now": clock.now(),
        "rows": [row(one) for one in found],
        "words": words,
        "role": role,
        "roles": [(name, wording.role_name(name)) for name in staffing.givable(reach.scope)],
        "page": page,
        "next_page": page + 1 if more else 0,
        "invitations": [
            {
                "one": one,
                "role": wording.role_name(one.role),
                "place": wording.place_name(one.organisation, one.region),
                "over": one.expires_at <= clock.now(),
            }
            for one in queries.invitations(reach.scope)
        ],
    }
    return render(request, "workbench/access/people.html", shell(reach, "staff") | context)


def row(account: Account) -> dict[str, Any]:
    kept = getattr(account, "kept", ())
    return {
        "account": account,
        "roles": [wording.held(one) for one in kept if one.active],
        "former": [wording.held(one) for one in kept if not one.active],
    }


def found_or_404(reach: Reach, pk: int) -> Account:
    account = queries.person(reach.scope, pk)
    if account is None:
        raise Http404
    return account


@require_http_methods(["GET", "POST"])
@staff(KEEP_PEOPLE)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Somebody with their roles; given one or freed of one here."""
    account, now = found_or_404(reach, pk), clock.now()
    fault = ""
    if request.method == "POST":
        try:
            messages.success(request, _done(request, reach, account, now))
        except (WrongStaffing, WrongRoster) as wrong:
            fault = wrong.field
        except NotYours:
            raise Http404 from None
        else:
            return redirect("workbench:staff-member", pk)
    context = {
        "now": now,
        **row(account),
        "self": account.pk == reach.account.pk,
        "away": queries.away(account, at=now),
        "standing_in": queries.standing_in(account, at=now),
        "typed": request.POST,
        "wrong": {fault: wording.WRONG.get(fault, _("Look at this again."))} if fault else {},
        **post_choices(reach),
    }
    status = 422 if fault else 200
    return render(request, "workbench/access/person.html", shell(reach, "staff") | context, status=status)


def post_choices(reach: Reach) -> dict[str, Any]:
    return {
        "roles_to_give": [(name, wording.role_name(name)) for name in staffing.givable(reach.scope)],
        "bodies": queries.bodies(reach.scope),
    }


def post_of(request: HttpRequest, reach: Reach) -> Post:
    """The role with its place as it was chosen. Raises `WrongStaffing`, `WrongRoster`."""
    role = request.POST.get("peran", "")
    place = staffing.place_of(role)
    code = request.POST.get("badan", "")
    body = next((one for one in queries.bodies(reach.scope) if one.code == code), None)
    region = queries.region(request.POST.get("wilayah", "").strip()[:13]) if place in {"village", "regency"} else None
    until = moment_of(request.POST.get("sampai", ""), end=True)
    return Post(role, body if place in {"body", "desk"} else None, region, until)


def _done(request: HttpRequest, reach: Reach, account: Account, now: datetime) -> str:
    if request.POST.get("langkah") == "akhiri":
        text = request.POST.get("nomor", "")
        held = queries.membership(reach.scope, account=account, pk=int(text) if text.isdecimal() else 0)
        if held is None:
            return _("This role has ended already.")
        freed = len(leaving.take_role(membership=held, by=reach.account, scope=reach.scope, at=now))
        if not freed:
            return _("The role has ended.")
        told = ngettext(
            "The role has ended; %(n)s case went back to the queue.",
            "The role has ended; %(n)s cases went back to the queue.",
            freed,
        )
        return told % {"n": freed}
    post = post_of(request, reach)
    staffing.give(account=account, post=post, by=reach.account, scope=reach.scope, at=now)
    return _("The role is given.")
