"""The pages of the Ombudsman and the inspectorate: where they begin, findings, and what bodies answer."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahrakyat.organisations.queries import by_code
from rumahrakyat.oversight.findings import ombudsman
from rumahrakyat.oversight.findings import operations as acts
from rumahrakyat.oversight.findings import queries as kept
from rumahrakyat.oversight.findings.moves import BY_BODY, BY_FINDER, DAYS, NotNow
from rumahrakyat.oversight.models_findings import Finding
from rumahrakyat.people.roles import FIND, RECEIVE_COMPLAINTS
from rumahrakyat.reports import readings
from rumahrakyat.reports.models import Report
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.findings import pages
from rumahrakyat.watch.kept import FIELDS, keeping, words_kept_for
from rumahrakyat.web.requests import day_of, never_stored, uuid_of

_RECOMMENDED = ("rekomendasi-1", "rekomendasi-2", "rekomendasi-3")
Faults = list[dict[str, str]]


def _only_readers(watcher: Watcher) -> None:
    if not kept.reads(watcher.reach.scope):
        raise Http404


def _finds(watcher: Watcher) -> bool:
    return watcher.reach.scope.everywhere(FIND)


@require_safe
@watching
def start(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """What concerns those outside the administration: complaints brought, appeals, missed deadlines, own findings."""
    if not pages.sees_start(watcher):
        raise Http404
    context = {**pages.start(watcher), "page": "ombudsman"}
    return never_stored(render(request, "watch/findings/start.html", context))


@require_POST
@watching
def say(request: HttpRequest, watcher: Watcher, number: str) -> HttpResponse:
    """The Ombudsman's number of a case that was brought there, and what came of it."""
    if not watcher.reach.scope.everywhere(RECEIVE_COMPLAINTS):
        raise Http404
    report = watcher.case(number)
    if kept.brought_of(report.pk) is None:
        raise Http404
    try:
        ombudsman.say(
            report_id=report.pk, reference=request.POST.get("nomor", ""), outcome=request.POST.get("hasil", ""),
            text=request.POST.get("text", ""), actor=watcher.reach.actor_on(report), at=watcher.at,
        )  # fmt: skip
    except ValueError:
        raise Http404 from None
    messages.success(request, _("Noted."))
    return redirect("watch:ombudsman")


@require_safe
@watching
def listed(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Findings, by what is owed."""
    _only_readers(watcher)
    wanted = request.GET.get("keadaan", "")
    if wanted not in {"", "menunggu", "lewat"}:
        raise Http404
    context = {**pages.listing(watcher, wanted), "may_find": _finds(watcher), "page": "findings"}
    return never_stored(render(request, "watch/findings/list.html", context))


@keeping
@require_http_methods(["GET", "HEAD", "POST"])
@watching
def new(request: HttpRequest, watcher: Watcher) -> HttpResponseBase:
    """A finding about a case (`kasus`) or about a body."""
    if not _finds(watcher):
        raise Http404
    number = request.GET.get("kasus", "")
    report = watcher.case(number) if number else None
    if request.method != "POST":
        return _form(request, watcher, report, words_kept_for(request), [])
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    body = by_code(typed["badan"][:24].replace("\x00", ""))
    if body is None:
        return _form(request, watcher, report, typed, [{"id": "badan", "text": _("Choose whom it is for")}])
    days = int(typed["hari"]) if typed["hari"].isdecimal() and len(typed["hari"]) < 5 else 0
    asked = [acts.Recommended(typed[name], days) for name in _RECOMMENDED if typed[name].strip()]
    if not asked:
        return _form(request, watcher, report, typed, [{"id": "rekomendasi-1", "text": _("Write what must be done")}])
    found = acts.Found(uuid_of(request.POST.get("token", "")), body, typed["text"], asked, report)
    try:
        made = acts.make(found=found, account=watcher.reach.account, at=watcher.at)
    except (acts.TooFewWords, acts.WrongDays, acts.CannotBeAddressed) as refused:
        return _form(request, watcher, report, typed, [pages.fault_of(refused)])
    messages.success(request, _("The finding is on record; the heads of the body are told."))
    return redirect("watch:finding", made.pk)


def _form(
    request: HttpRequest, watcher: Watcher, report: Report | None, typed: dict[str, str], faults: Faults
) -> HttpResponse:
    chosen = typed.get("badan") or (report.holder.code if report and report.holder else "")
    context: dict[str, Any] = {
        "report": report, "typed": typed, "chosen": chosen, "days": typed.get("hari") or DAYS, "token": uuid4(),
        "bodies": pages.bodies(), "fields": pages.fields(typed, faults), "faults": faults, "now": watcher.at,
        "wrong": {one["id"]: one["text"] for one in faults}, "page": "findings",
    }  # fmt: skip
    return never_stored(render(request, "watch/findings/new.html", context, status=422 if faults else 200))


@keeping
@require_http_methods(["GET", "HEAD", "POST"])
@watching
def one(request: HttpRequest, watcher: Watcher, pk: int) -> HttpResponseBase:
    """A finding with its recommendations; the body answers here, whoever finds confirms."""
    _only_readers(watcher)
    found = kept.one(pk, scope=watcher.reach.scope)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _acted(request, watcher, found)
    if found.report is not None:
        actor = watcher.reach.actor_on(found.report)
        readings.note(report_id=found.report.pk, actor=actor, what=[readings.What.CASE], at=watcher.at)
    return _drawn(request, watcher, found, words_kept_for(request), [])


def _acted(request: HttpRequest, watcher: Watcher, found: Finding) -> HttpResponse:
    move, chosen = request.POST.get("jenis", ""), request.POST.get("rekomendasi", "")
    typed = {name: request.POST.get(name, "") for name in FIELDS} | {"rekomendasi": chosen}
    mine = [each for each in found.recommendations.all() if str(each.pk) == chosen]
    if not mine or not pages.may(watcher, found, move):
        raise Http404
    day: date | None = day_of(typed["tanggal"])
    try:
        if move in BY_BODY:
            acts.answer(
                recommendation_id=mine[0].pk, move=move, words=typed["text"], account=watcher.reach.account,
                at=watcher.at, planned_on=day,
            )  # fmt: skip
        elif move in BY_FINDER:
            acts.move_on(
                recommendation_id=mine[0].pk, move=move, words=typed["text"], account=watcher.reach.account,
                at=watcher.at,
            )  # fmt: skip
    except (acts.TooFewWords, acts.WrongDays, NotNow) as refused:
        fault = pages.fault_of(refused)
        return _drawn(request, watcher, found, typed, [{**fault, "id": f"{move}-{chosen}-{fault['id']}"}])
    messages.success(request, _("Noted."))
    return redirect("watch:finding", found.pk)


def _drawn(
    request: HttpRequest, watcher: Watcher, found: Finding, typed: dict[str, str], faults: Faults
) -> HttpResponse:
    context = {**pages.finding(watcher, found, typed, faults), "faults": faults, "page": "findings"}
    return never_stored(render(request, "watch/findings/one.html", context, status=422 if faults else 200))
