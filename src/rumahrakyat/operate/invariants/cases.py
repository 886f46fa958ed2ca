"""Every case is whole, its record unaltered, and somebody's clock runs on it."""

from rumahrakyat.channels import registry
from rumahrakyat.duty.rules import APPEAL, FIRST_RESPONSE, REPORTER_COMPLETES, REPORTER_DECIDES
from rumahrakyat.duty.tasks import SWEEP_TASK
from rumahrakyat.evidence import chains
from rumahrakyat.operate.invariants.base import (
    CLOCK_GRACE,
    EXAMPLES,
    QUEUE_GRACE,
    Finding,
    Scope,
    found,
    overdue_before,
    together,
)
from rumahrakyat.reports.states import ENDED, Stage
from rumahrakyat.reports.timeline import EFFECTS_TASK

_ENDED = [stage.value for stage in ENDED]
_RUNNING = "met_at IS NULL AND stopped_at IS NULL"


def reports_are_whole(_scope: Scope) -> Finding:
    """A case begins with its entry "received"; one told where we can answer has somebody who is told how it goes on
    (unless it was rejected, as a public word that was no complaint after all)."""
    channels = [f"{adapter.code}:%" for adapter in registry.default() if adapter.capabilities.push]
    return together(
        found(
            "SELECT r.number AS example FROM reports_report r WHERE NOT EXISTS"
            " (SELECT 1 FROM reports_entry e WHERE e.report_id = r.id AND e.seq = 1 AND e.type = 'received')"
        ),
        found(
            "SELECT r.number AS example FROM reports_report r WHERE r.source_key LIKE ANY (%s)"
            " AND r.stage <> 'rejected'"
            " AND NOT EXISTS (SELECT 1 FROM correspondence_listener l WHERE l.report_id = r.id)",
            [channels],
        ),
    )


def reports_come_once(_scope: Scope) -> Finding:
    """One case per submission: form key, or channel and message."""
    return together(
        found(
            "SELECT min(number) AS example FROM reports_report WHERE source_key IS NOT NULL"
            " GROUP BY source_key HAVING count(*) > 1"
        ),
        found(
            "SELECT 'source_key' AS example WHERE NOT EXISTS (SELECT 1 FROM pg_index i"
            " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
            " WHERE i.indrelid = 'reports_report'::regclass AND i.indisunique AND a.attname = 'source_key')"
        ),
    )


def open_cases_have_a_clock(_scope: Scope) -> Finding:
    """An open case has a running clock, or a stated reason why not: it was answered. A case that waits for its reporter
    or for the reporter's verdict has the clock of that; an ended case has none but that of an appeal."""
    turn = f"SELECT 1 FROM duty_clock c WHERE c.report_id = r.id AND {_RUNNING} AND c.obligation = "  # noqa: S608
    return together(
        found(
            "SELECT r.number AS example FROM reports_report r LEFT JOIN LATERAL"
            " (SELECT id, stopped_at FROM duty_clock c WHERE c.report_id = r.id AND c.obligation = %s"
            " ORDER BY cycle DESC LIMIT 1) last ON true"
            " WHERE NOT r.stage = ANY (%s) AND (last.id IS NULL OR last.stopped_at IS NOT NULL)",
            [FIRST_RESPONSE, _ENDED],
        ),
        found(
            f"SELECT r.number AS example FROM reports_report r WHERE r.stage = %s AND NOT EXISTS ({turn} %s)"  # noqa: S608
            f" UNION ALL SELECT r.number FROM reports_report r WHERE r.stage = %s AND NOT EXISTS ({turn} %s)",
            [Stage.WAITING_REPORTER.value, REPORTER_COMPLETES, Stage.RESOLVED.value, REPORTER_DECIDES],
        ),
        found(
            f"SELECT r.number AS example FROM duty_clock JOIN reports_report r ON r.id = report_id"  # noqa: S608
            f" WHERE {_RUNNING} AND obligation <> %s AND r.stage = ANY (%s)",
            [APPEAL, _ENDED],
        ),
    )


def promised_times_equal_the_clocks(_scope: Scope) -> Finding:
    """What a case says about "answer by" and "the reporter's turn until" is what its clocks say."""
    return found(
        "SELECT r.number AS example FROM reports_report r LEFT JOIN"  # noqa: S608 -- our own words only
        " (SELECT report_id, max(due_at) FILTER (WHERE obligation = %(first)s AND paused_at IS NULL) AS answer,"
        " coalesce(max(due_at) FILTER (WHERE obligation = %(completes)s),"
        f" max(due_at) FILTER (WHERE obligation = %(decides)s)) AS turn FROM duty_clock WHERE {_RUNNING}"
        " GROUP BY report_id) c ON c.report_id = r.id"
        " WHERE r.answer_due_at IS DISTINCT FROM c.answer OR r.reporter_due_at IS DISTINCT FROM c.turn",
        {"first": FIRST_RESPONSE, "completes": REPORTER_COMPLETES, "decides": REPORTER_DECIDES},
    )


def late_clocks_are_escalated(_scope: Scope) -> Finding:
    """No step of a ladder is due for more than a minute of the sweeper's time, no deadline passed without its breach,
    and no running clock is forgotten by the sweeper before its time."""
    return found(
        "SELECT r.number AS example FROM duty_clock JOIN reports_report r ON r.id = report_id WHERE next_action_at < %s"  # noqa: S608
        f" UNION SELECT r.number FROM duty_clock JOIN reports_report r ON r.id = report_id WHERE {_RUNNING}"
        " AND paused_at IS NULL AND breached_at IS NULL AND (due_at < %s OR next_action_at IS NULL)",
        [overdue_before(SWEEP_TASK, CLOCK_GRACE)] * 2,
    )


def effects_are_carried_out(_scope: Scope) -> Finding:
    """What an entry causes above it is done soon; one that keeps failing is a fault."""
    return found(
        "SELECT id AS example FROM reports_pendingeffect WHERE next_at < %s OR attempts >= 8",
        [overdue_before(EFFECTS_TASK, QUEUE_GRACE)],
    )


def chains_verify(scope: Scope) -> Finding:
    """No entry was altered, removed or reordered since it was written."""
    first = 0 if scope.chains is None else chains.newest(scope.chains)
    broken = [
        f"{one.number}#{one.faults[0].seq}:{one.faults[0].reason}"
        for one in chains.verify_all(first=first)
        if one.faults
    ]
    return Finding(len(broken), tuple(broken[:EXAMPLES]))
