"""What was known at a moment: the tables of the recount once more, from nothing that was recorded after it.

What is frozen is compared with these. Only cases are taken in that can matter to it: those that were open at some time
since `since`, or are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection

from rumahrakyat.oversight.rollups.recount_kit import rows
from rumahrakyat.oversight.rollups.recount_sql import ANSWERS, CASES, EVENTS, INDEXES, OWED, WAITS

_MADE: Final = ("rc_event", "rc_case", "rc_owed", "rc_stamp", "rc_wait", "rc_answer")
_ANY: Final = "r.received_at >= %(since)s"
_THEN: Final = "r.recorded_at <= %(at)s AND (r.closed_at IS NULL OR r.closed_at >= %(since)s)"
# Deadlines that are taken from the clocks, as they were. What moved one later: a version that was published (the entry
# says what it was before); a pause, which moves only what had not passed, so it was and is behind the moment; and what
# became known of the case, by which another rule holds. By that one may turn out to have passed before the moment
# (`learned`). It had not passed then, so it is put behind it.
_STAMPED: Final = """
CREATE TEMPORARY TABLE rc_stamp ON COMMIT DROP AS
WITH narrow AS (
    SELECT v.id FROM duty_dutyrule v WHERE v.obligation = 'first_response' AND (v.unit <> 'hours'
        OR v.organisation_id IS NOT NULL OR v.regency_id IS NOT NULL OR v.category_id IS NOT NULL OR v.weight <> ''
        OR v.kind <> '')
), moved AS (
    SELECT DISTINCT ON (e.report_id, cycle) e.report_id, (e.data->>'cycle')::int AS cycle, e.recorded_at,
        (e.data->>'due_before')::timestamptz AS before
    FROM rc_case k JOIN reports_entry e USING (report_id)
    WHERE e.type = 'restamped' AND e.data->>'obligation' = 'first_response' AND e.data ? 'due_before'
    ORDER BY e.report_id, cycle, e.recorded_at <= %(at)s, e.seq
), learned AS (
    SELECT c.report_id, c.cycle FROM duty_clock c JOIN rc_case k USING (report_id)
    JOIN reports_entry b ON b.report_id = c.report_id AND b.type = 'breached' AND b.recorded_at > %(at)s
        AND b.data->>'obligation' = 'first_response' AND (b.data->>'cycle')::int = c.cycle
        AND NOT (b.data->>'own')::boolean
    WHERE c.obligation = 'first_response' AND c.breached_at <= %(at)s AND EXISTS (SELECT FROM narrow)
        AND EXISTS (SELECT FROM reports_entry n WHERE n.report_id = c.report_id AND n.seq < b.seq
            AND n.recorded_at > %(at)s AND n.type IN ('classified', 'assigned', 'handed_over', 'returned'))
)
SELECT c.report_id, c.cycle::int AS cycle, l.cycle IS NOT NULL AND m.recorded_at IS NULL AS learned,
    CASE WHEN m.recorded_at > %(at)s THEN m.before WHEN l.cycle IS NOT NULL THEN %(at)s + interval '1 hour'
        ELSE c.due_at END AS due_at
FROM duty_clock c JOIN rc_case k USING (report_id)
LEFT JOIN moved m ON m.report_id = c.report_id AND m.cycle = c.cycle
LEFT JOIN learned l ON l.report_id = c.report_id AND l.cycle = c.cycle
WHERE c.obligation = 'first_response'
    AND (m.cycle IS NOT NULL OR l.cycle IS NOT NULL OR c.rule_id IN (SELECT id FROM narrow))
"""
_TABLES: Final = (
    (EVENTS, EVENTS.replace(_ANY, f"{_THEN} AND e.recorded_at <= %(at)s")),
    (CASES, CASES.replace(_ANY, _THEN)),
    (OWED, OWED),
    ("", _STAMPED),
    (WAITS, WAITS),
    (ANSWERS, ANSWERS),
)
# Entries of which nobody could know at each moment, though they are about the time before it.
_LATER: Final = """
SELECT count(*) FROM reports_entry e
WHERE e.recorded_at > e.at + interval '1 second' AND EXISTS (
    SELECT FROM unnest(%(moments)s::timestamptz[]) AS m(moment) WHERE e.at <= m.moment AND e.recorded_at > m.moment)
"""


@contextmanager
def known(moment: datetime, *, since: datetime, cap: timedelta) -> Iterator[None]:
    """The tables `rc_*` as they would have been made at `moment`; they must not be there yet."""
    parameters: dict[str, Any] = {"zone": settings.TIME_ZONE, "at": moment, "cap": cap, "since": since}
    with connection.cursor() as cursor:
        for now, then in _TABLES:
            cursor.execute(then, parameters)
            for index in INDEXES.get(now, ()):
                cursor.execute(index)
        yield
        for name in _MADE:
            cursor.execute(f"DROP TABLE {name}")


def learned_later() -> int:
    """Of the tables that are there: how many deadlines turned out to have passed before the moment, after it."""
    return int(rows("SELECT count(*) FROM rc_stamp WHERE learned")[0][0])


def told_later(moments: list[datetime]) -> int:
    """How many entries there are that were recorded after one of these moments and are about the time before it."""
    return int(rows(_LATER, moments=moments)[0][0]) if moments else 0
