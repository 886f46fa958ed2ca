"""The own kept views, keeping one, letting it go, and the link to share."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import counted
from rumahrakyat.oversight.models_views import SavedView
from rumahrakyat.oversight.sight import NothingToOversee, Sight, sight_of
from rumahrakyat.oversight.views_kept import operations, queries
from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import reach_of
from rumahrakyat.watch import links, names
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.views_kept.keeping import Keeping, NotAView, address_of, read
from rumahrakyat.web.requests import never_stored

_EVERYBODY: Final = Sight(everything=True)


@dataclass(frozen=True)
class Row:
    pk: int
    name: str
    href: str
    link: str
    page: str
    made_at: datetime


@require_safe
@watching
def listed(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """What one keeps oneself."""
    rows = [_row(one, request) for one in queries.own(watcher.reach.account)]
    return never_stored(
        render(request, "watch/views_kept/list.html", {"rows": rows, "now": watcher.at, "page": "kept"})
    )


def _row(one: SavedView, request: HttpRequest) -> Row:
    link = request.build_absolute_uri(reverse("watch:kept-shared", args=[one.code]))
    return Row(one.pk, one.name, address_of(one.page, one.query), link, str(_titles()[one.page]), one.made_at)


def _titles() -> dict[str, str]:
    return {
        "now": _("Now"), "cases": _("Cases"), "agencies": _("Agencies"), "regencies": _("Regencies and cities"),
        "topics": _("Topics"), "map": _("Map"), "scores": _("Promises"),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@watching
def keep(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The form to name a view, and keeping it: once under a name, however often it is sent."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        view = read(given.get("halaman", ""), given.get("pilihan", ""))
    except NotAView:
        raise Http404 from None
    name, fault = given.get("nama", ""), ""
    if request.method == "POST":
        try:
            kept = operations.keep(
                account=watcher.reach.account, name=name, page=view.page, query=view.query, at=watcher.at
            )
        except operations.CannotBeKept as refused:
            fault = _words(refused)
        else:
            messages.success(request, _("Kept as “%(name)s”.") % {"name": kept.name})
            return redirect("watch:kept")
    return _form(request, view, name, fault)


def _form(request: HttpRequest, view: Keeping, name: str, fault: str) -> HttpResponse:
    context = {
        "view": view,
        "name": name,
        "fault": fault,
        "title": _titles()[view.page],
        "back": address_of(view.page, view.query),
        "page": "kept",
    }
    return never_stored(render(request, "watch/views_kept/keep.html", context, status=422 if fault else 200))


def _words(fault: operations.CannotBeKept) -> str:
    return {
        operations.NameMissing: _("Give the view a name under which you find it again."),
        operations.NameTooLong: _("The name is longer than 80 characters. Shorten it."),
        operations.NameTaken: _("You keep another view under this name. Choose a different one, or delete that one."),
        operations.ViewTooLong: _("So much was chosen that no address holds it. Remove a limit."),
        operations.TooMany: _("You keep 50 views, which is as many as there can be. Delete one first."),
    }[type(fault)]


@require_POST
@watching
def let_go(request: HttpRequest, watcher: Watcher, pk: int) -> HttpResponse:
    """A second time nothing more happens."""
    operations.let_go(account=watcher.reach.account, pk=pk)
    messages.success(request, _("The view is deleted, and its link leads nowhere."))
    return redirect("watch:kept")


@require_safe
@watching
def shared(request: HttpRequest, watcher: Watcher, code: str) -> HttpResponse:
    """A shared view with the reader's own rights: the whole, the own part with a word about it, or nothing at all."""
    view = queries.shared(code)
    if view is None or not _anything(view, watcher):
        raise Http404
    if watcher.sight != _sight_of(view.account):
        whose = names.names().whose(watcher.sight)
        if whose:
            words = _("This link shows everybody what they may see: to you the part of %(whose)s.") % {"whose": whose}
            messages.info(request, words)
    return redirect(address_of(view.page, view.query))


def _sight_of(account: Account) -> Sight | None:
    """What its maker sees today; None when that is nothing any more."""
    try:
        return sight_of(reach_of(account).scope)
    except NothingToOversee:
        return None


def _anything(view: SavedView, watcher: Watcher) -> bool:
    """Whether a list that has cases has any for this reader; pages without a list have a part for everybody."""
    if view.page != "cases" or watcher.sight.everything:
        return True
    query = QueryDict(view.query)
    wanted, window = links.filter_of(query, d.LATE), watcher.window(query.get("periode", ""))
    try:
        return counted(wanted, window, watcher.sight) > 0 or counted(wanted, window, _EVERYBODY) == 0
    except KeyError:
        return False
