"""The SQL of the facts: what a case, its first answers and its stages say now. Composed once for a fold, which asks of
some cases, and for a rebuild, which asks of all.

Parameters: `zone` the name of the installation's zone; `ids` where `chosen` mentions it.
"""

from typing import Final

CASE_COLUMNS: Final = (
    "report_id", "body", "regency", "district", "channel", "category", "kind", "received_at", "received_day",
    "received_hour", "closing", "closed_at", "closed_day",
)  # fmt: skip
ANSWER_COLUMNS: Final = (
    "clock_id", "report_id", "cycle", "body", "holder", "regency", "district", "channel", "category", "kind",
    "started_at", "due_at", "due_day", "met_at", "met_day", "met_hour", "stopped_at", "waited", "owed", "on_time",
    "seconds",
)  # fmt: skip
SPELL_COLUMNS: Final = (
    "report_id", "seq", "stage", "body", "regency", "began_at", "began_day", "ended_at", "ended_day", "seconds",
)  # fmt: skip
# The stages at which a case has ended; everything else is open.
ENDED: Final = "('closed', 'rejected', 'referred', 'merged')"

_OF_CASE: Final = """
    coalesce(r.regency_id, '') AS regency, coalesce(r.district_id, '') AS district, r.channel,
    coalesce(k.code, '') AS category, r.kind
"""


def cases(chosen: str) -> str:
    """One row for each chosen case. `chosen` is a condition on reports_report r."""
    return f"""
        SELECT r.id AS report_id, coalesce(r.holder_id, 0) AS body, {_OF_CASE}, r.received_at,
            (r.received_at AT TIME ZONE %(zone)s)::date AS received_day,
            extract(hour FROM r.received_at AT TIME ZONE %(zone)s)::smallint AS received_hour,
            r.closing, r.closed_at, (r.closed_at AT TIME ZONE %(zone)s)::date AS closed_day
        FROM reports_report r LEFT JOIN reports_category k ON k.id = r.category_id
        WHERE {chosen}
    """  # noqa: S608 -- put together from constants, as everything here; values are parameters


def answers(chosen: str) -> str:
    """One row for each clock of a first answer of the chosen cases. `chosen` is a condition on duty_clock c."""
    return f"""
        SELECT c.id AS clock_id, c.report_id, c.cycle,
            coalesce(CASE WHEN b.id IS NULL THEN c.holder_id ELSE b.holder_id END, 0) AS body,
            coalesce(c.holder_id, 0) AS holder, {_OF_CASE}, c.started_at, c.due_at,
            (c.due_at AT TIME ZONE %(zone)s)::date AS due_day,
            c.met_at, (c.met_at AT TIME ZONE %(zone)s)::date AS met_day,
            extract(hour FROM c.met_at AT TIME ZONE %(zone)s)::smallint AS met_hour,
            c.stopped_at, c.waited,
            (c.stopped_at IS NULL OR c.stopped_at > c.due_at) AND c.paused_at IS NULL AS owed,
            coalesce(c.met_at <= c.due_at, false) AS on_time,
            floor(extract(epoch FROM c.met_at - c.started_at - c.waited))::bigint AS seconds
        FROM duty_clock c
        JOIN reports_report r ON r.id = c.report_id
        LEFT JOIN reports_category k ON k.id = r.category_id
        LEFT JOIN duty_breach b ON b.clock_id = c.id AND NOT b.own AND c.breached_at IS NOT NULL
        WHERE c.obligation = 'first_response' AND {chosen}
    """  # noqa: S608


# Entries that lead to a stage whatever was before.
_LEADS_TO: Final = """CASE e.type
    WHEN 'received' THEN 'received' WHEN 'returned' THEN 'received'
    WHEN 'assigned' THEN 'assigned' WHEN 'handed_over' THEN 'assigned'
    WHEN 'answered' THEN e.data->>'stage' WHEN 'resolved' THEN 'resolved'
    WHEN 'asked' THEN 'waiting_reporter'
    WHEN 'confirmed' THEN 'closed' WHEN 'expired' THEN 'closed'
    WHEN 'referred' THEN 'referred' WHEN 'rejected' THEN 'rejected' WHEN 'merged' THEN 'merged' END"""
_MOVING: Final = (
    "received", "returned", "assigned", "handed_over", "answered", "resolved", "asked", "confirmed", "expired",
    "referred", "rejected", "merged", "unmerged", "objected", "appeal_decided", "replied", "waiting_ended",
)  # fmt: skip
# A handing over that was taken back leads to the stage at which the former holder had left it.
_LEFT_AT: Final = """(
    SELECT CASE WHEN f.type = 'answered' THEN f.data->>'stage' END FROM reports_entry f
    WHERE f.report_id = e.report_id AND f.seq < (e.data->>'undone')::int
        AND f.type IN ('answered', 'assigned', 'handed_over', 'returned', 'objected')
    ORDER BY f.seq DESC LIMIT 1)"""


_AGAIN: Final = "CASE WHEN body = 0 THEN 'received' ELSE 'assigned' END"
# The stage a move leads to that is none of waiting; null where it is that of before.
_FIRM: Final = f"""CASE
    WHEN type = 'unmerged' THEN {_AGAIN}
    WHEN type IN ('objected', 'appeal_decided') THEN CASE data->>'from_stage'
        WHEN 'resolved' THEN 'in_progress'
        WHEN 'closed' THEN {_AGAIN}
        WHEN 'rejected' THEN {_AGAIN}
        WHEN 'referred' THEN {_AGAIN}
        ELSE data->>'from_stage' END
    WHEN leads <> 'waiting_reporter' THEN leads END"""


# From where each move leads to the stretches at one stage with one holder.
_STRETCHES: Final = """counted AS (
    SELECT *, count(firm) OVER (PARTITION BY report_id ORDER BY seq) AS step FROM reached
), staged AS (
    SELECT report_id, seq, at, body, CASE WHEN leads = 'waiting_reporter' THEN leads
        ELSE max(firm) OVER (PARTITION BY report_id, step) END AS stage FROM counted
), turned AS (
    SELECT *, (stage, body) IS DISTINCT FROM (lag(stage) OVER w, lag(body) OVER w) AS turns
    FROM staged WINDOW w AS (PARTITION BY report_id ORDER BY seq)
), lasting AS (
    SELECT report_id, seq, stage, body, at AS began_at,
        lead(at) OVER (PARTITION BY report_id ORDER BY seq) AS ended_at
    FROM turned WHERE turns
)"""


def spells(chosen: str) -> str:
    """One row for each stretch of a case at one stage with one holder, from its timeline. `chosen` is a condition on
    reports_entry e.

    A reply that was waited for, and the end of the waiting, lead back to the last stage that was none of waiting; an
    objection and a granted appeal to work, to the holder or to the desk (`reports.states.after_objection`).
    """
    types = ", ".join(f"'{one}'" for one in _MOVING)
    return f"""
        WITH moves AS (
            SELECT e.report_id, e.seq, e.type, e.data,
                max(e.at) OVER (PARTITION BY e.report_id ORDER BY e.seq) AS at,
                CASE WHEN e.type = 'returned' THEN 0
                    WHEN e.type IN ('assigned', 'handed_over', 'unmerged') THEN coalesce(o.id, 0) END AS given,
                CASE WHEN e.type = 'handed_over' AND e.data ? 'undone' THEN coalesce({_LEFT_AT}, 'assigned')
                    ELSE {_LEADS_TO} END AS leads
            FROM reports_entry e
            LEFT JOIN organisations_organisation o
                ON e.type IN ('assigned', 'handed_over', 'unmerged') AND o.code = e.data->>'holder'
            WHERE {chosen} AND e.type IN ({types})
                AND (e.type <> 'replied' OR (e.data->>'resumed')::boolean)
                AND (e.type <> 'appeal_decided' OR (e.data->>'granted')::boolean)
        ), held AS (
            SELECT *, count(given) OVER (PARTITION BY report_id ORDER BY seq) AS hand FROM moves
        ), led AS (
            SELECT *, coalesce(max(given) OVER (PARTITION BY report_id, hand), 0) AS body FROM held
        ), reached AS (
            SELECT report_id, seq, at, type, body, leads, {_FIRM} AS firm
            FROM led
        ), {_STRETCHES}
        SELECT l.report_id, l.seq, l.stage, l.body, coalesce(r.regency_id, '') AS regency, l.began_at,
            (l.began_at AT TIME ZONE %(zone)s)::date AS began_day, l.ended_at,
            (l.ended_at AT TIME ZONE %(zone)s)::date AS ended_day,
            floor(extract(epoch FROM l.ended_at - l.began_at))::bigint AS seconds
        FROM lasting l JOIN reports_report r ON r.id = l.report_id
    """  # noqa: S608


SUM_KEY: Final = ("day", "body", "regency", "district", "channel", "category", "kind")
SUM_MEASURES: Final = (
    "came_in", "answered", "answered_late", "seconds", "fell_due", "on_time", "again", "solved", "expired", "ended",
)  # fmt: skip
HOUR_KEY: Final = ("day", "hour", "body", "regency", "channel")
HOUR_MEASURES: Final = ("came_in", "answered")
OPEN_KEY: Final = ("day", "body", "regency")
OPEN_MEASURES: Final = ("change",)
_REST: Final = "f.regency, f.district, f.channel, f.category, f.kind"


def _measures(names: tuple[str, ...], **values: str) -> str:
    return ", ".join(f"{values.get(name, '0')} AS {name}" for name in names)


def sums_of_received(facts: str, sign: str = "1") -> str:
    """What the rows of `facts` (a table or a query in brackets) add to the sums by day when they came in."""
    return f"SELECT f.received_day AS day, f.body, {_REST}, {_measures(SUM_MEASURES, came_in=sign)} FROM {facts} f"  # noqa: S608


def sums_of_ended(facts: str, sign: str = "1") -> str:
    ended = {
        "solved": f"({sign} * (f.closing = 'reporter')::int)",
        "expired": f"({sign} * (f.closing = 'system')::int)",
        "ended": sign,
    }
    return f"""SELECT f.closed_day AS day, f.body, {_REST}, {_measures(SUM_MEASURES, **ended)} FROM {facts} f
        WHERE f.closed_day IS NOT NULL"""  # noqa: S608


def sums_of_met(facts: str, sign: str = "1") -> str:
    met = {
        "answered": sign,
        "answered_late": f"({sign} * (NOT f.on_time)::int)",
        "seconds": f"({sign} * f.seconds)",
    }
    return f"""SELECT f.met_day AS day, f.holder AS body, {_REST}, {_measures(SUM_MEASURES, **met)} FROM {facts} f
        WHERE f.met_day IS NOT NULL"""  # noqa: S608


def sums_of_due(facts: str, sign: str = "1") -> str:
    due = {
        "fell_due": sign,
        "on_time": f"({sign} * f.on_time::int)",
        "again": f"({sign} * (f.cycle > 1)::int)",
    }
    return f"""SELECT f.due_day AS day, f.body, {_REST}, {_measures(SUM_MEASURES, **due)} FROM {facts} f
        WHERE f.owed"""  # noqa: S608


def sums_of_cases(facts: str, sign: str = "1") -> str:
    return f"{sums_of_received(facts, sign)} UNION ALL {sums_of_ended(facts, sign)}"


def sums_of_answers(facts: str, sign: str = "1") -> str:
    return f"{sums_of_met(facts, sign)} UNION ALL {sums_of_due(facts, sign)}"


def hours_of_cases(facts: str, sign: str = "1") -> str:
    return f"""
        SELECT f.received_day AS day, f.received_hour AS hour, f.body, f.regency, f.channel,
            {_measures(HOUR_MEASURES, came_in=sign)} FROM {facts} f
    """  # noqa: S608


def hours_of_answers(facts: str, sign: str = "1") -> str:
    return f"""
        SELECT f.met_day AS day, f.met_hour AS hour, f.holder AS body, f.regency, f.channel,
            {_measures(HOUR_MEASURES, answered=sign)} FROM {facts} f WHERE f.met_day IS NOT NULL
    """  # noqa: S608


def open_of_spells(facts: str, sign: str = "1") -> str:
    """What spells at open stages add to the open cases by day: one more where they begin, one less where they end."""
    return f"""
        SELECT f.began_day AS day, f.body, f.regency, {sign} AS change FROM {facts} f WHERE f.stage NOT IN {ENDED}
        UNION ALL
        SELECT f.ended_day, f.body, f.regency, -({sign}) FROM {facts} f
        WHERE f.stage NOT IN {ENDED} AND f.ended_day IS NOT NULL
    """  # noqa: S608
