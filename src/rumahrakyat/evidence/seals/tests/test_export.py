"""The record as a file: whole, without words, and every change of a stored entry named by the verifier."""

import argparse
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from rumahrakyat.evidence import chains
from rumahrakyat.evidence.seals import queries
from rumahrakyat.evidence.seals.export import UnknownCase, write_record
from rumahrakyat.evidence.seals.sealing import seal_next
from rumahrakyat.lib import clock
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import erase_personal
from rumahrakyat.verifier import files
from tests.cast import World

NOON = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
MORNING = datetime(2026, 7, 21, 17, 5, tzinfo=UTC)
INSERT = """
INSERT INTO reports_entry (report_id, seq, type, actor_kind, at, recorded_at, data, personal_digest, hash)
SELECT report_id, 3, type, actor_kind, at, recorded_at, data, personal_digest, hash FROM reports_entry
WHERE report_id = %s AND seq = 2
"""
Verified = dict[str, object]
Verify = Callable[[], Verified]


@pytest.fixture
def case(world: World) -> Report:
    with clock.frozen(NOON):
        world.report(text="Pak Sugeng menagih uang di loket 3.")
        case = world.assigned()
        world.assigned()
    seal_next(at=MORNING)
    case.refresh_from_db()
    return case


@pytest.fixture
def verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Verify:
    def run() -> Verified:
        write_record(tmp_path / "record.jsonl.gz", at=MORNING)
        status = files.run(argparse.Namespace(file=str(tmp_path / "record.jsonl.gz"), seal=[], record=None, json=True))
        told: Verified = json.loads(capsys.readouterr().out)
        assert status == (0 if told["ok"] else 1)
        return told

    return run


def tampered(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, list(values))  # type: ignore[arg-type]
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_untouched_record_verifies_and_holds_nobody_s_words(case: Report, verify: Verify, tmp_path: Path) -> None:
    told = verify()
    assert (told["ok"], told["reports"], told["entries"]) == (True, 3, 5)
    written = gzip.decompress((tmp_path / "record.jsonl.gz").read_bytes()).decode()
    assert "Sugeng" not in written
    assert "Lubang" not in written


def test_erased_words_leave_the_record_whole(case: Report, verify: Verify) -> None:
    erase_personal(report_id=case.pk)
    assert verify()["ok"]


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "recorded_at = recorded_at - interval '1 microsecond'",
        "at = 'infinity'",
        "type = 'returned'",
        "actor_kind = 'staff'",
        "account_id = 1",
        "organisation_id = 1",
        'data = \'{"holder": "TRANSPORT"}\'',
        "data = '{\"holder\": 1.5}'",
        "data = '[]'",
        "personal_digest = repeat('0', 64)",
        "hash = repeat('0', 64)",
    ],
)
def test_every_changed_field_is_named_in_the_file_and_in_the_database(
    case: Report, verify: Verify, change: str
) -> None:
    tampered(f"UPDATE reports_entry SET {change} WHERE report_id = %s AND seq = 2", case.pk)  # noqa: S608
    found = verify()["found"]
    assert isinstance(found, list)
    assert {"where": case.number, "entry": 2, "reason": "hash"} in found or not change.startswith(("at", "type"))
    assert {one["where"] for one in found} == {case.number}
    live = chains.verify_one(case.number)
    assert live is not None
    assert 2 in {fault.seq for fault in live.faults}


@pytest.mark.parametrize(
    ("statement", "reasons"),
    [
        ("DELETE FROM reports_entry WHERE report_id = %s AND seq = 1", {"order", "hash", "missing"}),
        ("DELETE FROM reports_entry WHERE report_id = %s AND seq = 2", {"missing", "head"}),
        ("UPDATE reports_entry SET seq = 3 - seq + 10 WHERE report_id = %s", {"order", "hash"}),
        ("DELETE FROM reports_report WHERE id = %s", {"missing", "head"}),
        (
            INSERT,
            {"hash", "missing"},
        ),
    ],
    ids=["first gone", "last gone", "reordered", "case gone", "inserted"],
)
def test_what_is_taken_away_moved_or_put_in_is_found(
    case: Report, verify: Verify, statement: str, reasons: set[str]
) -> None:
    tampered(statement, case.pk)
    found = verify()["found"]
    assert isinstance(found, list)
    assert {one["where"] for one in found} == {case.number}
    assert {one["reason"] for one in found} >= reasons


def test_a_forger_who_hashes_everything_anew_is_found_by_the_seal_alone(case: Report, verify: Verify) -> None:
    tampered("DELETE FROM reports_entry WHERE report_id = %s AND seq = 2", case.pk)
    tampered(
        "UPDATE reports_report SET last_seq = 1, head_hash = (SELECT hash FROM reports_entry WHERE report_id = %s"
        " AND seq = 1) WHERE id = %s",
        case.pk,
        case.pk,
    )
    live = chains.verify_one(case.number)
    assert live is not None
    assert live.faults == []  # the chain alone is content
    assert verify()["found"] == [{"where": case.number, "entry": 2, "reason": "missing"}]
    assert [one.reason for one in queries.broken()] == ["cut"]


def test_some_cases_come_with_their_proof(case: Report, tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl.gz"
    assert write_record(path, numbers=[case.number], at=MORNING) == (1, 2)
    assert files.check(str(path)).count == 0
    altered = gzip.decompress(path.read_bytes()).replace(b'"index": ', b'"index": 1')
    (tmp_path / "altered.jsonl").write_bytes(altered)
    assert files.check(str(tmp_path / "altered.jsonl")).faults == [(case.number, 2, "seal")]
    with pytest.raises(UnknownCase):
        write_record(path, numbers=["RR-000-000"], at=MORNING)
    assert not list(tmp_path.glob("*.part"))
