"""Pages of what the router has learnt: its models with their reports, the one on trial, what went wrong lately.

Verifiers and those who oversee everything may read; only who administers the whole installation may change anything.
"""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rumahrakyat.lib import clock
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ADMINISTER, OVERSEE_ALL, VERIFY
from rumahrakyat.reports.access import Reach
from rumahrakyat.routing.learning import mistakes, queries, training, versions
from rumahrakyat.routing.models_learning import ModelState, ModelVersion, Target, Training
from rumahrakyat.web.requests import account_of
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
READ: Final = (VERIFY, OVERSEE_ALL, ADMINISTER)
TARGETS: Final = {"kategori": Target.CATEGORY, "dinas": Target.AGENCY}
_WORDS: Final = {target: word for word, target in TARGETS.items()}
STATES: Final[dict[str, str | Promise]] = {
    ModelState.CANDIDATE: gettext_lazy("Not used yet"),
    ModelState.SHADOW: gettext_lazy("On trial"),
    ModelState.ACTIVE: gettext_lazy("In use now"),
    ModelState.RETIRED: gettext_lazy("No longer used"),
}
DEEDS: Final[dict[str, str | Promise]] = {
    "trained": gettext_lazy("Trained"),
    "shadowed": gettext_lazy("Put on trial"),
    "activated": gettext_lazy("Put to work"),
    "rolled_back": gettext_lazy("Taken back"),
    "retired": gettext_lazy("Put away"),
}
SOURCES: Final[dict[str, str | Promise]] = {
    "confirmed": gettext_lazy("confirmed by a verifier"),
    "corrected": gettext_lazy("corrected by a person"),
    "handed_over": gettext_lazy("handed over by an officer"),
    "handled": gettext_lazy("handled to the end"),
    "file": gettext_lazy("from a file"),
}


def may_change(reach: Reach) -> bool:
    return reach.scope.everywhere(ADMINISTER)


@require_GET
@staff(*READ)
def models(request: HttpRequest, reach: Reach) -> HttpResponse:
    now = clock.now()
    target = _target(request.GET.get("tentang", ""))
    found = queries.overview(target, at=now)
    context = _frame(reach) | {
        "tabs": _tabs(target),
        "target": _WORDS[target],
        "found": found,
        "refusal": _refusal(found.refused),
        "wrong": mistakes.lately(reach.cases()),
        "states": STATES,
        "now": now,
    }
    return render(request, "workbench/models.html", context)


def _target(word: str) -> Target:
    return TARGETS.get(word, Target.CATEGORY)


def _frame(reach: Reach) -> Context:
    return shell(reach, "models") | {"may_change": may_change(reach)}


def _tabs(target: Target) -> list[dict[str, object]]:
    names = ((Target.CATEGORY, _("The matter")), (Target.AGENCY, _("Which agency")))
    href = reverse("workbench:models")
    return [
        {"label": label, "href": f"{href}?tentang={_WORDS[one]}", "current": one == target, "count": None}
        for one, label in names
    ]


def _refusal(wish: Training | None) -> str:
    if wish is None:
        return ""
    data = wish.refusal_data
    return ngettext(
        "The last training was given up: %(found)s example so far, %(needed)s are needed.",
        "The last training was given up: %(found)s examples so far, %(needed)s are needed.",
        int(data.get("found", 0)),
    ) % {"found": data.get("found", 0), "needed": data.get("needed", training.LEAST_EXAMPLES)}


@require_POST
@staff(ADMINISTER)
def train(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Ask for a training; a worker does it."""
    if not may_change(reach):
        raise Http404
    target = _target(request.POST.get("tentang", ""))
    try:
        training.ask(target=target, account=account_of(request), at=clock.now())
    except training.AlreadyAsked:
        messages.info(request, _("A training waits already. Load this page again in a few minutes."))
    else:
        messages.success(request, _("The training has been asked for. Load this page again in a few minutes."))
    return redirect(f"{reverse('workbench:models')}?tentang={_WORDS[target]}")


@require_http_methods(["GET", "POST"])
@staff(*READ)
def model(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """One version with its report; and what may be done with it."""
    shown = queries.version(pk)
    if shown is None:
        raise Http404
    if request.method == "GET":
        return _version(request, reach, shown)
    if not may_change(reach):
        raise Http404
    done = _DO.get(request.POST.get("pilihan", ""))
    if done is None:
        raise Http404
    try:
        words = done(shown.row, account_of(request), request.POST.get("reason", ""))
    except versions.ModelProblem as problem:
        fault = str(_PROBLEMS.get(problem.code, _PROBLEMS[versions.NotNow.code]))
        return _version(request, reach, shown, fault, request.POST.get("reason", ""))
    messages.success(request, words)
    return redirect(f"{reverse('workbench:models')}?tentang={_WORDS[Target(shown.row.target)]}")


_PROBLEMS: Final[dict[str, str | Promise]] = {
    versions.NoReason.code: gettext_lazy("Write why. Those who come after you will want to know"),
    versions.BrokenModel.code: gettext_lazy("The file of this version is missing or damaged. Train a new one"),
    versions.NothingToRollBack.code: gettext_lazy("No model is at work: there is nothing to take back"),
    versions.NotNow.code: gettext_lazy("Somebody was faster. Load the page again to see what holds now"),
}


def _version(
    request: HttpRequest, reach: Reach, shown: queries.Shown, fault: str = "", typed: str = ""
) -> HttpResponse:
    row = shown.row
    context = _frame(reach) | {
        "shown": shown,
        "row": row,
        "back": f"{reverse('workbench:models')}?tentang={_WORDS[Target(row.target)]}",
        "state": STATES[row.state],
        "deeds": [(DEEDS[one.deed], one) for one in shown.changes],
        "sources": [(SOURCES.get(code, code), many) for code, many in row.report.get("sources", {}).items()],
        "choices": _choices(row),
        "now": clock.now(),
        "fault": fault,
        "typed": typed,
    }
    return render(request, "workbench/model.html", context, status=422 if fault else 200)


def _choices(row: ModelVersion) -> list[tuple[str, str]]:
    """What may be done with a version in its state, the most likely first."""
    put_to_work, trial = ("pakai", _("Put to work")), ("coba", _("Put on trial"))
    return {
        ModelState.CANDIDATE: [trial, put_to_work, ("simpan", _("Put away"))],
        ModelState.SHADOW: [put_to_work, ("simpan", _("End the trial"))],
        ModelState.ACTIVE: [("kembali", _("Take back"))],
        ModelState.RETIRED: [put_to_work, trial],
    }[ModelState(row.state)]


def _try(row: ModelVersion, account: Account, reason: str) -> str:
    versions.start_shadow(version_id=row.pk, account=account, at=clock.now(), reason=reason)
    return _("It is on trial now: it reads every new report, and nothing follows from what it says.")


def _use(row: ModelVersion, account: Account, reason: str) -> str:
    versions.activate(version_id=row.pk, account=account, at=clock.now(), reason=reason)
    return _("It is at work from the next report on.")


def _take_back(row: ModelVersion, account: Account, reason: str) -> str:
    if row.state != ModelState.ACTIVE:
        raise versions.NotNow(row.state)
    before = versions.roll_back(target=row.target, account=account, at=clock.now(), reason=reason)
    if before is None:
        return _("Taken back. The router goes by the words of the first day alone.")
    return _("Taken back. Version %(version)s is at work again.") % {"version": before.version[:8]}


def _put_away(row: ModelVersion, account: Account, reason: str) -> str:
    versions.retire(version_id=row.pk, account=account, at=clock.now(), reason=reason)
    return _("Put away. It can be put to work again at any time.")


_DO: Final[dict[str, Callable[[ModelVersion, Account, str], str]]] = {
    "coba": _try,
    "pakai": _use,
    "kembali": _take_back,
    "simpan": _put_away,
}
