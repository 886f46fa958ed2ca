"""What dossiers say equals a recount over the timelines, and what differs is named."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from rumahrakyat.evidence.dossiers import operations, recounted
from rumahrakyat.lib import clock
from rumahrakyat.oversight.rollups import recount_pages, recounting
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import PERMISSIONS
from rumahrakyat.reports import effects
from rumahrakyat.reports.models import Report
from tests.cast import World

NOON = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=2)
STAFF = Actor("staff", PERMISSIONS)
REASON = "Diminta Ombudsman untuk pemeriksaan."
PARTS = ("dossiers", "dossiers taken")
BREACH = """
INSERT INTO duty_breach (clock_id, rule_id, own, due_at, held_since, held, state, recorded_at)
SELECT id, rule_id, false, due_at, started_at, '0', 'open', due_at FROM duty_clock WHERE obligation = 'first_response'
"""


@pytest.fixture
def taken(world: World, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A case that was given away while an answer was owed, and of which somebody has a dossier."""
    monkeypatch.setattr(recount_pages, "compare", lambda _at: ())
    with clock.frozen(NOON):
        case = world.assigned("ROADS", at=NOON)
        wanted = operations.Wanted(uuid4(), REASON, handed_to="Ombudsman")
        row, file = operations.take(report_id=case.pk, wanted=wanted, actor=STAFF, account=None, at=NOON)
        file.close()
    assert row.last_seq > 1
    return case


def _differs() -> list[str]:
    effects.run_batches()
    found = recounting.recount(at=LATER, beside=(recounted.compare,))
    assert found.figures > 10
    return [f"{where}: {each.partition(': ')[0]}" for where in PARTS for each in found.examples
            if each.startswith(f"{where} (")]  # fmt: skip


def test_no_figure_of_a_dossier_differs(taken: Report) -> None:
    assert _differs() == []


@pytest.mark.parametrize(
    ("planted", "named"),
    [
        ("UPDATE duty_clock SET waited = interval '1 hour'", "'answer', 1"),
        ("UPDATE duty_clock SET started_at = started_at - interval '1 hour'", "'answer', 1"),
        ("UPDATE duty_tenure SET since = since - interval '1 hour'", "'held', 1"),
        ("UPDATE reports_report SET last_seq = last_seq + 1", "'chain'"),
        ("DELETE FROM reports_reading", "dossiers taken"),
        ("DELETE FROM evidence_taking", "dossiers taken"),
        ("UPDATE evidence_taking SET sha256 = repeat('0', 64)", "dossiers taken"),
        ("UPDATE evidence_taking SET last_seq = 99", "dossiers taken"),
        (BREACH, "'missed'"),
    ],
)
def test_a_figure_that_is_wrong_in_a_dossier_is_named(taken: Report, planted: str, named: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(planted)
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert any(named in each for each in _differs())
