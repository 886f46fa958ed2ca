"""The pages of the register of negligence: the list, a row, one ruling or several."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahrakyat.duty.negligence import queries as register
from rumahrakyat.duty.negligence.queries import Row
from rumahrakyat.people.roles import RULE_ON_BREACH
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.watch import links, negligence, negligence_forms, negligence_row
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.negligence_row import Opening
from rumahrakyat.web.requests import account_of, never_stored


@require_safe
@watching
def rows(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Every missed deadline of a quarter, by state."""
    context = negligence.context(watcher, request.GET)
    return never_stored(render(request, "watch/negligence.html", {**context, "page": "negligence"}))


@require_http_methods(["GET", "HEAD", "POST"])
@watching
def row(request: HttpRequest, watcher: Watcher, row: int) -> HttpResponse:
    """A row with its evidence; the secretary rules here."""
    found = register.one(row, negligence.within(watcher.sight))
    if found is None:
        raise Http404
    if request.method == "POST":
        return _ruled(request, watcher, found)
    return _drawn(request, watcher, found, Opening())


def _drawn(request: HttpRequest, watcher: Watcher, found: Row, opening: Opening) -> HttpResponse:
    context = negligence_row.context(found, watcher, opening)
    status = 422 if opening.faults else 200
    drawn = render(request, "watch/negligence_row.html", {**context, "page": "negligence"}, status=status)
    return never_stored(drawn)


def _ruled(request: HttpRequest, watcher: Watcher, found: Row) -> HttpResponse:
    _only_who_rules(watcher)
    try:
        faults = negligence_forms.rule(found, request.POST, account_of(request), watcher.at)
    except NotPermitted:
        raise Http404 from None
    if not faults:
        messages.success(request, _("Noted on the record of the case."))
        return redirect(links.row(found.breach.pk))
    again = register.one(found.breach.pk, negligence.within(watcher.sight)) or found
    return _drawn(request, watcher, again, Opening(negligence_forms.typed(request.POST), faults))


@require_http_methods(["GET", "HEAD", "POST"])
@watching
def many(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The same ruling on several rows, after a look at what it would do to each."""
    _only_who_rules(watcher)
    template, status = "watch/negligence_many.html", 200
    if request.method != "POST":
        context = negligence_forms.many(watcher, request.GET)
    elif request.POST.get("pasti"):
        return _ruled_many(request, watcher)
    else:
        context = negligence_forms.preview(watcher, request.GET, request.POST)
        if "outlooks" in context:
            template = "watch/negligence_preview.html"
        else:
            status = 422
    return never_stored(render(request, template, {**context, "page": "negligence"}, status=status))


def _ruled_many(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    try:
        done, not_done = negligence_forms.rule_many(watcher, request.POST, account_of(request))
    except NotPermitted:
        raise Http404 from None
    if done:
        messages.success(request, done)
    for words in not_done:
        messages.warning(request, words)
    return redirect(negligence.address(negligence.filter_of(request.GET, watcher.at), watcher.at))


def _only_who_rules(watcher: Watcher) -> None:
    if not watcher.reach.has(RULE_ON_BREACH):
        raise Http404
