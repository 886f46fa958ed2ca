"""The SQL of the briefs. Every statement looks at an instant `at` that may lie in the past: what happened after it is
not counted, so that a day that was never told can still be told as it was.

Parameters common to all: `everything`, `organisations`, `regencies` (see `sight.Sight`) and `at`. Who is accountable
is the body that held the case when the deadline passed, otherwise its holder.
"""

from typing import Final

_ACCOUNTABLE: Final = "CASE WHEN b.id IS NULL THEN c.holder_id ELSE b.holder_id END"
_FIRST: Final = "c.obligation = 'first_response'"
_BREACH: Final = "LEFT JOIN duty_breach b ON b.clock_id = c.id AND NOT b.own AND c.breached_at IS NOT NULL"


def _seen(holder: str) -> str:
    return f"""(%(everything)s OR {holder} = ANY(%(organisations)s::bigint[])
        OR r.regency_id = ANY(%(regencies)s::text[]))"""


# Several spans at once (`nth` 0 is the brief's): what came in, first answers, what fell due and how it went.
SPANS: Final = f"""
WITH spans AS (
    SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS s(nth, since, until)
)
SELECT s.nth,
    (SELECT count(*) FROM reports_report r
        WHERE r.received_at BETWEEN s.since AND s.until AND {_seen("r.holder_id")}) AS taken,
    (SELECT count(*) FROM duty_clock c JOIN reports_report r ON r.id = c.report_id
        WHERE {_FIRST} AND c.met_at BETWEEN s.since AND s.until AND {_seen("c.holder_id")}) AS answered,
    owed.due, owed.on_time, owed.median
FROM spans s, LATERAL (
    SELECT count(*) AS due, count(*) FILTER (WHERE c.met_at <= c.due_at) AS on_time,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
            least(coalesce(c.met_at, c.stopped_at, %(at)s), %(at)s) - c.started_at - c.waited)::bigint) AS median
    FROM duty_clock c JOIN reports_report r ON r.id = c.report_id {_BREACH}
    WHERE {_FIRST} AND c.due_at BETWEEN s.since AND s.until AND c.paused_at IS NULL
        AND (c.stopped_at IS NULL OR c.stopped_at > c.due_at) AND {_seen(_ACCOUNTABLE)}
) AS owed
ORDER BY s.nth
"""  # noqa: S608 -- put together from constants; values are parameters

# What was owed and late at an instant.
_LATE: Final = f"""
    {_FIRST} AND c.due_at <= %(at)s AND c.started_at <= %(at)s AND (c.met_at IS NULL OR c.met_at > %(at)s)
    AND (c.stopped_at IS NULL OR c.stopped_at > %(at)s) AND (c.paused_at IS NULL OR c.paused_at > %(at)s)
"""

# Who is late: how many, since when, and whether the head was told and has read it (of the longest).
LATE: Final = f"""
SELECT DISTINCT ON (body) body, count(*) OVER (PARTITION BY body) AS late, due_at, told_at, read_at
FROM (
    SELECT {_ACCOUNTABLE} AS body, c.due_at, c.id, told.taken_at AS told_at, told.acknowledged_at AS read_at
    FROM duty_clock c JOIN reports_report r ON r.id = c.report_id {_BREACH}
    LEFT JOIN LATERAL (
        SELECT s.taken_at, s.acknowledged_at FROM duty_escalationstep s
        WHERE s.clock_id = c.id AND s.audience = 'head' AND s.taken_at <= %(at)s
        ORDER BY s.acknowledged_at NULLS LAST, s.taken_at DESC LIMIT 1) AS told ON true
    WHERE {_LATE} AND {_seen(_ACCOUNTABLE)}
) AS late
ORDER BY body, due_at, id
"""  # noqa: S608

# How every body did in a span: what fell due, on time, median seconds.
BODIES: Final = f"""
SELECT {_ACCOUNTABLE} AS body, count(*) AS due, count(*) FILTER (WHERE c.met_at <= c.due_at) AS on_time,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
        least(coalesce(c.met_at, c.stopped_at, %(at)s), %(at)s) - c.started_at - c.waited)::bigint) AS median
FROM duty_clock c JOIN reports_report r ON r.id = c.report_id {_BREACH}
WHERE {_FIRST} AND c.due_at BETWEEN %(since)s AND %(until)s AND c.paused_at IS NULL
    AND (c.stopped_at IS NULL OR c.stopped_at > c.due_at) AND {_seen(_ACCOUNTABLE)}
GROUP BY 1
"""  # noqa: S608

# Cases that were open at the instant and give one of the reasons to look at them.
CANDIDATES: Final = f"""
WITH open AS (
    SELECT r.id, r.number, r.visibility, r.urgent, r.holder_id, r.regency_id, r.district_id, r.village_id, r.category_id
    FROM reports_report r
    WHERE r.received_at <= %(at)s AND r.stage NOT IN ('merged', 'referred', 'rejected')
        AND (r.closed_at IS NULL OR r.closed_at > %(at)s) AND r.received_at > %(oldest)s AND {_seen("r.holder_id")}
), late AS (
    SELECT c.report_id, min(c.due_at) AS due_at FROM duty_clock c
    WHERE {_LATE} AND c.report_id IN (SELECT id FROM open) GROUP BY 1
), waiting AS (
    SELECT c.report_id, min(c.started_at) AS since FROM duty_clock c
    WHERE {_FIRST} AND c.started_at <= %(at)s AND (c.met_at IS NULL OR c.met_at > %(at)s)
        AND (c.stopped_at IS NULL OR c.stopped_at > %(at)s) AND c.report_id IN (SELECT id FROM open) GROUP BY 1
), moves AS (
    SELECT e.report_id, count(*) AS times FROM reports_entry e
    WHERE e.type IN ('handed_over', 'returned') AND e.organisation_id IS NOT NULL AND e.at <= %(at)s
        AND e.report_id IN (SELECT id FROM open)
        AND e.seq > coalesce((SELECT max(a.seq) FROM reports_entry a
            WHERE a.report_id = e.report_id AND a.type IN ('answered', 'resolved') AND a.at <= %(at)s), 0)
    GROUP BY 1
), people AS (
    SELECT m.parent_id AS report_id, count(DISTINCT m.reporter_id) + 1 AS people FROM reports_report m
    WHERE m.parent_id IN (SELECT id FROM open) AND m.received_at <= %(at)s GROUP BY 1
), appeals AS (
    SELECT a.report_id, min(a.made_at) AS since FROM handover_appeal a
    WHERE a.made_at <= %(at)s AND (a.decided_at IS NULL OR a.decided_at > %(at)s)
        AND a.report_id IN (SELECT id FROM open) GROUP BY 1
), objections AS (
    SELECT e.report_id, count(*) AS times FROM reports_entry e
    WHERE e.type = 'objected' AND e.at <= %(at)s AND e.report_id IN (SELECT id FROM open) GROUP BY 1
)
SELECT o.id, o.number, o.visibility, o.urgent, o.holder_id, o.regency_id, o.district_id, o.village_id,
    category.name AS category, late.due_at, waiting.since AS waiting, coalesce(moves.times, 0) AS moves,
    coalesce(people.people, 1) AS people, appeals.since AS appealed, coalesce(objections.times, 0) AS objections
FROM open o
LEFT JOIN late ON late.report_id = o.id LEFT JOIN waiting ON waiting.report_id = o.id
LEFT JOIN moves ON moves.report_id = o.id LEFT JOIN people ON people.report_id = o.id
LEFT JOIN appeals ON appeals.report_id = o.id LEFT JOIN objections ON objections.report_id = o.id
LEFT JOIN reports_category category ON category.id = o.category_id
WHERE late.due_at IS NOT NULL OR appeals.since IS NOT NULL OR people.people > 1 OR moves.times > 1
    OR objections.times > 0 OR (o.urgent AND waiting.since IS NOT NULL) OR o.id = ANY(%(read)s::bigint[])
"""  # noqa: S608

# The cases behind a figure, newest or longest waiting first; `body` narrows to one (0: all, -1: the desk).
_OF_BODY: Final = "(%(body)s = 0 OR (%(body)s = -1 AND {0} IS NULL) OR {0} = %(body)s)"
_DUE: Final = f"""
    SELECT c.report_id, c.due_at FROM duty_clock c JOIN reports_report r ON r.id = c.report_id {_BREACH}
    WHERE {_FIRST} AND c.due_at BETWEEN %(since)s AND %(until)s AND c.paused_at IS NULL
        AND (c.stopped_at IS NULL OR c.stopped_at > c.due_at)
        AND {_seen(_ACCOUNTABLE)} AND {_OF_BODY.format(_ACCOUNTABLE)}
"""  # noqa: S608
_TAKEN: Final = f"""
    SELECT r.id FROM reports_report r
    WHERE r.received_at BETWEEN %(since)s AND %(until)s AND {_seen("r.holder_id")} AND {_OF_BODY.format("r.holder_id")}
    ORDER BY r.received_at DESC, r.id LIMIT %(limit)s
"""  # noqa: S608
_ANSWERED: Final = f"""
    SELECT c.report_id FROM duty_clock c JOIN reports_report r ON r.id = c.report_id
    WHERE {_FIRST} AND c.met_at BETWEEN %(since)s AND %(until)s AND {_seen("c.holder_id")}
        AND {_OF_BODY.format("c.holder_id")}
    ORDER BY c.met_at DESC, c.id LIMIT %(limit)s
"""  # noqa: S608
_LATE_THEN: Final = f"""
    SELECT c.report_id FROM duty_clock c JOIN reports_report r ON r.id = c.report_id {_BREACH}
    WHERE {_LATE} AND {_seen(_ACCOUNTABLE)} AND {_OF_BODY.format(_ACCOUNTABLE)}
    ORDER BY c.due_at, c.id LIMIT %(limit)s
"""  # noqa: S608
_IN_ORDER: Final = "ORDER BY c.due_at, c.id LIMIT %(limit)s"
BEHIND: Final = {
    "taken": _TAKEN,
    "answered": _ANSWERED,
    "due": f"{_DUE} {_IN_ORDER}",
    "on_time": f"{_DUE} AND c.met_at <= c.due_at {_IN_ORDER}",
    "missed": f"{_DUE} AND (c.met_at IS NULL OR c.met_at > c.due_at) {_IN_ORDER}",
    "late": _LATE_THEN,
}
