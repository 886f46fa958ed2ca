"""The SQL of the figures. Every statement reads a bounded span through an index; none reads the archive.

Parameters common to all: `everything`, `organisations`, `regencies` (see `sight.Sight`), `at`, `zone`. Where a case is
counted against a body, it is the one that held it when the deadline passed (`duty_breach`), otherwise its holder.
"""

from typing import Final

_OWED: Final = """
    c.obligation = 'first_response'
    AND (c.stopped_at IS NULL OR c.stopped_at > c.due_at)
    AND c.paused_at IS NULL
"""
_RUNNING: Final = """
    c.obligation = 'first_response' AND c.met_at IS NULL AND c.stopped_at IS NULL
"""
_ACCOUNTABLE: Final = "CASE WHEN b.id IS NULL THEN c.holder_id ELSE b.holder_id END"


def _seen(holder: str) -> str:
    return f"""(%(everything)s OR {holder} = ANY(%(organisations)s::bigint[])
        OR r.regency_id = ANY(%(regencies)s::text[]))"""


# The same for statements that need the case only to know where it lies: nothing is joined for who sees everything.
_SEEN_CLOCK: Final = """(%(everything)s OR c.holder_id = ANY(%(organisations)s::bigint[])
        OR EXISTS (SELECT FROM reports_report r
            WHERE r.id = c.report_id AND r.regency_id = ANY(%(regencies)s::text[])))"""


_OWED_COLUMNS: Final = f"""
    SELECT {_ACCOUNTABLE} AS body, r.regency_id COLLATE "C" AS regency,
        (c.due_at AT TIME ZONE %(zone)s)::date AS day,
        coalesce(c.met_at <= c.due_at, false) AS on_time,
        c.cycle > 1 AS again,
        extract(epoch FROM coalesce(c.met_at, c.stopped_at, %(at)s) - c.started_at - c.waited)::float8 AS seconds
    FROM duty_clock c
    JOIN reports_report r ON r.id = c.report_id
    LEFT JOIN duty_breach b ON b.clock_id = c.id AND NOT b.own AND c.breached_at IS NOT NULL
    WHERE {_OWED} AND {_seen(_ACCOUNTABLE)}
"""  # noqa: S608 -- put together from constants; values are parameters

# What fell due in a span, as a whole and by body, regency and local day of the deadline; and in the span before it,
# as a whole and by body and regency.
PROMISE: Final = f"""
WITH owed AS ({_OWED_COLUMNS} AND c.due_at >= %(since)s AND c.due_at <= %(until)s),
    before AS ({_OWED_COLUMNS} AND c.due_at >= %(before_since)s AND c.due_at <= %(before_until)s)
SELECT 'now' AS part, grouping(body, regency, day) AS grouped, body, regency, day, count(*) AS due,
    count(*) FILTER (WHERE on_time) AS on_time, count(*) FILTER (WHERE again) AS again,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) AS ninth
FROM owed GROUP BY GROUPING SETS ((), (body), (regency), (day))
UNION ALL
SELECT 'before', grouping(body, regency) * 2 + 1, body, regency, NULL, count(*), count(*) FILTER (WHERE on_time), 0,
    CASE WHEN grouping(body, regency) = 3 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) END, NULL
FROM before GROUP BY GROUPING SETS ((), (body), (regency))
"""  # noqa: S608

# Answers owed at this instant.
RUNNING: Final = f"""
SELECT grouping(c.holder_id, r.regency_id) AS grouped, c.holder_id AS body, r.regency_id AS regency,
    count(*) FILTER (WHERE c.paused_at IS NULL) AS waiting,
    count(*) FILTER (WHERE c.paused_at IS NOT NULL) AS paused,
    count(*) FILTER (WHERE c.paused_at IS NULL AND c.due_at > %(at)s AND c.due_at <= %(soon)s) AS soon,
    count(*) FILTER (WHERE c.paused_at IS NULL AND c.due_at <= %(at)s) AS late,
    min(c.due_at) FILTER (WHERE c.paused_at IS NULL AND c.due_at <= %(at)s) AS longest
FROM duty_clock c JOIN reports_report r ON r.id = c.report_id
WHERE {_RUNNING} AND {_seen("c.holder_id")}
GROUP BY GROUPING SETS ((), (c.holder_id), (r.regency_id))
"""  # noqa: S608

# Every spell of being late that touches the time since `oldest` (met_at NULL: still), and how many were due soon at
# each of some earlier instants (nth). Times a case stood still while it waited for its reporter are not kept and
# count as running.
EARLIER: Final = f"""
SELECT c.due_at, c.met_at, NULL::bigint AS nth, NULL::bigint AS soon
FROM duty_clock c
WHERE c.breached_at IS NOT NULL AND c.met_at > %(oldest)s AND c.obligation = 'first_response' AND {_SEEN_CLOCK}
UNION ALL
SELECT c.due_at, NULL, NULL, NULL FROM duty_clock c
WHERE {_RUNNING} AND c.paused_at IS NULL AND c.due_at <= %(at)s AND {_SEEN_CLOCK}
UNION ALL
SELECT NULL, NULL, m.nth, (
    SELECT count(*) FROM duty_clock c
    WHERE {_OWED} AND c.due_at > m.moment AND c.due_at <= m.moment + %(soon_span)s AND c.started_at <= m.moment
        AND (c.met_at IS NULL OR c.met_at > m.moment) AND {_SEEN_CLOCK})
FROM unnest(%(moments)s::timestamptz[]) WITH ORDINALITY AS m(moment, nth)
"""  # noqa: S608

# What came in: by regency and local day, in the chosen span and the one before it.
TAKEN_IN: Final = f"""
SELECT grouping(r.regency_id, day.day) AS grouped, r.regency_id AS regency, day.day AS day,
    count(*) FILTER (WHERE r.received_at >= %(since)s) AS now,
    count(*) FILTER (WHERE r.received_at >= %(before_since)s AND r.received_at <= %(before_until)s) AS before,
    count(*) FILTER (WHERE r.received_at >= %(map_since)s) AS map, count(*) AS every
FROM reports_report r, LATERAL (SELECT (r.received_at AT TIME ZONE %(zone)s)::date AS day) AS day
WHERE r.received_at >= %(from_)s AND r.received_at <= %(at)s AND {_seen("r.holder_id")}
GROUP BY GROUPING SETS ((), (r.regency_id), (day.day))
"""  # noqa: S608

# Today and the same weekday of the last weeks, by hour and channel. `nth` 0 is today.
HOURS: Final = f"""
SELECT d.nth, extract(hour FROM r.received_at AT TIME ZONE %(zone)s)::int AS hour, r.channel, count(*) AS taken,
    count(*) FILTER (WHERE r.received_at <= d.same) AS so_far, max(r.received_at) AS last
FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[], %(sames)s::timestamptz[])
    AS d(nth, since, until, same)
JOIN reports_report r ON r.received_at >= d.since AND r.received_at < d.until
WHERE {_seen("r.holder_id")}
GROUP BY 1, 2, 3
"""  # noqa: S608

# Cases that have not ended, by stage; how cases ended in a span (reopening empties `closing`, so what was reopened is
# in neither); first answers given in two spans.
COUNTS: Final = f"""
SELECT 'stage' AS what, r.stage AS name, count(*) FROM reports_report r
WHERE r.stage NOT IN ('closed', 'merged', 'referred', 'rejected') AND {_seen("r.holder_id")} GROUP BY r.stage
UNION ALL
SELECT 'ended', r.closing, count(*) FROM reports_report r
WHERE r.closed_at >= %(ended_since)s AND r.closed_at <= %(at)s AND r.closing <> '' AND {_seen("r.holder_id")}
GROUP BY r.closing
UNION ALL
SELECT 'answered', CASE WHEN c.met_at >= %(since)s THEN 'now' ELSE 'before' END, count(*)
FROM duty_clock c
WHERE c.obligation = 'first_response' AND {_SEEN_CLOCK}
    AND (c.met_at BETWEEN %(since)s AND %(at)s OR c.met_at BETWEEN %(before_since)s AND %(before_until)s)
GROUP BY 2
"""  # noqa: S608

CHANNELS: Final = f"""
SELECT r.channel, count(*) FROM reports_report r
WHERE r.received_at >= %(since)s AND r.received_at <= %(at)s AND {_seen("r.holder_id")} GROUP BY r.channel
"""  # noqa: S608

# Of every body that is late its longest silence, and whether its head was told and has read it.
SILENCES: Final = f"""
SELECT DISTINCT ON (c.holder_id) c.holder_id AS body, c.due_at, r.number, r.title, r.visibility,
    r.regency_id AS regency, district.name AS district, village.name AS village,
    s.taken_at AS told_at, s.acknowledged_at AS read_at
FROM duty_clock c JOIN reports_report r ON r.id = c.report_id
LEFT JOIN regions_region district ON district.code = r.district_id
LEFT JOIN regions_region village ON village.code = r.village_id
LEFT JOIN duty_escalationstep s ON s.clock_id = c.id AND s.audience = 'head'
WHERE {_RUNNING} AND c.paused_at IS NULL AND c.due_at <= %(at)s AND {_seen("c.holder_id")}
ORDER BY c.holder_id, c.due_at, c.id, s.acknowledged_at NULLS LAST, s.taken_at DESC
"""  # noqa: S608
