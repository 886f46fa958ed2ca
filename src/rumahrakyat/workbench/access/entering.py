"""The page behind an invitation's link: user name and password, then the first day."""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.organisations import staffing
from rumahrakyat.organisations.staffing import Unusable, WrongStaffing
from rumahrakyat.web.requests import never_stored
from rumahrakyat.workbench.access import wording

_UNUSABLE: Final[dict[str, Promise | str]] = {
    "used": gettext_lazy("This link was used already"),
    "expired": gettext_lazy("This link has expired"),
    "withdrawn": gettext_lazy("This invitation was withdrawn"),
    "unknown": gettext_lazy("We do not know this link"),
}


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    context: dict[str, Any]
    now, wrong, status = clock.now(), {}, 200
    try:
        found = staffing.usable(token, at=now)
        if request.method == "POST":
            try:
                account = staffing.accept(
                    token=token,
                    username=request.POST.get("nama", "")[:80],
                    password=request.POST.get("sandi", "")[:200],
                    at=now,
                )
            except WrongStaffing as fault:
                wrong, status = {fault.field: fault.words or wording.WRONG[fault.field]}, 422
            else:
                login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
                return redirect("workbench:tour")
    except Unusable as unusable:
        context = {"why": unusable.why, "heading": _UNUSABLE[unusable.why]}
        return _page(request, context, 410 if unusable.why != "unknown" else 404)
    context = {
        "heading": _("Welcome, %(name)s") % {"name": found.name},
        "invitation": found,
        "role": wording.role_name(found.role),
        "place": wording.place_name(found.organisation, found.region),
        "typed": request.POST.get("nama", ""),
        "wrong": wrong,
    }
    return _page(request, context, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, "workbench/access/enter.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return never_stored(response)
