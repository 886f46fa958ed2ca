"""One seal for every day, in a chain, holding every case, never changed."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction

from rumahrakyat.evidence.models import Seal
from rumahrakyat.evidence.seals import queries, tree
from rumahrakyat.evidence.seals.sealing import GENESIS, due_day, seal_next
from rumahrakyat.lib import clock
from rumahrakyat.lib.canonical import digest
from rumahrakyat.reports.attachments import blobs
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import erase_personal
from tests.cast import World

NOON = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
MORNING = datetime(2026, 7, 21, 17, 5, tzinfo=UTC)  # five past midnight of the 22nd in the province
DAY = timedelta(days=1)


@pytest.fixture
def cases(world: World) -> list[Report]:
    with clock.frozen(NOON):
        return [world.assigned(), world.report(), world.report()]


def tampered(statement: str, values: list[int]) -> None:
    """As somebody with every right in the database would do it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_day_is_sealed_once_after_its_midnight(cases: list[Report]) -> None:
    assert seal_next(at=MORNING - timedelta(minutes=10)) is None
    seal = seal_next(at=MORNING)
    assert seal is not None
    assert (seal.day, seal.serial, seal.late, seal.faults) == (date(2026, 7, 21), 1, False, 0)
    assert (seal.cases, seal.entries, seal.previous) == (3, 4, GENESIS)
    assert seal_next(at=MORNING) is None


def test_an_installation_without_cases_begins_with_its_first(world: World) -> None:
    assert due_day(at=MORNING) is None


def test_the_root_is_that_of_all_cases_by_number(cases: list[Report]) -> None:
    seal = seal_next(at=MORNING)
    assert seal is not None
    leaves = [
        tree.leaf(tree.leaf_text(one.number, one.last_seq, one.head_hash))
        for one in sorted(Report.objects.all(), key=lambda one: one.number)
    ]
    assert seal.root == tree.root(leaves).hex()
    assert json.loads(bytes(seal.content))["root"] == seal.root
    assert digest(json.loads(bytes(seal.content))) == seal.sha256


def test_seals_form_a_chain_and_hold_what_is_new_in_a_file(cases: list[Report], world: World) -> None:
    first = seal_next(at=MORNING)
    with clock.frozen(NOON + DAY):
        fresh = world.report()
    second = seal_next(at=MORNING + DAY)
    assert first is not None
    assert second is not None
    assert second.previous == first.sha256
    assert gzip.decompress(blobs().get(second.changes)).decode() == f"{fresh.number} 1 {fresh.head_hash}\n"


def test_missed_days_are_sealed_late_and_say_so(cases: list[Report]) -> None:
    seal_next(at=MORNING)
    later = MORNING + 3 * DAY
    found = [seal for _ in range(4) if (seal := seal_next(at=later))]
    assert [(seal.day.day, seal.late) for seal in found] == [(22, True), (23, True), (24, False)]
    assert {seal.root for seal in found} == {found[0].root}


def test_the_first_seal_of_an_installation_is_not_late(cases: list[Report]) -> None:
    seal = seal_next(at=MORNING + timedelta(hours=9))
    assert seal is not None
    assert (seal.day, seal.serial, seal.late) == (date(2026, 7, 21), 1, False)


def test_every_case_has_a_proof_that_leads_to_the_root(cases: list[Report]) -> None:
    assert queries.proof_for(cases[0].number) is None
    seal_next(at=MORNING)
    for case in cases:
        proof = queries.proof_for(case.number)
        assert proof is not None
        start = tree.leaf(tree.leaf_text(proof["number"], proof["seq"], proof["head"]))
        way = [bytes.fromhex(one) for one in proof["path"]]
        assert tree.climbed(start, proof["index"], proof["size"], way) == bytes.fromhex(proof["root"])
    assert queries.proof_for("RR-000-000") is None


def test_erasing_words_does_not_touch_what_was_sealed(cases: list[Report]) -> None:
    seal_next(at=MORNING)
    erase_personal(report_id=cases[0].pk)
    assert queries.broken() == []


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DELETE FROM reports_report WHERE id = %s", "missing"),
        ("DELETE FROM reports_entry WHERE report_id = %s", "cut"),
        ("UPDATE reports_entry SET hash = repeat('a', 64) WHERE report_id = %s", "rewritten"),
    ],
)
def test_what_was_sealed_and_is_gone_or_rewritten_is_named(cases: list[Report], statement: str, reason: str) -> None:
    seal_next(at=MORNING)
    tampered(statement, [cases[1].pk])
    assert [(one.number, one.reason) for one in queries.broken()] == [(cases[1].number, reason)]
    after = seal_next(at=MORNING + DAY)
    assert after is not None
    assert (after.faults, after.cases) == (1, 3)


@pytest.mark.parametrize("table", ["evidence_seal", "evidence_sealedhead"])
def test_the_database_refuses_to_change_what_was_sealed(cases: list[Report], table: str) -> None:
    seal_next(at=MORNING)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET serial = 1"):  # noqa: S608
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Seal.objects.count() == 1
