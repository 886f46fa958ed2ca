"""Taking a dossier of a case, and the register of who read what."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahrakyat.evidence.dossiers import operations as dossiers
from rumahrakyat.evidence.dossiers import queries as taken
from rumahrakyat.lib import ids
from rumahrakyat.oversight.findings import queries as findings
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import READ_READERS, TAKE_DOSSIER
from rumahrakyat.reports import access, readings
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.readings import Asked
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.dossiers import words
from rumahrakyat.watch.kept import keeping, words_kept_for
from rumahrakyat.web.requests import day_of, never_stored, uuid_of


def _case(watcher: Watcher, number: str) -> tuple[Report, Actor]:
    """The case and who takes it. Raises Http404 for whoever may not read it, or take it."""
    report = watcher.case(number)
    actor = watcher.reach.actor_on(report)
    if not actor.may(TAKE_DOSSIER):
        raise Http404
    return report, actor


@keeping
@require_http_methods(["GET", "HEAD", "POST"])
@watching
def dossier(request: HttpRequest, watcher: Watcher, number: str) -> HttpResponseBase:
    """Why it is taken; the file; who took it before."""
    report, actor = _case(watcher, number)
    if request.method != "POST":
        return _drawn(request, watcher, report, words_kept_for(request).get("text", ""))
    typed = request.POST.get("text", "")
    token = uuid_of(request.POST.get("token", ""))
    wanted = dossiers.Wanted(
        token, typed, identity="identitas" in request.POST, originals="asli" in request.POST,
        handed_to=_brought_to(report, watcher),
    )  # fmt: skip
    try:
        row, out = dossiers.take(
            report_id=report.pk, wanted=wanted, actor=actor, account=watcher.reach.account, at=watcher.at
        )
    except dossiers.NoReason:
        fault = {"id": "text", "text": _("Write in at least 20 letters what it is for")}
        return _drawn(request, watcher, report, typed, [fault])
    except dossiers.AlreadyTaken:
        messages.info(request, _("This file was taken a moment ago. Take it again below if it did not arrive."))
        return redirect("watch:dossier", report.number)
    name = f"{report.number}-{row.record_sha256[:8]}.zip"
    return never_stored(FileResponse(out, as_attachment=True, filename=name, content_type="application/zip"))


def _brought_to(report: Report, watcher: Watcher) -> str:
    if words.receives(watcher) and findings.brought_of(report.pk) is not None:
        return "Ombudsman Republik Indonesia"
    return ""


def _drawn(
    request: HttpRequest, watcher: Watcher, report: Report, typed: str, faults: list[dict[str, str]] | None = None
) -> HttpResponse:
    actor = watcher.reach.actor_on(report)
    context: dict[str, Any] = {
        "report": report,
        "token": uuid4(),
        "typed": typed,
        "faults": faults or [],
        "wrong": {one["id"]: one["text"] for one in faults or []},
        "may_identify": dossiers.may_identify(report, actor),
        "may_have_originals": dossiers.may_have_originals(actor),
        "taken": taken.of_case(report.pk),
        "reads_readers": watcher.reach.scope.everywhere(READ_READERS),
        "now": watcher.at,
        "page": "findings",
    }
    return never_stored(render(request, "watch/dossiers/dossier.html", context, status=422 if faults else 200))


def _asked(given: QueryDict) -> tuple[Asked, dict[str, str], str]:
    """What is looked for, as it was typed, and what is wrong with it."""
    clean = {
        name: given.get(name, "")[:60].replace("\x00", "").strip()
        for name in ("kasus", "orang", "apa", "dari", "sampai")
    }
    report_id, fault = None, ""
    if clean["kasus"]:
        try:
            found = access.named(ids.parse_tracking_number(clean["kasus"]))
        except ids.WrongNumber:
            found = None
        fault = "" if found else _("There is no report with this number. Compare it digit by digit")
        report_id = found.pk if found else 0
    asked = Asked(report_id, clean["orang"], clean["apa"], day_of(clean["dari"]), day_of(clean["sampai"]))
    return asked, clean, fault


@require_safe
@watching
def readers(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Who read a case, and what a person read."""
    if not watcher.reach.scope.everywhere(READ_READERS):
        raise Http404
    asked, clean, fault = _asked(request.GET)
    before = request.GET.get("sebelum", "")
    rows, more = readings.page(asked, before=int(before) if before.isdecimal() and len(before) < 18 else 0)
    kept = request.GET.copy()
    kept.pop("sebelum", None)
    context = {
        "asked": clean,
        "fault": fault,
        "kinds": words.kinds(),
        "rows": [words.reading(one) for one in rows],
        "more": more,
        "query": kept.urlencode(),
        "now": watcher.at,
        "page": "readers",
    }
    return never_stored(render(request, "watch/dossiers/readers.html", context))
