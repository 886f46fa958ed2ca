"""The daily seals: made, in a chain, and still true of the record."""

from rumahrakyat.evidence.seals import queries
from rumahrakyat.operate.invariants.base import EXAMPLES, Finding, Scope, found, together
from rumahrakyat.verifier.proofs import Report, check_seals


def seals_hold(scope: Scope) -> Finding:
    """Every day that is over long enough is sealed while a worker runs, each seal holds the one before, no case falls
    short of what was sealed of it, and the last verification by night found nothing."""
    report = Report()
    check_seals(list(queries.every()), report)
    chain = Finding(report.count, tuple(where for where, _entry, _reason in report.faults[:EXAMPLES]))
    broken = queries.broken(limit=10_000)
    heads = Finding(len(broken), tuple(f"{one.number}#{one.last_seq}:{one.reason}" for one in broken[:EXAMPLES]))
    state = queries.state(at=scope.at)
    overdue = found("SELECT 'not sealed' AS example WHERE %s AND EXISTS (SELECT 1 FROM procrastinate_workers"
                    " WHERE last_heartbeat > now() - interval '1 minute')", [state.overdue])  # fmt: skip
    night = Finding(state.last.faults, ("verification",)) if state.last and state.last.faults else Finding()
    return together(chain, heads, overdue, night)
