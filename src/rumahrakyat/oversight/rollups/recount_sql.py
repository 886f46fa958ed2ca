"""The recount: the facts once more, from the entries of the timelines alone, in SQL that shares nothing with `facts`.

Read: reports_entry, reports_report (which cases there are, and when each was received), the codes of organisations,
and the versions of the rule of first answers. Of clocks only the deadlines of first answers whose rule has a scope or
counts working days, or which were judged anew under a later version. Not read: tenures, breaches, stages, or anything
of the rollups. The entries are read once, in the order of their cases; each statement makes a temporary table that is
gone with the transaction.

Parameters: `zone`; `at` now; `cap` how long one clock may wait for its reporter; `since`: only cases received from then
on.
"""

from typing import Final

# What ends a case, what opens it, who gets it. Kept apart from `duty` and `reports`: a recount that imports what it
# counts after would repeat its mistakes.
_ENDS: Final = "('confirmed', 'expired', 'referred', 'rejected', 'merged')"
_OPENS: Final = "('received', 'objected', 'appeal_decided', 'unmerged')"
_GIVES: Final = "('assigned', 'handed_over', 'returned', 'unmerged')"
_MEETS: Final = "('answered', 'resolved', 'referred', 'rejected')"
_STOPS: Final = "('merged', 'confirmed', 'expired')"
_ROOM: Final = 4294967296  # more than any id of an organisation: the number of an entry and an id in one number

_SPAN: Final = "100 days"  # longer than a quarter

# Every entry that matters to a figure. `body`: who is given the case; `held`: who has it after the entry, as the id of
# an organisation behind the number of the entry that gave it. `missed`: the cycle of a deadline that passed, a
# holder's `own` or the case's, `charged` to whom.
EVENTS: Final = f"""
CREATE TEMPORARY TABLE rc_event ON COMMIT DROP AS
WITH told AS (
    SELECT e.report_id, e.seq, e.type, e.at,
        CASE WHEN e.type IN {_GIVES} THEN coalesce(o.id, 0) END AS body,
        CASE WHEN e.type = 'breached' THEN coalesce(o.id, 0) END AS charged,
        CASE WHEN e.type = 'joined' THEN (e.data->>'answer_due_at')::timestamptz END AS promised,
        CASE WHEN e.type = 'breached' THEN (e.data->>'cycle')::int END AS missed,
        CASE WHEN e.type = 'breached' THEN (e.data->>'own')::boolean END AS own,
        CASE WHEN e.type IN ('breached', 'restamped') THEN e.data->>'obligation' END AS obligation,
        CASE WHEN e.type IN ('answered', 'resolved', 'objected', 'appealed') THEN e.data->>'from_stage' END AS stage,
        CASE WHEN e.type = 'received' THEN e.data->>'channel' END AS channel,
        CASE WHEN e.type IN ('received', 'classified') THEN e.data->>'kind' END AS kind,
        CASE WHEN e.type = 'classified' THEN e.data->>'regency' END AS regency,
        CASE WHEN e.type = 'classified' THEN e.data->>'district' END AS district,
        CASE WHEN e.type = 'classified' THEN e.data->>'village' END AS village,
        CASE WHEN e.type = 'classified' THEN e.data->>'category' END AS category
    FROM reports_entry e JOIN reports_report r ON r.id = e.report_id
    LEFT JOIN organisations_organisation o ON o.code = CASE WHEN e.type IN ('assigned', 'handed_over', 'returned',
        'unmerged', 'breached') THEN e.data->>'holder' END
    WHERE r.received_at >= %(since)s AND (
        e.type IN ('received', 'classified', 'assigned', 'handed_over', 'returned', 'answered', 'resolved', 'asked',
            'objected', 'appealed', 'confirmed', 'referred', 'rejected', 'expired', 'waiting_ended', 'merged',
            'unmerged', 'dossier_taken')
        OR (e.type = 'replied' AND (e.data->>'resumed')::boolean)
        OR (e.type = 'appeal_decided' AND (e.data->>'granted')::boolean)
        OR (e.type = 'joined' AND e.data ? 'answer_due_at')
        OR e.type = 'breached' OR (e.type = 'restamped' AND e.data->>'obligation' = 'first_response'))
)
SELECT report_id, seq, type, max(at) FILTER (WHERE type NOT IN ('classified', 'appealed', 'dossier_taken')
        AND (type <> 'breached' OR obligation = 'first_response')) OVER w AS at,
    body, coalesce(max(seq::bigint * {_ROOM} + body) OVER w, 0) AS held, charged, promised, missed, own, obligation,
    stage, channel, kind, regency, district, village, category
FROM told WINDOW w AS (PARTITION BY report_id ORDER BY seq)
"""  # noqa: S608 -- put together from constants, as everything here; values are parameters

CASES: Final = f"""
CREATE TEMPORARY TABLE rc_case ON COMMIT DROP AS
WITH tip AS (
    SELECT report_id, max(held) %% {_ROOM} AS body, max(seq) FILTER (WHERE type = 'classified') AS named,
        max(seq) FILTER (WHERE type IN {_ENDS} OR type IN {_OPENS}) AS door
    FROM rc_event GROUP BY report_id
), first AS (SELECT report_id, channel, kind FROM rc_event WHERE seq = 1)
SELECT r.id AS report_id, coalesce(tip.body, 0) AS body, coalesce(named.regency, '') AS regency,
    coalesce(named.district, '') AS district, coalesce(named.village, '') AS village, first.channel,
    coalesce(named.category, '') AS category, coalesce(named.kind, first.kind) AS kind, r.received_at,
    CASE door.type WHEN 'confirmed' THEN 'reporter' WHEN 'expired' THEN 'system' ELSE '' END AS closing,
    CASE WHEN door.type IN {_ENDS} THEN door.at END AS closed_at
FROM reports_report r
LEFT JOIN tip ON tip.report_id = r.id
LEFT JOIN first ON first.report_id = r.id
LEFT JOIN rc_event named ON named.report_id = r.id AND named.seq = tip.named
LEFT JOIN rc_event door ON door.report_id = r.id AND door.seq = tip.door
WHERE r.received_at >= %(since)s
"""  # noqa: S608

# Each first answer that was owed: from what begins one when none runs, to what ends it. `begin_held`, `end_held`: who
# had the case then.
OWED: Final = f"""
CREATE TEMPORARY TABLE rc_owed ON COMMIT DROP AS
WITH rules AS MATERIALIZED (
    SELECT v.amount, v.version, v.valid_from, coalesce(v.valid_to, 'infinity') AS valid_to FROM duty_dutyrule v
    WHERE v.obligation = 'first_response' AND v.unit = 'hours' AND v.organisation_id IS NULL AND v.regency_id IS NULL
        AND v.category_id IS NULL AND v.weight = '' AND v.kind = ''
), marks AS (
    SELECT report_id, seq, at, type, held, type IN {_OPENS} AS begins FROM rc_event
    WHERE type IN {_OPENS} OR type IN {_MEETS} OR type IN {_STOPS}
), changes AS (
    SELECT *, lag(begins) OVER (PARTITION BY report_id ORDER BY seq) AS before FROM marks
), turns AS (
    SELECT report_id, seq, at, type, held, begins,
        lead(seq) OVER w AS end_seq, lead(at) OVER w AS end_at, lead(type) OVER w AS end_type,
        lead(held) OVER w AS end_held, sum(begins::int) OVER w AS cycle
    FROM changes WHERE begins IS DISTINCT FROM coalesce(before, false)
    WINDOW w AS (PARTITION BY report_id ORDER BY seq)
)
SELECT t.report_id, t.cycle::int AS cycle, t.seq AS begin_seq, coalesce(t.end_seq, 2147483647) AS end_seq,
    t.at AS started_at, t.held %% {_ROOM} AS begin_held, t.end_held %% {_ROOM} AS end_held,
    CASE WHEN t.end_type IN {_MEETS} THEN t.end_at END AS met_at,
    CASE WHEN t.end_type IN {_STOPS} THEN t.end_at END AS stopped_at,
    t.at + make_interval(hours => (
        SELECT v.amount FROM rules v WHERE v.valid_from <= t.at AND v.valid_to > t.at
        ORDER BY v.amount, v.version DESC LIMIT 1)) AS first_due
FROM turns t WHERE t.begins
"""  # noqa: S608

# The deadlines that are taken as they are stamped: those under a rule among which this recount does not choose, and
# those that were judged anew.
STAMPED: Final = """
CREATE TEMPORARY TABLE rc_stamp ON COMMIT DROP AS
SELECT c.report_id, c.cycle::int AS cycle, c.due_at FROM duty_clock c JOIN duty_dutyrule v ON v.id = c.rule_id
WHERE c.obligation = 'first_response' AND (v.unit <> 'hours' OR v.organisation_id IS NOT NULL
        OR v.regency_id IS NOT NULL OR v.category_id IS NOT NULL OR v.weight <> '' OR v.kind <> '')
UNION
SELECT c.report_id, c.cycle::int, c.due_at FROM rc_event e JOIN duty_clock c ON c.report_id = e.report_id
WHERE e.type = 'restamped' AND c.obligation = 'first_response'
"""

# How often and how long each stood still for its reporter, the cap taken into account.
WAITS: Final = """
CREATE TEMPORARY TABLE rc_wait ON COMMIT DROP AS
WITH asked AS (
    SELECT o.report_id, o.cycle, q.seq, q.at AS since, (
        SELECT min(n.at) FROM rc_event n WHERE n.report_id = o.report_id AND n.seq > q.seq AND n.seq <= o.end_seq
            AND n.type IN ('replied', 'waiting_ended', 'assigned', 'handed_over', 'returned', 'answered', 'resolved',
                'referred', 'rejected', 'merged', 'confirmed', 'expired')) AS until
    FROM rc_event q JOIN rc_owed o ON o.report_id = q.report_id AND q.seq > o.begin_seq AND q.seq < o.end_seq
    WHERE q.type = 'asked'
), used AS (
    SELECT *, coalesce(sum(coalesce(until, %(at)s) - since) OVER (PARTITION BY report_id, cycle ORDER BY seq
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), interval '0') AS before
    FROM asked
), capped AS (
    SELECT report_id, cycle, seq, since, least(before, %(cap)s) AS before, since + greatest(%(cap)s - before,
        interval '0') AS latest, until FROM used
)
SELECT report_id, cycle, seq, since, before,
    CASE WHEN until IS NULL AND latest > %(at)s THEN NULL ELSE least(until, latest) END AS until
FROM capped
"""

ANSWERS: Final = """
CREATE TEMPORARY TABLE rc_answer ON COMMIT DROP AS
WITH moved AS (
    SELECT o.report_id, o.cycle, sum(w.until - w.since) AS waited,
        sum(w.until - w.since) FILTER (WHERE w.since <= o.first_due + w.before) AS moved,
        bool_or(w.until IS NULL AND w.since <= coalesce(s.due_at, o.first_due + w.before)) AS stands
    FROM rc_owed o JOIN rc_wait w USING (report_id, cycle) LEFT JOIN rc_stamp s USING (report_id, cycle) GROUP BY 1, 2
), promised AS (
    SELECT o.report_id, o.cycle, min(j.promised) AS until FROM rc_owed o
    JOIN rc_event j ON j.report_id = o.report_id AND j.seq > o.begin_seq AND j.seq < o.end_seq AND j.type = 'joined'
    WHERE j.promised >= j.at AND j.promised > o.started_at AND j.at <= o.first_due GROUP BY 1, 2
), missed AS (
    SELECT DISTINCT report_id, missed AS cycle FROM rc_event
    WHERE type = 'breached' AND obligation = 'first_response' AND NOT own
), due AS (
    SELECT o.*, coalesce(m.waited, interval '0') AS waited,
        coalesce(s.due_at, least(o.first_due + coalesce(m.moved, interval '0'), p.until)) AS due_at,
        b.cycle IS NOT NULL AS missed,
        coalesce(m.stands, false) AND b.cycle IS NULL AND o.met_at IS NULL AND o.stopped_at IS NULL AS stands
    FROM rc_owed o LEFT JOIN moved m USING (report_id, cycle) LEFT JOIN promised p USING (report_id, cycle)
    LEFT JOIN missed b USING (report_id, cycle) LEFT JOIN rc_stamp s USING (report_id, cycle)
), late AS MATERIALIZED (
    SELECT * FROM due WHERE missed
), hands AS (
    SELECT d.report_id, d.cycle, d.begin_seq AS seq, d.started_at AS since, d.begin_held AS body FROM late d
    UNION ALL
    SELECT d.report_id, d.cycle, g.seq, g.at, g.body FROM late d
    JOIN rc_event g ON g.report_id = d.report_id AND g.seq > d.begin_seq AND g.seq < d.end_seq AND g.body IS NOT NULL
), spans AS (
    SELECT h.*, lead(since) OVER w AS until, lead(seq) OVER w AS next_seq
    FROM hands h WINDOW w AS (PARTITION BY report_id, cycle ORDER BY seq)
), shares AS (
    SELECT s.report_id, s.cycle, s.body, min(s.seq) AS first_seq,
        sum(greatest(least(s.until, d.due_at) - s.since, interval '0') - coalesce(w.waited, interval '0')) AS held
    FROM spans s JOIN late d USING (report_id, cycle)
    LEFT JOIN LATERAL (
        SELECT sum(greatest(least(w.until, d.due_at) - w.since, interval '0')) AS waited FROM rc_wait w
        WHERE w.report_id = s.report_id AND w.cycle = s.cycle AND w.seq > s.seq
            AND (s.next_seq IS NULL OR w.seq < s.next_seq)) w ON true
    WHERE s.since <= d.due_at GROUP BY 1, 2, 3
), charged AS (
    SELECT DISTINCT ON (report_id, cycle) report_id, cycle, body FROM shares
    ORDER BY report_id, cycle, held DESC, first_seq
)
SELECT d.report_id, d.cycle, CASE WHEN d.missed THEN c.body ELSE coalesce(d.end_held, k.body) END AS body,
    coalesce(d.end_held, k.body) AS holder, k.regency, k.district, k.channel, k.category, k.kind, d.started_at,
    d.due_at, (d.due_at AT TIME ZONE %(zone)s)::date AS due_day, d.met_at, d.stopped_at, d.waited,
    (d.stopped_at IS NULL OR d.stopped_at > d.due_at) AND NOT d.stands AS owed
FROM due d JOIN rc_case k USING (report_id)
LEFT JOIN charged c ON c.report_id = d.report_id AND c.cycle = d.cycle
"""

# Open cases by day: when each began and ended to be open, and who had it meanwhile.
OPEN: Final = f"""
CREATE TEMPORARY TABLE rc_open ON COMMIT DROP AS
WITH known AS (
    SELECT report_id, seq, at, held %% {_ROOM} AS body, max(
        CASE WHEN type IN {_OPENS} THEN seq * 2 + 1 WHEN type IN {_ENDS} THEN seq * 2 END) OVER w %% 2 = 1 AS open
    FROM rc_event WHERE type IN {_OPENS} OR type IN {_ENDS} OR body IS NOT NULL
    WINDOW w AS (PARTITION BY report_id ORDER BY seq)
), steps AS (
    SELECT report_id, at, body, open, lag(body) OVER w AS body_before, lag(open) OVER w AS open_before
    FROM known WINDOW w AS (PARTITION BY report_id ORDER BY seq)
)
SELECT (s.at AT TIME ZONE %(zone)s)::date AS day, c.body, k.regency, sum(c.change)::int AS change
FROM steps s CROSS JOIN LATERAL (
    SELECT s.body AS body, 1 AS change WHERE s.open AND (s.open_before IS NOT TRUE OR s.body <> s.body_before)
    UNION ALL
    SELECT s.body_before, -1 WHERE s.open_before AND (NOT s.open OR s.body <> s.body_before)
) c JOIN rc_case k ON k.report_id = s.report_id GROUP BY 1, 2, 3 HAVING sum(c.change) <> 0
"""  # noqa: S608

# The other promises by body, regency and local day of their deadline, for the spans of the page of scores: each
# deadline as it is stamped; whether it was kept, and who was charged, from the timeline: a missed one stands there.
DUTIES: Final = f"""
CREATE TEMPORARY TABLE rc_duty ON COMMIT DROP AS
WITH missed AS MATERIALIZED (
    SELECT report_id, obligation, missed AS cycle, charged FROM rc_event WHERE type = 'breached' AND NOT own
)
SELECT c.obligation, v.amount, (c.due_at AT TIME ZONE %(zone)s)::date AS due_day,
    coalesce(m.charged, c.holder_id, 0) AS body, k.regency, count(*) AS due,
    count(*) FILTER (WHERE m.cycle IS NULL AND c.met_at IS NOT NULL) AS kept
FROM duty_clock c JOIN duty_dutyrule v ON v.id = c.rule_id JOIN rc_case k ON k.report_id = c.report_id
LEFT JOIN missed m ON m.report_id = c.report_id AND m.obligation = c.obligation AND m.cycle = c.cycle
WHERE c.obligation <> 'first_response' AND c.due_at > %(at)s - interval '{_SPAN}' AND c.due_at <= %(at)s
    AND c.paused_at IS NULL AND (c.stopped_at IS NULL OR c.stopped_at > c.due_at)
GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608

# Open cases by where they stand. That follows from their stretches, which are compared with the timeline one by one.
STAGES: Final = """
CREATE TEMPORARY TABLE rc_stage ON COMMIT DROP AS
SELECT s.stage, k.body, k.regency, count(*) AS cases FROM oversight_stagespell s JOIN rc_case k USING (report_id)
WHERE s.ended_at IS NULL AND k.closed_at IS NULL GROUP BY 1, 2, 3
"""

# The register of negligence: quarter, who was charged, obligation, where the matter lies, and how the row stands. Its
# state is what was said or decided last: an explanation explains, a ruling rules, unless it gives the time to explain
# once more.
NEGLECTED: Final = """
CREATE TEMPORARY TABLE rc_neglect ON COMMIT DROP AS
WITH acts AS (
    SELECT breach_id, entry_id, 'explained' AS state FROM duty_explanation UNION ALL
    SELECT breach_id, entry_id, CASE decision WHEN 'reopened' THEN 'open' ELSE decision END FROM duty_ruling
), last AS (SELECT DISTINCT ON (breach_id) breach_id, state FROM acts ORDER BY breach_id, entry_id DESC)
SELECT to_char(b.due_at AT TIME ZONE %(zone)s, 'YYYY"Q"Q') AS quarter, b.holder_id AS holder,
    coalesce(o.code, '-') AS code, c.obligation, k.regency, coalesce(last.state, 'open') AS state, count(*) AS cases
FROM duty_breach b JOIN duty_clock c ON c.id = b.clock_id JOIN rc_case k USING (report_id)
LEFT JOIN organisations_organisation o ON o.id = b.holder_id LEFT JOIN last ON last.breach_id = b.id
GROUP BY 1, 2, 3, 4, 5, 6
"""

# What every recount needs, and what only that of the pages does.
TABLES: Final = (EVENTS, CASES, OWED, STAMPED, WAITS, ANSWERS, OPEN)
OF_PAGES: Final = (DUTIES, STAGES, NEGLECTED)
NAMES: Final = ("rc_event", "rc_case", "rc_owed", "rc_stamp", "rc_wait", "rc_answer", "rc_open")
NAMES_OF_PAGES: Final = ("rc_duty", "rc_stage", "rc_neglect")
# What makes the next tables, and the questions of the pages, cheap.
INDEXES: Final = {
    EVENTS: ("CREATE INDEX ON rc_event (report_id, seq)", "ANALYZE rc_event (report_id, seq, type, body)"),
    CASES: (
        "CREATE INDEX ON rc_case (report_id)",
        "CREATE INDEX ON rc_case (received_at)",
        "CREATE INDEX ON rc_case (closed_at)",
        "ANALYZE rc_case",
    ),
    OWED: ("CREATE INDEX ON rc_owed (report_id, cycle)", "ANALYZE rc_owed"),
    STAMPED: ("ANALYZE rc_stamp",),
    WAITS: ("CREATE INDEX ON rc_wait (report_id, cycle)", "ANALYZE rc_wait"),
    ANSWERS: (
        "CREATE INDEX ON rc_answer (report_id, cycle)",
        "CREATE INDEX ON rc_answer (due_at)",
        "CREATE INDEX ON rc_answer (met_at)",
        "ANALYZE rc_answer",
    ),
}
