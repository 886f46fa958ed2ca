"""Bringing a table in line with a list of wanted rows, in a handful of statements.

For reference data loaded from files: running it again with the same rows changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

BATCH = 2000


@dataclass(frozen=True)
class Changes:
    """What bringing a table in line did, in rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged


def align(model: type[models.Model], rows: Iterable[dict[str, Any]], *, key: Sequence[str]) -> Changes:
    """Create the rows that are missing and update those that differ; rows not mentioned are left alone.

    Every row is a dict of the same attribute names (``parent_id`` for foreign keys) that includes `key`. A row that a
    person edited (``edited_at``, where the table has it) is left alone, too.
    """
    wanted = {tuple(row[name] for name in key): row for row in rows}
    if not wanted:
        return Changes()
    names = list(next(iter(wanted.values())))
    manager = model._default_manager  # noqa: SLF001 (documented in Django's manual under this name)
    existing = {tuple(getattr(found, name) for name in key): found for found in manager.all()}
    fresh = [model(**row) for identity, row in wanted.items() if identity not in existing]
    changed = []
    for identity, row in wanted.items():
        found = existing.get(identity)
        if found is None or getattr(found, "edited_at", None) is not None:
            continue
        if any(getattr(found, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(found, name, value)
            changed.append(found)
    manager.bulk_create(fresh, batch_size=BATCH)
    if changed:
        fields = [name.removesuffix("_id") for name in names if name not in key]
        manager.bulk_update(changed, fields, batch_size=BATCH)
    return Changes(len(fresh), len(changed), len(wanted) - len(fresh) - len(changed))
