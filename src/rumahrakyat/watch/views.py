"""The pages that watch. Each only reads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rumahrakyat.oversight import definitions as d
from rumahrakyat.watch import board, listing, tables
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.web.exports import table_as_csv
from rumahrakyat.web.requests import never_stored


@require_safe
@watching
def now(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """What came in, what is late, who is late, is it getting better. The script asks for the inner part alone."""
    query = request.GET
    context = board.context(watcher, query.get("periode", ""), query.get("peta", ""), query.get("kelompok", ""))
    part = request.headers.get("HX-Request") == "true"
    response = render(request, "watch/parts/board.html" if part else "watch/now.html", {**context, "page": "now"})
    response.headers["Vary"] = "HX-Request, Cookie"
    return never_stored(response)


@require_safe
@watching
def cases(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The cases behind a figure."""
    return render(request, "watch/cases.html", {**_listed(request, watcher), "page": "cases"})


def _listed(request: HttpRequest, watcher: Watcher) -> dict[str, object]:
    try:
        return listing.context(watcher, request.GET)
    except KeyError:
        raise Http404 from None


@require_safe
@watching
def cases_csv(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    try:
        return table_as_csv("kasus", *listing.export(watcher, request.GET))
    except KeyError:
        raise Http404 from None


@require_safe
@watching
def agencies(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    context = tables.agencies(watcher, request.GET.get("periode", ""))
    return render(request, "watch/agencies.html", {**context, "page": "agencies"})


@require_safe
@watching
def agencies_csv(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    return table_as_csv("perangkat-daerah", *tables.agencies_export(watcher, request.GET.get("periode", "")))


@require_safe
@watching
def regencies(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    context = tables.regencies(watcher, request.GET.get("periode", ""))
    return render(request, "watch/regencies.html", {**context, "page": "regencies"})


@require_safe
@watching
def regencies_csv(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    return table_as_csv("kabupaten-kota", *tables.regencies_export(watcher, request.GET.get("periode", "")))


@require_safe
@watching
def formulas(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Every figure with its formula and its source."""
    return render(
        request, "watch/formulas.html", {"figures": d.FIGURES.values(), "now": watcher.at, "page": "formulas"}
    )
