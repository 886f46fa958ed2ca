"""The five figures at the top: number, comparison, formula, line; each a link to its cases."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.figures import SPARK_DAYS, Earlier, Hours, Running, TakenIn
from rumahrakyat.oversight.periods import TODAY, Window
from rumahrakyat.oversight.promise import Promise
from rumahrakyat.watch import links
from rumahrakyat.watch.spans import before_words, span_words
from rumahrakyat.web import formats

Tile = dict[str, Any]


@dataclass(frozen=True)
class Readings:
    """What the tiles are made of."""

    window: Window
    promise: Promise
    running: Running
    taken: TakenIn
    earlier: Earlier
    hours: Hours | None


def tiles(read: Readings) -> list[Tile]:
    return [_in(read), _on_time(read), _late(read), _soon(read), _first_answer(read)]


def _trend(now: float, before: float) -> str:
    return "up" if now > before else "down" if now < before else ""


def _in(read: Readings) -> Tile:
    code, taken = read.window.code, read.taken
    days = sorted(taken.days.items())[-SPARK_DAYS:]
    tile: Tile = {
        "label": _("Came in %(span)s") % {"span": span_words(code)},
        "value": formats.number(taken.total),
        "href": links.cases(Filter(d.IN), code),
        "formula": d.FIGURES[d.IN].formula,
        "points": [count for _day, count in days],
    }
    if read.hours is not None and not read.window.compared:
        tile |= _against_usual(read.hours, taken.total, read.window)
    elif taken.before:
        tile["change"] = _("from %(n)s in %(before)s") % {
            "n": formats.number(taken.before),
            "before": before_words(read.window),
        }
        tile["trend"] = _trend(taken.total, taken.before)
    return tile


def _against_usual(hours: Hours, taken: int, window: Window) -> Tile:
    """Today and this hour against the same weekday of the last weeks up to the same minute."""
    hour = window.at.astimezone(window.zone).hour
    words = {"n": formats.number(hours.today[hour]), "hour": f"{hour:02d}"}
    if not hours.weeks:
        return {"formula": _("since 00.00, every channel; %(n)s since %(hour)s.00") % words}
    usual = round(hours.usual_so_far)
    words["usual"] = formats.decimal(max(0.0, hours.usual_so_far - sum(hours.usual[:hour])))
    return {
        "change": _("usually %(n)s by this hour") % {"n": formats.number(usual)},
        "trend": _trend(taken, usual),
        "formula": _("since 00.00, every channel; %(n)s since %(hour)s.00, usually %(usual)s") % words,
    }


def _on_time(read: Readings) -> Tile:
    code, kept, before = read.window.promise_code, read.promise.total, read.promise.total_before
    tile: Tile = {
        "label": _("On time, %(span)s") % {"span": span_words(code)},
        "value": formats.percent(kept.on_time, kept.due),
        "href": links.cases(Filter(d.DUE), code),
        "formula": _("%(on_time)s on time ÷ %(due)s due")
        % {"on_time": formats.number(kept.on_time), "due": formats.number(kept.due)},
        "points": [round(100 * one.share, 1) for _day, one in read.promise.days if one.share is not None],
    }
    if before.due and kept.due:
        tile["change"] = _("from %(n)s in %(before)s") % {
            "n": formats.percent(before.on_time, before.due),
            "before": before_words(read.window),
        }
        tile["trend"] = _trend(kept.share or 0, before.share or 0)
    return tile


def _late(read: Readings) -> Tile:
    late, yesterday = read.running.total.late, read.earlier.late[-1]
    return {
        "label": _("Past the deadline now"),
        "value": formats.number(late),
        "late": bool(late),
        "href": links.cases(Filter(d.LATE), TODAY),
        "change": _("yesterday %(n)s at this hour") % {"n": formats.number(yesterday)},
        "trend": _trend(late, yesterday),
        "formula": _("> 24 hours since receipt, not answered"),
        "points": [*read.earlier.late, late],
    }


def _soon(read: Readings) -> Tile:
    soon, usual = read.running.total.soon, read.earlier.soon_usual
    tile: Tile = {
        "label": _("Due within 3 hours"),
        "value": formats.number(soon),
        "href": links.cases(Filter(d.SOON), TODAY),
        "formula": _("not answered, ≤ 3 hours left"),
        "points": [*read.earlier.soon, soon],
    }
    if any(usual):
        mean = round(sum(usual) / len(usual))
        tile["change"] = _("usually %(n)s") % {"n": formats.number(mean)}
        tile["trend"] = _trend(soon, mean)
    return tile


def _first_answer(read: Readings) -> Tile:
    code, kept, before = read.window.promise_code, read.promise.total, read.promise.total_before
    tile: Tile = {
        "label": _("First answer, %(span)s") % {"span": span_words(code)},
        "value": large_duration(kept.median),
        "href": links.cases(Filter(d.DUE), code),
        "formula": _("median; nothing fell due yet"),
        "points": [one.median.total_seconds() / 3600 for _day, one in read.promise.days if one.median is not None],
    }
    if kept.ninth is not None:
        tile["formula"] = _("median; 9 of 10 below %(time)s") % {"time": formats.duration_short(kept.ninth)}
    if before.median is not None and kept.median is not None:
        tile["change"] = _("from %(n)s in %(before)s") % {
            "n": formats.duration_short(before.median),
            "before": before_words(read.window),
        }
        tile["trend"] = _trend(kept.median.total_seconds(), before.median.total_seconds())
    return tile


def large_duration(span: timedelta | None) -> SafeString:
    """6 j 12 m with small units."""
    if span is None:
        return SafeString("–")
    words = formats.duration_short(span).split(" ")
    parts = [
        format_html("<small>{}</small>", word) if nth % 2 else format_html("{}", word) for nth, word in enumerate(words)
    ]
    return format_html("<span>{}</span>", SafeString(" ".join(parts)))
