"""First signs and named problems as those who watch see them: numbers, names, and links to where they are decided."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rumahrakyat.people.roles import NAME_PROBLEM
from rumahrakyat.problems import queries
from rumahrakyat.problems.models import Problem, Sign
from rumahrakyat.problems.wording import place_name
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.web.requests import never_stored
from rumahrakyat.web.signs import LOOKS, line


@require_safe
@watching
def listed(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Read only; links lead to the workbench for whoever names problems."""
    names = watcher.reach.has(NAME_PROBLEM)
    context = {
        "now": watcher.at,
        "signs": [_sign(one, watcher, names) for one in queries.offered(_within(watcher, "owner"))],
        "problems": [_problem(one, names) for one in queries.problems(_within(watcher, "lead"))],
        "runs": queries.last_runs(),
        "page": "problems",
    }
    return never_stored(render(request, "watch/problems.html", context))


def _within(watcher: Watcher, column: str) -> Q:
    sight = watcher.sight
    return queries.watched(
        column, everything=sight.everything, organisations=sight.organisations, regencies=sight.regencies
    )


def _sign(one: Sign, watcher: Watcher, names: bool) -> dict[str, object]:
    return {
        "name": one.suggested,
        "href": reverse("workbench:sign", args=[one.pk]) if names else "",
        "line": line(one, watcher.at),
        "owner": one.owner.name if one.owner else "",
        "kind": one.get_kind_display(),
        "look": LOOKS[one.state] if one.kind == Sign.Kind.BURST else "calm",
    }


def _problem(one: Problem, names: bool) -> dict[str, object]:
    return {
        "name": one.name,
        "href": reverse("workbench:problem", args=[one.pk]) if names else "",
        "place": place_name(one.place) if one.place else "",
        "lead": one.lead.name if one.lead else "",
        "cases": getattr(one, "n_cases", 0),
        "opened_at": one.opened_at,
        "state": one.get_state_display(),
        "look": "met" if one.state == Problem.State.CLOSED else "soon",
    }
