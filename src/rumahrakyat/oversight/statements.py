"""The SQL of the figures. Every statement reads a bounded span through an index; none reads the archive.

What happened in a span is read from the facts (`models_rollups`), which follow the timeline within a second or two;
what is owed at this instant from the clocks themselves. Parameters common to all: `everything`, `organisations`,
`regencies` (see `sight.Sight`), `at`. Where a case is counted against a body, it is the one that held it when the
deadline passed (`duty_breach`), otherwise its holder.
"""

from typing import Final

from rumahrakyat.oversight.periods import USUAL_WEEKS

_OWED: Final = """
    c.obligation = 'first_response'
    AND (c.stopped_at IS NULL OR c.stopped_at > c.due_at)
    AND c.paused_at IS NULL
"""
_RUNNING: Final = """
    c.obligation = 'first_response' AND c.met_at IS NULL AND c.stopped_at IS NULL
"""

_OPEN: Final = "r.stage NOT IN ('closed', 'merged', 'referred', 'rejected')"
# The smallest step of time there is.
_TICK: Final = "interval '1 microsecond'"


def _seen(holder: str) -> str:
    return f"""(%(everything)s OR {holder} = ANY(%(organisations)s::bigint[])
        OR r.regency_id = ANY(%(regencies)s::text[]))"""


# The same for statements that need the case only to know where it lies: nothing is joined for who sees everything.
_SEEN_CLOCK: Final = """(%(everything)s OR c.holder_id = ANY(%(organisations)s::bigint[])
        OR EXISTS (SELECT FROM reports_report r
            WHERE r.id = c.report_id AND r.regency_id = ANY(%(regencies)s::text[])))"""


def _seen_fact(body: str) -> str:
    return f"""(%(everything)s OR {body} = ANY(%(organisations)s::bigint[])
        OR f.regency = ANY(%(regencies)s::text[]))"""


_OWED_COLUMNS: Final = f"""
    SELECT nullif(f.body, 0) AS body, nullif(f.regency, '') COLLATE "C" AS regency, f.due_day AS day,
        f.on_time, f.cycle > 1 AS again,
        extract(epoch FROM coalesce(f.met_at, f.stopped_at, %(at)s) - f.started_at - f.waited)::float8 AS seconds
    FROM oversight_answerfact f
    WHERE f.owed AND {_seen_fact("f.body")}
"""  # noqa: S608 -- put together from constants; values are parameters

# What fell due in a span, as a whole and by body, regency and local day of the deadline; and in the span before it,
# as a whole and by body and regency.
PROMISE: Final = f"""
WITH owed AS ({_OWED_COLUMNS} AND f.due_at >= %(since)s AND f.due_at <= %(until)s),
    before AS ({_OWED_COLUMNS} AND f.due_at >= %(before_since)s AND f.due_at <= %(before_until)s)
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

# Answers owed at this instant. Whatever is owed belongs to a case that has not ended, and an index has the places of
# those: saying so spares one look-up for each.
RUNNING: Final = f"""
SELECT grouping(body, regency) AS grouped, body, regency, coalesce(sum(waiting), 0)::bigint,
    coalesce(sum(paused), 0)::bigint, coalesce(sum(soon), 0)::bigint, coalesce(sum(late), 0)::bigint, min(longest)
FROM (
    SELECT c.holder_id AS body, r.regency_id AS regency,
        count(*) FILTER (WHERE c.paused_at IS NULL) AS waiting,
        count(*) FILTER (WHERE c.paused_at IS NOT NULL) AS paused,
        count(*) FILTER (WHERE c.paused_at IS NULL AND c.due_at > %(at)s AND c.due_at <= %(soon)s) AS soon,
        count(*) FILTER (WHERE c.paused_at IS NULL AND c.due_at <= %(at)s) AS late,
        min(c.due_at) FILTER (WHERE c.paused_at IS NULL AND c.due_at <= %(at)s) AS longest
    FROM duty_clock c LEFT JOIN reports_report r ON r.id = c.report_id AND {_OPEN}
    WHERE {_RUNNING} AND {_seen("c.holder_id")}
    GROUP BY c.holder_id, r.regency_id
) AS owed
GROUP BY GROUPING SETS ((), (body), (regency))
"""  # noqa: S608

# How many spells of being late that touch the time since `oldest` began behind so many of some earlier instants
# (`line`, in their order) and ended behind so many (NULL: they last); and how many answers were due soon at each of
# them (nth). Times a case stood still while it waited for its reporter are not kept and count as running.
EARLIER: Final = f"""
SELECT width_bucket(late.due_at - {_TICK}, %(line)s::timestamptz[]) AS began,
    width_bucket(late.met_at - {_TICK}, %(line)s::timestamptz[]) AS ended, NULL::bigint AS nth, count(*)
FROM (
    SELECT c.due_at, c.met_at FROM duty_clock c
    WHERE c.breached_at IS NOT NULL AND c.met_at > %(oldest)s AND c.obligation = 'first_response' AND {_SEEN_CLOCK}
    UNION ALL
    SELECT c.due_at, NULL FROM duty_clock c
    WHERE {_RUNNING} AND c.paused_at IS NULL AND c.due_at <= %(at)s AND {_SEEN_CLOCK}
) AS late
GROUP BY 1, 2
UNION ALL
SELECT NULL, NULL, m.nth, (
    SELECT count(*) FROM duty_clock c
    WHERE {_OWED} AND c.due_at > m.moment AND c.due_at <= m.moment + %(soon_span)s AND c.started_at <= m.moment
        AND (c.met_at IS NULL OR c.met_at > m.moment) AND {_SEEN_CLOCK})
FROM unnest(%(line)s::timestamptz[]) WITH ORDINALITY AS m(moment, nth)
"""  # noqa: S608

# What came in: by regency and local day, in the chosen span and the one it is compared with, which may lie anywhere.
TAKEN_IN: Final = f"""
SELECT grouping(regency, day) AS grouped, regency, day, coalesce(sum(now), 0)::bigint,
    coalesce(sum(before), 0)::bigint, coalesce(sum(map), 0)::bigint, coalesce(sum(every), 0)::bigint
FROM (
    SELECT nullif(f.regency, '') COLLATE "C" AS regency, f.received_day AS day,
        count(*) FILTER (WHERE f.received_at >= %(since)s AND f.received_at <= %(at)s) AS now,
        count(*) FILTER (WHERE f.received_at >= %(before_since)s AND f.received_at <= %(before_until)s) AS before,
        count(*) FILTER (WHERE f.received_at >= %(map_since)s AND f.received_at <= %(at)s) AS map,
        count(*) FILTER (WHERE f.received_at <= %(at)s) AS every
    FROM oversight_casefact f
    WHERE f.received_at >= %(from_)s AND f.received_at <= %(until)s AND {_seen_fact("f.body")}
    GROUP BY f.regency, f.received_day
) AS came
GROUP BY GROUPING SETS ((), (regency), (day))
"""  # noqa: S608

_HOURS_OF: Final = f"""
SELECT {{nth}} AS nth, f.received_hour AS hour, f.channel, count(*) AS taken,
    count(*) FILTER (WHERE f.received_at <= %(same_{{nth}})s) AS so_far, max(f.received_at) AS last
FROM oversight_casefact f
WHERE f.received_at >= %(since_{{nth}})s AND f.received_at < %(until_{{nth}})s AND {_seen_fact("f.body")}
GROUP BY f.received_hour, f.channel
"""  # noqa: S608
# Today and the same weekday of the last weeks, by hour and channel. `nth` 0 is today. Each day is named by itself: of
# days in a list nobody can tell beforehand how little they are of the archive, and all of it was read for some readers.
HOURS: Final = " UNION ALL ".join(_HOURS_OF.format(nth=nth) for nth in range(USUAL_WEEKS + 1))

# Cases that have not ended, by stage; how cases ended in a span (reopening empties `closing`, so what was reopened is
# in neither); first answers given in two spans, which may share days.
COUNTS: Final = f"""
SELECT 'stage' AS what, r.stage AS name, count(*) FROM reports_report r
WHERE {_OPEN} AND {_seen("r.holder_id")} GROUP BY r.stage
UNION ALL
SELECT 'ended', f.closing, count(*) FROM oversight_casefact f
WHERE f.closed_at >= %(ended_since)s AND f.closed_at <= %(at)s AND f.closing <> '' AND {_seen_fact("f.body")}
GROUP BY f.closing
UNION ALL
SELECT 'answered', 'now', count(*) FROM oversight_answerfact f
WHERE {_seen_fact("f.holder")} AND f.met_at BETWEEN %(since)s AND %(at)s
UNION ALL
SELECT 'answered', 'before', count(*) FROM oversight_answerfact f
WHERE {_seen_fact("f.holder")} AND f.met_at BETWEEN %(before_since)s AND %(before_until)s
"""  # noqa: S608

CHANNELS: Final = f"""
SELECT f.channel, count(*) FROM oversight_casefact f
WHERE f.received_at >= %(since)s AND f.received_at <= %(at)s AND {_seen_fact("f.body")} GROUP BY f.channel
"""  # noqa: S608

# Of every body that is late its longest silence, and whether its head was told and has read it. Names are looked up one
# by one: there are as many as bodies.
SILENCES: Final = f"""
WITH longest AS MATERIALIZED (
    SELECT DISTINCT ON (c.holder_id) c.holder_id, c.due_at, c.id, c.report_id
    FROM duty_clock c
    WHERE {_RUNNING} AND c.paused_at IS NULL AND c.due_at <= %(at)s AND {_SEEN_CLOCK}
    ORDER BY c.holder_id, c.due_at, c.id
)
SELECT c.holder_id AS body, c.due_at, r.number, r.title, r.visibility, r.regency_id AS regency,
    (SELECT name FROM regions_region WHERE code = r.district_id) AS district,
    (SELECT name FROM regions_region WHERE code = r.village_id) AS village,
    told.taken_at AS told_at, told.acknowledged_at AS read_at
FROM longest c JOIN reports_report r ON r.id = c.report_id
LEFT JOIN LATERAL (
    SELECT s.taken_at, s.acknowledged_at FROM duty_escalationstep s
    WHERE s.clock_id = c.id AND s.audience = 'head'
    ORDER BY s.acknowledged_at NULLS LAST, s.taken_at DESC LIMIT 1
) AS told ON true
"""  # noqa: S608
