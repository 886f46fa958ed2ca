"""How each promise is kept: share kept ÷ target over a day, a week, a month and a quarter.

Open cases past the deadline are in the denominator. Counted at most every minute and a half; see `reckonings`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Min, Sum
from django.db.models.functions import TruncDate

from rumahrakyat.lib.quarters import quarter_of
from rumahrakyat.oversight import reckonings
from rumahrakyat.oversight.cases import owed_in
from rumahrakyat.oversight.duties import DUTIES, REGISTER_WITHIN, Duty
from rumahrakyat.oversight.models_registers import Register
from rumahrakyat.oversight.periods import MONTH, QUARTER, TODAY, WEEK, Span, Window, chosen_days, window
from rumahrakyat.oversight.promise import FRESH
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.oversight.surroundings import Opinion, opinion
from rumahrakyat.reports.models import Report

SPANS: Final = (TODAY, WEEK, MONTH, QUARTER)
TREND_DAYS: Final = 30


@dataclass(frozen=True)
class Tally:
    """`due` fell due, `kept` of it in time."""

    due: int = 0
    kept: int = 0

    @property
    def share(self) -> float | None:
        return self.kept / self.due if self.due else None


@dataclass(frozen=True)
class Scores:
    """`tallies` by duty and span; `trend` the shares of the last days on which anything fell due, oldest first.

    `register`: the last quarter whose register should be published, and whether it was in time; None before the first.
    """

    at: datetime
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    trend: dict[str, list[float]] = field(default_factory=dict)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    register: tuple[str, bool] | None = None


def scores(now: Window, sight: Sight) -> Scores:
    """At the instant of `now`, at most a minute and a half old."""
    key = f"scores:{reckonings.whose(sight)}"
    known = reckonings.known(key, now.at, FRESH)
    if known is None:
        rows = _count(now, sight)
        reckonings.keep(key, now.at, rows)
        return _read(now, now.at, rows)
    return _read(now, known.at, known.rows)


def counted(now: Window, sight: Sight) -> Scores:
    """Counted anew and not kept."""
    return _read(now, now.at, _count(now, sight))


def _count(now: Window, sight: Sight) -> dict[str, Any]:
    quarter, month = (window(code, now.at, now.zone) for code in (QUARTER, MONTH))
    since = min(quarter.promise.since, month.promise.since)
    found = owed_in(Span(since, now.at), sight).annotate(day=TruncDate("due_at", tzinfo=now.zone))
    by_day = found.order_by().values_list("obligation", "rule__amount", "day").annotate(
        due=Count("pk"), kept=Sum("on_time"))  # fmt: skip
    return {
        "days": [[name, amount, day.isoformat(), due, kept] for name, amount, day, due, kept in by_day],
        "opinions": {
            code: vars(opinion(window(code, now.at, now.zone), sight)) for code in (WEEK, MONTH, QUARTER)
        },
        "register": _register(now),
    }  # fmt: skip


def _register(now: Window) -> list[Any] | None:
    """The register that should have been published last; none before there was anything to put into one."""
    quarter = quarter_of(now.at - REGISTER_WITHIN, now.zone).before
    first = Report.objects.aggregate(first=Min("received_at"))["first"]
    if first is None or first >= quarter.until(now.zone):
        return None
    published = Register.objects.filter(year=quarter.year, nth=quarter.nth).values_list("frozen_at", flat=True).first()
    return [quarter.code, published is not None and published <= quarter.until(now.zone) + REGISTER_WITHIN]


def _read(now: Window, at: datetime, rows: dict[str, Any]) -> Scores:
    days = [(name, amount, date.fromisoformat(day), due, kept) for name, amount, day, due, kept in rows["days"]]
    tallies, trend = {}, {}
    for duty in DUTIES.values():
        own: dict[date, Tally] = {}
        for name, amount, day, due, kept in days:
            if _is(duty, name, amount):  # on one day answers may fall due under several versions
                before = own.get(day, Tally())
                own[day] = Tally(before.due + due, before.kept + kept)
        for span in SPANS:
            first = chosen_days(span, now.at, now.zone).first
            within = [one for day, one in own.items() if day >= first]
            tallies[duty.code, span] = Tally(sum(one.due for one in within), sum(one.kept for one in within))
        begin = now.at.astimezone(now.zone).date() - timedelta(days=TREND_DAYS - 1)
        trend[duty.code] = [own[day].share or 0.0 for day in sorted(own) if day >= begin]
    opinions = {code: Opinion(**found) for code, found in rows["opinions"].items()}
    register = rows["register"]
    return Scores(at, tallies, trend, opinions, (register[0], register[1]) if register else None)


def _is(duty: Duty, obligation: str, amount: int) -> bool:
    return duty.obligation == obligation and duty.amount in (None, amount)
