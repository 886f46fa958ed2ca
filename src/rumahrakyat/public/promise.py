"""How the promise of 1x24 hours is kept, for the first page. Counted once a minute, not for every reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.duty import queries as duty
from rumahrakyat.duty.queries import Day, Kept, Late
from rumahrakyat.lib import wallclock
from rumahrakyat.reports import queries as reports

FRESH_SECONDS: Final = 60
SPAN: Final = timedelta(days=30)
_WIDTH: Final = 600
_HEIGHT: Final = 64
_last: dict[str, "Figures"] = {}


@dataclass(frozen=True)
class Bar:
    """One day of the chart: on-time answers with the late ones as a cap, in units of a 600 by 64 drawing."""

    x: float
    width: float
    ok_y: float
    ok_height: float
    late_y: float
    late_height: float


@dataclass(frozen=True)
class Figures:
    """`usual_today`: what came in by this time of day on average of the last four weeks."""

    at: datetime
    kept: Kept
    kept_before: Kept
    days: list[Day]
    received_today: int
    usual_today: int
    answered_today: int
    median_today: timedelta | None
    late: Late

    @property
    def better(self) -> str:
        """up, down or empty against the thirty days before."""
        if not (self.kept.due and self.kept_before.due):
            return ""
        change = self.kept.on_time / self.kept.due - self.kept_before.on_time / self.kept_before.due
        return "up" if change > 0.0005 else "down" if change < -0.0005 else ""

    @property
    def bars(self) -> list[Bar]:
        return bars(self.days)


def at(now: datetime) -> Figures:
    """The figures, at most a minute old; each web process counts for itself."""
    last = _last.get("figures")
    if last is not None and timedelta(0) <= now - last.at < timedelta(seconds=FRESH_SECONDS):
        return last
    _last["figures"] = _counted(now)
    return _last["figures"]


def forget() -> None:
    """Count afresh the next time. For tests."""
    _last.clear()


def _counted(now: datetime) -> Figures:
    zone = wallclock.zone()
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    times = duty.answer_times(midnight, now)
    weeks = [timedelta(days=7 * back) for back in range(1, 5)]
    usual = reports.received_in([(midnight - week, now - week) for week in weeks])
    return Figures(
        at=now,
        kept=duty.kept_between(now - SPAN, now),
        kept_before=duty.kept_between(now - 2 * SPAN, now - SPAN),
        days=duty.kept_by_day(now - SPAN, now),
        received_today=reports.received_in([(midnight, now)]),
        usual_today=round(usual / len(weeks)),
        answered_today=len(times),
        median_today=duty.median_of(times),
        late=duty.late_at(now),
    )


def bars(days: list[Day]) -> list[Bar]:
    """The chart: volume as height, so that weekends and failures are both visible."""
    if not days:
        return []
    highest = max(day.kept.due for day in days) or 1
    step = _WIDTH / (SPAN.days + 1)
    drawn = []
    for day in days:
        nth = SPAN.days - (days[-1].day - day.day).days
        whole = _HEIGHT * day.kept.due / highest
        late = _HEIGHT * day.kept.late / highest
        late = max(late, 2.0) if day.kept.late else 0.0
        gap = 1.0 if late else 0.0
        drawn.append(
            Bar(
                x=round(nth * step, 1),
                width=round(step * 0.8, 1),
                ok_y=round(_HEIGHT - whole + late + gap, 1),
                ok_height=round(max(0.0, whole - late - gap), 1),
                late_y=round(_HEIGHT - whole, 1),
                late_height=round(late, 1),
            )
        )
    return drawn
