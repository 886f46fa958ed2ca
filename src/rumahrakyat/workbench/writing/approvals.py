"""Answers that wait for approval: what a head sees, decides and sets."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import first_of
from rumahrakyat.people.roles import ANSWER, APPROVE
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import NoteRequired, ReportError
from rumahrakyat.reports.states import Stage
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell
from rumahrakyat.workbench.writing import composing
from rumahrakyat.writing import answering, approval, fields, preview, quality
from rumahrakyat.writing.answering import Answer
from rumahrakyat.writing.models import ApprovalRule, Proposal

Context = dict[str, Any]
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


@require_GET
@staff(ANSWER, APPROVE)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What waits for me, and what became of what I proposed."""
    now = clock.now()
    bodies = approval.bodies_to_approve(reach.account, reach.scope, now)
    own = _own_body(reach)
    context: Context = {
        "now": now,
        "approves": bool(bodies),
        "waiting": approval.waiting(bodies) if bodies else [],
        "mine": approval.of_author(reach.account),
        "body": own,
        "wanted": answering.wanted_by(own.pk) if own else "",
        "choices": ApprovalRule.Wanted.choices,
    }
    return render(request, "workbench/writing/approvals.html", shell(reach, "approvals") | context)


@require_http_methods(["GET", "POST"])
@staff(ANSWER, APPROVE)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    row = _found(reach, pk)
    if request.method == "GET":
        if request.headers.get("HX-Request"):
            checked = {"hints": [], "left": [], **_preview(row, reach, row.text)}
            return render(request, "workbench/writing/checked.html", {"checked": checked, "now": clock.now()})
        return _show(request, reach, row, {})
    typed = {name: request.POST.get(name, "") for name in ("text", "reason")}
    if request.POST.get("putusan") == "tarik":
        return _take_back(request, reach, row)
    if not approval.may_decide(row, reach.actor_on(row.report), clock.now()):
        raise Http404
    try:
        if request.POST.get("putusan") == "kembali":
            return _send_back(request, reach, row, typed)
        return _approve(request, reach, row, typed)
    except approval.Decided:
        messages.error(request, _("Somebody has decided about this answer already."))
        return redirect("workbench:approvals")
    except ReportError:
        words = _("It could not be sent: the case is not at your agency any more, or the answer no longer fits.")
        return _show(request, reach, row, typed, [("id_text", words)])


def _approve(request: HttpRequest, reach: Reach, row: Proposal, typed: dict[str, str]) -> HttpResponse:
    actor = reach.actor_on(row.report)
    if wrong := composing.faults(request, row.report, actor):
        return _show(request, reach, row, typed, [("id_text", words) for _field, words in wrong])
    done = approval.approve(proposal_id=row.pk, actor=actor, at=clock.now(), text=typed["text"])
    if done.state == Proposal.State.MOVED:
        messages.error(request, _("The case moved meanwhile, so the answer went back to its author with its words."))
    else:
        messages.success(request, _("%(number)s: sent. The citizen is told now.") % {"number": row.report.number})
    return redirect("workbench:approvals")


def _send_back(request: HttpRequest, reach: Reach, row: Proposal, typed: dict[str, str]) -> HttpResponse:
    actor = reach.actor_on(row.report)
    try:
        approval.send_back(proposal_id=row.pk, actor=actor, reason=typed["reason"], at=clock.now())
    except NoteRequired:
        return _show(request, reach, row, typed, [("id_reason", _("Write what should be different"))])
    values = {"number": row.report.number, "name": row.author.name}
    messages.success(request, _("%(number)s: sent back to %(name)s.") % values)
    return redirect("workbench:approvals")


def _take_back(request: HttpRequest, reach: Reach, row: Proposal) -> HttpResponse:
    if row.author_id != reach.account.pk:
        raise Http404
    try:
        approval.take_back(proposal_id=row.pk, account=reach.account, at=clock.now())
    except approval.Decided:
        messages.error(request, _("Somebody has decided about this answer already."))
        return redirect("workbench:approvals")
    return redirect("workbench:act", row.report.number, "jawab")


@require_POST
@staff(APPROVE)
def rule(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Which answers of my body wait for approval."""
    own, wanted = _own_body(reach), request.POST.get("wanted", "")
    if own is None or wanted not in ApprovalRule.Wanted.values:
        raise Http404
    approval.set_rule(organisation=own, wanted=wanted, account=reach.account, at=clock.now())
    messages.success(request, _("Kept. It holds for answers from now on."))
    return redirect("workbench:approvals")


@require_GET
@staff(ANSWER, APPROVE)
def file(_request: HttpRequest, reach: Reach, pk: int, nth: int) -> HttpResponse:
    """A picture that goes with a proposed answer."""
    files = approval.files_of(_found(reach, pk))
    if not 0 <= nth < len(files) or files[nth].media_type not in PICTURES:
        raise Http404
    answer = HttpResponse(files[nth].data, content_type=files[nth].media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _found(reach: Reach, pk: int) -> Proposal:
    """A proposal that this person wrote or may decide about."""
    row = approval.find(pk)
    if row is None:
        raise Http404
    bodies = approval.bodies_to_approve(reach.account, reach.scope, clock.now())
    if row.author_id != reach.account.pk and row.organisation_id not in bodies:
        raise Http404
    return row


def _own_body(reach: Reach) -> Organisation | None:
    return first_of(reach.scope.organisations(APPROVE))


def _show(
    request: HttpRequest,
    reach: Reach,
    row: Proposal,
    typed: dict[str, str],
    faults: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    now, actor = clock.now(), reach.actor_on(row.report)
    decides = row.state == Proposal.State.WAITING and approval.may_decide(row, actor, now)
    text = typed.get("text") or row.text
    about = quality.About(row.report.is_public, row.next_on is not None, row.stage == "resolved")
    context: Context = {
        "now": now,
        "row": row,
        "report": row.report,
        "text": text,
        "typed": typed,
        "decides": decides,
        "mine": row.author_id == reach.account.pk,
        "faults": [{"id": name, "text": words} for name, words in faults or []],
        "files": [nth for nth, one in enumerate(row.files.all()) if one.media_type in PICTURES],
        "checked": {
            "hints": [
                {"good": one.good, "words": composing.sentence(one)}
                for one in quality.hints(text, about, quality.lists())
            ],
            "left": fields.left_in(text),
            **(_preview(row, reach, text) if "kirim" in request.GET else {"preview": None, "why": ""}),
        },
        "asks": row.state == Proposal.State.WAITING and "kirim" not in request.GET,
        "approvers": approval.approvers(row.organisation, now).all,
    }
    status = 422 if faults else 200
    return render(request, "workbench/writing/approval.html", shell(reach, "approvals") | context, status=status)


def _preview(row: Proposal, reach: Reach, text: str) -> Context:
    if row.state != Proposal.State.WAITING:
        return {"preview": None, "why": ""}
    actor = reach.actor_on(row.report)
    answer = Answer(row.report_id, actor, Stage(row.stage), text, reason="-", next_on=row.next_on)
    try:
        return {"preview": preview.of_answer(answer, at=clock.now()), "why": ""}
    except ReportError:
        return {"preview": None, "why": _("The case is not at the stage any more for which this was written.")}
