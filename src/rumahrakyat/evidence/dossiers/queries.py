"""Reads of the dossiers that were taken."""

from rumahrakyat.evidence.models_dossiers import Taking

LIMIT = 200


def of_case(report_id: int, *, limit: int = LIMIT) -> list[Taking]:
    """The newest first."""
    return list(Taking.objects.filter(report=report_id).select_related("account").order_by("-pk")[:limit])
