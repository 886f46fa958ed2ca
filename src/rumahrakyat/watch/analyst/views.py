"""Data for analysts: what the columns mean, and the files."""

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahrakyat.oversight.analyst import files
from rumahrakyat.oversight.analyst.tables import TABLES
from rumahrakyat.people import audit
from rumahrakyat.people.roles import EXPORT_FACTS
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.web.requests import account_of, day_of, never_stored

_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv; charset=utf-8"}


@require_safe
@watching
def data(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Every table with its columns; a form that leads to the file of a period."""
    _entitled(watcher)
    return _page(request, {})


@require_safe
@watching
def file(request: HttpRequest, watcher: Watcher) -> HttpResponseBase:
    """One table of a period as a file; who took it stands in the audit trail."""
    _entitled(watcher)
    asked = {name: request.GET.get(name, "").strip() for name in ("tabel", "jenis", "dari", "sampai")}
    table, kind = TABLES.get(asked["tabel"]), asked["jenis"]
    if table is None or kind not in files.KINDS:
        raise Http404
    errors, span = _span(asked["dari"], asked["sampai"])
    if errors:
        return _page(request, asked, errors, status=422)
    try:
        found = files.write(table, kind, span)
    except files.Busy:
        busy = _("Another file is being written right now. Please try again in a minute.")
        return _page(request, asked, {"": busy}, status=503)
    audit.record(
        act="facts.exported",
        account=account_of(request).pk,
        at=watcher.at,
        subject=table.name,
        data={"kind": kind, "first": asked["dari"], "last": asked["sampai"]},
    )
    days = "-".join(one for one in ("rumahrakyat", table.name, asked["dari"], asked["sampai"]) if one)
    response = FileResponse(found, as_attachment=True, filename=f"{days}.{kind}", content_type=_TYPES[kind])
    return never_stored(response)


def _entitled(watcher: Watcher) -> None:
    if not (watcher.sight.everything and watcher.reach.has(EXPORT_FACTS)):
        raise Http404


def _span(first: str, last: str) -> tuple[dict[str, str], files.Span]:
    """What is wrong with the days, by field, and the days."""
    errors: dict[str, str] = {}
    found: dict[str, date | None] = {"dari": day_of(first), "sampai": day_of(last)}
    for name, typed in (("dari", first), ("sampai", last)):
        if typed and found[name] is None:
            errors[name] = _("This is no day; write it as 2026-08-17.")
    begin, end = found["dari"], found["sampai"]
    if begin and end and end < begin:
        errors["sampai"] = _("The last day lies before the first.")
    return errors, files.Span(begin, end)


def _page(
    request: HttpRequest, asked: dict[str, str], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "tables": TABLES.values(),
        "asked": asked,
        "errors": errors or {},
        "problem": (errors or {}).get("", ""),
        "page": "data",
    }
    return never_stored(render(request, "watch/analyst/data.html", context, status=status))
