"""Why a case is among the five of a brief: each reason that is given, against the timeline of that case.

Of a confidential case a brief gives nothing by which it could be found again: its reasons are not looked at.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from rumahrakyat.oversight.rollups.recount_kit import Values, rows

Case = Mapping[str, Any]
_DAY: Final = 86_400
_UNITS: Final = {"hari": _DAY, "jam": 3600, "menit": 60}
_FINER: Final = {"hari": 3600, "jam": 60, "menit": 60}
_TIMED: Final = frozenset({"danger", "silence", "appeal"})
_PART: Final = re.compile(r"([\d.]+) (hari|jam|menit)")
_NUMBER: Final = re.compile(r"[\d.]*\d")
# What a reason weighs: for having it, for each unit above a number, at most. docs/daily-brief.md
WEIGHTS: Final = {
    "danger": (400, 0, 400, 1, 0),
    "people": (20, 4, 60, 1, 3),
    "silence": (15, 5, 60, _DAY, 0),
    "appeal": (25, 2, 45, _DAY, 0),
    "ping_pong": (20, 5, 40, 1, 2),
    "objection": (15, 5, 30, 1, 1),
    "read": (10, 1, 30, 5, 25),
    "watched": (25, 5, 40, 1, 1),
}
# What moves a case in the sense of somebody who watches it. Kept apart from `directions.watching`.
MOVES: Final = """('assigned', 'answered', 'resolved', 'asked', 'replied', 'objected', 'confirmed', 'handed_over',
    'returned', 'referred', 'rejected', 'expired', 'breached', 'appealed', 'appeal_decided', 'merged', 'unmerged',
    'agency_joined', 'contributed', 'disputed', 'dispute_decided', 'body_answered', 'explained', 'explanation_given',
    'visited', 'extended')"""

# Seconds of what lasts, and how often what is counted happened, by the entries known at the moment. Who told the same:
# those whose case was joined to this one and not taken away again.
_FIGURES: Final = f"""
WITH told AS (
    SELECT r.id, r.number, r.urgent, e.seq, e.type, e.at, e.organisation_id, e.data FROM reports_report r
    JOIN reports_entry e ON e.report_id = r.id WHERE r.number = ANY(%(numbers)s) AND e.at <= %(at)s
        AND e.recorded_at <= %(known)s
), last AS (
    SELECT id, coalesce(max(seq) FILTER (WHERE type IN ('answered', 'resolved')), 0) AS answered,
        coalesce(max(seq) FILTER (WHERE type = 'appeal_decided'), 0) AS decided FROM told GROUP BY 1
), owed AS (
    SELECT report_id AS id, min(due_at) FILTER (WHERE owed AND due_at <= %(at)s) AS due, min(started_at) AS since
    FROM rc_answer WHERE started_at <= %(at)s AND (met_at IS NULL OR met_at > %(at)s)
        AND (stopped_at IS NULL OR stopped_at > %(at)s) AND report_id IN (SELECT id FROM told) GROUP BY 1
), joined AS (
    SELECT t.id, count(DISTINCT c.reporter_id) AS people FROM told t
    JOIN reports_report c ON c.number = t.data->>'number'
    WHERE t.type = 'joined' AND (SELECT e.type = 'merged' AND e.data->>'to' = t.number FROM reports_entry e
        WHERE e.report_id = c.id AND e.type IN ('merged', 'unmerged') AND e.recorded_at <= %(known)s
        ORDER BY e.seq DESC LIMIT 1) GROUP BY 1
)
SELECT t.number, extract(epoch FROM %(at)s - min(owed.since) FILTER (WHERE t.urgent))::bigint AS danger,
    coalesce(min(joined.people), 0) + 1 AS people, floor(extract(epoch FROM %(at)s - min(owed.due)))::bigint AS silence,
    floor(extract(epoch FROM %(at)s - min(t.at) FILTER (WHERE t.type = 'appealed' AND t.seq > last.decided)))::bigint
        AS appeal,
    count(*) FILTER (WHERE t.type IN ('handed_over', 'returned') AND t.organisation_id IS NOT NULL
        AND t.seq > last.answered) AS ping_pong,
    count(*) FILTER (WHERE t.type = 'objected') AS objection,
    count(*) FILTER (WHERE t.type IN {MOVES} AND t.at >= %(at)s - interval '1 day' AND t.at < %(at)s) AS watched
FROM told t JOIN last USING (id) LEFT JOIN owed USING (id) LEFT JOIN joined USING (id) GROUP BY t.number
"""  # noqa: S608 -- put together from constants; values are parameters
_NAMES: Final = ("danger", "people", "silence", "appeal", "ping_pong", "objection", "watched")
# How often a page was asked for is kept by the day: it was at least that of the days before, at most what it is now.
_READ: Final = """
SELECT r.number, coalesce(sum(v.views) FILTER (WHERE v.day < %(today)s), 0), sum(v.views)
FROM reports_publicviews v JOIN reports_report r ON r.id = v.report_id
WHERE r.number = ANY(%(numbers)s) AND v.day BETWEEN %(first)s AND %(today)s GROUP BY 1
"""


def said(cases: Iterable[Case]) -> Values:
    """By case and reason the figure that is given: seconds, as far as they are, or how many."""
    return {
        ("why", case["number"], why["code"]): _figure(why["code"], why["words"])
        for case in cases
        if case["number"]
        for why in case["reasons"]
    }


def counted(cases: Iterable[Case], at: datetime, *, known: datetime) -> Values:
    """The same from the timelines, as far as they were `known` by then."""
    public = [case for case in cases if case["number"]]
    numbers = [case["number"] for case in public]
    found = {
        row[0]: dict(zip(_NAMES, row[1:], strict=True)) for row in rows(_FIGURES, numbers=numbers, at=at, known=known)
    }
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    read = {
        number: (least, most)
        for number, least, most in rows(_READ, numbers=numbers, first=today - timedelta(days=7), today=today)
    }
    counted: Values = {}
    for case in public:
        for why in case["reasons"]:
            key = ("why", case["number"], why["code"])
            if why["code"] == "read":
                least, most = read.get(case["number"], (0, 0))
                counted[key] = min(max(_figure("read", why["words"]), least), most)
            else:
                value = found.get(case["number"], {}).get(why["code"])
                counted[key] = as_fine(value, why["words"]) if why["code"] in _TIMED else value
    return counted


def points(cases: Iterable[Case], counted: Values) -> tuple[Values, Values]:
    """What each reason weighs as it stands there, and by the rule as this version has it."""
    given: Values = {}
    due: Values = {}
    for case in cases:
        for why in case["reasons"] if case["number"] else ():
            key = ("weighs", case["number"], why["code"])
            given[key] = why["points"]
            base, each, most, unit, above = WEIGHTS[why["code"]]
            figure = counted.get(("why", *key[1:])) or 0
            due[key] = min(most, base + each * max(0, figure // unit - above // unit))
    return given, due


def seconds_in(words: str) -> int:
    """3 hari 2 jam"""
    return sum(int(count.replace(".", "")) * _UNITS[unit] for count, unit in _PART.findall(words))


def _figure(code: str, words: str) -> int:
    if code in _TIMED:
        return seconds_in(words)
    number = _NUMBER.search(words)
    return int(number[0].replace(".", "")) if number else 0


def as_fine(seconds: int | None, words: str) -> int | None:
    """As far as the words say it: days and hours, hours and minutes, from ten days on whole days."""
    parts = _PART.findall(words)
    if seconds is None or not parts:
        return seconds if seconds is None else seconds // 60 * 60
    count, unit = parts[0]
    finest = _DAY if unit == "hari" and int(count.replace(".", "")) >= 10 else _FINER[unit]
    return seconds // finest * finest
