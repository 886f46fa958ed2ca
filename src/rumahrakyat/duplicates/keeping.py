"""Keeping the fingerprint of each report as its case comes to know more: once, again, or all anew, with one result."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from rumahrakyat.duplicates import data
from rumahrakyat.duplicates.likeness import Traits
from rumahrakyat.duplicates.looking import RESOLUTION
from rumahrakyat.duplicates.models import BANDS, Fingerprint
from rumahrakyat.duplicates.signature import Signature
from rumahrakyat.lib.geo import cell_number
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.transcripts import words_of
from rumahrakyat.reports.wording import NOT_WRITTEN_YET

_BATCH = 500


def keep(report: Report) -> tuple[Fingerprint, bool]:
    """Write what the report is found again by; returns it and whether anything is new about it. Two workers may do so
    at once, for two entries of one case."""
    made = fingerprint_of(report)
    fields = {name: getattr(made, name) for name in _FIELDS}
    known, new = Fingerprint.objects.get_or_create(report=report, defaults=fields)
    if new:
        return known, True
    made.campaign_id = known.campaign_id
    changed = [name for name, value in fields.items() if value != getattr(known, name)]
    if changed:
        made.save(update_fields=changed)
    return made, bool(changed)


_FIELDS = (
    "received_at", "cell", "regency", "district", "village", "category", "subject", "words", "names", "version",
    *(f"band_{n}" for n in range(1, BANDS + 1)),
)  # fmt: skip


def fingerprint_of(report: Report) -> Fingerprint:
    """Made from the report alone; reads its transcripts while nothing was written."""
    text = words_of(report)
    signature = data.signature("" if text == NOT_WRITTEN_YET else f"{text}\n{report.place_words}")
    category = report.category.code if report.category else ""
    bands = {f"band_{n}": band for n, band in enumerate(signature.bands, start=1)}
    return Fingerprint(
        report=report,
        received_at=report.received_at,
        cell=cell_number(report.lat, report.lon, RESOLUTION),
        regency=report.regency_id or "",
        district=report.district_id or "",
        village=report.village_id or "",
        category=category,
        subject=category.partition(".")[0],
        words=list(signature.words),
        names=list(signature.names),
        version=data.VERSION,
        **bands,
    )


def traits_of(fingerprint: Fingerprint, report: Report) -> Traits:
    return Traits(
        fingerprint.received_at,
        report.lat,
        report.lon,
        fingerprint.regency,
        fingerprint.district,
        fingerprint.village,
        fingerprint.category,
        frozenset(fingerprint.words),
        frozenset(fingerprint.names),
    )


def signature_in(fingerprint: Fingerprint) -> Signature:
    bands = [getattr(fingerprint, f"band_{n}") for n in range(1, BANDS + 1)]
    return Signature(tuple(fingerprint.words), tuple(fingerprint.names), tuple(one for one in bands if one is not None))


def missing(*, before: datetime, limit: int = _BATCH) -> list[int]:
    """Reports without a fingerprint of the present version that were recorded before an instant, oldest first; and
    those whose words were erased since: their hashes go, too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id FROM reports_report r LEFT JOIN duplicates_fingerprint f ON f.report_id = r.id"
            " WHERE (f.report_id IS NULL OR f.version <> %s OR (r.text = '' AND f.words <> '{}'))"
            " AND r.recorded_at < %s ORDER BY r.id LIMIT %s",
            [data.VERSION, before, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def fill(ids: Sequence[int]) -> int:
    """Write the fingerprints of these reports; those there are already are made anew. Returns how many."""
    reports = list(Report.objects.filter(pk__in=ids).select_related("category"))
    rows = [fingerprint_of(report) for report in reports]
    Fingerprint.objects.bulk_create(rows, update_conflicts=True, unique_fields=["report"], update_fields=list(_FIELDS))
    return len(rows)


def fill_missing(*, at: datetime) -> bool:
    """One batch of what is missing; False when nothing is."""
    ids = missing(before=at)
    return bool(ids) and fill(ids) > 0
