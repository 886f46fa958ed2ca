"""Briefs as pages: by day, one of them, the cases behind its numbers, its paper, and having it sent once more."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rumahrakyat.oversight.briefs import alerting, behind, editions, keeping, sending, words
from rumahrakyat.oversight.briefs import paper as papers
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, Edition
from rumahrakyat.oversight.briefs.keeping import Shown
from rumahrakyat.oversight.findings import queries as findings
from rumahrakyat.oversight.models_briefs import Brief
from rumahrakyat.oversight.registers.telling import parsed
from rumahrakyat.reports.models import Report
from rumahrakyat.watch import links
from rumahrakyat.watch.briefs.access import Reader, reading
from rumahrakyat.web.requests import account_of, day_of, never_stored

_MOST_ALERTS = 12


@dataclass(frozen=True)
class Line:
    """One brief in the list: `first` is what stood first in it."""

    href: str
    day: str
    headline: str
    first: str
    late: int


@dataclass(frozen=True)
class Case:
    """A case behind a number; of one outside the reader's reach agency and regency alone."""

    href: str
    number: str
    title: str
    agency: str
    place: str


@require_safe
@reading
def listed(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The briefs that were sent, by day, and what the rules found."""
    rows = [_line(one) for one in keeping.listed(reader.whose, reader.kind)]
    today = reader.at.astimezone(Edition(DAILY, ALL, reader.at.date()).zone).date()
    alerts = alerting.listed(limit=_MOST_ALERTS) if reader.whose == ALL else []
    context = {
        "rows": rows,
        "tabs": _tabs(reader),
        "weekly": reader.kind != DAILY,
        "whose": reader.whose,
        "today": today.isoformat(),
        "wanted": request.GET.get("hari", ""),
        "wrong": _wrong_day(reader, request.GET.get("hari")),
        "alerts": alerts,
        "now": reader.at,
        "page": "briefs",
    }
    chosen = day_of(request.GET.get("hari", ""))
    if chosen is not None and not context["wrong"]:
        return redirect(_address("brief", chosen.isoformat(), reader.whose))
    return render(request, "watch/briefs/listed.html", context)


def _wrong_day(reader: Reader, wanted: str | None) -> str:
    if wanted is None:
        return ""
    try:
        editions.check(Edition(reader.kind, reader.whose, editions.parse_day(wanted)), at=reader.at)
    except editions.WrongDay:
        return _("Choose a day.")
    except editions.FutureDay:
        return _("This day has not begun: its brief is made on its morning.")
    except editions.NoMonday:
        return _("The weekly brief is of Mondays: choose a Monday.")
    return ""


def _line(brief: Brief) -> Line:
    content = brief.content
    cases = content["cases"]
    first = f"{cases[0]['title']}, {cases[0]['place']}: {cases[0]['reasons'][0]['words']}" if cases else ""
    href = _address("brief", brief.day.isoformat(), brief.whose)
    return Line(href, words.long_day(brief.day), content["headline"], first, content["late"]["total"])


def _tabs(reader: Reader) -> list[dict[str, Any]]:
    """One for each series, for somebody with several."""
    if len(reader.series) < 2:
        return []
    day = reader.at.date()
    return [
        {
            "label": editions.name_of(Edition(kind, whose, day)),
            "href": f"{reverse('watch:briefs')}?{urlencode({'milik': whose})}",
            "count": None,
            "current": whose == reader.whose,
        }
        for kind, whose in reader.series
    ]


def _address(name: str, day: str, whose: str, **more: str) -> str:
    query = {key: value for key, value in {"milik": "" if whose == ALL else whose, **more}.items() if value}
    return reverse(f"watch:{name}", args=[day]) + (f"?{urlencode(query)}" if query else "")


def _wanted(reader: Reader, day: str) -> Edition:
    try:
        return Edition(reader.kind, reader.whose, editions.parse_day(day))
    except editions.WrongDay:
        raise Http404 from None


def _shown(reader: Reader, day: str) -> tuple[Edition, Shown]:
    edition = _wanted(reader, day)
    try:
        return edition, keeping.shown(edition, at=reader.at)
    except (editions.FutureDay, editions.NoMonday, editions.UnknownReaders):
        raise Http404 from None


@require_safe
@reading
def one(request: HttpRequest, reader: Reader, day: str) -> HttpResponse:
    """A brief as it was sent, or as it is known now; every number leads to its cases."""
    _edition, found = _shown(reader, day)
    content = found.content
    figures = {"taken": "taken", "answered": "answered", "on_time": "missed", "median": "due"}
    late = [
        {**row, "href": _address("brief-cases", day, reader.whose, angka="late", perangkat=row["code"])}
        for row in content["late"]["rows"]
    ]
    numbers = [
        {**row, "href": _address("brief-cases", day, reader.whose, angka=figures[row["code"]])}
        for row in content["numbers"]
    ]
    context = {
        "brief": content,
        "numbers": numbers,
        "late": late,
        "cases": [{**row, "href": links.case(row["number"]) if row["number"] else ""} for row in content["cases"]],
        "outside": _outside(content, reader),
        "sha256": found.sha256,
        "sent": found.brief,
        "pdf": _address("brief-pdf", day, reader.whose),
        "again": _address("brief-again", day, reader.whose),
        "back": reverse("watch:briefs") + ("" if reader.whose == ALL else f"?{urlencode({'milik': reader.whose})}"),
        "now": reader.at,
        "page": "briefs",
    }
    return never_stored(render(request, "watch/briefs/one.html", context))


def _outside(content: dict[str, Any], reader: Reader) -> list[dict[str, Any]]:
    """Recommendations past their deadline; a link for who reads findings. Older briefs have none."""
    leads = findings.reads(reader.reach.scope)
    rows = content.get("outside", {}).get("rows", [])
    return [{**row, "href": reverse("watch:finding", args=[row["finding"]]) if leads else ""} for row in rows]


@require_safe
@reading
def cases(request: HttpRequest, reader: Reader, day: str) -> HttpResponse:
    """The cases behind a number of the brief."""
    edition, found = _shown(reader, day)
    figure = request.GET.get("angka", "")
    try:
        reports = behind.cases(
            edition, figure, at=parsed(found.content["made_at"]), body=request.GET.get("perangkat", "")[:24]
        )
    except KeyError:
        raise Http404 from None
    rows = [_case(report, reader) for report in reports]
    titles = {
        "taken": _("Came in"),
        "answered": _("Answered"),
        "due": _("Fell due"),
        "on_time": _("On time"),
        "missed": _("Not on time"),
        "late": _("Late at the time of the brief"),
    }
    context = {
        "title": titles[figure],
        "subtitle": found.content["subtitle"],
        "rows": rows,
        "cut": len(rows) == behind.MOST,
        "back": _address("brief", day, reader.whose),
        "page": "briefs",
    }
    return never_stored(render(request, "watch/briefs/cases.html", context))


def _case(report: Report, reader: Reader) -> Case:
    agency = report.holder.name if report.holder else _("Verification desk")
    regency = report.regency.short_name if report.regency else _("not placed yet")
    if not reader.reach.reads(report):
        return Case("", "", _("A case that you may not read"), agency, regency)
    smaller = report.village or report.district
    place = f"{smaller.name}, {regency}" if smaller else regency
    return Case(links.case(report.number), report.number, report.title, agency, place)


@require_safe
@reading
def paper(_request: HttpRequest, reader: Reader, day: str) -> HttpResponse:
    """The brief as one page of PDF."""
    _edition, found = _shown(reader, day)
    response = HttpResponse(papers.pdf(found.content, found.sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{papers.file_name(found.content)}"'
    return never_stored(response)


@require_POST
@reading
def again(request: HttpRequest, reader: Reader, day: str) -> HttpResponse:
    """Send the reader the frozen brief once more; a double click sends it once."""
    _edition, found = _shown(reader, day)
    if found.brief is None:
        messages.error(request, _("This brief was never sent; open it as a page or as a PDF."))
    elif sending.send_again(found.brief, account_of(request), at=reader.at):
        messages.success(request, _("It is on its way to you once more."))
    else:
        messages.success(request, _("It was sent to you a moment ago."))
    return redirect(_address("brief", day, reader.whose))
