"""Reads of the register of roads, for pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from rumahrakyat.regions.models_roads import Road, RoadImport

PAGE = 50


@dataclass(frozen=True)
class Found:
    """`next` is the key to go on from; None: that was all."""

    rows: Sequence[Road]
    next: str | None


def search(word: str = "", *, road_class: str = "", after: str = "") -> Found:
    """Stretches in force by name, with a word in code, name or ends; one page. One query."""
    rows = Road.objects.filter(valid_to=None)
    if road_class:
        rows = rows.filter(road_class=road_class)
    if word:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(code__icontains=word)
            | Q(from_name__icontains=word)
            | Q(to_name__icontains=word)
        )
    name, mark, number = after.rpartition("~")
    if mark and number.isascii() and number.isdigit():
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(number)))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Found(found[:PAGE], f"{last.name}~{last.pk}" if last else None)


def by_class() -> dict[str, int]:
    """How many stretches are in force, by class; empty when the register is."""
    counted = (
        Road.objects.filter(valid_to=None).values_list("road_class").annotate(n=Count("pk")).order_by("road_class")
    )
    return dict(counted)


def sources() -> list[str]:
    return list(Road.objects.filter(valid_to=None).order_by("source").values_list("source", flat=True).distinct())


def imports() -> list[RoadImport]:
    """What was taken in lately, the newest first."""
    return list(RoadImport.objects.order_by("-at", "-pk")[:10])


def in_force(source: str = "") -> Iterator[Road]:
    """Every stretch in force, of one source or of all, for an export."""
    rows = Road.objects.filter(valid_to=None).order_by("source", "code")
    return (rows.filter(source=source) if source else rows).iterator(chunk_size=1000)
