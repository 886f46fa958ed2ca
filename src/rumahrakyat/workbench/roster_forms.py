"""Reading the forms of the roster: shape only; whether it may be done, the operations say."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.rostering import Hours, WrongRoster
from rumahrakyat.people.models import Account

PROBLEMS: Final[dict[str, str | Promise]] = {
    "account": _("Choose a person."),
    "audience": _("Choose for which list."),
    "weekdays": _("Choose at least one day."),
    "hours": _("Give both hours, or neither for the whole day."),
    "time": _("An hour is written like 21:00."),
    "date": _("Choose a date from the calendar."),
    "until": _("The end lies before the beginning."),
    "stand_in": _("Choose somebody else to stand in."),
    "value": _("This number or address cannot be right. Look at the example."),
}


def hours_of(given: QueryDict) -> Hours:
    """Days, hours and period of a turn. Raises `WrongRoster`."""
    return Hours(
        weekdays="".join(given.getlist("hari")),
        begins=time_of(given.get("mulai", "")),
        ends=time_of(given.get("selesai", "")),
        since=moment_of(given.get("sejak", "")),
        until=moment_of(given.get("sampai", ""), end=True),
    )


def time_of(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if text.strip() else None
    except ValueError as error:
        raise WrongRoster("time") from error


def moment_of(text: str, *, end: bool = False) -> datetime | None:
    """The beginning of a local day, or (as an end) the beginning of the day after it; None when nothing was given."""
    if not text.strip():
        return None
    try:
        day = wallclock.typed_day(text)
    except ValueError as error:
        raise WrongRoster("date") from error
    return wallclock.midnight(day + timedelta(days=end))


def person(given: QueryDict, name: str, among: Sequence[Account]) -> Account | None:
    """The chosen account, when it is one of those that may be chosen."""
    return next((one for one in among if str(one.pk) == given.get(name, "")), None)


def order_of(given: QueryDict) -> int:
    text = given.get("urutan", "")
    return min(max(int(text), 1), 99) if text.isdecimal() else 1
