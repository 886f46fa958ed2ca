"""Figures kept for a little while, because counting them anew for every look at a page would be too dear."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from rumahrakyat.oversight.models import Reckoning
from rumahrakyat.oversight.sight import Sight

# Nobody chose such a period for so long: it goes.
FORGOTTEN: Final = timedelta(days=1)
_KEEP: Final = """
INSERT INTO oversight_reckoning (key, at, rows) VALUES (%s, %s, %s::jsonb)
ON CONFLICT (key) DO UPDATE SET at = excluded.at, rows = excluded.rows
"""


def whose(sight: Sight) -> str:
    """Names a sight, so that nobody is given what was counted for somebody else."""
    return "all" if sight.everything else hashlib.sha256(repr(sight.parameters).encode()).hexdigest()[:32]


def read(*keys: str) -> dict[str, Reckoning]:
    """What is kept under these keys, whatever its age, in one query: for `known`."""
    return {one.key: one for one in Reckoning.objects.filter(key__in=keys)}


def known(key: str, at: datetime, fresh: timedelta, have: Mapping[str, Reckoning] | None = None) -> Reckoning | None:
    """What was kept under this key, unless it is older than `fresh` at `at`, or of a time after it. `have`: what was
    read before; without it one query."""
    found = (read(key) if have is None else have).get(key)
    return found if found is not None and timedelta() <= at - found.at < fresh else None


def keep(key: str, at: datetime, rows: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [key, at, json.dumps(rows)])


def forget(at: datetime) -> int:
    """Throw away what nobody has renewed for a day. Returns how many."""
    return Reckoning.objects.filter(at__lt=at - FORGOTTEN).delete()[0]
