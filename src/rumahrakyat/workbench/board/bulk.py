"""One action for several cases: what it would do to each, then done case by case, then what came of each."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rumahrakyat.duty.colleagues import colleagues
from rumahrakyat.lib import clock, ids
from rumahrakyat.organisations.finding import find_holders
from rumahrakyat.organisations.queries import by_code, outside_bodies
from rumahrakyat.people.roles import SEE_CASE
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.web.requests import uuid_of
from rumahrakyat.workbench import forms
from rumahrakyat.workbench.board import filters, persons, plan, undoing
from rumahrakyat.workbench.board.pane import bulk_choices
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
_NEEDS_WORDS = frozenset({"hand_over", "refer", "reject", "merge", "note"})


@require_POST
@staff(SEE_CASE)
def bulk(request: HttpRequest, reach: Reach) -> HttpResponse:
    """First the preview, as often as it is looked at; with `langkah=lakukan` and a whole form, the doing."""
    slug = request.POST.get("aksi", "")
    offered = dict(bulk_choices(reach))
    chosen = plan.selected(request.POST.getlist("kasus"))
    if not chosen:
        messages.warning(request, _("No case was selected. Tick the cases first."))
        return redirect(_back(request))
    if slug not in offered:
        raise Http404
    given, faults = _read(request, reach, plan.ACTIONS[slug])
    token = uuid_of(request.POST.get("token", ""))
    lines = plan.plan(chosen, given, reach=reach, token=token)
    if request.POST.get("langkah") == "lakukan" and not faults:
        return _do(request, reach, lines, offered[slug])
    asked = request.POST.get("langkah") in {"lakukan", "lihat"} and "search" not in request.POST
    context = _preview(request, reach, given, lines) | {
        "slug": slug,
        "label": offered[slug],
        "token": token,
        "faults": [{"id": name, "text": text} for name, text in faults] if asked else [],
        "ready": not faults,
        "back": _back(request),
        "from_inbox": request.POST.get("dari") == "masuk",
    }
    return render(request, "workbench/board/bulk.html", context, status=422 if context["faults"] else 200)


def _back(request: HttpRequest) -> str:
    return "workbench:inbox" if request.POST.get("dari") == "masuk" else "workbench:queue"


def _do(request: HttpRequest, reach: Reach, lines: list[plan.Line], label: str) -> HttpResponse:
    outcomes = plan.carry_out(lines, account=reach.account, at=clock.now())
    fresh = [line for line, new in outcomes.done if new and line.deed]
    if fresh and fresh[0].deed and fresh[0].deed.action in undoing.UNDOABLE:
        done = [(line.number, line.deed.report_id) for line in fresh if line.deed]
        words = f"{label}: {len(done)}"
        undoing.remember(request, done=done, words=words, account_id=reach.account.pk)
    now = clock.now()
    context = shell(reach, "inbox" if request.POST.get("dari") == "masuk" else "queue") | {
        "label": label,
        "done": outcomes.done,
        "failed": outcomes.failed,
        "undo": undoing.offered(request, now) if fresh else None,
        "back": _back(request),
    }
    return render(request, "workbench/board/outcome.html", context)


def _read(request: HttpRequest, reach: Reach, action: str) -> tuple[plan.Given, list[tuple[str, str]]]:
    """The form, and what is still missing in it."""
    posted = request.POST
    values: dict[str, Any] = {"text": posted.get("text", "").strip()}
    faults: list[tuple[str, str]] = []
    if action == "give_to_person":
        known = {str(one.account.pk): one.account for one in _colleagues(reach) if one.account}
        values["person"] = known.get(posted.get("person", ""))
        faults += [] if values["person"] else [("person", _("Choose the person"))]
    elif action == "hand_over":
        found = by_code(posted.get("holder", ""))
        values["holder"] = found if found and found.can_hold else None
        faults += [] if values["holder"] else [("bersama-find", _("Choose the agency"))]
    elif action == "refer":
        body = by_code(posted.get("to", ""))
        values["to"] = body.name if body else ""
        values["text"] = values["text"] or (body.referral_text if body else "")
        faults += [] if body else [("to", _("Choose the body"))]
    elif action == "reject":
        values["reason"] = posted.get("reason", "") if posted.get("reason", "") in forms.REASONS else ""
        faults += [] if values["reason"] else [("reason", _("Choose the reason"))]
    elif action == "merge":
        values["into"] = _into(posted.get("number", ""), reach)
        fault = _("There is no case with this number. Compare it: RR and six digits or more")
        faults += [] if values["into"] else [("number", fault)]
    if action in _NEEDS_WORDS and not values["text"]:
        faults.append(("text", _("Write a sentence; it goes with every one of these cases")))
    return plan.Given(action, **values), faults


def _into(typed: str, reach: Reach) -> Any:
    try:
        found = access.get_for_staff(reach, ids.parse_tracking_number(typed))
    except (access.NotFound, ids.WrongNumber):
        return None
    return found if plan.may_lead(found, reach) else None


def _colleagues(reach: Reach) -> list[Any]:
    return colleagues(filters.bodies(reach), at=clock.now())


def _preview(request: HttpRequest, reach: Reach, given: plan.Given, lines: list[plan.Line]) -> Context:
    posted = request.POST
    people = _colleagues(reach) if given.action == "give_to_person" else []
    can = [line for line in lines if line.deed]
    return shell(reach, "inbox" if posted.get("dari") == "masuk" else "queue") | {
        "action": given.action,
        "needs_words": given.action in _NEEDS_WORDS,
        "lines": lines,
        "can": len(can),
        "cannot": len(lines) - len(can),
        "words": {name: posted.get(name, "") for name in ("text", "person", "holder", "to", "reason", "number")},
        "chosen_holder": given.holder,
        "people": [persons.choice(one) for one in people if one.account],
        "found": find_holders(posted.get("find", "")) if "search" in posted else [],
        "typed": posted.get("find", ""),
        "bodies": list(outside_bodies()) if given.action == "refer" else [],
        "reasons": list(forms.REASONS.items()),
        "fresh": uuid4(),
    }
