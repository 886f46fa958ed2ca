"""Tables of the pages that watch, as files; what cannot be sent says why. A file in which cases stand is a reading of
each of them, and lasts no longer than the rights with which it was asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahrakyat.lib import clock
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.oversight.calendar_spans import PeriodFault
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import SEE_CASE
from rumahrakyat.reports import readings
from rumahrakyat.watch import spans
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.web import formats
from rumahrakyat.web.exports import MOST_ROWS, TooManyRows, rows_as_csv, rows_as_xlsx

CSV: Final = "csv"
XLSX: Final = "xlsx"
KINDS: Final = (CSV, XLSX)


@dataclass(frozen=True)
class Export:
    """A table on its way into a file. `count`: how many rows there are to come."""

    head: Sequence[str]
    rows: Iterable[Sequence[object]]
    count: int


# What somebody asks for in an address, as a table.
Table = Callable[[Watcher, QueryDict], Export]


class RightsEnded(Exception):
    """Whoever asked for the file may read less than when it was begun: no further row of it is read."""


def carry(watcher: Watcher, report_ids: Iterable[int]) -> None:
    """Note that these cases stand in a file of this person, before they are in it. Raises `RightsEnded`."""
    account, at = watcher.reach.account, clock.now()
    account.refresh_from_db(fields=["is_active"])
    if not set(watcher.reach.scope.grants) <= set(scope_of(account, at=at).grants):
        raise RightsEnded
    bodies = watcher.reach.scope.organisations(SEE_CASE)
    actor = Actor("staff", frozenset(), account.pk, next(iter(bodies)) if len(bodies) == 1 else None)
    readings.note_many(report_ids=report_ids, actor=actor, what=readings.What.EXPORT, at=at)


def files(address: str, name: str, table: Table) -> list[URLPattern]:
    """Where a table is fetched: the address as CSV under the name `name`-csv, and as XLSX likewise."""
    return [path(f"pantau/{address}.{kind}", _file(address, kind, table), name=f"{name}-{kind}") for kind in KINDS]


def _file(name: str, kind: str, table: Table) -> Callable[[HttpRequest], HttpResponseBase]:
    @require_safe
    @watching
    def sent(request: HttpRequest, watcher: Watcher) -> HttpResponseBase:
        return _send(request, name, kind, lambda: table(watcher, request.GET))

    return sent


def _send(request: HttpRequest, name: str, kind: str, table: Callable[[], Export]) -> HttpResponseBase:
    """The table as a file of `kind`. Never a file of something else than was asked for: of a period that cannot be
    shown, and of more rows than a sheet has, a page that says so. A figure that is none (`KeyError`) is not found.

    A reader whose rights end meanwhile gets no sheet (404); of a CSV, which is on its way by then, the rows so far and
    a last line that says so.
    """
    try:
        found = table()
        if kind == CSV:
            return rows_as_csv(name, found.head, _while_entitled(found.rows))
        return rows_as_xlsx(name, found.head, found.rows, count=found.count)
    except (KeyError, RightsEnded):
        raise Http404 from None
    except PeriodFault as fault:
        return _refused(request, spans.fault_words(fault))
    except TooManyRows as fault:
        words = _("These are %(rows)s rows, and an XLSX sheet has room for %(most)s. The CSV file holds all of them.")
        given = {"rows": formats.number(fault.rows), "most": formats.number(MOST_ROWS)}
        return _refused(request, words % given, csv=request.get_full_path().replace(f".{XLSX}", f".{CSV}", 1))


def _while_entitled(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    try:
        yield from rows
    except RightsEnded:
        yield [_("The file stops here: what you may read changed while it was made. Ask for it again.")]


def _refused(request: HttpRequest, words: str, *, csv: str = "") -> HttpResponse:
    return render(request, "watch/no_file.html", {"words": words, "csv": csv}, status=422)
