"""Pages of the rules: what is owed by when, who is told when, which days are worked; and publishing a new version.

Everybody who oversees may read them; only who administers the whole installation may change them.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.duty import store
from rumahrakyat.duty.models import DutyRule, Ladder
from rumahrakyat.duty.rulebook import impact as rulebook_impact
from rumahrakyat.duty.rulebook import publishing, queries, wording
from rumahrakyat.duty.rulebook.drafts import Draft, RuleDraft
from rumahrakyat.duty.rulebook.faults import Refused, SomebodyWasFaster
from rumahrakyat.duty.rulebook.queries import Obligation
from rumahrakyat.duty.rules import REPORTERS, NoRule
from rumahrakyat.lib import clock
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ADMINISTER, OVERSEE, OVERSEE_ALL
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench import rules_forms as forms
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
READ: Final = (OVERSEE, OVERSEE_ALL, ADMINISTER)


@dataclass(frozen=True)
class Book:
    """One of the two kinds of versions, with the names of its pages."""

    model: type[DutyRule | Ladder]
    name: str

    @property
    def is_ladder(self) -> bool:
        return self.model is Ladder

    @property
    def home(self) -> str:
        return reverse(f"workbench:{self.name}s")

    def page(self, code: str) -> str:
        return reverse(f"workbench:{self.name}", args=[code])

    def form(self, code: str) -> str:
        return reverse(f"workbench:{self.name}-new", args=[code])


RULES: Final = Book(DutyRule, "rule")
LADDERS: Final = Book(Ladder, "ladder")


def may_change(reach: Reach) -> bool:
    return reach.scope.everywhere(ADMINISTER)


def frame(reach: Reach, tab: str) -> Context:
    """What every page of the rules needs: the tabs, and whether this reader may change anything."""
    tabs = [
        ("rules", _("Rules")),
        ("ladders", _("Reminders")),
        ("calendar", _("Calendar")),
        ("responsibility", _("Whose is it?")),
        ("roads", _("Roads")),
    ]
    entries = [
        {"label": label, "href": reverse(f"workbench:{name}"), "current": name == tab, "count": None}
        for name, label in tabs
    ]
    return shell(reach, "rules") | {"now": clock.now(), "rules_tabs": entries, "may_change": may_change(reach)}


@require_GET
@staff(*READ)
def rules_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    return _list(request, reach, RULES)


@require_GET
@staff(*READ)
def ladders_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    return _list(request, reach, LADDERS)


def _list(request: HttpRequest, reach: Reach, book: Book) -> HttpResponse:
    context = frame(reach, f"{book.name}s") | {"book": book}
    found = queries.obligations(book.model, at=context["now"])
    context["obligations"] = [(one, book.page(one.code), book.form(one.code)) for one in found]
    return render(request, "workbench/rules.html", context)


@require_GET
@staff(*READ)
def rule_page(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    return _one(request, reach, RULES, code)


@require_GET
@staff(*READ)
def ladder_page(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    return _one(request, reach, LADDERS, code)


def _one(request: HttpRequest, reach: Reach, book: Book, code: str) -> HttpResponse:
    context = frame(reach, f"{book.name}s")
    found = _obligation(book, code)
    context |= {
        "book": book,
        "obligation": found,
        "new": book.form(code),
        "other": (LADDERS if not book.is_ladder else RULES).page(code),
        "has_ladder": queries.obligation(Ladder, code, at=context["now"]) is not None,
        "wishes": queries.restampings(code=code, ladders=book.is_ladder),
    }
    if not book.is_ladder:
        context |= _tried(request, code)
    return render(request, "workbench/rule.html", context)


def _obligation(book: Book, code: str) -> Obligation:
    found = queries.obligation(book.model, code, at=clock.now())
    if found is None:
        raise Http404
    return found


def _tried(request: HttpRequest, code: str) -> Context:
    now = clock.now()
    form, at, facts = forms.tried(request.GET, queries.choices(), now)
    if at is None or facts is None:
        return {"trial": form, "tried": None}
    try:
        found = queries.try_out(code, facts, received_at=at, at=now)
    except NoRule:
        found = queries.Tried(None, None)
    return {"trial": form, "tried": found, "tried_at": at}


# -- a new version ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff(ADMINISTER)
def rule_new(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    return _new(request, reach, RULES, code)


@require_http_methods(["GET", "POST"])
@staff(ADMINISTER)
def ladder_new(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    return _new(request, reach, LADDERS, code)


def _new(request: HttpRequest, reach: Reach, book: Book, code: str) -> HttpResponse:
    """The form; then its effect, to be looked at; then published. Whatever is wrong, what was typed stays."""
    if not may_change(reach):
        raise Http404
    found = _obligation(book, code)
    context = frame(reach, f"{book.name}s") | {"book": book, "obligation": found, "back": book.page(code)}
    if request.method == "GET":
        return _form(request, context, forms.of_row(_copied(request, found), queries.choices(), found.newest))
    form = forms.typed(request.POST, queries.choices())
    wanted = request.POST.get("pilihan", "")
    if wanted == "ubah":
        return _form(request, context, form)
    try:
        draft = forms.draft_of(form, book.model, code)
        if wanted == "terbitkan":
            return _publish(request, context, draft, form)
        return _preview(request, context, draft, form)
    except Refused as refused:
        return _refused(request, context, form, refused)


def _copied(request: HttpRequest, found: Obligation) -> DutyRule | Ladder | None:
    """The version the form starts from: the one asked for, else the widest in force."""
    shown = [*found.now, *found.coming, *found.past]
    wanted = request.GET.get("dari", "")
    asked = next((one for one in shown if str(one.row.version) == wanted), None)
    chosen = asked or next(iter(shown), None)
    return chosen.row if chosen else None


def _form(request: HttpRequest, context: Context, form: forms.Form, status: int = 200) -> HttpResponse:
    return render(request, "workbench/rule_new.html", context | {"form": form}, status=status)


def _refused(request: HttpRequest, context: Context, form: forms.Form, refused: Refused) -> HttpResponse:
    faster = next((one for one in refused.faults if isinstance(one, SomebodyWasFaster)), None)
    words = form.words
    if faster:  # seen now: the next look is based on it
        words = {**words, "based_on": str(faster.values["version"])}
    return _form(request, context, replace(form, words=words, found=refused.faults), status=422)


def _preview(request: HttpRequest, context: Context, draft: Draft, form: forms.Form) -> HttpResponse:
    """What it would do. The tick "also the running ones" stands here, beside the number of them."""
    now = context["now"]
    proposal = publishing.propose(draft, at=now, based_on=forms.based_on(form))
    machine = store.engine()
    of = rulebook_impact.of_rule if isinstance(draft, RuleDraft) else rulebook_impact.of_ladder
    context |= {
        "form": form,
        "proposal": proposal,
        "impact": of(proposal, machine, at=now),
        "can_move": proposal.version.since <= now and draft.obligation not in REPORTERS,
    }
    if isinstance(draft, RuleDraft):
        context["allowance"] = wording.allowance(draft.unit, draft.amount)
        context["more"] = wording.more(draft.unit, draft.extension, draft.longest)
    else:
        steps = sorted(draft.steps, key=lambda one: (one.own, one.percent))
        context["steps"] = [(one, wording.step(one)) for one in steps]
    return render(request, "workbench/rule_preview.html", context, status=422 if form.found else 200)


def _publish(request: HttpRequest, context: Context, draft: Draft, form: forms.Form) -> HttpResponse:
    account, book = request.user, context["book"]
    assert isinstance(account, Account)
    try:
        row = publishing.publish(
            draft, account=account, at=clock.now(), based_on=forms.based_on(form), running=forms.running(form)
        )
    except Refused as refused:
        again = replace(form, found=refused.faults)
        if again.only_about_running:
            return _preview(request, context, draft, again)
        latest = queries.latest(book.model, draft.obligation)
        if latest is None or not publishing.same_as(latest, draft, account):
            raise
        row = latest  # the second press of the button
    messages.success(request, _("Version %(version)s is published.") % {"version": row.version})
    return redirect(book.page(draft.obligation))
