"""Exactly once, whatever the link does: what a phone handed over before is found again by its own id."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from rumahrakyat.people.models import Account
from rumahrakyat.relay.models import Handed
from rumahrakyat.reports.models import Report

# A phone's clock may differ by this much before what it says is put right by the difference.
TRUSTED: Final = timedelta(minutes=10)
OLDEST: Final = timedelta(days=60)


@dataclass(frozen=True)
class Slip:
    """What goes with everything that a phone hands over. `noted_at`: when it was written down, `sent_at`: when it was
    sent, both by the phone's own clock; None when the phone did not say."""

    account: Account
    uuid: UUID
    noted_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """When something was noted, as well as can be known, and by how much the phone's clock was ahead."""

    at: datetime | None
    ahead: timedelta


def told_at(slip: Slip, *, at: datetime) -> Told:
    """Put the phone's time right. A clock that is hours wrong is wrong for both times, so the difference at sending is
    taken off. What then lies in the future or too far back is no time at all: only the receipt counts."""
    ahead = slip.sent_at - at if slip.sent_at else timedelta()
    if slip.noted_at is None:
        return Told(None, ahead)
    noted = slip.noted_at - ahead if abs(ahead) > TRUSTED else slip.noted_at
    return Told(noted if at - OLDEST <= noted <= at + TRUSTED else None, ahead)


def once(*, slip: Slip, kind: str, at: datetime, do: Callable[[], Report]) -> tuple[Handed, bool]:
    """Do what was handed over, or find what it became the first time; the second value says whether it was done now.

    Two requests with one id meet at the unique row: the later one is undone and answers like the first.
    """
    found = find(slip.account, slip.uuid)
    if found is not None:
        return found, False
    told = told_at(slip, at=at)
    try:
        with transaction.atomic():
            handed = Handed.objects.create(
                account=slip.account,
                uuid=slip.uuid,
                kind=kind,
                report=do(),
                noted_at=told.at,
                ahead=max(-(2**31), min(2**31 - 1, round(told.ahead.total_seconds()))),
                received_at=at,
            )
    except IntegrityError:
        found = find(slip.account, slip.uuid)
        if found is None:
            raise
        return found, False
    return handed, True


def find(account: Account, uuid: UUID) -> Handed | None:
    return Handed.objects.select_related("report__holder").filter(account=account, uuid=uuid).first()
