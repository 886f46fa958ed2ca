"""Seed rules of the installation: the versions of each obligation, idempotently."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rumahrakyat.duty.models import DutyRule


def load_rules(rows: list[dict[str, Any]]) -> int:
    """Insert versions that are not there yet; a version that exists is never changed. Returns how many were new.

    A row has obligation, version, hours, ladder, source, valid_from and valid_to (ISO 8601 with zone, or null).
    """
    new = 0
    with transaction.atomic():
        for row in rows:
            until = row.get("valid_to")
            _rule, created = DutyRule.objects.get_or_create(
                obligation=row["obligation"],
                version=row["version"],
                defaults={
                    "hours": row["hours"],
                    "ladder": row["ladder"],
                    "source": row["source"],
                    "valid_from": datetime.fromisoformat(str(row["valid_from"])),
                    "valid_to": datetime.fromisoformat(str(until)) if until else None,
                },
            )
            new += created
    return new
