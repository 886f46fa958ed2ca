"""The building blocks of every page, one folder each under `templates/web/components/`.

`about.toml` of a component says what it is for, names every parameter, and holds examples; the style page and the tests
are made of those. `template.html` draws it. What must be computed first is here, by the component's name.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Closing
from rumahrakyat.web import formats

FOLDER: Final = Path(__file__).parent / "templates" / "web" / "components"
SOON: Final = timedelta(hours=6)
Values = dict[str, Any]

STAGE_ICONS: Final = {
    "received": "hourglass",
    "verification": "clipboard",
    "assigned": "forward",
    "field_check": "field",
    "in_progress": "wrench",
    "resolved": "check",
    "closed": "archive",
    "waiting_reporter": "question",
    "rejected": "refuse",
    "referred": "outside",
    "merged": "merge",
}
# Lists of these change little from one look to the next, and are most of the time that their pages take.
_OFTEN_THE_SAME: Final = frozenset({"league-row"})
_DEADLINE_ICONS: Final = {
    "calm": "clock",
    "soon": "clock",
    "late": "alarm",
    "met": "check-circle",
    "paused": "pause",
    "yours": "check-circle",
}


class UnknownParameter(TypeError):
    """A page gives a component something it does not know, or leaves out what it needs."""


@dataclass(frozen=True)
class Component:
    """What `about.toml` says: `parameters` maps each name to its meaning; `required` must be given."""

    name: str
    purpose: str
    parameters: Mapping[str, str]
    required: tuple[str, ...] = ()
    examples: Mapping[str, Values] = field(default_factory=dict)


@lru_cache(maxsize=64)
def about(name: str) -> Component:
    document = tomllib.loads((FOLDER / name / "about.toml").read_text(encoding="utf-8"))
    return Component(
        name,
        document["purpose"],
        document.get("parameters", {}),
        tuple(document.get("required", ())),
        document.get("examples", {}),
    )


def names() -> list[str]:
    return sorted(path.parent.name for path in FOLDER.glob("*/about.toml"))


def render(name: str, values: Values) -> SafeString:
    """The component's HTML. Raises `UnknownParameter`."""
    component = about(name)
    wrong = set(values) - set(component.parameters)
    missing = [one for one in component.required if one not in values]
    if wrong or missing:
        raise UnknownParameter(f"{name}: does not know {sorted(wrong)}, needs {missing}")
    if name in _OFTEN_THE_SAME:
        return _kept(name, get_language(), **values)
    return _fresh(name, values)


def _fresh(name: str, values: Values) -> SafeString:
    prepare = _PREPARE.get(name)
    html = get_template(f"web/components/{name}/template.html").render(
        {**values, **(prepare(values) if prepare else {})}
    )
    return mark_safe(html.strip())  # noqa: S308 - it comes out of a template that escapes


@lru_cache(maxsize=512, typed=True)
def _kept(block: str, _language: str | None, **values: Any) -> SafeString:
    """By type, too: a text that is marked as safe is equal to the one that must be escaped."""
    return _fresh(block, values)


def deadline_kind(due_at: datetime, now: datetime) -> str:
    """calm, soon (six hours or less) or late."""
    if now >= due_at:
        return "late"
    return "soon" if due_at - now <= SOON else "calm"


def deadline_words(kind: str, span: timedelta, *, short: bool) -> str:
    """Public pages spell the time out; staff pages use j and m."""
    words = formats.duration_short(span) if short else formats.duration(span)
    if kind == "late":
        return _("%(time)s late") % {"time": words}
    if kind == "met":
        return _("Answered in %(time)s") % {"time": words}
    return _("%(time)s left") % {"time": words}


def _deadline_chip(values: Values) -> Values:
    now, due, met = values["now"], values.get("due_at"), values.get("met_at")
    short = bool(values.get("short"))
    if values.get("waiting_day"):
        words = _("Waiting for the reporter, day %(day)s of %(cap)s") % {
            "day": values["waiting_day"],
            "cap": values.get("waiting_cap", 10),
        }
        return {"kind": "paused", "icon": _DEADLINE_ICONS["paused"], "words": words}
    if met:
        span = met - values.get("started_at", met)
        kind = "met"
    elif due:
        kind, span = deadline_kind(due, now), abs(due - now)
    else:
        raise UnknownParameter("deadline-chip: needs due_at, met_at or waiting_day")
    bare = short and kind in ("calm", "soon")
    words = formats.duration_short(span) if bare else deadline_words(kind, span, short=short)
    if values.get("before") and kind in ("calm", "soon") and due:
        words = _("To be answered before %(moment)s") % {"moment": formats.moment(due, now)}
    return {"kind": kind, "icon": _DEADLINE_ICONS[kind], "words": words}


def _deadline_panel(values: Values) -> Values:
    due, now, started = values.get("due_at"), values.get("now"), values.get("started_at")
    kind = values.get("kind") or (deadline_kind(due, now) if due and now else "calm")
    worked: Values = {"kind": kind, "icon": _DEADLINE_ICONS[kind]}
    if due and now and kind in ("calm", "soon", "late"):
        worked["when"] = values.get("when") or _("before %(moment)s") % {"moment": formats.moment(due, now)}
        worked["left"] = deadline_words(kind, abs(due - now), short=False)
    if due and now and started and kind in ("calm", "soon", "late"):
        worked["bar"] = round(1000 * min(1.0, max(0.012, (now - started) / (due - started))))
        worked["from_words"], worked["to_words"] = formats.moment(started, now), formats.moment(due, now)
    return worked


_ENTRY_ICONS: Final = {"citizen": "person", "agency": "office", "system": "clipboard", "note": "lock"}


def _timeline_entry(values: Values) -> Values:
    return {"icon": values.get("icon") or _ENTRY_ICONS[values["kind"]]}


def shares(spans: Iterable[float], *, total: int = 1000, least: int = 6) -> list[int]:
    """Whole widths for a bar of `total`, each at least `least`, in the order given; they sum to `total`."""
    values = [max(0.0, span) for span in spans]
    whole = sum(values)
    if not values:
        return []
    widths = [max(least, round(total * value / whole)) if whole else total // len(values) for value in values]
    widths[widths.index(max(widths))] += total - sum(widths)
    return widths


def _holder_bar(values: Values) -> Values:
    holders = list(values["holders"])
    x, parts = 0, []
    for holder, width in zip(holders, shares([one["seconds"] for one in holders]), strict=True):
        parts.append({"x": x, "width": max(1, width - 3), "state": holder["state"]})
        x += width
    listed = [{**one, "time": formats.duration(timedelta(seconds=one["seconds"]))} for one in reversed(holders)]
    return {"parts": parts, "listed": listed}


class Sparkline(NamedTuple):
    """`line`: SVG points. `last_x`, `last_y`: where it ends. All empty when there is nothing to draw."""

    line: str = ""
    last_x: str = ""
    last_y: str = ""


def sparkline(points: Sequence[float]) -> Sparkline:
    """A line that fills its box; a flat one runs through the middle, one point alone is none."""
    if len(points) < 2:
        return Sparkline()
    low, high = min(points), max(points)
    width, height = 64, 28
    step = (width - 6) / (len(points) - 1)
    rise = (height - 6) / (high - low) if high > low else 0.0
    y = [height - 3 - (point - low) * rise if rise else height / 2 for point in points]
    drawn = [(f"{3 + nth * step:.1f}", f"{value:.1f}") for nth, value in enumerate(y)]
    return Sparkline(" ".join(f"{at},{value}" for at, value in drawn), *drawn[-1])


def _figure(values: Values) -> Values:
    line = sparkline([float(point) for point in values.get("points") or []])
    return {**line._asdict(), "change_icon": _trend_icon(values)}


def _trend_icon(values: Values) -> str:
    return {"up": "up-trend", "down": "down-trend"}.get(values.get("trend", ""), "")


def _league_row(values: Values) -> Values:
    on_time, due = values["on_time"], values["due"]
    share = on_time / due if due else 0.0
    good = round(1000 * share)
    return {
        "percent": formats.percent(on_time, due),
        "low": bool(due) and share < 0.9,
        "good": good,
        "bad": 1000 - good if due else 0,
        "median_words": formats.duration_short(values["median"]) if values.get("median") else "",
    }


def stage_code(report: Report) -> str:
    """The look of the chip: confirmed by the reporter looks like done, closed by the system never does."""
    return "resolved" if report.closing == Closing.REPORTER.value else report.stage


def _stage_chip(values: Values) -> Values:
    return {"icon": STAGE_ICONS[values["stage"]]}


def _stages(values: Values) -> Values:
    now = int(values["now"])
    return {
        "rows": [
            {"label": label, "state": "done" if nth < now else "now" if nth == now else "next"}
            for nth, label in enumerate(values["labels"])
        ]
    }


def _steps(values: Values) -> Values:
    return {"marks": [nth < int(values["now"]) for nth in range(int(values["total"]))]}


_PREPARE: Final[dict[str, Callable[[Values], Values]]] = {
    "deadline-chip": _deadline_chip,
    "deadline-panel": _deadline_panel,
    "timeline-entry": _timeline_entry,
    "holder-bar": _holder_bar,
    "figure": _figure,
    "league-row": _league_row,
    "stage-chip": _stage_chip,
    "stages": _stages,
    "steps": _steps,
}
