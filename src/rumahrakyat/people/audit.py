"""The audit trail of the house: acts that stand on no case's timeline. Written in the transaction of the act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from rumahrakyat.people.models_records import AuditLine


def record(
    *, act: str, account: int | None, at: datetime, subject: str = "", data: Mapping[str, Any] | None = None
) -> AuditLine:
    """Write one line. `account` None: the system or the command line. No personal values of citizens in `data`."""
    return AuditLine.objects.create(act=act, account_id=account, at=at, subject=subject[:120], data=dict(data or {}))


def record_once_a_day(*, act: str, account: int, at: datetime, subject: str) -> bool:
    """The same, once for each person, subject and local day: for what is read over and over. Whether it was written."""
    zone = ZoneInfo(settings.TIME_ZONE)
    begun = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    same = AuditLine.objects.filter(subject=subject[:120], at__gte=begun, act=act, account=account)
    if same.exists():
        return False
    record(act=act, account=account, at=at, subject=subject)
    return True
