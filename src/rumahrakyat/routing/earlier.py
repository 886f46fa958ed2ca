"""Where the same person's earlier cases were: breaks a tie between two places of one name, and nothing more."""

from typing import Final

from django.db.models import Q

from rumahrakyat.regions.evidence import Prior
from rumahrakyat.reports import queries
from rumahrakyat.reports.models import Identity, Report

MOST: Final = 5
# A case told in confidence or without a name is linked to no other, in neither direction.
OPEN: Final = Q(identity=Identity.NAMED.value)


def earlier_places(report: Report) -> tuple[Prior, ...]:
    """The regencies of the person's latest cases; empty for whoever does not give a name. One query."""
    if report.identity != Identity.NAMED:
        return ()
    known = Q(regency__isnull=False) & ~Q(pk=report.pk) & OPEN
    earlier = queries.of_reporter(report.reporter_id, within=known, limit=MOST)
    regencies = tuple(dict.fromkeys(str(one.regency_id) for one in earlier))
    return (Prior(regencies, "laporan sebelumnya dari pelapor yang sama ada di sana"),) if regencies else ()
