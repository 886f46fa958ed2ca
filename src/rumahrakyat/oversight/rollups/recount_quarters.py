"""A register as it was published, against the tables of the recount: every figure of every body and obligation, its
leagues and totals, how many rows of evidence it has, and how cases ended.

First answers follow from the timelines alone. Of the other obligations the deadlines are those stamped on the clocks;
what of them was missed, and by whom, is what the timelines say.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from rumahrakyat.oversight.rollups import recount_leagues
from rumahrakyat.oversight.rollups.recount_kit import Values, rows
from rumahrakyat.oversight.rollups.recount_leagues import TIMES, Body, together

_FIRST: Final = "first_response"

_DUE_NUMBERS: Final = ("due", "on_time", "again", "unanswered", "unrecorded")
# What fell due in the quarter before it was cut off, by obligation and body. A missed deadline stands in the timeline.
_DUE: Final = """
WITH missed AS MATERIALIZED (
    SELECT report_id, obligation, missed AS cycle, min(charged) AS charged FROM rc_event
    WHERE type = 'breached' AND NOT own GROUP BY 1, 2, 3
), met AS (
    SELECT c.*, m.cycle IS NOT NULL AS missed, m.charged FROM duty_clock c JOIN rc_case k USING (report_id)
    LEFT JOIN missed m ON m.report_id = c.report_id AND m.obligation = c.obligation AND m.cycle = c.cycle
    WHERE c.obligation <> 'first_response' AND c.due_at >= %(since)s AND c.due_at < least(%(until)s, %(at)s)
        AND (c.stopped_at IS NULL OR c.stopped_at > c.due_at) AND c.paused_at IS NULL
), took AS (
    SELECT body, on_time, a.cycle, met_at, NOT on_time AND m.cycle IS NULL AS unrecorded,
        floor(extract(epoch FROM ending - started_at - coalesce(stood, '0')))::bigint AS seconds
    FROM (SELECT *, coalesce(met_at <= due_at, false) AS on_time, coalesce(met_at, stopped_at, %(at)s) AS ending
        FROM rc_answer WHERE owed AND due_at >= %(since)s AND due_at < least(%(until)s, %(at)s)) a
    LEFT JOIN LATERAL (SELECT sum(coalesce(w.until, a.ending) - w.since) AS stood FROM rc_wait w
        WHERE w.report_id = a.report_id AND w.cycle = a.cycle) w ON true
    LEFT JOIN missed m ON m.report_id = a.report_id AND m.obligation = 'first_response' AND m.cycle = a.cycle
), every AS (
    SELECT 'first_response' AS obligation, body, count(*) AS due, count(*) FILTER (WHERE on_time) AS on_time,
        count(*) FILTER (WHERE cycle > 1) AS again, count(*) FILTER (WHERE met_at IS NULL) AS unanswered,
        count(*) FILTER (WHERE unrecorded) AS unrecorded, array_agg(greatest(seconds, 0)) AS seconds
    FROM took GROUP BY body
    UNION ALL
    SELECT obligation, CASE WHEN missed THEN charged ELSE coalesce(holder_id, 0) END, count(*),
        count(*) FILTER (WHERE NOT missed AND met_at IS NOT NULL), count(*) FILTER (WHERE cycle > 1),
        count(*) FILTER (WHERE met_at IS NULL OR met_at > %(at)s),
        count(*) FILTER (WHERE NOT missed AND (met_at IS NULL OR met_at > due_at)), NULL
    FROM met GROUP BY 1, 2
)
SELECT obligation, coalesce(o.code, '-'), due, on_time, again, unanswered, unrecorded, seconds
FROM every LEFT JOIN organisations_organisation o ON o.id = body
"""
# Rows of the evidence, and what was decided last about each until the register, or its erratum, was closed.
_MISSED: Final = """
SELECT obligation, coalesce(o.code, '-'), own, state, count(*) FROM (
    SELECT e.obligation, e.charged, e.own, (
        SELECT u.decision FROM duty_clock c JOIN duty_breach b ON b.clock_id = c.id AND b.own = e.own
        JOIN duty_ruling u ON u.breach_id = b.id AND u.at <= %(heard_until)s
        WHERE c.report_id = e.report_id AND c.obligation = e.obligation AND c.cycle = e.missed
            AND coalesce(b.holder_id, 0) = e.charged ORDER BY u.nth DESC LIMIT 1) AS state
    FROM rc_event e WHERE e.type = 'breached' AND EXISTS (
        SELECT FROM duty_clock c JOIN duty_breach b ON b.clock_id = c.id AND b.own = e.own
        WHERE c.report_id = e.report_id AND c.obligation = e.obligation AND c.cycle = e.missed
            AND coalesce(b.holder_id, 0) = e.charged
            AND b.due_at >= %(since)s AND b.due_at < least(%(until)s, %(at)s))) q
LEFT JOIN organisations_organisation o ON o.id = charged GROUP BY 1, 2, 3, 4
"""
# Signed in the quarter, and not taken back before the register was cut off.
_REPRIMANDED: Final = """
SELECT o.code, count(*) FROM oversight_reprimand p JOIN organisations_organisation o ON o.id = p.organisation_id
WHERE p.signed_at >= %(since)s AND p.signed_at < least(%(until)s, %(at)s)
    AND (p.state NOT IN ('recalled', 'withdrawn') OR p.ended_at > %(at)s) GROUP BY 1
"""
# How each case ended that ended in the quarter, by the last word on it before the cut-off.
_ENDED: Final = """
SELECT type, count(*) FROM (
    SELECT DISTINCT ON (report_id) e.report_id, e.type, t.at FROM rc_event e JOIN reports_entry t USING (report_id, seq)
    WHERE e.type IN ('confirmed', 'expired', 'objected', 'merged', 'unmerged', 'referred', 'rejected')
    ORDER BY report_id, seq DESC) AS last
WHERE at >= %(since)s AND at < %(until)s GROUP BY 1
UNION ALL
SELECT 'objections', count(*) FROM rc_event e JOIN reports_entry t USING (report_id, seq)
WHERE e.type = 'objected' AND t.at >= %(since)s AND t.at < least(%(until)s, %(at)s)
UNION ALL
SELECT 'taken_in', count(*) FROM rc_case WHERE received_at >= %(since)s AND received_at < least(%(until)s, %(at)s)
"""
_ENDINGS: Final = {
    "solved": "confirmed", "closed_by_system": "expired", "referred": "referred", "rejected": "rejected",
    "merged": "merged", "objections": "objections", "taken_in": "taken_in",
}  # fmt: skip


def begin(year: int, nth: int, zone: ZoneInfo) -> datetime:
    """The first instant of a quarter."""
    return datetime(year, 3 * nth - 2, 1, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True)
class Frozen:
    """A register or an erratum. `heard_until`: up to when explanations and rulings count in it."""

    content: Mapping[str, Any]
    heard_until: datetime

    def counted(self, at: datetime, _known: datetime) -> Values:
        """What a register cut off at `at` has to say of its quarter, by the tables that there are."""
        quarter = self.content["quarter"]
        span = {name: datetime.fromisoformat(quarter[name]) for name in ("since", "until")}
        known = [each["code"] for each in self.content["obligations"]]
        found: dict[str, dict[str, Body]] = {code: {} for code in known}
        evidence: Counter[tuple[str, str]] = Counter()
        for obligation, body, *numbers, seconds in rows(_DUE, at=at, **span):
            found.get(obligation, {})[body] = Body(
                Counter(dict(zip(_DUE_NUMBERS, numbers, strict=True))), seconds or []
            )
        missed = rows(_MISSED, at=at, heard_until=self.heard_until, **span)
        for obligation, body, own, state, count in missed:
            mine = found.get(obligation, {}).setdefault(body, Body()).numbers
            mine.update({"own": count * own, "excused": count * (state == "excused")})
            mine.update({"corrected": count * (state == "corrected")})
            evidence[obligation, body] += count
        for body, count in rows(_REPRIMANDED, at=at, **span):
            found[_FIRST].setdefault(body, Body()).numbers["reprimands"] += count
        counted = _by_body(found)
        counted |= {("rows", *key): count for key, count in evidence.items() if key[0] in known}
        kinds = dict(rows("SELECT code, kind FROM organisations_organisation"))
        counted |= recount_leagues.counted(found[_FIRST], kinds, self.content["bodies"])
        ended = dict(rows(_ENDED, at=at, **span))
        return counted | {("ended", name): ended.get(type_, 0) for name, type_ in _ENDINGS.items()}


def _by_body(found: Mapping[str, Mapping[str, Body]]) -> Values:
    counted: Values = {}
    for obligation, bodies in found.items():
        counted |= {(obligation, body): one.figures for body, one in bodies.items()}
        counted["total", obligation] = together(bodies.values()).figures
    return counted | {(_FIRST, body, "times"): one.times for body, one in found[_FIRST].items()}


def said(content: Mapping[str, Any]) -> Values:
    """Every figure of every body in it, by obligation, the leagues, and the endings."""
    found: Values = {("ended", name): content["endings"][name] for name in _ENDINGS}
    found |= Counter(("rows", row["obligation"], row["body"]) for row in content["rows"])
    found |= recount_leagues.said(content)
    for each in content["obligations"]:
        found["total", each["code"]] = recount_leagues.figures(each["total"])
        for row in each["bodies"]:
            found[each["code"], row["body"]] = recount_leagues.figures(row)
            if each["code"] == _FIRST:
                found[each["code"], row["body"], "times"] = tuple(row[name] for name in TIMES)
    return found
