"""Reads on regions."""

from collections.abc import Collection

from django.db.models import QuerySet

from rumahrakyat.regions.models import Level, Region


def find(code: str) -> Region | None:
    """The region with this code, or None."""
    return Region.objects.filter(code=code).first()


def full_name(code: str) -> str:
    """Of the region with this code; empty for none."""
    found = find(code) if code else None
    return found.full_name if found else ""


def regencies() -> QuerySet[Region]:
    """All regencies and cities in the order of their codes."""
    return Region.objects.filter(level=Level.REGENCY).order_by("code")


def districts(regency: str | None = None) -> QuerySet[Region]:
    """Districts by name, of one regency or of all."""
    found = Region.objects.filter(level=Level.DISTRICT).order_by("name", "code")
    return found.filter(parent_id=regency) if regency else found


def villages(district: str) -> QuerySet[Region]:
    return Region.objects.filter(level=Level.VILLAGE, parent_id=district).order_by("name", "code")


def lineage(region: Region) -> list[Region]:
    """The region and its ancestors, the province first, in one query."""
    parts = region.code.split(".")
    codes = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
    return list(Region.objects.filter(code__in=codes).order_by("code"))


def many(codes: Collection[str]) -> dict[str, Region]:
    """The regions with these codes, by code, in one query. Unknown codes are left out."""
    return {region.code: region for region in Region.objects.filter(code__in=codes)}
