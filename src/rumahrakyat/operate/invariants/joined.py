"""Who works on a case beside its holder is who the record says, and never the holder."""

from rumahrakyat.operate.invariants.base import Finding, Scope, found


def joined_agencies_follow_from_the_record(_scope: Scope) -> Finding:
    """Every body that is joined now was joined by an entry of the same instant, and does not hold the case."""
    return found(
        "SELECT r.number AS example FROM reports_participation p JOIN reports_report r ON r.id = p.report_id"
        " JOIN organisations_organisation o ON o.id = p.organisation_id WHERE p.until IS NULL"
        " AND (r.holder_id = p.organisation_id OR NOT EXISTS (SELECT 1 FROM reports_entry e WHERE e.report_id = r.id"
        " AND e.type = 'agency_joined' AND e.at = p.since AND e.data ->> 'organisation' = o.code))",
        [],
    )
