"""Loading a whole province: regions, organisations, service points, categories; its rules are checked against them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rumahrakyat.lib.bulk import Changes, align
from rumahrakyat.organisations.loading import Summary, load_territory
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.regions.province import Province
from rumahrakyat.regions.province import province as province_named
from rumahrakyat.reports.models import Category
from rumahrakyat.routing.data import rules_of


@transaction.atomic
def load_province(*, province: str, at: datetime) -> Summary:
    """Bring all reference data in line with the files of a province; a second run changes nothing.

    Raises UnknownProvince, and BadRules when the rules name what the other files lack; then nothing is loaded.
    """
    found = province_named(province)
    summary = load_territory(name=province, at=at)
    categories = _load_categories(found)
    rules_of(found).check(
        organisations=set(Organisation.objects.filter(active=True).values_list("code", flat=True)),
        categories=set(Category.objects.filter(active=True).values_list("code", flat=True)),
    )
    return Summary(province, at, {**summary.changes, "categories": categories})


def _load_categories(found: Province) -> Changes:
    document = found.document("categories.json")
    main = align(Category, [_row(entry, position=entry["position"], parent=None) for entry in document], key=["code"])
    parents = dict(Category.objects.filter(parent=None).values_list("code", "pk"))
    children = [
        _row(child, position=position, parent=parents[entry["code"]])
        for entry in document
        for position, child in enumerate(entry["children"], start=1)
    ]
    return main + align(Category, children, key=["code"])


def _row(entry: dict[str, Any], *, position: int, parent: int | None) -> dict[str, Any]:
    return {
        "code": entry["code"],
        "name": entry["name"],
        "parent_id": parent,
        "forced_confidential": bool(entry.get("forced_confidential")),
        "position": position,
    }
