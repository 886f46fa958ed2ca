"""Finding what a report may be like, by index alone. The work is bounded: so many probes, so many rows of each, however
many reports are stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from rumahrakyat.duplicates.likeness import Traits
from rumahrakyat.duplicates.signature import Signature
from rumahrakyat.lib.geo import cell_number, cells_around

# H3 cells of 0.7 km2. Their neighbours reach at least 900 m in every direction; matters that go farther are found by
# their district. On the development seed of the bench 99 in 100 pairs of pins of one incident lie in neighbouring cells
# of this size (finer by one: 87; coarser by one: all, with three times the rows to compare).
RESOLUTION: Final = 8
RINGS: Final = 1
PER_CELL: Final = 20
PER_VILLAGE: Final = 40
PER_DISTRICT: Final = 40
PER_BAND: Final = 12
# Copies of a text are looked for this long, whatever the category.
COPIES_FOR: Final = timedelta(days=60)


@dataclass(frozen=True)
class Candidate:
    """A stored report that may be alike. `person` is the same for all reporters known to be one person."""

    report_id: int
    person: int
    stage: str
    visibility: str
    parent_id: int | None
    campaign_id: int | None
    traits: Traits


_CELLS = """SELECT f.report_id FROM unnest(%(cells)s::bigint[]) AS c(cell) CROSS JOIN LATERAL (
 SELECT report_id FROM duplicates_fingerprint WHERE cell = c.cell AND received_at BETWEEN %(since)s AND %(until)s
 ORDER BY received_at DESC LIMIT %(per_cell)s) f"""
_VILLAGE = """(SELECT report_id FROM duplicates_fingerprint WHERE village = %(village)s AND village <> ''
 AND received_at BETWEEN %(since)s AND %(until)s ORDER BY received_at DESC LIMIT %(per_village)s)"""
_DISTRICT = """(SELECT report_id FROM duplicates_fingerprint WHERE district = %(district)s AND district <> ''
 AND subject = %(subject)s AND received_at BETWEEN %(since)s AND %(until)s
 ORDER BY received_at DESC LIMIT %(per_district)s)"""
_BAND = """(SELECT report_id FROM duplicates_fingerprint WHERE band_{n} = %(band_{n})s
 AND received_at BETWEEN %(copies_since)s AND %(until)s ORDER BY received_at DESC LIMIT %(per_band)s)"""
_ROWS = """WITH found AS ({probes})
SELECT f.report_id, coalesce(p.same_as_id, p.id), r.stage, r.visibility, r.parent_id, f.campaign_id, f.received_at,
 r.lat, r.lon, f.regency, f.district, f.village, f.category, f.words, f.names
FROM found JOIN duplicates_fingerprint f USING (report_id) JOIN reports_report r ON r.id = f.report_id
JOIN people_reporter p ON p.id = r.reporter_id WHERE f.report_id <> %(own)s"""


def candidates(traits: Traits, signature: Signature, *, days: float, own: int) -> list[Candidate]:
    """The stored reports that lie near, in the same village, in the same district with the same subject, or that share
    a band. `days`: how far back and forth. `own`: the report itself, left out. One query."""
    window = timedelta(days=days)
    values: dict[str, Any] = {
        "own": own,
        "since": traits.received_at - window,
        "until": traits.received_at + window,
        "copies_since": traits.received_at - COPIES_FOR,
        "per_cell": PER_CELL,
        "per_village": PER_VILLAGE,
        "per_district": PER_DISTRICT,
        "per_band": PER_BAND,
    }
    probes = [_BAND.format(n=n) for n in range(1, len(signature.bands) + 1)]
    values |= {f"band_{n}": band for n, band in enumerate(signature.bands, start=1)}
    probes += _near(traits, values)
    if not probes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(probes=" UNION ".join(probes)), values)
        return [_candidate(row) for row in cursor.fetchall()]


def _near(traits: Traits, values: dict[str, Any]) -> list[str]:
    probes = []
    cell = cell_number(traits.lat, traits.lon, RESOLUTION)
    if cell is not None:
        values["cells"] = cells_around(cell, RINGS)
        probes.append(_CELLS)
    if traits.village:
        values["village"] = traits.village
        probes.append(_VILLAGE)
    if traits.district and traits.subject:
        values |= {"district": traits.district, "subject": traits.subject}
        probes.append(_DISTRICT)
    return probes


def _candidate(row: Sequence[Any]) -> Candidate:
    report_id, person, stage, visibility, parent_id, campaign_id, received_at, lat, lon = row[:9]
    regency, district, village, category, words, names = row[9:]
    assert isinstance(received_at, datetime)
    traits = Traits(received_at, lat, lon, regency, district, village, category, frozenset(words), frozenset(names))
    return Candidate(report_id, person, stage, visibility, parent_id, campaign_id, traits)
