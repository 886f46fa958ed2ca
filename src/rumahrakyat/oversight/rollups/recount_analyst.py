"""The views of the analysts, row by row against the tables of the recount: what is in the files and the SQL they read.

Of a confidential case neither district nor hour may be told, and no district from which fewer than five cases came.
Parameters: `zone`, and of the cases and days looked at every one of `parts`, the `part`-th.
"""

from datetime import datetime
from typing import Final

from rumahrakyat.oversight.rollups.recount_kit import LARGE, one

_TURNS: Final = 7
_MINE: Final = "mod({0}, %(parts)s) = %(part)s"
_TOLD: Final = "(SELECT district FROM rc_case WHERE district <> '' GROUP BY 1 HAVING count(*) >= 5)"
_CASES: Final = f"""
WITH told AS MATERIALIZED {_TOLD}
SELECT coalesce(k.report_id, v.case_id)::text AS name, (
    o.code, nullif(k.regency, ''), CASE WHEN r.visibility = 'public' THEN t.district END, k.channel,
    nullif(k.category, ''), k.kind, r.visibility <> 'public', r.stage, (k.received_at AT TIME ZONE %(zone)s)::date,
    CASE WHEN r.visibility = 'public' THEN extract(hour FROM k.received_at AT TIME ZONE %(zone)s)::int END,
    (k.closed_at AT TIME ZONE %(zone)s)::date, nullif(k.closing, '')
) IS DISTINCT FROM (
    v.agency, v.regency, v.district, v.channel, v.category, v.kind, v.confidential, v.stage, v.received_day,
    v.received_hour::int, v.closed_day, v.closing
) AS wrong
FROM (SELECT * FROM rc_case WHERE {_MINE.format("report_id")}) k JOIN reports_report r ON r.id = k.report_id
LEFT JOIN organisations_organisation o ON o.id = k.body LEFT JOIN told t ON t.district = k.district
FULL JOIN (SELECT * FROM analyst.cases WHERE {_MINE.format("case_id")}) v ON v.case_id = k.report_id
"""  # noqa: S608 -- put together from constants, as everything here; values are parameters
_ANSWERS: Final = f"""
WITH told AS MATERIALIZED {_TOLD}
SELECT coalesce(a.report_id, v.case_id) || '/' || coalesce(a.cycle, v.cycle) AS name, (
    o.code, nullif(a.regency, ''), CASE WHEN r.visibility = 'public' THEN t.district END, a.channel,
    nullif(a.category, ''), a.kind, (a.started_at AT TIME ZONE %(zone)s)::date, a.due_day,
    (a.met_at AT TIME ZONE %(zone)s)::date, floor(extract(epoch FROM a.met_at - a.started_at - a.waited))::bigint,
    a.owed, a.met_at IS NOT NULL AND a.met_at <= a.due_at
) IS DISTINCT FROM (
    v.agency, v.regency, v.district, v.channel, v.category, v.kind, v.started_day, v.due_day, v.answered_day,
    v.seconds, v.owed, v.on_time
) AS wrong
FROM (SELECT * FROM rc_answer WHERE {_MINE.format("report_id")}) a JOIN reports_report r ON r.id = a.report_id
LEFT JOIN organisations_organisation o ON o.id = a.body LEFT JOIN told t ON t.district = a.district
FULL JOIN (SELECT * FROM analyst.answers WHERE {_MINE.format("case_id")}) v
    ON v.case_id = a.report_id AND v.cycle = a.cycle
"""  # noqa: S608
# Stages and that they follow on are compared by themselves; here that what is told of each is what its instants say.
_STEPS: Final = f"""
SELECT coalesce(s.report_id, v.case_id) || '#' || coalesce(s.seq, v.step) AS name, (
    s.stage, o.code, nullif(k.regency, ''), (s.began_at AT TIME ZONE %(zone)s)::date,
    (s.ended_at AT TIME ZONE %(zone)s)::date, floor(extract(epoch FROM s.ended_at - s.began_at))::bigint
) IS DISTINCT FROM (v.stage, v.agency, v.regency, v.began_day, v.ended_day, v.seconds) AS wrong
FROM (SELECT * FROM oversight_stagespell WHERE {_MINE.format("report_id")}) s JOIN rc_case k USING (report_id)
LEFT JOIN organisations_organisation o ON o.id = s.body
FULL JOIN (SELECT * FROM analyst.steps WHERE {_MINE.format("case_id")}) v ON v.case_id = s.report_id AND v.step = s.seq
"""  # noqa: S608
_DAYS: Final = f"""
WITH parts AS (
    SELECT (received_at AT TIME ZONE %(zone)s)::date AS day, body, kind, 1 AS came, 0 AS met, 0 AS late, 0 AS due,
        0 AS kept, 0 AS solved, 0 AS expired, 0 AS ended FROM rc_case
    UNION ALL
    SELECT (closed_at AT TIME ZONE %(zone)s)::date, body, kind, 0, 0, 0, 0, 0, (closing = 'reporter')::int,
        (closing = 'system')::int, 1 FROM rc_case WHERE closed_at IS NOT NULL
    UNION ALL
    SELECT (met_at AT TIME ZONE %(zone)s)::date, holder, kind, 0, 1, (met_at > due_at)::int, 0, 0, 0, 0, 0
    FROM rc_answer WHERE met_at IS NOT NULL
    UNION ALL
    SELECT due_day, body, kind, 0, 0, 0, 1, (met_at IS NOT NULL AND met_at <= due_at)::int, 0, 0, 0
    FROM rc_answer WHERE owed
    UNION ALL
    SELECT v.day, coalesce(o.id, 0), v.kind, -v.came_in, -v.answered, -v.answered_late, -v.fell_due, -v.on_time,
        -v.solved, -v.expired, -v.ended FROM analyst.days v LEFT JOIN organisations_organisation o ON o.code = v.agency
)
SELECT day || ' ' || body || ' ' || kind AS name, sum(came) <> 0 OR sum(met) <> 0 OR sum(late) <> 0 OR sum(due) <> 0
    OR sum(kept) <> 0 OR sum(solved) <> 0 OR sum(expired) <> 0 OR sum(ended) <> 0 AS wrong
FROM parts WHERE {_MINE.format("(day - date '2000-01-01')")} GROUP BY day, body, kind
"""  # noqa: S608
QUESTIONS: Final = {
    "analyst cases": _CASES,
    "analyst answers": _ANSWERS,
    "analyst steps": _STEPS,
    "analyst days": _DAYS,
}


def turn(at: datetime) -> dict[str, int]:
    """Everything; in a large archive a seventh, by the day another. While the tables of the recount are there."""
    if one("SELECT count(*) FROM rc_case") <= LARGE:
        return {"parts": 1, "part": 0}
    return {"parts": _TURNS, "part": at.toordinal() % _TURNS}
