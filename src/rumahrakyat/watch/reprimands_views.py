"""The pages of reprimands: the tap on the list, the careful draft, the letter, its end."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahrakyat.organisations.queries import by_code, desk
from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.reprimands import operations as acts
from rumahrakyat.oversight.reprimands import queries as kept
from rumahrakyat.oversight.reprimands.moves import NotNow
from rumahrakyat.oversight.reprimands.pdf import pdf
from rumahrakyat.oversight.reprimands.refusals import Refused
from rumahrakyat.people.models import Account
from rumahrakyat.watch import reprimands
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.web.exports import table_as_csv
from rumahrakyat.web.requests import never_stored

_DESK = "-"


def _only_readers(watcher: Watcher) -> None:
    if not reprimands.reads(watcher):
        raise Http404


def _only_signers(watcher: Watcher) -> Account:
    if not reprimands.signs(watcher):
        raise Http404
    return watcher.reach.account


def _found(pk: int) -> Reprimand:
    one = kept.one(pk)
    if one is None:
        raise Http404
    return one


@require_safe
@watching
def listed(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Every reprimand, by what it waits for."""
    _only_readers(watcher)
    try:
        context = reprimands.listing(watcher, request.GET.get("keadaan", ""))
    except KeyError:
        raise Http404 from None
    return never_stored(render(request, "watch/reprimands.html", {**context, "page": "reprimands"}))


@require_safe
@watching
def listed_csv(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    _only_readers(watcher)
    try:
        return table_as_csv("teguran", *reprimands.export(request.GET.get("keadaan", "")))
    except KeyError:
        raise Http404 from None


@require_POST
@watching
def tap(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The button of the list: drafted and signed in one step, back to the list."""
    account, code = _only_signers(watcher), request.POST.get("badan", "")
    body = None if code == _DESK else by_code(code[:24].replace("\x00", ""))
    if body is None and code != _DESK:
        raise Http404
    try:
        acts.issue(organisation=body, account=account, at=watcher.at)
    except Refused as refused:
        messages.warning(request, reprimands.refusal(refused, watcher.at))
    return redirect("watch:now")


@require_POST
@watching
def recall(request: HttpRequest, watcher: Watcher, pk: int) -> HttpResponse:
    account = _only_signers(watcher)
    one = _found(pk)
    try:
        acts.recall(reprimand_id=one.pk, account=account, at=watcher.at)
    except (Refused, NotNow) as refused:
        messages.warning(request, _why(refused, watcher.at))
    return redirect("watch:reprimand", one.pk) if request.POST.get("surat") else redirect("watch:now")


@require_http_methods(["GET", "HEAD", "POST"])
@watching
def new(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Draft from a case (`kasus`) or from all that a body owes (`badan`); the draft is edited on its own page."""
    account = _only_signers(watcher)
    try:
        late = _late(request, watcher)
    except Refused as refused:
        messages.warning(request, reprimands.refusal(refused, watcher.at))
        return redirect("watch:reprimands")
    if request.method == "POST":
        made = acts.draft(late=late, account=account, at=watcher.at)
        return redirect("watch:reprimand", made.pk)
    context = {"now": watcher.at, "late": late, "page": "reprimands"}
    return never_stored(render(request, "watch/reprimand_new.html", context))


def _late(request: HttpRequest, watcher: Watcher) -> acts.Late:
    number, code = request.GET.get("kasus", ""), request.GET.get("badan", "")
    if number:
        report = kept.report_numbered(number[:16].replace("\x00", ""))
        if report is None:
            raise Http404
        return acts.late_of(report.holder, at=watcher.at, report_id=report.pk)
    body = desk() if code == _DESK else by_code(code[:24].replace("\x00", ""))
    if body is None:
        raise Http404
    return acts.late_of(body, at=watcher.at)


@require_http_methods(["GET", "HEAD", "POST"])
@watching
def one(request: HttpRequest, watcher: Watcher, pk: int) -> HttpResponse:
    """The letter; whoever signs edits, signs, closes or withdraws it here."""
    _only_readers(watcher)
    found = _found(pk)
    if request.method == "POST":
        return _acted(request, watcher, found)
    return _drawn(request, watcher, found)


@require_safe
@watching
def paper(_request: HttpRequest, watcher: Watcher, pk: int) -> HttpResponse:
    """The signed letter as a PDF."""
    _only_readers(watcher)
    found = _found(pk)
    if not found.number:
        raise Http404
    response = never_stored(HttpResponse(pdf(found), content_type="application/pdf"))
    name = found.number.replace("/", "-")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _drawn(request: HttpRequest, watcher: Watcher, found: Reprimand, typed: str = "", faults: Any = ()) -> HttpResponse:
    context = reprimands.letter(found, watcher)
    context |= {"typed": typed or found.words, "reason": typed, "faults": faults, "wrong": faults[0] if faults else {}}
    status = 422 if faults else 200
    return never_stored(render(request, "watch/reprimand.html", {**context, "page": "reprimands"}, status=status))


def _acted(request: HttpRequest, watcher: Watcher, found: Reprimand) -> HttpResponse:
    account, at, act = _only_signers(watcher), watcher.at, request.POST.get("langkah", "")
    words = request.POST.get("text", "")
    try:
        if act == "simpan":
            acts.edit(reprimand_id=found.pk, words=words, account=account, at=at)
        elif act == "tanda-tangan":
            acts.sign(reprimand_id=found.pk, words=words, account=account, at=at)
        elif act == "tutup":
            acts.close(reprimand_id=found.pk, account=account, at=at)
        elif act == "cabut":
            acts.withdraw(reprimand_id=found.pk, reason=words, account=account, at=at)
        else:
            raise Http404
    except (Refused, NotNow) as refused:
        return _drawn(request, watcher, found, words, [{"id": "text", "text": _why(refused, at)}])
    messages.success(request, _("Noted."))
    return redirect("watch:reprimand", found.pk)


def _why(refused: Exception, at: datetime) -> str:
    return reprimands.refusal(refused, at) if isinstance(refused, Refused) else _("This is not possible now.")
