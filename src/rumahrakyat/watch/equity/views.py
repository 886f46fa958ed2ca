"""The page of equity and its tables. Each only reads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.choosing import choose
from rumahrakyat.watch.equity import pages
from rumahrakyat.watch.tables import USUALLY
from rumahrakyat.web.requests import never_stored


@require_safe
@watching
def equity(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    chosen = choose(request.GET, watcher, pages.PAGE, USUALLY)
    context = {**pages.context(watcher, request.GET, chosen), "page": "equity"}
    status = 422 if chosen.faults else 200
    return never_stored(render(request, "watch/equity/equity.html", context, status=status))
