"""Which five cases belong in a brief that is written now: every open case with a reason weighed by the written rule
(docs/daily-brief.md), from the recount's own tables. `recount_worth` says of those in a brief why; here others compete.

From rows beside the timelines: whether a case tells of danger, who told it, how often it was read, who watches it.
"""

from typing import Any, Final

from rumahrakyat.oversight.rollups.recount_kit import Values, rows, seen
from rumahrakyat.oversight.rollups.recount_worth import MOVES, WEIGHTS
from rumahrakyat.oversight.sight import Sight

NAME: Final = "rc_worth"
_SHOWN: Final = 5
_OF_ONE_BODY: Final = 2  # while others are left
_FEWEST: Final = {"people": 3, "ping_pong": 2, "read": 25}


def _weight(code: str) -> str:
    """The points of a reason by its figure; without that figure, or with too small a one, none."""
    base, each, most, unit, above = WEIGHTS[code]
    more = f"greatest(0, floor({code} / {unit}.0) - {above // unit})"
    least = _FEWEST.get(code, 0 if code in {"danger", "appeal"} else 1)
    return f"CASE WHEN {code} >= {least} THEN least({most}, {base} + {each} * {more})::int ELSE 0 END"


# Parameters: `at`, `zone`.
WORTH: Final = f"""
CREATE TEMPORARY TABLE {NAME} ON COMMIT DROP AS
WITH open AS MATERIALIZED (
    SELECT k.report_id AS id, k.body, k.regency FROM rc_case k
    WHERE k.closed_at IS NULL AND k.received_at > %(at)s - interval '400 days'
), owed AS (
    SELECT report_id AS id, min(due_at) FILTER (WHERE owed AND due_at <= %(at)s) AS due, min(started_at) AS since
    FROM rc_answer WHERE met_at IS NULL AND stopped_at IS NULL GROUP BY 1
), told AS (
    SELECT report_id AS id, seq, type,
        max(seq) FILTER (WHERE type IN ('answered', 'resolved')) OVER (PARTITION BY report_id) AS answered
    FROM rc_event WHERE type IN ('handed_over', 'returned', 'answered', 'resolved', 'objected')
), passed AS (
    SELECT t.id, count(*) AS times FROM told t JOIN reports_entry e ON e.report_id = t.id AND e.seq = t.seq
    WHERE t.type IN ('handed_over', 'returned') AND t.seq > coalesce(t.answered, 0) AND e.organisation_id IS NOT NULL
    GROUP BY 1
), objected AS (
    SELECT id, count(*) AS times FROM told WHERE type = 'objected' GROUP BY 1
), appealed AS (
    SELECT v.report_id AS id, min(e.at) AS since FROM rc_event v
    JOIN reports_entry e ON e.report_id = v.report_id AND e.seq = v.seq
    WHERE v.type = 'appealed' AND NOT EXISTS (SELECT FROM reports_entry d WHERE d.report_id = v.report_id
        AND d.seq > v.seq AND d.type = 'appeal_decided') GROUP BY 1
), merged AS (
    SELECT DISTINCT ON (report_id) report_id, seq, type FROM rc_event WHERE type IN ('merged', 'unmerged')
    ORDER BY report_id, seq DESC
), joined AS (
    SELECT p.id, 1 + count(DISTINCT c.reporter_id) AS people FROM merged m
    JOIN reports_entry e ON e.report_id = m.report_id AND e.seq = m.seq JOIN reports_report c ON c.id = m.report_id
    JOIN reports_report p ON p.number = e.data->>'to' WHERE m.type = 'merged' GROUP BY 1
), read AS (
    SELECT report_id AS id, sum(views) AS times FROM reports_publicviews
    WHERE day BETWEEN (%(at)s AT TIME ZONE %(zone)s)::date - 7 AND (%(at)s AT TIME ZONE %(zone)s)::date GROUP BY 1
), watched AS (
    SELECT e.report_id AS id, count(*) AS times FROM reports_entry e
    WHERE e.report_id IN (SELECT w.report_id FROM oversight_watchedcase w
            WHERE w.since <= %(at)s AND (w.until IS NULL OR w.until > %(at)s))
        AND e.type IN {MOVES} AND e.at >= %(at)s - interval '1 day' AND e.at < %(at)s GROUP BY 1
), figures AS (
    SELECT o.*, r.number, r.visibility = 'public' AS public,
        CASE WHEN r.urgent THEN floor(extract(epoch FROM %(at)s - owed.since)) END AS danger,
        coalesce(joined.people, 1) AS people, floor(extract(epoch FROM %(at)s - owed.due)) AS silence,
        floor(extract(epoch FROM %(at)s - appealed.since)) AS appeal, passed.times AS ping_pong,
        objected.times AS objection, read.times AS read, watched.times AS watched
    FROM open o JOIN reports_report r USING (id) LEFT JOIN owed USING (id) LEFT JOIN passed USING (id)
    LEFT JOIN objected USING (id) LEFT JOIN appealed USING (id) LEFT JOIN joined USING (id) LEFT JOIN read USING (id)
    LEFT JOIN watched USING (id)
), weighed AS (
    SELECT id, body, regency, number, public, coalesce(silence, 0) AS late,
        ARRAY[{", ".join(_weight(code) for code in WEIGHTS)}] AS weights FROM figures
)
SELECT *, (SELECT sum(weight) FROM unnest(weights) AS w(weight))::int AS points FROM weighed
WHERE 0 < ANY(weights)
"""  # noqa: S608 -- put together from constants, as everything here; values are parameters

_CHOSEN: Final = f"""
SELECT CASE WHEN public THEN number ELSE '' END, coalesce(o.code, '-'), points, weights FROM (
    SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY body ORDER BY points DESC, late DESC, id) AS nth
        FROM {NAME} WHERE {{seen}}) AS own
    ORDER BY nth > %(of_one)s, points DESC, late DESC, id LIMIT %(shown)s) AS five
LEFT JOIN organisations_organisation o ON o.id = body ORDER BY points DESC, late DESC, five.id
"""  # noqa: S608


def said(cases: Any) -> Values:
    """The cases of a brief in their order, each with its reasons."""
    return {
        ("chosen", nth): (
            case["number"], case["code"], case["points"],
            tuple(sorted((why["code"], why["points"]) for why in case["reasons"])),
        )
        for nth, case in enumerate(cases, 1)
    }  # fmt: skip


def counted(sight: Sight) -> Values:
    """Those that the rule chooses for this reader."""
    chosen = rows(_CHOSEN.format(seen=seen("body")), of_one=_OF_ONE_BODY, shown=_SHOWN, **sight.parameters)
    return {
        ("chosen", nth): (*case, tuple(sorted(pair for pair in zip(WEIGHTS, weights, strict=True) if pair[1])))
        for nth, (*case, weights) in enumerate(chosen, 1)
    }
