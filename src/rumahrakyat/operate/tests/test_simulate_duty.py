"""The command that proves the clocks and tries other rules."""

import argparse
import json
from datetime import timedelta
from pathlib import Path

import pytest

from rumahrakyat.duty import operations as duty
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock
from rumahrakyat.operate import simulate_duty
from rumahrakyat.operate.histories import setting
from rumahrakyat.operate.invariants import Scope
from rumahrakyat.operate.invariants.clocks import clocks_follow_from_the_record
from rumahrakyat.reports import operations
from rumahrakyat.reports.states import Stage
from tests.cast import World

HOUR = timedelta(hours=1)


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    parser = argparse.ArgumentParser()
    simulate_duty.add_arguments(parser)
    status = simulate_duty.run(parser.parse_args([*words, "--json"]))
    shown = capsys.readouterr()
    return status, json.loads(shown.out) if shown.out else {"error": shown.err}


def file_of(folder: Path, rows: object) -> str:
    path = folder / "rows.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return str(path)


def stricter() -> list[dict[str, object]]:
    rows = setting.province_rows()
    return [{**row, "amount": 6} if row["obligation"] == "first_response" else row for row in rows]


def test_histories_are_compared_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = call(capsys, "--histories", "30", "--seed", "x", "--database", "0")
    assert status == 0
    assert (told["histories"], told["differences"], told["through_database"], told["seed"]) == (30, 0, 0, "x")


def test_recorded_cases_are_replayed_against_other_rules(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = world.assigned()
    operations.answer(
        report_id=report.pk,
        stage=Stage.FIELD_CHECK,
        text="Petugas sudah ke lokasi.",
        actor=world.actor("officer", report),
        at=world.at + 10 * HOUR,
    )
    status, told = call(capsys, "--rules", file_of(tmp_path, stricter()))
    before, after = told["before"], told["after"]
    assert status == 0
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert before["by_obligation"]["first_response"] == {"due": 1, "on_time": 1, "late": 0}
    assert after["by_obligation"]["first_response"] == {"due": 1, "on_time": 0, "late": 1}
    assert after["steps"]["first_response breach"] == 1
    assert Clock.objects.filter(report=report, breached_at=None, met_at__isnull=False).exists()


def test_generated_histories_are_replayed_against_another_ladder(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only = [row for row in setting.ladder_rows() if row["obligation"] == "routing"]
    status, told = call(capsys, "--ladder", file_of(tmp_path, only), "--generated", "20")
    before, after = told["before"], told["after"]
    assert status == 0
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert before["late"] == after["late"]
    assert {name.split()[0] for name in after["steps"]} == {"routing"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({}, "must be a list"),
        ([{"obligation": "dance"}], "row 1: obligation 'dance'"),
        ([{"obligation": "routing", "version": 1, "unit": "hours"}], "row 1: amount is missing"),
        ([row for row in setting.province_rows() if row["obligation"] != "routing"], "no rule for routing"),
        ([*setting.province_rows(), {**setting.province_rows()[2], "version": 9}], "at the same time"),
        ([{**setting.province_rows()[2], "organisation": "NOBODY"}], "no organisation has the code 'NOBODY'"),
        ([{**row, "valid_from": "2099-01-01T00:00:00+07:00", "valid_to": None} for row in setting.province_rows()[1:]],
         "let a version begin earlier"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_with_its_fault(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: object, said: str
) -> None:
    world.report()
    status, told = call(capsys, "--rules", file_of(tmp_path, rows))
    assert status == 2
    assert said in str(told["error"])


def test_the_stored_clocks_follow_from_the_record_until_somebody_changes_them(world: World) -> None:
    report = world.assigned()
    actor = world.actor("officer", report)
    operations.ask_reporter(report_id=report.pk, text="Di sebelah mana?", actor=actor, at=world.at + 4 * HOUR)
    sweep(at=world.at + 300 * HOUR)
    scope = Scope(at=clock.now())
    assert clocks_follow_from_the_record(scope).ok
    Clock.objects.filter(report=report, obligation="first_response").update(due_at=world.at + 90 * HOUR)
    assert clocks_follow_from_the_record(scope).examples == (report.number,)


def test_the_record_and_the_handler_read_an_entry_alike(world: World) -> None:
    report = world.assigned()
    entry = report.entries.get(type="assigned")
    assert duty.event_of(entry).facts.holder == world.organisations["ROADS"].pk
