"""A whole province out of its folder of data: every layer loads its own part, lowest first."""

from collections.abc import Iterator
from datetime import datetime

from rumahrakyat.regions.models import Region
from rumahrakyat.routing import loading


def load_province(name: str, *, at: datetime) -> Iterator[str]:
    """Brings the tables in line with the files of a province; a line for each table that tells what changed."""
    summary = loading.load_province(province=name, at=at)
    for table, changes in summary.changes.items():
        yield f"{table}: {changes.created} new, {changes.updated} changed"


def is_loaded() -> bool:
    return Region.objects.exists()
