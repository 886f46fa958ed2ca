"""Templates: read by everybody who writes, changed by whoever they belong to, with every earlier wording kept."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rumahrakyat.lib import clock
from rumahrakyat.organisations.queries import first_of
from rumahrakyat.people.roles import ANSWER, EDIT_TEMPLATES, VERIFY
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import StageChoices
from rumahrakyat.reports.queries import categories
from rumahrakyat.reports.states import ANSWER_STAGES
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell
from rumahrakyat.writing import fields, templates
from rumahrakyat.writing.models import Template
from rumahrakyat.writing.templates import BODY, EVERYBODY, OWN, Content

Context = dict[str, Any]
_MAY: Final = (ANSWER, VERIFY, EDIT_TEMPLATES)
_TEXTS: Final = tuple(f"text_{one}" for one in fields.LANGUAGES)
_FIELDS: Final = ("name", "action", "stage", "next_days", "note", "task", "task_days", "whose", *_TEXTS)


@dataclass
class Typed:
    """The form as it was typed: its words, its faults as (id of the field, sentence)."""

    words: dict[str, str] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


@require_GET
@staff(*_MAY)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:80]
    bodies = sorted(reach.scope.organisations(ANSWER) | reach.scope.organisations(EDIT_TEMPLATES))
    words = typed.lower().split()
    found = [
        one
        for one in templates.reachable(reach.account.pk, bodies)
        if all(word in f"{one.name} {one.texts.get('id', '')}".lower() for word in words)
    ]
    groups = (
        (_("My own"), [one for one in found if one.owner_id]),
        (_("Of my agency"), [one for one in found if one.organisation_id]),
        (_("For everybody"), [one for one in found if not one.owner_id and not one.organisation_id]),
    )
    context = {"typed": typed, "groups": [one for one in groups if one[1]], "count": len(found)}
    return render(request, "workbench/writing/templates.html", shell(reach, "templates") | context)


@require_http_methods(["GET", "POST"])
@staff(*_MAY)
def new(request: HttpRequest, reach: Reach) -> HttpResponse:
    scopes = templates.scopes_for(reach.scope)
    if request.method == "GET":
        return _form(request, reach, None, Typed({"action": "answer", "whose": scopes[-1]}))
    typed = _read(request)
    content = _content(typed)
    whose = typed.words["whose"]
    if whose not in scopes:
        typed.faults.append(("id_whose", _("Choose for whom it is")))
    if typed.faults:
        return _form(request, reach, None, typed)
    body = first_of(templates.editable_bodies(reach.scope)) if whose == BODY else None
    made = templates.create(
        content=content, whose=whose, account=reach.account, scope=reach.scope, at=clock.now(), organisation=body
    )
    messages.success(request, _("“%(name)s” can be used now.") % {"name": made.name})
    return redirect("workbench:templates")


@require_http_methods(["GET", "POST"])
@staff(*_MAY)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """GET: the words and their history. POST: another wording, by whoever it belongs to."""
    row = _found(reach, pk)
    if request.method == "GET":
        return _form(request, reach, row, _typed_of(row))
    if not templates.may_edit(row, reach.account, reach.scope):
        raise Http404
    typed = _read(request)
    content = _content(typed)
    if typed.faults:
        return _form(request, reach, row, typed)
    seen = request.POST.get("seen", "")
    try:
        templates.change(
            template_id=row.pk,
            content=content,
            seen=int(seen) if seen.isdecimal() else 0,
            active=request.POST.get("active") == "1",
            account=reach.account,
            scope=reach.scope,
            at=clock.now(),
        )
    except templates.ChangedMeanwhile:
        row.refresh_from_db()
        typed.faults.append(("id_name", _("Somebody changed it meanwhile. Compare with the history below, then save")))
        return _form(request, reach, row, typed)
    messages.success(request, _("“%(name)s” is saved.") % {"name": content.name})
    return redirect("workbench:templates")


@require_POST
@staff(*_MAY)
def example(request: HttpRequest, _reach: Reach) -> HttpResponse:
    """How the words read, with values of no real case."""
    return render(request, "workbench/writing/example.html", {"examples": _examples(_read(request).words)})


def _found(reach: Reach, pk: int) -> Template:
    bodies = sorted(reach.scope.organisations(ANSWER) | reach.scope.organisations(EDIT_TEMPLATES))
    row = templates.reachable(reach.account.pk, bodies).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _form(request: HttpRequest, reach: Reach, row: Template | None, typed: Typed) -> HttpResponse:
    names = {EVERYBODY: _("Everybody"), BODY: _("My agency"), OWN: _("Only me")}
    context: Context = {
        "now": clock.now(),
        "row": row,
        "words": typed.words,
        "chosen": typed.chosen,
        "faults": [{"id": name, "text": text} for name, text in typed.faults],
        "editable": row is None or templates.may_edit(row, reach.account, reach.scope),
        "scopes": [(one, names[one]) for one in templates.scopes_for(reach.scope)],
        "actions": Template.Action.choices,
        "stages": [(one.value, StageChoices(one.value).label) for one in ANSWER_STAGES],
        "categories": [one for one in categories() if one.parent_id is None],
        "known": fields.KNOWN,
        "texts": [(code, _language(code), typed.words.get(f"text_{code}", "")) for code in fields.LANGUAGES],
        "examples": _examples(typed.words),
        "versions": list(row.versions.select_related("made_by").order_by("-number")[:20]) if row else [],
    }
    status = 422 if typed.faults else 200
    return render(request, "workbench/writing/template.html", shell(reach, "templates") | context, status=status)


def _language(code: str) -> str:
    return {"id": _("Indonesian"), "jv": _("Javanese (krama)"), "en": _("English")}[code]


def _examples(words: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for code in fields.LANGUAGES:
        text = words.get(f"text_{code}", "")
        if text.strip():
            found.append((_language(code), fields.fill(text, fields.example(code))))
    return found


def _typed_of(row: Template) -> Typed:
    words = {name: str(getattr(row, name) or "") for name in ("name", "action", "stage", "note", "task")}
    for name in ("next_days", "task_days"):
        value = getattr(row, name)
        words[name] = "" if value is None else str(value)
    words |= {f"text_{code}": row.texts.get(code, "") for code in fields.LANGUAGES}
    return Typed(words, list(row.categories))


def _read(request: HttpRequest) -> Typed:
    return Typed({name: request.POST.get(name, "") for name in _FIELDS}, request.POST.getlist("categories"))


def _content(typed: Typed) -> Content:
    """What was typed, with its faults noted."""
    words = typed.words
    if not words["name"].strip():
        typed.faults.append(("id_name", _("Give it a name by which colleagues find it")))
    if not words["text_id"].strip():
        typed.faults.append(("id_text_id", _("Write the words in Indonesian; the other languages may follow")))
    for name in _TEXTS:
        if len(words[name]) > templates.LONGEST:
            typed.faults.append((f"id_{name}", _("At most %(n)s characters fit") % {"n": templates.LONGEST}))
    stages = {one.value for one in ANSWER_STAGES}
    known = {one.code for one in categories() if one.parent_id is None}
    return Content(
        name=words["name"].strip()[:120],
        action=words["action"] if words["action"] in Template.Action.values else Template.Action.ANSWER.value,
        texts={code: words[f"text_{code}"].strip() for code in fields.LANGUAGES if words[f"text_{code}"].strip()},
        categories=[one for one in typed.chosen if one in known],
        stage=words["stage"] if words["stage"] in stages else "",
        next_days=_days(typed, "next_days"),
        note=words["note"].strip()[:500],
        task=words["task"].strip()[:200],
        task_days=_days(typed, "task_days"),
    )


def _days(typed: Typed, name: str) -> int | None:
    value = typed.words[name].strip()
    if not value:
        return None
    if not value.isdecimal() or int(value) > templates.MOST_DAYS:
        words = _("Write a number of days from 0 to %(n)s, or leave it empty")
        typed.faults.append((f"id_{name}", words % {"n": templates.MOST_DAYS}))
        return None
    return int(value)
