"""Loading a province's regions from its data files."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction

from rumahrakyat.lib.bulk import Changes, align
from rumahrakyat.regions.codes import parent_of
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.regions.province import Province

EMPTY: dict[str, Any] = {
    "capital": "",
    "lat": None,
    "lon": None,
    "population": None,
    "area_km2": None,
    "postal_code": "",
}


@transaction.atomic
def load_regions(province: Province) -> Changes:
    """Bring the regions in line with the province's files; running it again changes nothing."""
    rows = {row["code"]: row for row in _rows(province)}
    return align(Region, rows.values(), key=["code"])


def _rows(province: Province) -> Iterator[dict[str, Any]]:
    facts = province.facts
    yield EMPTY | {
        "code": facts["code"],
        "level": Level.PROVINCE.value,
        "kind": facts["kind"],
        "name": facts["name"],
        "full_name": f"{facts['kind']} {facts['name']}",
        "parent_id": None,
        "capital": facts["capital"],
        "lat": facts["lat"],
        "lon": facts["lon"],
    }
    names: dict[str, str] = {}
    for row in province.table("regencies.csv"):
        names[row["code"]] = f"{row['kind']} {row['name']}"
        yield _region(row, Level.REGENCY, row["kind"], names[row["code"]]) | {
            "capital": row["capital"],
            "population": int(row["population"]),
            "area_km2": Decimal(row["area_km2"]).quantize(Decimal("0.001")),
        }
    for row in province.table("districts.csv"):
        names[row["code"]] = f"Kecamatan {row['name']}, {names[parent_of(row['code'])]}"
        yield _region(row, Level.DISTRICT, "Kecamatan", names[row["code"]])
    for row in province.table("villages.csv"):
        full_name = f"{row['kind']} {row['name']}, {names[parent_of(row['code'])]}"
        yield _region(row, Level.VILLAGE, row["kind"], full_name) | {"postal_code": row["postal_code"]}


def _region(row: dict[str, str], level: Level, kind: str, full_name: str) -> dict[str, Any]:
    return EMPTY | {
        "code": row["code"],
        "level": level.value,
        "kind": kind,
        "name": row["name"],
        "full_name": full_name,
        "parent_id": parent_of(row["code"]),
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
    }
