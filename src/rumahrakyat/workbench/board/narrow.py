"""The form that narrows the queue down, and keeps a selection under a name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.people.roles import SEE_CASE
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.board import filters, operations, queries
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell


@require_http_methods(["GET", "POST"])
@staff(SEE_CASE)
def narrow(request: HttpRequest, reach: Reach) -> HttpResponse:
    """GET: the form. POST: apply it, keep it under a name, or drop one that was kept."""
    if request.method == "GET":
        return _show(request, reach, filters.read(request.GET.dict(), me=reach.account.pk))
    chosen = filters.read(request.POST.dict(), me=reach.account.pk)
    step = request.POST.get("langkah", "")
    if step == "hapus":
        key = request.POST.get("saringan", "")
        operations.drop(reach=reach, key=int(key) if key.isdecimal() else 0)
        messages.success(request, _("The selection is not kept any more."))
        return redirect("workbench:narrow")
    if step != "simpan":
        return redirect(chosen.address())
    return _keep(request, reach, chosen)


def _keep(request: HttpRequest, reach: Reach, chosen: filters.Chosen) -> HttpResponse:
    name = " ".join(request.POST.get("nama", "").split())[:30]
    if not name:
        return _show(request, reach, chosen, fault=_("Write a name for this selection"))
    if not chosen.given:
        return _show(request, reach, chosen, fault=_("Choose at least one thing to narrow down by"), name=name)
    shared = request.POST.get("bagikan") == "1"
    kept = operations.keep(reach=reach, name=name, chosen=chosen, shared=shared, at=clock.now())
    if kept is None:
        words = _("At most %(n)s selections can be kept. Remove one first") % {"n": filters.MOST_SAVED}
        return _show(request, reach, chosen, fault=words, name=name)
    messages.success(request, _("Kept as “%(name)s”.") % {"name": name})
    return redirect(chosen.address())


def _show(
    request: HttpRequest, reach: Reach, chosen: filters.Chosen, *, fault: str = "", name: str = ""
) -> HttpResponse:
    context = shell(reach, "queue") | {
        "fields": filters.choices(chosen, reach),
        "tab_name": chosen.given.get("tab", ""),
        "back": chosen.address(),
        "kept": list(queries.saved(reach)),
        "may_share": bool(filters.bodies(reach)),
        "fault": fault,
        "name": name,
    }
    return render(request, "workbench/board/narrow.html", context, status=422 if fault else 200)
