"""What the first page says of how the promise is kept, counted a second time from the tables of the recount."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from rumahrakyat.oversight.rollups.recount_kit import Compared, Values, compared, one, rows
from rumahrakyat.public import promise

_DAYS: Final = timedelta(days=30)
_WEEKS: Final = 4
_KEPT: Final = """
SELECT count(*) FILTER (WHERE met_at <= due_at), count(*) FROM rc_answer
WHERE owed AND due_at >= %(since)s AND due_at < %(until)s
"""
_BY_DAY: Final = """
SELECT due_day, count(*) FILTER (WHERE met_at <= due_at), count(*) FROM rc_answer
WHERE owed AND due_at >= %(since)s AND due_at < %(until)s GROUP BY 1
"""
_ANSWERED: Final = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM met_at - started_at))
FROM rc_answer WHERE met_at >= %(since)s AND met_at < %(until)s
"""
_LATE: Final = """
SELECT count(*), count(DISTINCT nullif(holder, 0)) FROM rc_answer
WHERE owed AND met_at IS NULL AND stopped_at IS NULL AND due_at <= %(at)s
"""
_TAKEN: Final = "SELECT count(*) FROM rc_case WHERE received_at >= %(since)s AND received_at < %(until)s"
_MIDNIGHT: Final = "SELECT date_trunc('day', %(at)s AT TIME ZONE %(zone)s) AT TIME ZONE %(zone)s"


def compare(at: datetime) -> Iterator[Compared]:
    """While the tables of the recount are there."""
    yield compared("first page", _shown(promise.at(at)), _counted(at))


def _shown(figures: promise.Figures) -> Values:
    median, late = figures.median_today, figures.late
    found: Values = {"kept": _pair(figures.kept), "before": _pair(figures.kept_before)}
    found |= {("day", day.day): _pair(day.kept) for day in figures.days}
    found["today"] = (figures.received_today, figures.usual_today, figures.answered_today)
    return found | {"median": median.total_seconds() if median else None, "late": (late.cases, late.holders)}


def _pair(kept: Any) -> tuple[int, int]:
    return (kept.on_time, kept.due)


def _counted(at: datetime) -> Values:
    midnight = one(_MIDNIGHT, at=at, zone=settings.TIME_ZONE)
    weeks = [timedelta(weeks=back) for back in range(1, _WEEKS + 1)]
    usual = sum(one(_TAKEN, since=midnight - week, until=at - week) for week in weeks)
    answered, median = rows(_ANSWERED, since=midnight, until=at)[0]
    found: Values = {"kept": rows(_KEPT, since=at - _DAYS, until=at)[0]}
    found["before"] = rows(_KEPT, since=at - 2 * _DAYS, until=at - _DAYS)[0]
    found |= {("day", day): tuple(kept) for day, *kept in rows(_BY_DAY, since=at - _DAYS, until=at)}
    found["today"] = (one(_TAKEN, since=midnight, until=at), round(usual / _WEEKS), answered)
    return found | {"median": median, "late": rows(_LATE, at=at)[0]}
