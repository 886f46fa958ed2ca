"""What a brief says in words: its headline, its figures as they are written, whether heads were told of what is late
and have read it, and recommendations of outside bodies past their deadline.

That a head was told stands in the timeline. When it was read, and recommendations, are taken from their rows.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from rumahrakyat.oversight.rollups.recount_kit import Values, rows, seen
from rumahrakyat.oversight.rollups.recount_worth import as_fine, seconds_in
from rumahrakyat.oversight.sight import Sight

Content = Mapping[str, Any]
_NUMBER: Final = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_WHEN: Final = re.compile(r"(\d+)/(\d+) (\d\d)\.(\d\d)")
_NAMED: Final = 3  # recommendations that are named, the longest first
_UNANSWERED: Final = "belum dijawab"

# Of what is late at each body the longest, of equals the older: when its head was told of it last, and when that was
# read first.
_TOLD: Final = f"""
WITH longest AS (
    SELECT DISTINCT ON (a.body) a.body, a.report_id, a.cycle, c.id AS clock FROM rc_answer a
    JOIN duty_clock c ON c.report_id = a.report_id AND c.cycle = a.cycle AND c.obligation = 'first_response'
    WHERE a.due_at <= %(at)s AND a.started_at <= %(at)s AND (a.met_at IS NULL OR a.met_at > %(at)s)
        AND (a.stopped_at IS NULL OR a.stopped_at > %(at)s) AND a.body <> 0 AND {seen("a.body")}
        AND NOT EXISTS (SELECT FROM rc_wait w WHERE w.report_id = a.report_id AND w.cycle = a.cycle
            AND w.until IS NULL AND w.since <= %(at)s AND NOT a.owed)
    ORDER BY a.body, a.due_at, c.id
)
SELECT o.code,
    (SELECT min(s.acknowledged_at) FROM duty_escalationstep s
        WHERE s.clock_id = l.clock AND s.audience = 'head' AND s.acknowledged_at <= %(at)s),
    (SELECT max(e.at) FROM reports_entry e WHERE e.report_id = l.report_id AND e.type = 'escalated' AND e.at <= %(at)s
        AND e.recorded_at <= %(known)s AND e.data->>'obligation' = 'first_response'
        AND (e.data->>'cycle')::int = l.cycle AND e.data->>'audience' = 'head')
FROM longest l JOIN organisations_organisation o ON o.id = l.body
"""  # noqa: S608 -- put together from constants; values are parameters
# Owed at the moment: not carried out, closed or withdrawn by then.
_OUTSIDE: Final = """
SELECT c.number, floor(extract(epoch FROM %(at)s - c.due_at))::bigint, c.answered_at IS NULL OR c.answered_at > %(at)s
FROM oversight_recommendation c JOIN oversight_finding f ON f.id = c.finding_id
JOIN organisations_organisation o ON o.id = f.organisation_id
WHERE c.due_at <= %(at)s AND f.made_at <= %(known)s AND (c.state IN ('open', 'accepted', 'objected')
        OR (c.state IN ('done', 'closed') AND c.done_at > %(at)s) OR (c.state = 'withdrawn' AND c.ended_at > %(at)s))
    AND (%(everything)s OR o.id = ANY(%(organisations)s)
        OR (o.kind = 'regency_government' AND o.active AND o.region_id = ANY(%(regencies)s)))
ORDER BY c.due_at, c.id
"""


def said(content: Content) -> Values:
    """Everything of that in a brief, by name."""
    found: Values = {"headline": _numbers(content["headline"])}
    for each in content["numbers"]:
        read = seconds_in(each["shown"]) if each["code"] == "median" else _numbers(each["shown"])
        found["written", each["code"]] = read
    for row in content["late"]["rows"]:
        found["longest", row["code"]] = seconds_in(row["longest"])
        found["told", row["code"]] = _told(row["head"], read=row["read"])
    found["late", "rest"] = _numbers(content["late"]["rest"])
    outside = content.get("outside", {})
    if outside:
        found["outside"] = (outside["total"], *_numbers(outside["words"]))
        found["outside", "rest"] = _numbers(outside["rest"])
    for nth, row in enumerate(outside.get("rows", ())):
        found["outside", nth] = (row["number"], seconds_in(row["longest"]), row["state"] == _UNANSWERED)
    return found


def counted(content: Content, sight: Sight, figures: Values, *, at: datetime, known: datetime) -> Values:
    """The same, by what was `known`; `figures` are those that were counted for the brief."""
    outside = rows(_OUTSIDE, at=at, known=known, **sight.parameters) if content.get("outside") else []
    found: Values = {"headline": _headline(figures, len(outside), alone=content["whose"].startswith("body:"))}
    found |= {("written", code): (figures[code],) for code in ("taken", "answered")}
    found["written", "on_time"] = _share(figures)
    median = next(each["shown"] for each in content["numbers"] if each["code"] == "median")
    found["written", "median"] = as_fine(figures["median"], median)
    shown = content["late"]["rows"]
    told = {code: times for code, *times in rows(_TOLD, at=at, known=known, **sight.parameters)}
    for row in shown:
        _count, seconds = figures.get(("late", row["code"]), (0, None))
        found["longest", row["code"]] = as_fine(seconds, row["longest"])
        found["told", row["code"]] = _state(*told[row["code"]]) if row["code"] in told else None
    others = figures["late"] - sum(figures.get(("late", row["code"]), (0, None))[0] for row in shown)
    bodies = figures["late bodies"] - len(shown)
    found["late", "rest"] = (bodies, others) if bodies else ()
    found["outside"] = (len(outside), len(outside)) if outside else ()
    found["outside", "rest"] = (len(outside) - _NAMED,) if len(outside) > _NAMED else ()
    named = [each["longest"] for each in content.get("outside", {}).get("rows", ())]
    for nth, (number, seconds, unanswered) in enumerate(outside[:_NAMED]):
        said_so = named[nth] if nth < len(named) else ""
        found["outside", nth] = (number, as_fine(seconds, said_so), unanswered)
    return found


def _headline(figures: Values, outside: int, *, alone: bool) -> tuple[float, ...]:
    numbers: list[float] = []
    if figures["taken"] or figures["answered"]:
        numbers += [figures["taken"], figures["answered"]]
    if figures["due"]:
        numbers += [figures["due"], figures["on_time"], *_share(figures)]
    if figures["late"]:
        numbers += [figures["late"]] if alone else [figures["late"], figures["late bodies"]]
    return tuple(numbers + [outside] * bool(outside))


def _share(figures: Values) -> tuple[float, ...]:
    return (1000 * figures["on_time"] // figures["due"] / 10,) if figures["due"] else ()


def _numbers(words: str) -> tuple[float, ...]:
    return tuple(float(each.replace(".", "").replace(",", ".")) for each in _NUMBER.findall(words))


def _told(words: str, *, read: bool) -> tuple[Any, ...]:
    """When and whether it was read; nothing for a head who was not told, and for the desk."""
    match = _WHEN.search(words)
    return (read, *(int(part) for part in match.groups())) if match else ()


def _state(read_at: datetime | None, told_at: datetime | None) -> tuple[Any, ...]:
    moment = read_at or told_at
    if moment is None:
        return ()
    there = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return (read_at is not None, there.day, there.month, there.hour, there.minute)
