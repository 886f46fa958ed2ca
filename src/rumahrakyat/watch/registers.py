"""The pages of the quarterly register for those who watch: what was published, the draft, freezing, correcting."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahrakyat.duty.models_negligence import Decision
from rumahrakyat.duty.negligence.terms import Refused, UnknownRow
from rumahrakyat.lib import wallclock
from rumahrakyat.lib.quarters import NotAQuarter, Quarter, parse
from rumahrakyat.oversight.registers import freezing, words
from rumahrakyat.oversight.registers.freezing import CannotFreeze, Correction, Published
from rumahrakyat.people.models import Account
from rumahrakyat.watch import links, names
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.web import registers
from rumahrakyat.web.requests import account_of, never_stored

_DECISIONS = (Decision.UPHELD, Decision.EXCUSED, Decision.CORRECTED)


@require_safe
@watching
def every(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The quarters: frozen ones with number, fingerprint and files; those still open as drafts."""
    base = reverse("watch:registers")
    drafts = []
    if watcher.sight.everything:
        for quarter in freezing.open_quarters(at=watcher.at):
            over = quarter.over(watcher.at, wallclock.zone())
            able = over and freezing.may_publish(account_of(request))
            drafts.append(
                {
                    "title": registers.title_of(quarter),
                    "href": f"{base}{quarter.code}/",
                    "over": over,
                    "freeze": f"{base}{quarter.code}/bekukan/" if able else "",
                }
            )
    found = [registers.listed(one, base) for one in freezing.every_register()]
    return render(request, "watch/registers.html", {"registers": found, "drafts": drafts, "page": "registers"})


@require_safe
@watching
def one(request: HttpRequest, watcher: Watcher, code: str) -> HttpResponse:
    """One register with its rows behind every number."""
    quarter, known = _found(watcher, code)
    content = known.content if known else freezing.recent_draft(quarter, at=watcher.at)
    base = reverse("watch:registers")
    publishes = freezing.may_publish(account_of(request))
    over = quarter.over(watcher.at, wallclock.zone())
    context = {
        **registers.page(content, _rows_for(quarter, watcher)),
        "files": registers.downloads(base, quarter),
        "errata": registers.errata(known),
        "freeze": f"{base}{quarter.code}/bekukan/" if publishes and over and not known else "",
        "correct": f"{base}{quarter.code}/perbaiki/" if publishes and known else "",
        "page": "registers",
    }
    return render(request, "watch/register.html", context)


@require_safe
@watching
def file(_request: HttpRequest, watcher: Watcher, code: str, kind: str) -> HttpResponse:
    """A file of a register, or of its draft."""
    quarter, known = _found(watcher, code)
    content = known.content if known else freezing.draft(quarter, at=watcher.at)
    try:
        return download(*registers.file_of(content, kind))
    except KeyError:
        raise Http404 from None


def download(name: str, media: str, raw: bytes) -> HttpResponse:
    response = HttpResponse(raw, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return never_stored(response)


@require_http_methods(["GET", "HEAD", "POST"])
@watching
def freeze(request: HttpRequest, watcher: Watcher, code: str) -> HttpResponse:
    """First what would be frozen, with the rows that are still open; then, asked for again, for good."""
    quarter, account = _quarter(code), account_of(request)
    if not freezing.may_publish(account) or not quarter.over(watcher.at, wallclock.zone()):
        raise Http404
    there = redirect("watch:register", code=quarter.code)
    if freezing.published(quarter) is not None:
        return there
    problem = ""
    if request.method == "POST" and request.POST.get("pasti"):
        try:
            freezing.freeze(quarter=quarter, account=account, at=watcher.at, meeting=request.POST.get("untuk", ""))
        except freezing.AlreadyFrozen:
            return there
        except CannotFreeze:
            problem = _("Deadlines have passed that are not recorded yet. Try again in a minute.")
        else:
            return there
    content = freezing.draft(quarter, at=watcher.at)
    context = {
        **registers.page(content, None),
        "open_rows": registers.open_rows(content),
        "rows_href": _rows(quarter),
        "here": request.path,
        "back": reverse("watch:register", args=[quarter.code]),
        "problem": problem,
        "page": "registers",
    }
    return render(request, "watch/register_freeze.html", context, status=409 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@watching
def correct(request: HttpRequest, watcher: Watcher, code: str) -> HttpResponse:
    """An erratum: what was wrong and why, and a row to be ruled on if that is it; then reckoned again."""
    quarter, account = _quarter(code), account_of(request)
    known = freezing.published(quarter)
    if known is None or not freezing.may_publish(account):
        raise Http404
    problem = ""
    if request.method == "POST":
        problem = _corrected(request, known, account, watcher.at)
        if not problem:
            return redirect("watch:register", code=quarter.code)
    context = {
        "title": registers.title_of(quarter),
        "number": known.register.number,
        "decisions": [(one.value, words.STATES[one.value]) for one in _DECISIONS],
        "given": request.POST,
        "here": request.path,
        "back": reverse("watch:register", args=[quarter.code]),
        "problem": problem,
        "page": "registers",
    }
    return render(request, "watch/register_correct.html", context, status=400 if problem else 200)


def _corrected(request: HttpRequest, known: Published, account: Account, at: datetime) -> str:
    """What is wrong with the correction that was sent; nothing when it is published."""
    correction = Correction(request.POST.get("salah", ""), request.POST.get("sebab", ""))
    wanted = request.POST.get("baris", "").strip().upper().removeprefix("A-")
    if wanted:
        row = next((one["breach"] for one in known.content["rows"] if str(one["nth"]) == wanted), None)
        decision = next((one for one in _DECISIONS if one.value == request.POST.get("putusan")), None)
        if row is None or decision is None:
            return _("There is no such row in annex A.")
        reason, evidence = request.POST.get("alasan", ""), request.POST.get("bukti", "")
        correction = replace(correction, verdicts=[(row, decision, reason, evidence)])
    try:
        freezing.correct(register_id=known.register.pk, correction=correction, account=account, at=at)
    except freezing.NoReason:
        return _("Say what was wrong and why, in at least ten signs each.")
    except freezing.NothingToCorrect:
        return _("Reckoned again nothing differs, so there is nothing to publish.")
    except (Refused, UnknownRow):
        return _(
            "The row cannot be ruled on like this. A ruling needs a reason of 30 signs, a correction its evidence."
        )
    return ""


def _rows(quarter: Quarter, body: str = "", obligation: str = "", state: str = "") -> str:
    return links.page("negligence", triwulan=quarter.code, perangkat=body, kewajiban=obligation, keadaan=state)


def _rows_for(quarter: Quarter, watcher: Watcher) -> registers.Rows:
    """The list has only the rows a reader may see: whoever does not see every body opens those of the own ones."""
    if watcher.sight.everything:
        return partial(_rows, quarter)
    bodies = names.names().bodies
    own = {bodies[pk].code for pk in watcher.sight.organisations if pk in bodies}
    return lambda body, obligation, state: _rows(quarter, body, obligation, state) if body in own else ""


def _quarter(code: str) -> Quarter:
    try:
        return parse(code)
    except NotAQuarter:
        raise Http404 from None


def _found(watcher: Watcher, code: str) -> tuple[Quarter, Published | None]:
    """Published ones for everybody who watches; a draft for who sees every figure."""
    quarter = _quarter(code)
    known = freezing.published(quarter)
    if known is None and not (watcher.sight.everything and quarter.begun(watcher.at, wallclock.zone())):
        raise Http404
    return quarter, known
