"""The pages from which those who watch act: the press beside a late body, the form, the list, the watched cases."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.directions import queries as kept
from rumahrakyat.oversight.directions import watching as marks
from rumahrakyat.oversight.directions.operations import Wish
from rumahrakyat.oversight.directions.refusals import Refused, WrongTime
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.watch import links
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.directions import giving, pages
from rumahrakyat.watch.kept import FIELDS, keeping, words_kept_for
from rumahrakyat.web.requests import never_stored, uuid_of


@require_safe
@watching
def listed(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """What was asked and said, by what it waits for."""
    _only_readers(watcher)
    try:
        context = pages.listing(watcher, request.GET.get("keadaan", ""))
    except KeyError:
        raise Http404 from None
    return never_stored(render(request, "watch/directions/list.html", {**context, "page": "directions"}))


@require_safe
@watching
def watched(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The cases that somebody keeps an eye on."""
    _only_readers(watcher)
    context = {**pages.watched(watcher), "page": "directions"}
    return never_stored(render(request, "watch/directions/watched.html", context))


@keeping
@require_http_methods(["GET", "HEAD", "POST"])
@watching
def new(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """About a case (`kasus`) or a body (`badan`): ask for an explanation, or say a word."""
    _only_directors(watcher)
    about = giving.target(request, watcher)
    if request.method != "POST":
        return _drawn(request, watcher, about, words_kept_for(request))
    try:
        made = giving.give(request, about, watcher)
    except Refused as refused:
        field = "tanggal" if isinstance(refused, WrongTime) else "text"
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        return _drawn(request, watcher, about, typed, [{"id": field, "text": pages.refusal(refused)}])
    return _given(request, made)


def _given(request: HttpRequest, made: Direction) -> HttpResponse:
    messages.success(request, _("It leaves in ten seconds; until then you can take it back."))
    if made.report is not None and request.POST.get("dari") == "kasus":
        return redirect(links.case(made.report.number))
    return redirect("watch:direction", made.pk)


def _drawn(
    request: HttpRequest,
    watcher: Watcher,
    about: giving.Target,
    typed: dict[str, str],
    faults: list[dict[str, str]] | None = None,
) -> HttpResponse:
    context = giving.form(about, watcher, typed)
    wrong = {fault["id"]: fault["text"] for fault in faults or []}
    context |= {"faults": faults or [], "wrong": wrong, "page": "directions"}
    return never_stored(render(request, "watch/directions/new.html", context, status=422 if faults else 200))


@require_POST
@watching
def tap(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The press beside a late body: an explanation in the standard words within 24 hours, back to the page."""
    _only_directors(watcher)
    about = giving.target(request, watcher)
    words = giving.standard_words(about, watcher.at)
    wish = Wish(uuid_of(request.POST.get("token", "")), words, about.report, about.organisation)
    try:
        acts.ask(wish, account=watcher.reach.account, at=watcher.at)
    except Refused as refused:
        messages.warning(request, _("Nothing is late there any more.") if not words else pages.refusal(refused))
    return redirect("watch:now")


@require_POST
@watching
def mark(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Keep an eye on a case (`aktif` 1), or no longer. Pressing twice changes nothing."""
    _only_directors(watcher)
    report = watcher.case(request.POST.get("kasus", ""))
    account = watcher.reach.account
    if request.POST.get("aktif") != "1":
        marks.unwatch(report=report, account=account, at=watcher.at)
    else:
        try:
            marks.watch(report=report, account=account, at=watcher.at)
        except NotPermitted:
            raise Http404 from None
    if request.POST.get("dari") == "kasus":
        return redirect(links.case(report.number))
    back = request.POST.get("kembali", "")
    return redirect(f"{links.page('cases')}?{back}" if back.isascii() and back else "watch:watched")


@require_safe
@watching
def one(request: HttpRequest, watcher: Watcher, pk: int) -> HttpResponse:
    """One direction with its answer."""
    context = {**pages.shown(_found(pk, watcher), watcher), "page": "directions"}
    return never_stored(render(request, "watch/directions/one.html", context))


@require_POST
@watching
def recall(request: HttpRequest, watcher: Watcher, pk: int) -> HttpResponse:
    found = _found(pk, watcher)
    try:
        acts.recall(direction_id=found.pk, account=watcher.reach.account, at=watcher.at)
    except NotPermitted:
        raise Http404 from None
    except Refused as refused:
        messages.warning(request, pages.refusal(refused))
    else:
        messages.success(request, _("Taken back; nobody was told."))
    where = request.POST.get("dari", "")
    if where == "kasus" and found.report is not None:
        return redirect(links.case(found.report.number))
    return redirect("watch:now") if where == "sekarang" else redirect("watch:direction", found.pk)


@require_POST
@watching
def withdraw(request: HttpRequest, watcher: Watcher, pk: int) -> HttpResponse:
    found = _found(pk, watcher)
    try:
        acts.withdraw(direction_id=found.pk, account=watcher.reach.account, at=watcher.at)
    except NotPermitted:
        raise Http404 from None
    except Refused as refused:
        messages.warning(request, pages.refusal(refused))
    return redirect("watch:direction", found.pk)


def _found(pk: int, watcher: Watcher) -> Direction:
    _only_readers(watcher)
    found = kept.one(pk, kept.within(watcher.reach))
    if found is None:
        raise Http404
    return found


def _only_readers(watcher: Watcher) -> None:
    if not pages.reads(watcher.reach):
        raise Http404


def _only_directors(watcher: Watcher) -> None:
    if not pages.directs(watcher.reach):
        raise Http404
