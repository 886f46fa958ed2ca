"""Alerts by rule: what is found is kept once for each matter and day, and told to everybody it concerns.

Quiet hours are respected by coming back: whoever may not be disturbed now is told when their quiet ends, on the same
local day or the next morning. A danger to life is told at once.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.roster import quiet_until
from rumahrakyat.oversight.briefs import rules
from rumahrakyat.oversight.briefs.editions import ALL, of_regency
from rumahrakyat.oversight.briefs.readers import Reads, readers
from rumahrakyat.oversight.briefs.sending import Thing, deliver
from rumahrakyat.oversight.briefs.watching import Found, look
from rumahrakyat.oversight.models_briefs import BriefAlert, BriefSent
from rumahrakyat.people.models import Account

_STILL_NEWS: Final = timedelta(hours=14)  # what quiet held back longer than that is in the brief of the morning


def watch(*, at: datetime) -> int:
    """Look, keep what is new, tell whoever has not been told; returns how many messages were queued."""
    for one in look(rules.every(), at=at):
        _keep(one, at)
    return tell(at=at)


def _keep(found: Found, at: datetime) -> None:
    """Once for each matter and local day. What was found in the evening is not found again until the next day."""
    day = wallclock.day_of(at)
    if BriefAlert.objects.filter(rule=found.rule, matter=found.matter, day=day).exists():
        return
    try:
        with transaction.atomic():
            BriefAlert.objects.create(
                rule=found.rule, matter=found.matter, day=day, found_at=at, words=found.words[:400],
                path=found.path, regency=found.regency, danger=found.danger,
            )  # fmt: skip
    except IntegrityError:
        return  # another worker was first


def tell(*, at: datetime) -> int:
    """Tell whoever may be told now; of a matter that was held back and found again after midnight the newer alone."""
    waiting = list(BriefAlert.objects.filter(found_at__gt=at - _STILL_NEWS).order_by("pk"))
    if not waiting:
        return 0
    told = set(BriefSent.objects.filter(alert__in=waiting).values_list("alert", "account"))
    audience = readers(at=at)
    newest = {(one.rule, one.matter): one for one in waiting}
    return sum(_tell(one, audience, told, at) for one in waiting if newest[one.rule, one.matter] == one)


def _tell(alert: BriefAlert, audience: list[Reads], told: set[tuple[int, int]], at: datetime) -> int:
    done = 0
    for account in _concerned(alert, audience):
        if (alert.pk, account.pk) in told or not (alert.danger or quiet_until(account.pk, at) is None):
            continue
        done += deliver(Thing(alert=alert), account, at=at)
    return done


def _concerned(alert: BriefAlert, audience: list[Reads]) -> list[Account]:
    """Who reads the province's brief, and who reads that of the regency in which the matter is."""
    series = {ALL, of_regency(alert.regency)} if alert.regency else {ALL}
    found = {one.account.pk: one.account for one in audience if one.whose in series}
    return list(found.values())


def listed(day: date | None = None, *, limit: int = 50) -> list[BriefAlert]:
    """The newest that were found, or those of a day."""
    found = BriefAlert.objects.all() if day is None else BriefAlert.objects.filter(day=day)
    return list(found.order_by("-day", "-pk")[:limit])
