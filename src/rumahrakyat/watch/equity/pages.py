"""The page of equity: who reports, by which ways, how soon they are answered, where nobody says anything."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight import equity
from rumahrakyat.oversight.cases import NONE, Filter
from rumahrakyat.oversight.equity import Equity, Place, Silence
from rumahrakyat.oversight.periods import PERIODS, TODAY, Window
from rumahrakyat.oversight.periods import window as window_of
from rumahrakyat.regions import queries as regions
from rumahrakyat.regions.models import Region
from rumahrakyat.watch import links, names
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.choosing import Choice, Chosen, address, carried
from rumahrakyat.watch.equity import drawing
from rumahrakyat.watch.exporting import Export
from rumahrakyat.watch.spans import span_words
from rumahrakyat.watch.tables import USUALLY
from rumahrakyat.web import formats

PAGE: Final = "equity"
_LEAST_DRAWN: Final = 2


@dataclass(frozen=True)
class Wanted:
    """`regency`: whose districts are shown, "" for the regencies; `days`: after how long without a word a village
    counts as silent; `measure` of the map."""

    window: Window
    regency: str
    days: int
    measure: str


def wanted(query: QueryDict, window: Window, watcher: Watcher) -> Wanted:
    """Raises `Http404` for a regency that is not in sight."""
    regency = query.get("kab", "")[:13]
    if regency and regency not in {one.code for one in _seen(watcher)}:
        raise Http404
    days = query.get("sunyi", "")
    chosen = int(days) if days.isdecimal() and len(days) < 4 else 0
    measure = query.get("ukuran", "")
    return Wanted(
        window,
        regency,
        chosen if chosen in equity.SILENT_DAYS else equity.SILENT_DAYS[1],
        measure if measure in drawing.MEASURES else drawing.RATE,
    )


def _seen(watcher: Watcher) -> list[Region]:
    """The regencies of a reader: the own ones, or all; an agency's cases lie everywhere."""
    own = watcher.sight.regencies
    local = own and not watcher.sight.organisations
    return [one for one in regions.regencies() if not local or one.code in own]


def _reads_silence(watcher: Watcher) -> bool:
    """A village is silent to everybody, not to one agency: an agency is not shown whom it never heard from."""
    return watcher.sight.everything or bool(watcher.sight.regencies)


def _read(asked: Wanted, watcher: Watcher) -> tuple[Equity, Silence | None]:
    silence = None
    if _reads_silence(watcher):
        own = None if watcher.sight.everything else watcher.sight.regencies
        silence = equity.silence(days=asked.days, at=watcher.at, regencies=own, listed=asked.regency)
    if asked.regency:
        places = list(regions.districts(asked.regency))
        counts = silence.districts if silence else {}
        return equity.by_district(asked.regency, places, asked.window, watcher.sight, counts), silence
    counts = silence.regencies if silence else {}
    return equity.by_regency(_seen(watcher), asked.window, watcher.sight, counts), silence


def context(watcher: Watcher, query: QueryDict, chosen: Chosen) -> dict[str, Any]:
    """The template's context. Raises `Http404`."""
    asked = wanted(query, chosen.window, watcher)
    found, silence = _read(asked, watcher)
    named = names.names()
    rows = [_row(one, asked) for one in found.places]
    return {
        "now": watcher.at,
        "whose": named.whose(watcher.sight),
        "chosen": chosen,
        "window": chosen.window,
        "span": chosen.words,
        "periods": _periods(asked, chosen),
        "regency": named.regencies.get(asked.regency),
        "up": _address(asked, kab=""),
        "rows": rows,
        "found": found,
        "unplaced_href": _cases(asked, d.IN, NONE),
        "channels": list(_channels(found, asked)),
        "without": _without(found.places),
        "unknown": equity.unknown_population(found.places),
        "enough": equity.ENOUGH,
        "atlas": _map(asked, found.places),
        "measures": _measures(asked),
        "silence": silence,
        "silent": _silent(silence, asked),
        "days": [
            Choice(_("%(n)s days") % {"n": one}, _address(asked, sunyi=str(one)) + "#sunyi", one == asked.days)
            for one in equity.SILENT_DAYS
        ],
        "silent_days": asked.days,
        "csv": _address(asked, page=f"{PAGE}-csv"),
        "xlsx": _address(asked, page=f"{PAGE}-xlsx"),
    }


def _map(asked: Wanted, places: Collection[Place]) -> drawing.Drawn | None:
    """None for districts, which are not drawn, and for one regency, which is no map."""
    if asked.regency or len(places) < _LEAST_DRAWN:
        return None
    return drawing.draw(asked.measure, places, _links(places, asked))


def _given(asked: Wanted) -> dict[str, str]:
    return {
        **carried(asked.window, USUALLY),
        "kab": asked.regency,
        "sunyi": "" if asked.days == equity.SILENT_DAYS[1] else str(asked.days),
        "ukuran": "" if asked.measure == drawing.RATE else asked.measure,
    }


def _address(asked: Wanted, *, page: str = PAGE, **other: str) -> str:
    return address(page, {**_given(asked), **other})


def _periods(asked: Wanted, chosen: Chosen) -> list[Choice]:
    return [
        Choice(
            words[:1].upper() + words[1:],
            _address(asked, periode="" if code == USUALLY else code, banding=""),
            code == chosen.window.code and not chosen.window.compared,
        )
        for code in PERIODS
        if code != TODAY
        for words in [span_words(code)]
    ]


def _measures(asked: Wanted) -> list[Choice]:
    labels = {drawing.RATE: _("Reports"), drawing.SILENCE: _("Silent villages")}
    return [
        Choice(label, _address(asked, ukuran="" if code == drawing.RATE else code) + "#peta", code == asked.measure)
        for code, label in labels.items()
    ]


def _cases(asked: Wanted, figure: str, place: str, channel: str = "") -> str:
    """The cases of a place of the shown level."""
    if asked.regency:
        wanted_cases = Filter(figure, regency=asked.regency, district=place, channel=channel)
    else:
        wanted_cases = Filter(figure, regency=place, channel=channel)
    return links.cases(wanted_cases, asked.window.code)


def _links(places: Collection[Place], asked: Wanted) -> dict[str, str]:
    return {one.code: _address(asked, kab=one.code) for one in places}


def _row(one: Place, asked: Wanted) -> dict[str, Any]:
    return {
        "place": one,
        "href": "" if asked.regency else _address(asked, kab=one.code),
        "came_href": _cases(asked, d.IN, one.code),
        "due_href": _cases(asked, d.DUE, one.code),
        "silent_href": _address(asked, kab=asked.regency or one.code) + "#sunyi",
        "channels_href": "" if asked.regency else _address(asked, kab=one.code) + "#kanal",
        "share": _percent(one.share_without),
    }


def _percent(share: float | None) -> str:
    return "–" if share is None else formats.percent(share, 1, 0)


def _channels(found: Equity, asked: Wanted) -> Iterator[dict[str, Any]]:
    """By channel what came in, the most first; each number opens its cases."""
    counted: dict[str, int] = {}
    for place in found.places:
        for medium, count in place.channels.items():
            counted[medium] = counted.get(medium, 0) + count
    most = max(counted.values(), default=0)
    for medium, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        yield {
            "name": names.channel(medium),
            "icon": names.channel_icon(medium),
            "count": count,
            "width": max(4, round(200 * count / most)),
            "href": links.cases(Filter(d.IN, regency=asked.regency, channel=medium), asked.window.code),
            "warning": "",
        }


def _without(places: Collection[Place]) -> dict[str, Any]:
    part, whole = sum(one.without_smartphone for one in places), sum(one.came_in for one in places)
    return {"part": part, "whole": whole, "share": _percent(part / whole if whole else None)}


def _silent(silence: Silence | None, asked: Wanted) -> list[dict[str, Any]]:
    """Of a regency its districts with their silent villages by name."""
    if silence is None or not asked.regency:
        return []
    return [
        {
            "name": one.name,
            "whole": one.whole,
            "count": len(one.villages),
            "of": one.of,
            "villages": ", ".join(one.villages),
        }
        for one in silence.places
    ]


def export(watcher: Watcher, query: QueryDict) -> Export:
    """The table as a file. Raises `Http404`, a `PeriodFault`."""
    code = query.get("periode", "") or USUALLY
    asked = wanted(query, window_of(code, watcher.at, watcher.zone), watcher)
    found, _silence = _read(asked, watcher)
    media = sorted({medium for place in found.places for medium in place.channels})
    head = [
        _("code"), _("district") if asked.regency else _("regency or city"), _("population"), _("came in"),
        _("per 10,000 people"), _("without a smartphone"), *(names.channel(medium) for medium in media),
        _("fell due"), _("median in minutes"), _("9 of 10 below, in minutes"), _("villages"),
        _("silent villages, %(n)s days") % {"n": asked.days},
    ]  # fmt: skip
    return Export(head, (_cells(one, media) for one in found.places), len(found.places))


def _cells(one: Place, media: Collection[str]) -> list[object]:
    known = one.times is not None and not one.few
    return [
        one.code,
        one.name,
        one.population,
        one.came_in,
        None if one.rate is None else round(one.rate, 2),
        one.without_smartphone,
        *(one.channels.get(medium, 0) for medium in media),
        one.times.count if one.times else 0,
        int(one.times.median.total_seconds() // 60) if one.times and known else None,
        int(one.times.ninth.total_seconds() // 60) if one.times and known else None,
        one.villages or None,
        one.silent if one.villages else None,
    ]
