"""What citizens say of the service: the index of each body, its elements, and whether enough of them answered."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rumahrakyat.lib import clock, wallclock
from rumahrakyat.people.roles import ANSWER, OVERSEE, OVERSEE_ALL
from rumahrakyat.reports.access import Reach
from rumahrakyat.satisfaction import queries, wording
from rumahrakyat.satisfaction.index import rounded
from rumahrakyat.satisfaction.models import Ending
from rumahrakyat.satisfaction.queries import Figure
from rumahrakyat.web.exports import table_as_csv
from rumahrakyat.web.requests import day_of
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

_DAYS: Final = 90
_COLUMNS = ("instansi", "kode", "kasus_berakhir", "ditanya", "menjawab", "sampel_krejcie_morgan", "ikm", "mutu")


def _within(reach: Reach) -> Q:
    """Everything for those who oversee all; else what one's own bodies held, or what ended in one's own territory."""
    if reach.has(OVERSEE_ALL):
        return Q()
    bodies = reach.scope.organisations(ANSWER) | reach.scope.organisations(OVERSEE)
    return Q(holder__in=bodies) | Q(regency__in=reach.scope.regions(OVERSEE))


def _span(request: HttpRequest) -> tuple[date, date]:
    """First and last day as asked for; the last ninety days otherwise."""
    today = clock.today(wallclock.zone())
    last = day_of(request.GET.get("sampai", "")) or today
    first = day_of(request.GET.get("dari", "")) or last - timedelta(days=_DAYS - 1)
    return (first, last) if first <= last else (last, first)


def _figures(first: date, last: date, reach: Reach) -> list[Figure]:
    since, until = _instants(first, last)
    return queries.figures(since=since, until=until, within=_within(reach))


def _instants(first: date, last: date) -> tuple[datetime, datetime]:
    zone = wallclock.zone()
    return datetime.combine(first, time.min, zone), datetime.combine(last + timedelta(days=1), time.min, zone)


@require_GET
@staff(ANSWER, OVERSEE, OVERSEE_ALL)
def satisfaction(request: HttpRequest, reach: Reach) -> HttpResponse:
    first, last = _span(request)
    found = _figures(first, last, reach)
    since, until = _instants(first, last)
    context: dict[str, Any] = shell(reach, "satisfaction") | {
        "first": first,
        "last": last,
        "whole": _shown(found[0]),
        "bodies": [_shown(one) for one in found[1:]],
        "fewest": wording.survey().fewest,
        "words": queries.words_said(since=since, until=until, within=_within(reach)),
        "now": clock.now(),
    }
    return render(request, "workbench/satisfaction/figures.html", context)


def _shown(figure: Figure) -> dict[str, Any]:
    elements = wording.survey().elements
    index = figure.index
    return {
        "figure": figure,
        "name": _name(figure),
        "value": _comma(index.value) if figure.enough else "",
        "band": index.band if figure.enough else "",
        "band_words": _bands().get(index.band, "") if figure.enough else "",
        "rate": round(100 * index.answers / figure.asked) if figure.asked else None,
        "elements": [
            {
                "name": element.name,
                "mean": _comma(rounded(mean)) if mean is not None and figure.enough else "",
                "count": count,
                "width": float(mean) if mean is not None and figure.enough else 0,
            }
            for element, mean, count in zip(elements, index.means, index.counts, strict=True)
        ],
        "endings": [
            {"label": Ending(code).label, "answers": one.answers, "value": _comma(one.value) if _said(one) else ""}
            for code, one in figure.by_ending.items()
        ],
    }


def _said(index: Any) -> bool:
    return index.answers >= wording.survey().fewest and index.value is not None


def _comma(value: object) -> str:
    return str(value).replace(".", ",")


def _name(figure: Figure) -> str:
    if figure.all:
        return _("All together")
    return figure.organisation.name if figure.organisation else _("Closed before any body held it")


def _bands() -> dict[str, str]:
    return {"A": _("very good"), "B": _("good"), "C": _("less good"), "D": _("not good")}


@require_GET
@staff(ANSWER, OVERSEE, OVERSEE_ALL)
def export(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The same figures as a table; nothing where too few have answered."""
    first, last = _span(request)
    head = [*_COLUMNS, *(f"u{nth}" for nth in range(1, 10)), *(f"n{nth}" for nth in range(1, 10))]
    return table_as_csv(f"kepuasan-{first.isoformat()}-{last.isoformat()}", head, _rows(_figures(first, last, reach)))


def _rows(found: Iterable[Figure]) -> Iterable[list[object]]:
    for one in found:
        index, enough = one.index, one.enough
        means = [str(rounded(mean)) if mean is not None and enough else "" for mean in index.means]
        head = [_name(one), one.organisation.code if one.organisation else "", one.ended, one.asked, index.answers]
        yield [*head, one.needed, index.value if enough else "", index.band if enough else "", *means, *index.counts]
