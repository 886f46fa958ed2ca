"""The end of a body: who takes over what it holds, seen before it is done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.organisations import operations, queries
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people import audit
from rumahrakyat.people.roles import ADMINISTER
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.queries import held_open
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell


@require_http_methods(["GET", "POST"])
@staff(ADMINISTER)
def end(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    body = queries.by_code(code)
    if body is None or not body.active or not reach.scope.everywhere(ADMINISTER):
        raise Http404
    context = shell(reach, "reference") | {
        "body": body,
        "held": held_open(body.pk),
        "bodies": [one for one in queries.holders() if one.pk != body.pk],
        "typed": request.POST.get("penerus", ""),
    }
    if request.method == "GET":
        return render(request, "workbench/reference/end.html", context)
    try:
        _end(body, _successor(request.POST.get("penerus", "")), reach)
    except operations.CannotEnd:
        context["summary"] = [{"id": "penerus", "text": _("Choose who takes over, or the desk")}]
        return render(request, "workbench/reference/end.html", context, status=422)
    messages.success(request, _("%(name)s has ended. What it held is passed on now.") % {"name": body.name})
    return redirect("workbench:reference-row", "badan", body.code)


def _successor(typed: str) -> Organisation | None:
    """The chosen body; None for the desk. Raises `CannotEnd` while nothing was chosen."""
    if typed == "-":
        return None
    found = queries.by_code(typed)
    if found is None:
        raise operations.CannotEnd(typed)
    return found


def _end(body: Organisation, successor: Organisation | None, reach: Reach) -> None:
    at = clock.now()
    operations.dissolve(organisation=body, successor=successor, at=at, actor=reach.account)
    after = successor.code if successor else ""
    audit.record(
        act="reference.changed",
        account=reach.account.pk,
        at=at,
        subject=f"badan:{body.code}",
        data={"aktif": ["ya", ""], "penerus": ["", after]},
    )
