"""One call: who it is, what to say, what they say, what came of it."""

import json
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rumahrakyat.callcentre import queries, recordings, taking
from rumahrakyat.callcentre.errors import AlreadyRegistered, AlreadySettled, CallError, Unsettled
from rumahrakyat.callcentre.models import CallDraft, Outcome
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.lib import clock, crypto, ids
from rumahrakyat.people.roles import TAKE_CALLS
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Report
from rumahrakyat.web import formats
from rumahrakyat.web.requests import never_stored
from rumahrakyat.workbench.calls import forms, sheet
from rumahrakyat.workbench.calls.line import quiet_frame
from rumahrakyat.workbench.entrance import staff, words_kept_for

_KEPT: Final = "call_filed"
_SHOWN_SECONDS: Final = 1800


def _found(pk: int) -> Call:
    found = queries.find(pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@staff(TAKE_CALLS)
def call(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """GET: the sheet of the call. POST: make a report of what was said."""
    found, now = _found(pk), clock.now()
    try:
        draft = taking.open_call(call=found, account=reach.account, at=now)
    except Unsettled as owed:
        messages.warning(request, _("First say what came of this call; the next one opens after that."))
        return redirect("workbench:call", owed.call.pk)
    if request.method == "POST":
        return _register(request, reach, found, now)
    kept = words_kept_for(request)
    if kept:
        draft = taking.keep(call=found, account=reach.account, words=kept, at=now) or draft
        messages.info(request, _("What you wrote before signing in is back."))
    return _show(request, reach, found, now, draft=draft)


def _show(
    request: HttpRequest,
    reach: Reach,
    found: Call,
    now: datetime,
    *,
    form: forms.Form | None = None,
    draft: CallDraft | None = None,
) -> HttpResponse:
    """The sheet; with `form`, what was typed and what is wrong with it."""
    draft = draft or queries.draft_of(found, reach.account)
    shown = form or forms.of_draft(draft, language=request.GET.get("bahasa", ""))
    context: dict[str, Any] = quiet_frame(reach, found, now=now)
    context |= sheet.of_call(found, reach, shown, now=now)
    second = "lagi" in request.GET or request.POST.get("lagi") == "1"
    context |= {"form": shown, "draft": draft, "filed": _filed(request, found), "second": second}
    return never_stored(render(request, "workbench/calls/call.html", context, status=422 if form else 200))


def _filed(request: HttpRequest, found: Call) -> dict[str, Any]:
    """What was registered within the last half hour: number, and the secret code to read out, sealed until here."""
    sealed = request.session.get(_KEPT)
    kept: dict[str, Any] = json.loads(crypto.unseal(sealed)) if sealed else {}
    fresh = kept and clock.now().timestamp() - kept["at"] < _SHOWN_SECONDS
    return kept if fresh and kept["call"] == found.pk else {}


def _register(request: HttpRequest, reach: Reach, found: Call, now: datetime) -> HttpResponse:
    form = forms.typed(request)
    taking.keep(call=found, account=reach.account, words=form.words, at=now)
    try:
        spoken = forms.read(form)
        filed = taking.register(
            call=found,
            told=spoken,
            token=form.token,
            account=reach.account,
            at=now,
            second=request.POST.get("lagi") == "1",
        )
    except forms.Wrong as wrong:
        return _show(request, reach, found, now, form=form.with_faults(wrong.faults))
    except AlreadyRegistered as other:
        messages.warning(request, forms.already(other))
        return redirect("workbench:call", found.pk)
    except (ReportError, CallError) as error:
        return _show(request, reach, found, now, form=form.with_faults([forms.fault_of(error)]))
    shown = {"call": found.pk, "number": filed.report.number, "secret": filed.secret, "joined": filed.joined}
    if _filed(request, found).get("number") != filed.report.number:  # the same form once more changes nothing
        request.session[_KEPT] = crypto.seal(json.dumps({**shown, "at": now.timestamp()}))
    return redirect("workbench:call", found.pk)


@require_POST
@staff(TAKE_CALLS)
def save(request: HttpRequest, reach: Reach, pk: int) -> JsonResponse:
    """Keep what is being written; answers with the sentence beside the form."""
    draft = taking.keep(call=_found(pk), account=reach.account, words=forms.typed(request).words, at=clock.now())
    if draft is None or draft.saved_at is None:
        raise Http404
    return JsonResponse({"said": _("draft kept %(time)s") % {"time": formats.clock_time(draft.saved_at)}})


@require_POST
@staff(TAKE_CALLS)
def alike(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """The words to read back, and what others have told already: follows the typing."""
    _found(pk)
    context = sheet.heard(forms.typed(request), now=clock.now())
    return render(request, "workbench/calls/heard.html", context | {"account": reach.account})


@require_GET
@staff(TAKE_CALLS)
def state(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Whether it still goes on, and who else has it open."""
    found, now = _found(pk), clock.now()
    taking.seen(call=found, account=reach.account, at=now)
    others = queries.others_at(found, reach.account, now)
    return render(request, "workbench/calls/state.html", sheet.state_of(found, now=now, colleagues=others))


@require_POST
@staff(TAKE_CALLS)
def outcome(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """What came of the call, where no new report did."""
    found, now = _found(pk), clock.now()
    form = forms.typed(request)
    taking.keep(call=found, account=reach.account, words=form.words, at=now)
    chosen = request.POST.get("hasil", "")
    try:
        report = _named(form.words["number"]) if chosen in taking.NAMES_A_CASE else None
        if chosen == Outcome.ADDED and report is not None:
            words = form.words["words"]
            own = taking.add(call=found, report=report, words=words, account=reach.account, at=now)
            said = _("Added to %(number)s.") if own else _("Noted on %(number)s for those who handle it.")
            messages.success(request, said % {"number": report.number})
            return redirect("workbench:calls")
        notes = form.words["notes"]
        taking.settle(call=found, outcome=chosen, notes=notes, account=reach.account, at=now, report=report)
    except AlreadySettled as other:
        messages.warning(request, forms.settled(other))
        return redirect("workbench:call", found.pk)
    except (access.NotFound, ids.WrongNumber, ReportError, CallError) as error:
        wrong = form.with_faults([forms.fault_of(error, chosen)], chosen=chosen)
        return _show(request, reach, found, now, form=wrong)
    messages.success(request, _("Kept: %(outcome)s.") % {"outcome": Outcome(chosen).label})
    return redirect("workbench:calls")


def _named(typed: str) -> Report:
    """The case a caller names; anybody may ask how a case stands. Raises WrongNumber, NotFound."""
    return access.get_for_tracking(typed)


@require_GET
@staff(TAKE_CALLS)
def recording(_request: HttpRequest, reach: Reach, pk: int, media: int) -> HttpResponse:
    """The recording of a call, for who took it and for those who may read every word; every hearing is on record."""
    found = _found(pk)
    try:
        heard = recordings.hear(call=found, media_id=media, reach=reach, at=clock.now())
    except recordings.NotYours as error:
        raise Http404 from error
    response = HttpResponse(heard.content, content_type=heard.mime_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return never_stored(response)
