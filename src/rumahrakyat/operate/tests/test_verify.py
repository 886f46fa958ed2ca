"""The chains of the database, all or one."""

import argparse
import json

import pytest
from django.db import connection

from rumahrakyat.evidence import chains
from rumahrakyat.operate import verify
from tests.cast import World


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    verify.add_arguments(parser)
    return verify.run(parser.parse_args(words))


def test_untouched_timelines_have_no_faults(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.report()
    world.assigned()
    assert run("--json") == 0
    counted = json.loads(capsys.readouterr().out)
    assert counted == {"ok": True, "reports": 2, "entries": 3, "faults": 0}


def test_an_altered_entry_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    sound, altered = world.assigned(), world.assigned()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_entry DISABLE TRIGGER entry_append_only")
        cursor.execute(
            "UPDATE reports_entry SET at = at - interval '1 day' WHERE report_id = %s AND seq = 2", [altered.pk]
        )
        cursor.execute("ALTER TABLE reports_entry ENABLE TRIGGER entry_append_only")
    assert run("--number", sound.number) == 0
    assert run() == 1
    assert f"{altered.number} entry 2: hash" in capsys.readouterr().err


def test_erased_words_leave_the_chain_whole(world: World) -> None:
    from rumahrakyat.reports.operations import erase_personal  # noqa: PLC0415 -- one test's need

    erase_personal(report_id=world.assigned().pk)
    assert run() == 0


@pytest.mark.parametrize("words", [("--number", "RR-000-001"), ("--number", "RR-482-138")])
def test_what_cannot_be_verified_is_said(
    world: World, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    assert capsys.readouterr().err.startswith("rumahrakyat verify: ")


def test_the_newest_cases_can_be_taken_alone(world: World) -> None:
    numbers = [world.report().number for _ in range(3)]
    assert [one.number for one in chains.verify_all(first=chains.newest(2))] == numbers[1:]
