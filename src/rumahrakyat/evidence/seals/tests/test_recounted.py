"""The numbers on the seals equal a recount over the timelines, and what differs is named."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from rumahrakyat.evidence.models import Seal
from rumahrakyat.evidence.seals.sealing import seal_next
from rumahrakyat.lib import clock
from rumahrakyat.oversight.rollups import recount_seals
from rumahrakyat.reports.operations import Classification, classify
from tests.cast import ROUTER, World

NOON = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
MORNING = datetime(2026, 7, 21, 17, 5, tzinfo=UTC)  # five past midnight of the 22nd in the province
DAY = timedelta(days=1)


@pytest.fixture
def sealed(world: World) -> list[Seal | None]:
    """Two days: three cases, of which one changes, and one more."""
    with clock.frozen(NOON):
        cases = [world.assigned(), world.report()]
    first = seal_next(at=MORNING)
    with clock.frozen(NOON + DAY):
        classify(report_id=cases[0].pk, classification=Classification(kind="aspiration"), actor=ROUTER, at=NOON + DAY)
        world.report()
    return [first, seal_next(at=MORNING + DAY)]


def _differs() -> list[str]:
    return [each for _where, _count, wrong in recount_seals.compare("Asia/Jakarta") for each in wrong]


def test_every_number_of_every_seal_is_what_the_timelines_hold(sealed: list[Seal | None]) -> None:
    newest = sealed[-1]
    assert newest is not None
    assert newest.cases == 3
    assert _differs() == []


def test_without_all_their_files_the_newest_is_counted_alone(
    sealed: list[Seal | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount_seals, "LINES", 1)
    assert _differs() == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE evidence_sealedhead SET last_seq = last_seq - 1 WHERE serial = 2 AND last_seq > 1")
    assert [one.partition(":")[0] for one in _differs()] == ["(2, 'holds')", "(2, 'root')"]


def test_a_seal_that_says_another_number_is_named(sealed: list[Seal | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE evidence_seal SET entries = entries + 1 WHERE serial = 1")
        cursor.execute("""UPDATE evidence_seal SET content = convert_to(jsonb_set(convert_from(content, 'UTF8')::jsonb,
            '{cases}', '9')::text, 'UTF8') WHERE serial = 2""")
    assert [one.partition(":")[0] for one in _differs()] == [
        "(1, 'listed')", "(2, 'holds')", "(2, 'linked')", "(2, 'listed')",
    ]  # fmt: skip


@pytest.mark.parametrize("lines", [recount_seals.LINES, 1])
def test_a_root_that_does_not_follow_from_the_last_entries_is_named(
    sealed: list[Seal | None], monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    """A seal made anew over another root, as whoever has the database and the key could."""
    monkeypatch.setattr(recount_seals, "LINES", lines)
    newest = sealed[-1]
    assert newest is not None
    root = hashlib.sha256(b"another").hexdigest()
    content = bytes(newest.content).replace(newest.root.encode(), root.encode())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE evidence_seal SET root = %s, content = %s, sha256 = %s WHERE serial = 2",
            [root, content, hashlib.sha256(content).hexdigest()],
        )
    assert [one.partition(":")[0] for one in _differs()] == ["(2, 'root')"]


def test_a_case_that_was_left_out_of_a_seal_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        world.report()
    seal_next(at=MORNING)
    with clock.frozen(NOON):  # recorded twelve hours before the seal that does not have it
        world.report()
    monkeypatch.setattr(recount_seals, "LINES", 0)
    assert _differs() == ["(1, 'holds'): (1, 1, 1, 0) shown, (1, 1, 1, 1) counted"]
    monkeypatch.setattr(recount_seals, "LINES", 100_000)
    assert _differs() == ["(1, 'holds'): (1, 1, 1, 0) shown, (1, 1, 1, 1) counted"]
    seal_next(at=MORNING + DAY)
    assert _differs() == ["(1, 'holds'): (1, 1, 1, 0) shown, (1, 1, 1, 1) counted"]
