"""What the figures are read from follows from the record."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection

from rumahrakyat.operate.invariants.base import EXAMPLES, Finding, Scope
from rumahrakyat.oversight.rollups import rebuilding, recounting
from rumahrakyat.reports import effects

# `rumahrakyat recount` counts everything; this looks at what came in so lately, and at the totals of all.
WINDOW: Final = timedelta(days=40)
_TOTALS: Final = """
SELECT * FROM (
    SELECT 'came in' AS what, (SELECT count(*) FROM reports_report) AS counted, sum(came_in) AS kept
    FROM oversight_daysum
    UNION ALL
    SELECT 'answered', (SELECT count(*) FROM duty_clock WHERE obligation = 'first_response' AND met_at IS NOT NULL),
        sum(answered) FROM oversight_daysum
    UNION ALL
    SELECT 'ended', (SELECT count(*) FROM reports_report WHERE closed_at IS NOT NULL), sum(ended) FROM oversight_daysum
    UNION ALL
    SELECT 'came in by hour', (SELECT count(*) FROM reports_report), sum(came_in) FROM oversight_hoursum
    UNION ALL
    SELECT 'open', (SELECT count(*) FROM reports_report WHERE closed_at IS NULL), sum(change) FROM oversight_openchange
) t WHERE counted <> coalesce(kept, 0)
"""


def rollups_equal_a_recount(scope: Scope) -> Finding:
    """The facts of the cases of the last 40 days equal a recount over their timelines, the sums add up to all cases
    there are, and days are those of the zone of this installation."""
    effects.run_batches()
    found = recounting.recount(at=scope.at, since=scope.at - WINDOW)
    wrong = list(found.examples)
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS)
        wrong += [f"{what}: {kept} kept, {counted} counted" for what, counted, kept in cursor.fetchall()]
    kept_zone = rebuilding.zone_kept()
    if kept_zone and kept_zone != settings.TIME_ZONE:
        wrong.append(f"zone {kept_zone} kept, {settings.TIME_ZONE} set: rumahrakyat recount --rebuild")
    return Finding(max(len(wrong), found.differences), tuple(wrong[:EXAMPLES]))
