"""Loading a province's organisations and service points from its data files, above its regions."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction

from rumahrakyat.lib.bulk import Changes, align
from rumahrakyat.organisations.models import OpeningHours, Organisation, ServicePoint
from rumahrakyat.regions.loading import load_regions
from rumahrakyat.regions.province import Province, province


@dataclass(frozen=True)
class Summary:
    """What loading a province changed, by table, and when."""

    province: str
    at: datetime
    changes: dict[str, Changes]

    @property
    def unchanged(self) -> bool:
        return not any(change.created or change.updated for change in self.changes.values())


@transaction.atomic
def load_territory(*, name: str, at: datetime) -> Summary:
    """Bring regions, organisations and service points in line with the files of province `name`.

    Nothing is deleted: a row that left the files stays as it is. Raises UnknownProvince.
    """
    found = province(name)
    return Summary(
        name,
        at,
        {
            "regions": load_regions(found),
            "organisations": _load_organisations(found),
            "service_points": _load_service_points(found),
        },
    )


def _load_organisations(found: Province) -> Changes:
    rows = [
        {
            "code": row["code"],
            "name": row["name"],
            "short_name": row["short_name"],
            "kind": row["kind"],
            "form": row["form"],
            "region_id": row["region"] or None,
            "duties": row["duties"],
            "phone": row["phone"],
            "website": row["website"],
            "referral_text": row["referral_text"],
            "receives_misconduct": bool(row["receives_misconduct"]),
        }
        for row in found.table("organisations.csv")
    ]
    return align(Organisation, rows, key=["code"])


def _load_service_points(found: Province) -> Changes:
    document = found.document("service_points.json")
    organisations = dict(Organisation.objects.values_list("code", "pk"))
    points = document["points"]
    rows = [_service_point(point, organisations) for point in points]
    changes = align(ServicePoint, rows, key=["code"])
    stored = {point.code: point for point in ServicePoint.objects.prefetch_related("hours", "serves")}
    for point in points:
        if stored[point["code"]].edited_at is not None:
            continue
        _set_hours(stored[point["code"]], document["hours"][point["hours"]])
        if {region.pk for region in stored[point["code"]].serves.all()} != set(point["serves"]):
            stored[point["code"]].serves.set(point["serves"])
    return changes


def _service_point(point: dict[str, Any], organisations: dict[str, int]) -> dict[str, Any]:
    return {
        "code": point["code"],
        "name": point["name"],
        "organisation_id": organisations[point["organisation"]],
        "address": point["address"],
        "regency_id": point["regency"],
        "lat": point["lat"],
        "lon": point["lon"],
        "notes": point["notes"],
        "confirmed": point["confirmed"],
    }


def _set_hours(point: ServicePoint, hours: list[tuple[int, str, str]]) -> None:
    wanted = {(day, time.fromisoformat(opens), time.fromisoformat(closes)) for day, opens, closes in hours}
    if {(row.weekday, row.opens, row.closes) for row in point.hours.all()} == wanted:
        return
    point.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(service_point=point, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in sorted(wanted)
    )
