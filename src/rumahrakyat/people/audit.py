"""The audit trail of the house: acts that stand on no case's timeline. Written in the transaction of the act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rumahrakyat.people.models_records import AuditLine


def record(
    *, act: str, account: int | None, at: datetime, subject: str = "", data: Mapping[str, Any] | None = None
) -> AuditLine:
    """Write one line. `account` None: the system or the command line. No personal values of citizens in `data`."""
    return AuditLine.objects.create(act=act, account_id=account, at=at, subject=subject[:120], data=dict(data or {}))
