"""Once a week the regional secretary is told how many rows of the register wait for a ruling."""

from datetime import datetime
from typing import Final

from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.duty.negligence.queries import waiting_for_ruling
from rumahrakyat.lib import wallclock

KIND: Final = "rulings"
TASK: Final = "duty.rulings"
_FROM_HOUR: Final = 8  # local time on Monday; a week that begins with the worker away is made up for when it is back
_LIST: Final = "/pantau/kelalaian/?keadaan=explained"


def remind(*, at: datetime) -> Alert | None:
    """Tell the secretary once in each week, from Monday 08.00 local time on. None when nothing waits or it was told."""
    there = at.astimezone(wallclock.zone())
    year, week, weekday = there.isocalendar()
    key = f"{KIND}:{year}-W{week:02d}"
    if (weekday == 1 and there.hour < _FROM_HOUR) or Alert.objects.filter(key=key).exists():
        return None
    waiting = waiting_for_ruling(at=at)
    if not waiting.all or waiting.oldest is None:
        return None
    since = waiting.oldest.astimezone(there.tzinfo)
    words = (
        f"{waiting.all} baris register kelalaian menunggu putusan: {waiting.explained} sudah dijelaskan, "
        f"{waiting.unexplained} tanpa penjelasan sampai waktunya habis. Terlama sejak {since:%d.%m.%Y}."
    )
    return alerts.raise_alert(
        kind=KIND,
        audience="secretary",
        organisation=None,
        report=None,
        words=words,
        key=key,
        acknowledge=0,
        at=at,
        waits=True,
        path=_LIST,
        climbs=False,
    )
