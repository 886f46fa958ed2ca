"""The SQL of the register. Everything is asked as of the cut-off: what was recorded later does not exist.

Parameters: `since` and `until` of the quarter, `cut_off`, `obligations` (those of holders). A deadline belongs to the
quarter in which it lies. A deadline that has passed never moves again (see the clocks), so the same question gives the
same answer at any later time.
"""

from typing import Final

# One row per deadline of a case that lies in the quarter and had passed at the cut-off, with whoever answers for it.
# Left out: what had ended by itself before its deadline, what stood still for the reporter, what was recorded later.
_OWED: Final = """
SELECT c.id, c.obligation, CASE WHEN b.id IS NULL THEN c.holder_id ELSE b.holder_id END AS body,
    coalesce(c.met_at <= c.due_at, false) AS on_time, c.cycle > 1 AS again,
    c.met_at IS NULL OR c.met_at > %(cut_off)s AS unanswered,
    b.id IS NULL AND NOT coalesce(c.met_at <= c.due_at, false) AS unrecorded,
    greatest(floor(extract(epoch FROM ending.at - c.started_at - coalesce(waited.span, interval '0'))), 0)::bigint
        AS seconds
FROM duty_clock c
JOIN reports_report r ON r.id = c.report_id
LEFT JOIN duty_breach b ON b.clock_id = c.id AND NOT b.own
CROSS JOIN LATERAL (SELECT least(coalesce(c.met_at, c.stopped_at, %(cut_off)s), %(cut_off)s) AS at) AS ending
LEFT JOIN LATERAL (
    SELECT sum(least(coalesce(t.until, ending.at), ending.at) - t.since) AS span
    FROM duty_tenure t WHERE t.clock_id = c.id AND t.waiting AND t.since < ending.at) AS waited ON true
WHERE c.obligation = ANY(%(obligations)s) AND c.due_at >= %(since)s AND c.due_at < least(%(until)s, %(cut_off)s)
    AND (c.stopped_at IS NULL OR c.stopped_at > c.due_at) AND c.paused_at IS NULL AND r.recorded_at <= %(cut_off)s
"""

# By obligation and body; the times, sorted, for first answers alone.
COUNTED: Final = f"""
SELECT obligation, body, count(*) AS due, count(*) FILTER (WHERE on_time) AS on_time,
    count(*) FILTER (WHERE again) AS again, count(*) FILTER (WHERE unanswered) AS unanswered,
    count(*) FILTER (WHERE unrecorded) AS unrecorded,
    CASE WHEN obligation = 'first_response' THEN array_agg(seconds ORDER BY seconds) ELSE '{{}}' END AS seconds
FROM ({_OWED}) AS owed GROUP BY obligation, body
"""  # noqa: S608 -- put together from constants; values are parameters

# Every deadline that was missed, of the case and of a holder's own time, with the entries that show it.
ROWS: Final = """
SELECT b.id, c.obligation, c.cycle, b.holder_id AS body, b.own, r.received_at, c.started_at, b.due_at,
    CASE WHEN c.met_at <= %(cut_off)s THEN c.met_at END AS met_at,
    CASE WHEN c.stopped_at <= %(cut_off)s THEN c.stopped_at END AS stopped_at,
    floor(extract(epoch FROM b.held))::bigint AS held, b.held_since, rule.version, r.number, r.visibility,
    begun.seq, begun.type, begun.hash, missed.seq, missed.type, missed.hash, met.seq, met.type, met.hash
FROM duty_breach b
JOIN duty_clock c ON c.id = b.clock_id
JOIN duty_dutyrule rule ON rule.id = b.rule_id
JOIN reports_report r ON r.id = c.report_id
LEFT JOIN organisations_organisation o ON o.id = b.holder_id
LEFT JOIN LATERAL (
    SELECT e.seq, e.type, e.hash FROM reports_entry e WHERE e.report_id = r.id AND e.at = c.started_at
        AND e.type NOT IN ('breached', 'escalated', 'classified') ORDER BY e.seq LIMIT 1) AS begun ON true
LEFT JOIN LATERAL (
    SELECT e.seq, e.type, e.hash FROM reports_entry e WHERE e.report_id = r.id AND e.type = 'breached'
        AND e.data ->> 'obligation' = c.obligation AND (e.data ->> 'cycle')::int = c.cycle
        AND (e.data ->> 'own')::boolean = b.own AND coalesce(e.data ->> 'holder', '') = coalesce(o.code, '')
    ORDER BY e.seq LIMIT 1) AS missed ON true
LEFT JOIN LATERAL (
    SELECT e.seq, e.type, e.hash FROM reports_entry e WHERE e.report_id = r.id AND e.at = c.met_at
        AND c.met_at <= %(cut_off)s AND e.type NOT IN ('breached', 'escalated') ORDER BY e.seq LIMIT 1) AS met ON true
WHERE c.obligation = ANY(%(obligations)s) AND b.due_at >= %(since)s AND b.due_at < least(%(until)s, %(cut_off)s)
    AND r.recorded_at <= %(cut_off)s
ORDER BY b.due_at, b.id
"""

# How cases ended in the quarter, by the last word on them until the cut-off: what was objected to after it had been
# confirmed or closed is open again and counts as neither.
ENDINGS: Final = """
SELECT type, count(*) FROM (
    SELECT DISTINCT ON (e.report_id) e.type, e.at FROM reports_entry e
    WHERE e.type IN ('confirmed', 'expired', 'objected', 'merged', 'unmerged', 'referred', 'rejected')
        AND e.at >= %(since)s AND e.at <= %(cut_off)s AND e.recorded_at <= %(cut_off)s
    ORDER BY e.report_id, e.seq DESC) AS last
WHERE at < %(until)s GROUP BY type
"""

OBJECTIONS: Final = """
SELECT count(*) FROM reports_entry e
WHERE e.type = 'objected' AND e.at >= %(since)s AND e.at < least(%(until)s, %(cut_off)s)
    AND e.recorded_at <= %(cut_off)s
"""

TAKEN_IN: Final = """
SELECT count(*) FROM reports_report r
WHERE r.received_at >= %(since)s AND r.received_at < least(%(until)s, %(cut_off)s) AND r.recorded_at <= %(cut_off)s
"""

# Versions in force at any time of the quarter, as they were known at the cut-off; an end that was set later is none.
RULES: Final = """
SELECT d.obligation, d.version, d.unit, d.amount, d.extension, d.longest, d.kind, d.weight, d.source, d.valid_from,
    CASE WHEN d.valid_to <= %(cut_off)s THEN d.valid_to END AS valid_to,
    o.code AS organisation, d.regency_id AS regency, c.code AS category
FROM duty_dutyrule d
LEFT JOIN organisations_organisation o ON o.id = d.organisation_id
LEFT JOIN reports_category c ON c.id = d.category_id
WHERE d.obligation = ANY(%(obligations)s) AND d.valid_from < least(%(until)s, %(cut_off)s)
    AND (d.valid_to IS NULL OR d.valid_to > %(since)s) AND (d.made_at IS NULL OR d.made_at <= %(cut_off)s)
ORDER BY array_position(%(obligations)s, d.obligation::text), d.version, d.id
"""

# What was said and decided about rows, up to `heard_until`. The words stand in the timeline and may be erased there.
SAID: Final = """
SELECT x.breach_id, x.id, x.reason, x.at, e.seq, e.hash, e.personal ->> 'text' AS words
FROM duty_explanation x JOIN reports_entry e ON e.id = x.entry_id
WHERE x.breach_id = ANY(%(rows)s) AND x.at <= %(heard_until)s ORDER BY x.breach_id, x.at, x.id
"""
RULED: Final = """
SELECT DISTINCT ON (u.breach_id) u.breach_id, u.id, u.decision, u.at, u.erratum, e.seq, e.hash,
    e.personal ->> 'text' AS words
FROM duty_ruling u JOIN reports_entry e ON e.id = u.entry_id
WHERE u.breach_id = ANY(%(rows)s) AND u.at <= %(heard_until)s ORDER BY u.breach_id, u.nth DESC
"""
