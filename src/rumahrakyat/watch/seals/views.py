"""How sealing and the nightly verification stand, for those who watch the whole province."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rumahrakyat.evidence.seals import queries
from rumahrakyat.people.roles import SEE_ALL
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.web.requests import never_stored

_LISTED = 14


@require_safe
@watching
def seals(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The newest seals, the last run through the record, and what it found: numbers of cases for those alone who may
    read every case."""
    if not watcher.sight.everything:
        raise Http404
    context = {
        "state": queries.state(at=watcher.at),
        "seals": queries.listed(limit=_LISTED),
        "reads_all": watcher.reach.has(SEE_ALL),
        "page": "seals",
    }
    return never_stored(render(request, "watch/seals/seals.html", context))
