"""Help for every page of the workbench, and the tour for somebody who is new. The texts are data."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.people import operations as people
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

TEXTS: Final = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Topic:
    """One page of help. `pages` are the names of the addresses it is for, each with those that begin with it and a
    hyphen."""

    name: str
    title: str
    pages: Sequence[str]
    text: Sequence[str]
    points: Sequence[str] = ()
    needs: Sequence[str] = ()  # any of these permissions; none: for everybody


@dataclass(frozen=True)
class Step:
    """One stop of the tour: what it is for, for whom, and the page it leads to."""

    title: str
    text: Sequence[str]
    page: str
    needs: Sequence[str] = ()


@lru_cache(maxsize=1)
def topics() -> dict[str, Topic]:
    document = tomllib.loads((TEXTS / "help.toml").read_text(encoding="utf-8"))
    return {name: Topic(name, **rest) for name, rest in document.items()}


@lru_cache(maxsize=1)
def steps() -> list[Step]:
    document = tomllib.loads((TEXTS / "tour.toml").read_text(encoding="utf-8"))
    return [Step(**rest) for rest in document["steps"]]


def topic_of(page: str) -> Topic | None:
    """The help for the address of this name."""
    known = {name: topic for topic in topics().values() for name in topic.pages}
    begun = (page.rsplit("-", cut)[0] for cut in range(page.count("-") + 1))
    return next((known[name] for name in begun if name in known), None)


def _fits(needs: Sequence[str], reach: Reach) -> bool:
    return not needs or any(reach.has(permission) for permission in needs)


@require_GET
@staff()
def every(request: HttpRequest, reach: Reach) -> HttpResponse:
    """All topics that concern this reader; asked from a page (`halaman`), that page's own."""
    asked = topic_of(request.GET.get("halaman", "")[:60])
    if asked is not None:
        return redirect("workbench:help-page", asked.name)
    found = [topic for topic in topics().values() if _fits(topic.needs, reach)]
    return render(request, "workbench/reference/help.html", shell(reach, "help") | {"topics": found})


@require_GET
@staff()
def one(request: HttpRequest, reach: Reach, page: str) -> HttpResponse:
    topic = topics().get(page)
    if topic is None:
        raise Http404
    return render(request, "workbench/reference/help_page.html", shell(reach, "help") | {"topic": topic})


@require_http_methods(["GET", "POST"])
@staff()
def tour(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What this person will use, in the order in which it is needed. POST: seen, or not wanted."""
    if request.method == "POST":
        people.finish_tour(account_id=reach.account.pk, at=clock.now())
        return redirect("workbench:start")
    found = [step for step in steps() if _fits(step.needs, reach)]
    return render(request, "workbench/reference/tour.html", shell(reach, "help") | {"steps": found})
