"""Who may open the pages of the briefs, and which of them are theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from rumahrakyat.oversight.briefs.readers import codes_of_active, series_of
from rumahrakyat.people.roles import ADMINISTER, READ_BRIEF
from rumahrakyat.reports.access import Reach
from rumahrakyat.watch.access import Watcher, watching

P = ParamSpec("P")


@dataclass(frozen=True)
class Reader:
    """Somebody with briefs of their own: `series` are (kind, whose), `kind` and `whose` the one that is open."""

    watcher: Watcher
    series: tuple[tuple[str, str], ...]
    kind: str
    whose: str

    @property
    def at(self) -> datetime:
        return self.watcher.at

    @property
    def reach(self) -> Reach:
        return self.watcher.reach


def reading(
    view: Callable[Concatenate[HttpRequest, Reader, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Signed in and sent briefs; of these the one that `milik` names, the first without. To anybody else, and of
    anybody else's, there is nothing."""

    @watching
    @wraps(view)
    def guarded(request: HttpRequest, watcher: Watcher, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not watcher.reach.scope.may(READ_BRIEF):
            raise Http404
        series = tuple(series_of(watcher.reach.scope, codes_of_active()))
        wanted = request.GET.get("milik", "")
        found = next((one for one in series if wanted in {"", one[1]}), None)
        if found is None:
            raise Http404
        return view(request, Reader(watcher, series, *found), *args, **kwargs)

    return login_required(guarded)


def may_change(reach: Reach) -> bool:
    """Whether somebody sets the hour and the rules."""
    return reach.scope.everywhere(ADMINISTER)
