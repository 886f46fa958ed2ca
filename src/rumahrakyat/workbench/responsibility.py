"""Pages of the rules of responsibility: whose a matter is. Reading, a draft, trying it, its effect, publishing.

Everybody who oversees may read them; only who may edit rules for the whole installation changes them.
"""

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rumahrakyat.lib import clock
from rumahrakyat.people.roles import ADMINISTER, EDIT_RULES, OVERSEE, OVERSEE_ALL
from rumahrakyat.reports.access import Reach
from rumahrakyat.routing import rule_queries as queries
from rumahrakyat.routing import rulebook, rulesets, simulating
from rumahrakyat.routing.models_rules import RuleSet
from rumahrakyat.routing.rule_faults import BadRules, NoReason
from rumahrakyat.routing.rules import LOCAL
from rumahrakyat.web import formats
from rumahrakyat.workbench import responsibility_forms as forms
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.rules import frame

Context = dict[str, Any]
READ: Final = (OVERSEE, OVERSEE_ALL, ADMINISTER, EDIT_RULES)
_LONGEST_TEXT: Final = 4000


def may_edit(reach: Reach) -> bool:
    return reach.scope.everywhere(EDIT_RULES)


def _frame(reach: Reach) -> Context:
    return frame(reach, "responsibility") | {"may_edit": may_edit(reach)}


def _editor(reach: Reach) -> Context:
    if not may_edit(reach):
        raise Http404
    return _frame(reach)


def _draft() -> RuleSet:
    found = queries.draft()
    if found is None:
        raise Http404
    return found


# -- reading ---------------------------------------------------------------------------------------------------------


@require_GET
@staff(*READ)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The rows in their order: of the draft for whoever edits it, else of the version in force or the one asked for."""
    context = _frame(reach)
    draft = queries.draft() if context["may_edit"] else None
    wanted = request.GET.get("versi", "")
    shown = _version(wanted, draft, context["now"])
    known = queries.names()
    chosen = queries.Filter(
        request.GET.get("kategori", "")[:60], request.GET.get("ke", "")[:24], request.GET.get("kata", "").strip()[:60]
    )
    context |= {
        "draft": draft,
        "shown": shown,
        "is_draft": shown is not None and draft is not None and shown.pk == draft.pk,
        "found": queries.listed(shown, known, chosen, start=_start(request)) if shown else None,
        "query": _query(request),
        "chosen": chosen,
        "filtered": chosen != queries.Filter(),
        "mains": [(code, name, code == chosen.category) for code, name in known.categories.items() if "." not in code],
        "bodies": [(code, known.body(code), code == chosen.to) for code in (*sorted(LOCAL), *known.bodies)],
        "coming": queries.coming(context["now"]),
    }
    return render(request, "workbench/responsibility.html", context)


def _start(request: HttpRequest) -> int:
    typed = request.GET.get("mulai", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _query(request: HttpRequest) -> str:
    """What was asked for, to go on with on another page of the list."""
    given = {name: request.GET.get(name, "") for name in ("versi", "kategori", "ke", "kata")}
    return urlencode({name: value for name, value in given.items() if value})


def _at_row(code: str, position: int) -> str:
    """The draft's list, at a row."""
    start = (position - 1) // queries.PAGE * queries.PAGE
    return f"{reverse('workbench:responsibility')}{f'?mulai={start}' if start else ''}#{code}"


def _version(wanted: str, draft: RuleSet | None, now: datetime) -> RuleSet | None:
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 7:
        found = queries.version(int(wanted))
        if found is None:
            raise Http404
        return found
    return draft if draft is not None and wanted != "berlaku" else rulesets.in_force(now)


@require_GET
@staff(*READ)
def history(request: HttpRequest, reach: Reach) -> HttpResponse:
    return _history(request, _frame(reach), "")


def _history(request: HttpRequest, context: Context, reason: str, fault: str = "", status: int = 200) -> HttpResponse:
    before = request.GET.get("sebelum", "")
    known = queries.names()
    changes = queries.changes(before=int(before) if before.isascii() and before.isdigit() else None)
    present = rulesets.in_force(context["now"])
    context |= {
        "versions": queries.versions(),
        "present": present,
        "back_to": rulebook.previous(present, context["now"]) if present and context["may_edit"] else None,
        "changes": [(one, _told(one.action), _what(one.data, known)) for one in changes],
        "older": changes[-1].pk if len(changes) == 50 else None,
        "reason": reason,
        "fault": fault,
    }
    return render(request, "workbench/responsibility_history.html", context, status=status)


def _told(action: str) -> str:
    return {
        "load": _("Loaded from the file of the province"),
        "begin": _("Began a draft"),
        "edit": _("Changed a rule"),
        "add": _("Added a rule"),
        "delete": _("Deleted a rule"),
        "move": _("Moved a rule"),
        "settings": _("Changed the threshold"),
        "simulate": _("Simulated the draft"),
        "discard": _("Dropped the draft"),
        "publish": _("Published"),
        "restore": _("Went back to an earlier version"),
    }.get(action, action)


def _what(data: dict[str, Any], known: queries.Names) -> str:
    """The lead and the reason of the row, or why it was published: enough to know it again."""
    row = data.get("after") if isinstance(data.get("after"), dict) else data.get("before")
    if isinstance(row, dict):
        parts = [known.body(str(row["to"]))] if row.get("to") else []
        parts += [str(row["because"])] if row.get("because") else []
        return ": ".join(parts) or ", ".join(sorted(row))
    if data.get("before") is not None and data.get("after") is not None:
        return f"{data['before']} → {data['after']}"
    return str(data.get("reason", ""))


# -- the draft -------------------------------------------------------------------------------------------------------


@require_POST
@staff(EDIT_RULES)
def draft(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Begin a draft, drop it, or change its threshold."""
    _editor(reach)
    wanted, at = request.POST.get("pilihan", ""), clock.now()
    try:
        if wanted == "buang":
            rulebook.discard(account=reach.account, at=at)
            messages.success(request, _("The draft is dropped. What is in force stays as it is."))
        elif wanted == "ambang":
            rulebook.set_threshold(threshold=_share(request.POST.get("threshold", "")), account=reach.account, at=at)
            messages.success(request, _("Kept."))
        else:
            rulebook.begin(account=reach.account, at=at)
    except BadRules as refused:
        messages.success(request, refused.faults[0].sentence)
    except rulebook.NoDraft as error:
        raise Http404 from error
    return redirect("workbench:responsibility")


def _share(text: str) -> float:
    digits = text.strip()
    return int(digits) / 100 if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0.0


@require_http_methods(["GET", "POST"])
@staff(EDIT_RULES)
def new(request: HttpRequest, reach: Reach) -> HttpResponse:
    context = _editor(reach)
    _draft()
    known = queries.names()
    if request.method == "GET":
        return _form(request, context, forms.of_row(None), known)
    form = forms.typed(request.POST)
    try:
        row = forms.row_of(form, known)
        made = rulebook.add(row=row, position=forms.position_of(form), account=reach.account, at=clock.now())
    except BadRules as refused:
        return _form(request, context, forms.Form(form.words, refused.faults), known, status=422)
    messages.success(request, _("Rule %(nth)s is in the draft.") % {"nth": made.position})
    return redirect(_at_row(made.code, made.position))


@require_http_methods(["GET", "POST"])
@staff(EDIT_RULES)
def rule(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """One row of the draft: change it, move it, take it out."""
    context = _editor(reach)
    found = queries.row(_draft(), code)
    if found is None:
        raise Http404
    known = queries.names()
    context |= {"row": found}
    if request.method == "GET":
        return _form(request, context, forms.of_row(found), known)
    wanted, at = request.POST.get("pilihan", ""), clock.now()
    if wanted in {"naik", "turun"}:
        position = found.position + (1 if wanted == "turun" else -1)
        rulebook.move(code=code, position=position, account=reach.account, at=at)
        return redirect(_at_row(code, max(1, position)))
    if wanted == "hapus":
        rulebook.delete(code=code, account=reach.account, at=at)
        messages.success(request, _("The rule is taken out of the draft."))
        return redirect("workbench:responsibility")
    form = forms.typed(request.POST)
    try:
        rulebook.edit(code=code, row=forms.row_of(form, known), account=reach.account, at=at)
    except BadRules as refused:
        return _form(request, context, forms.Form(form.words, refused.faults), known, status=422)
    place = forms.position_of(form, found.position)
    rulebook.move(code=code, position=place, account=reach.account, at=at)
    messages.success(request, _("Kept in the draft."))
    return redirect(_at_row(code, max(1, place)))


def _form(
    request: HttpRequest, context: Context, form: forms.Form, known: queries.Names, status: int = 200
) -> HttpResponse:
    words = form.words
    context |= {
        "form": form,
        "groups": forms.category_groups(known, words["categories"]),
        "facts": forms.fact_groups(known, words["when"]),
        "joined": forms.slots(words.get("joined", [])),
        "alternatives": forms.slots(words.get("alternatives", [])),
        "bodies": [(code, known.body(code)) for code in (*sorted(LOCAL), *known.bodies)],
    }
    return render(request, "workbench/responsibility_rule.html", context, status=status)


# -- trying it -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff(EDIT_RULES)
def trial(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What the version in force and the draft make of a text, side by side. The text is not kept and stands in no
    address."""
    context = _editor(reach)
    text = request.POST.get("text", "").strip()[:_LONGEST_TEXT]
    place = request.POST.get("place", "").strip()[:200]
    context |= {"text": text, "place": place, "draft": queries.draft(), "tried": []}
    if text:
        context["tried"] = _tried(text, place, context)
    return render(request, "workbench/responsibility_try.html", context)


def _tried(text: str, place: str, context: Context) -> list[Context]:
    draft, known = context["draft"], queries.names()
    versions = [rulesets.current(context["now"])]
    if draft is not None:
        versions.append(rulesets.read(draft))
    titles = [_("In force: version %(version)s") % {"version": versions[0].version.removeprefix("v")}, _("The draft")]
    tried = simulating.try_out(text, place, versions)
    return [_outcome(title, one, known) for title, one in zip(titles, tried, strict=False)]


def _outcome(title: str, one: simulating.Tried, known: queries.Names) -> Context:
    proposal = one.proposal
    return {
        "title": title,
        "to": known.body(proposal.organisation) if proposal.organisation else proposal.referral_to,
        "what": {
            "assign": _("Passed on at once"),
            "refer": _("A verifier sends the referral that is ready"),
            "verify": _("A verifier decides"),
        }[proposal.action],
        "automatic": proposal.action == "assign",
        "why": proposal.why,
        "row": one.row,
        "percent": formats.percent(proposal.confidence, 1, 0) if proposal.confidence else "",
        "category": known.category(proposal.category) if proposal.category else "",
        "reasons": proposal.reasons,
        "joined": [known.body(code) for code in proposal.joined],
        "others": [known.body(other.organisation) for other in proposal.alternatives],
    }


@require_http_methods(["GET", "POST"])
@staff(EDIT_RULES)
def simulation(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The draft on the cases of the last month; kept with the draft until it changes."""
    context = _editor(reach)
    draft = _draft()
    if request.method == "POST":
        found = simulating.simulate(draft, at=context["now"])
        rulebook.keep_simulation(draft=draft, result=found.as_json(), account=reach.account, at=context["now"])
        return redirect("workbench:responsibility-simulation")
    context |= {"draft": draft, "most": simulating.MOST_CASES, "result": _simulated(draft)}
    return render(request, "workbench/responsibility_simulation.html", context)


def _simulated(draft: RuleSet) -> Context | None:
    if draft.simulation is None:
        return None
    known = queries.names()
    result = dict(draft.simulation)
    result["moves"] = [(known.body(one), known.body(other), count) for one, other, count in result["moves"]]
    result["examples"] = [
        {"number": one["number"], "before": known.body(one["before"]), "after": known.body(one["after"])}
        for one in result["examples"]
    ]
    return result


# -- publishing ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff(EDIT_RULES)
def publish(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What the draft changes and what is wrong with it; then it is published, at once or from a day on."""
    context = _editor(reach)
    draft = _draft()
    context |= {"draft": draft, "result": _simulated(draft), "reason": "", "since": "", "faults": []}
    if request.method == "POST":
        context["reason"], context["since"] = request.POST.get("reason", "")[:300], request.POST.get("since", "")[:30]
        try:
            since = forms.instant(context["since"])
            made = rulebook.publish(reason=context["reason"], account=reach.account, at=clock.now(), since=since)
        except BadRules as refused:
            context["faults"] = [{"id": one.field or "isian", "text": one.sentence} for one in refused.faults]
        else:
            messages.success(request, _("Version %(version)s is published.") % {"version": made.number})
            return redirect("workbench:responsibility-history")
    context |= {"difference": queries.difference(draft, queries.names()), "problems": rulebook.problems(draft)}
    status = 422 if context["faults"] else 200
    return render(request, "workbench/responsibility_publish.html", context, status=status)


@require_POST
@staff(EDIT_RULES)
def restore(request: HttpRequest, reach: Reach) -> HttpResponse:
    """One step back, with the reason."""
    context = _editor(reach)
    reason = request.POST.get("reason", "")[:300]
    try:
        made = rulebook.restore(reason=reason, account=reach.account, at=clock.now())
    except BadRules as refused:
        chosen = next((one for one in refused.faults if isinstance(one, NoReason)), refused.faults[0])
        return _history(request, context, reason, chosen.sentence, status=422)
    messages.success(request, _("Version %(version)s is published.") % {"version": made.number})
    return redirect("workbench:responsibility-history")
