"""What people report about, and where: topics, and the map down to the districts of one regency or city."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight import figures
from rumahrakyat.oversight.cases import NONE, Filter
from rumahrakyat.oversight.periods import MONTH, PERIODS, TODAY
from rumahrakyat.oversight.promise import promise
from rumahrakyat.oversight.rollups.queries import NOTHING, sums
from rumahrakyat.oversight.topics import PLACES, Topic, added, topics
from rumahrakyat.regions.outlines import regency_map
from rumahrakyat.regions.queries import districts
from rumahrakyat.reports.queries import every_category
from rumahrakyat.watch import atlas, links, names
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.choosing import Choice, Chosen, address, carried, choose
from rumahrakyat.watch.spans import span_words
from rumahrakyat.watch.views_kept.keeping import keeping
from rumahrakyat.web import formats
from rumahrakyat.web.components import sparkline

USUALLY: Final = MONTH
_LEVELS: Final = 5


@dataclass(frozen=True)
class Row:
    """A topic with its figures; `parts` are the topics beneath it."""

    name: str
    topic: Topic
    href: str
    due_href: str
    places: list[tuple[str, str, int]]
    line: str
    last_x: str
    last_y: str
    parts: list["Row"] = field(default_factory=list)


def _periods(page: str, chosen: Chosen) -> list[Choice]:
    others = dict(chosen.kept)
    return [
        Choice(
            span_words(code)[:1].upper() + span_words(code)[1:],
            address(page, {**others, "periode": "" if code == USUALLY else code}),
            code == chosen.window.code and not chosen.window.compared,
        )
        for code in PERIODS
        if code != TODAY
    ]


def _common(page: str, chosen: Chosen, watcher: Watcher, known: names.Names) -> dict[str, Any]:
    return {
        "now": watcher.at,
        "chosen": chosen,
        "span": chosen.words,
        "whose": known.whose(watcher.sight),
        "periods": _periods(page, chosen),
        "keep": keeping(page, {**dict(chosen.kept), **carried(chosen.window, USUALLY)}),
        "page": page,
    }


@require_safe
@watching
def listed(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """Topics of two levels, those with most reports first; what has no topic yet stands as that."""
    chosen, known = choose(request.GET, watcher, "topics", USUALLY), names.names()
    found = topics(chosen.window, watcher.sight)
    rows, period = [], chosen.window.code
    every = every_category()
    below: dict[int | None, list[Any]] = {}
    for one in every:
        below.setdefault(one.parent_id, []).append(one)
    for one in below.get(None, []):
        parts = [_row(part.name, part.code, found[part.code], known, period)
                 for part in below.get(one.pk, []) if part.code in found]  # fmt: skip
        parts.sort(key=lambda row: -row.topic.came_in)
        own = [found[code] for code in (one.code, *(part.code for part in below.get(one.pk, []))) if code in found]
        if own:
            rows.append(_row(one.name, one.code, added(own), known, period, parts))
    if None in found:
        rows.append(_row(_("no topic yet"), NONE, found[None], known, period))
    rows.sort(key=lambda row: -row.topic.came_in)
    compared = any(row.topic.before for row in rows)
    context = {**_common("topics", chosen, watcher, known), "rows": rows, "compared": compared}
    return render(request, "watch/topics/list.html", context, status=422 if chosen.faults else 200)


def _row(  # noqa: PLR0917 -- one argument per part of the row
    name: str, code: str, topic: Topic, known: names.Names, period: str, parts: list[Row] | None = None
) -> Row:
    wanted = Filter(d.IN, category=code)
    places = [
        (known.regency(regency).removeprefix("Kabupaten "),
         links.cases(Filter(d.IN, category=code, regency=regency or NONE), period), count)
        for regency, count in topic.places[:PLACES]
    ]  # fmt: skip
    due = links.cases(Filter(d.DUE, category=code), period)
    return Row(name, topic, links.cases(wanted, period), due, places, *sparkline(topic.days), parts or [])


@dataclass(frozen=True)
class District:
    name: str
    came_in: int
    fell_due: int
    on_time: int
    level: int
    href: str
    due_href: str
    path: str = ""
    x: int = 0
    y: int = 0


@require_safe
@watching
def mapped(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    """The map of the province, or with `kab` that of one regency or city by districts. Unknown ones are not found."""
    chosen, known = choose(request.GET, watcher, "map", USUALLY), names.names()
    code = request.GET.get("kab", "")
    if code and code not in {one.code for one in known.seen(watcher.sight)}:
        raise Http404
    context = _common("map", chosen, watcher, known)
    context |= _districts(code, chosen, watcher, known) if code else _province(request, chosen, watcher, known)
    return render(request, "watch/topics/map.html", context, status=422 if chosen.faults else 200)


def _province(request: HttpRequest, chosen: Chosen, watcher: Watcher, known: names.Names) -> dict[str, Any]:
    measure = request.GET.get("ukuran", "")
    measure = measure if measure in atlas.MEASURES else atlas.IN
    window, sight = chosen.window, watcher.sight
    read = atlas.Readings(
        window, promise(window, sight), figures.running(watcher.at, sight), figures.taken_in(window, sight)
    )
    labels = {atlas.IN: _("Came in"), atlas.ON_TIME: _("On time"), atlas.LATE: _("Late")}
    carry = carried(window, USUALLY)
    return {
        "atlas": atlas.atlas(measure, read, known.regencies.values(), known.seen(sight)),
        "measures": [
            Choice(label, address("map", {**carry, "ukuran": "" if one == atlas.IN else one}), one == measure)
            for one, label in labels.items()
        ],
        "regencies": [
            (region.short_name, address("map", {**carry, "kab": region.code})) for region in known.seen(sight)
        ],
    }


def _districts(code: str, chosen: Chosen, watcher: Watcher, known: names.Names) -> dict[str, Any]:
    window = chosen.window
    found = sums(window.taken_in, watcher.sight, by="district", zone=window.zone, regency=code)
    outlines = {one.code: one for one in drawing.outlines} if (drawing := regency_map(code)) else {}
    most = max([one.came_in for one in found.values()], default=0)
    steps = sorted({0, *(-(-most * nth // _LEVELS) for nth in range(1, _LEVELS))})
    rows = []
    for region in [*districts(code), None]:
        key = region.code if region else None
        one, outline = found.get(key, NOTHING), outlines.get(key or "")
        if region is None and not (one.came_in or one.fell_due):
            continue
        wanted = Filter(d.IN, regency=code, district=key or NONE)
        rows.append(District(
            region.name if region else _("district not known yet"), one.came_in, one.fell_due, one.on_time,
            bisect_right(steps, one.came_in), links.cases(wanted, window.code),
            links.cases(Filter(d.DUE, regency=code, district=key or NONE), window.code),
            outline.path if outline else "", outline.x if outline else 0, outline.y if outline else 0,
        ))  # fmt: skip
    rows.sort(key=lambda row: (-row.came_in, row.name))
    return {
        "region": known.regencies[code].short_name,
        "back": address("map", carried(window, USUALLY)),
        "view_box": drawing.view_box if drawing else "",
        "rows": rows,
        "bounds": [formats.number(step) for step in steps],
    }
