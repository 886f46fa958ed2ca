"""Every report can be found again when somebody tells the same."""

from rumahrakyat.duplicates.handlers import RECEIVED
from rumahrakyat.duplicates.tasks import FILL_TASK
from rumahrakyat.operate.invariants.base import QUEUE_GRACE, Finding, Scope, found, overdue_before


def reports_have_their_fingerprint(_scope: Scope) -> Finding:
    """What came in before a worker last looked for reports without a fingerprint has one, unless the worker has not
    come to the report's first entry yet. What was copied in from elsewhere gets its own within ten minutes."""
    return found(
        "SELECT r.number AS example FROM reports_report r WHERE r.recorded_at < %s"
        " AND NOT EXISTS (SELECT 1 FROM duplicates_fingerprint f WHERE f.report_id = r.id)"
        " AND NOT EXISTS (SELECT 1 FROM reports_pendingeffect p JOIN reports_entry e ON e.id = p.entry_id"
        " WHERE e.report_id = r.id AND p.handler = %s)",
        [overdue_before(FILL_TASK, QUEUE_GRACE), RECEIVED],
    )
