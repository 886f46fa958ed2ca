"""The pages that watch. Each only reads."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.duties import DUTIES
from rumahrakyat.watch import board, listing, tables
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.choosing import choose
from rumahrakyat.web.requests import never_stored

WALL: Final = "dinding"
_NOW: Final = {
    "board": "watch/parts/board.html",
    "now_page": "watch/now.html",
    "wall": "watch/parts/wall.html",
    "wall_page": "watch/wall.html",
}


@require_safe
@watching
def now(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """What came in, what is late, who is late, is it getting better. The script asks for the inner part alone."""
    query = request.GET
    chosen = choose(query, watcher, "now")
    wall = query.get("layar") == WALL
    context = board.context(watcher, chosen, query.get("peta", ""), query.get("kelompok", ""))
    part = request.headers.get("HX-Request") == "true"
    template = ("wall" if wall else "board") if part else ("wall_page" if wall else "now_page")
    response = render(request, _NOW[template], {**context, "page": "now"}, status=422 if chosen.faults else 200)
    response.headers["Vary"] = "HX-Request, Cookie"
    return never_stored(response)


@require_safe
@watching
def cases(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The cases behind a figure."""
    try:
        context = listing.context(watcher, request.GET)
    except KeyError:
        raise Http404 from None
    status = 422 if context["chosen"] and context["chosen"].faults else 200
    return render(request, "watch/cases.html", {**context, "page": "cases"}, status=status)


@require_safe
@watching
def agencies(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    chosen = choose(request.GET, watcher, "agencies", tables.USUALLY)
    context = {**tables.agencies(watcher, chosen), "page": "agencies"}
    return render(request, "watch/agencies.html", context, status=422 if chosen.faults else 200)


@require_safe
@watching
def regencies(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    chosen = choose(request.GET, watcher, "regencies", tables.USUALLY)
    context = {**tables.regencies(watcher, chosen), "page": "regencies"}
    return render(request, "watch/regencies.html", context, status=422 if chosen.faults else 200)


@require_safe
@watching
def formulas(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Every figure with its formula and its source."""
    return render(
        request,
        "watch/formulas.html",
        {
            "figures": [*d.FIGURES.values(), *d.STATED],
            "duties": DUTIES.values(),
            "now": watcher.at,
            "page": "formulas",
        },
    )
