"""Each promise as kept ÷ target over a day, a week, a month and a quarter, with formula and source beside it."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.duties import CAP, DUTIES, GOOD_INDEX, REGISTER_WITHIN, Duty, capped
from rumahrakyat.oversight.periods import QUARTER, TODAY
from rumahrakyat.oversight.scores import SPANS, Scores, scores
from rumahrakyat.watch import links, names
from rumahrakyat.watch.access import Watcher, watching
from rumahrakyat.watch.spans import span_words
from rumahrakyat.watch.views_kept.keeping import keeping
from rumahrakyat.web import formats
from rumahrakyat.web.components import sparkline
from rumahrakyat.web.requests import never_stored

_LOW: Final = 0.9


@dataclass(frozen=True)
class Cell:
    """`score` in the reader's form, `words` what it is made of; without an address it opens no list."""

    score: str
    words: str
    href: str = ""
    low: bool = False


@dataclass(frozen=True)
class Row:
    name: str
    target: str
    formula: str
    source: str
    cells: list[Cell]
    line: str = ""
    last_x: str = ""
    last_y: str = ""

    @property
    def by_span(self) -> list[tuple[str, Cell]]:
        """The cells beside the words of their period, which a telephone shows at each."""
        return list(zip((span_words(code) for code in SPANS), self.cells, strict=True))


@require_safe
@watching
def promises(request: HttpRequest, watcher: Watcher) -> HttpResponse:
    found = scores(watcher.window(TODAY), watcher.sight)
    context: dict[str, Any] = {
        "now": watcher.at,
        "reckoned_at": found.at,
        "whose": names.names().whose(watcher.sight),
        "spans": [span_words(code) for code in SPANS],
        "rows": [*(_row(duty, found, watcher) for duty in DUTIES.values()), _register(found), _satisfaction(found)],
        "cap": formats.decimal(CAP, 2),
        "keep": keeping("scores", {}),
        "page": "scores",
    }
    return never_stored(render(request, "watch/scores/promises.html", context))


def _row(duty: Duty, found: Scores, watcher: Watcher) -> Row:
    today = watcher.at.astimezone(watcher.zone).date().isoformat()
    cells = []
    for span in SPANS:
        tally = found.tallies[duty.code, span]
        href = links.cases(Filter(d.DUE, duty=duty.code), today if span == TODAY else span) if tally.due else ""
        words = f"{formats.percent(tally.kept, tally.due)}, {formats.number(tally.kept)}/{formats.number(tally.due)}"
        cells.append(_cell(capped(tally.share, duty.target), words if tally.due else _("nothing fell due"), href))
    line = sparkline([100 * share for share in found.trend[duty.code]])
    return Row(str(duty.name), formats.percent(duty.target, 1, 0), _("kept in time ÷ fell due, open ones too"),
        str(duty.source), cells, *line)  # fmt: skip


def _cell(score: float | None, words: str, href: str = "") -> Cell:
    # Never rounded up to what it is not: 0.996 of a promise is not all of it.
    shown = "–" if score is None else formats.decimal(int(score * 100 + 1e-9) / 100, 2)
    return Cell(shown, words, href, score is not None and score < _LOW)


def _register(found: Scores) -> Row:
    cells = [Cell("–", _("counted by quarter")) for span in SPANS if span != QUARTER]
    if found.register is None:
        cells.append(Cell("–", _("no quarter is over yet")))
    else:
        code, in_time = found.register
        words = _("%(quarter)s in time") if in_time else _("%(quarter)s not in time")
        cells.append(_cell(1.0 if in_time else 0.0, words % {"quarter": span_words(code)}, links.page("registers")))
    within = _("published within %(n)s days of the quarter's end") % {"n": REGISTER_WITHIN.days}
    name = _("Register of the quarter published in time")
    return Row(name, formats.percent(1, 1, 0), within, _("rule of this installation"), cells)


def _satisfaction(found: Scores) -> Row:
    cells = [Cell("–", _("too few in a day"))]
    for span in SPANS[1:]:
        one = found.opinions[span]
        answered = _("%(answers)s of %(ended)s answered") % {
            "answers": formats.number(one.answers),
            "ended": formats.number(one.ended),
        }
        words = answered if one.value is None else f"{formats.decimal(one.value, 2)}, {answered}"
        cells.append(_cell(None if one.value is None else capped(one.value, GOOD_INDEX), words))
    formula = _("index of satisfaction ÷ least that is called good")
    return Row(_("Satisfaction"), formats.decimal(GOOD_INDEX, 2), formula, _("PermenPANRB 14/2017"), cells)
