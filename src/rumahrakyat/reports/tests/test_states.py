"""The table of transitions: what is reachable, who may, and that the diagram in the docs says the same."""

import re
from itertools import product
from pathlib import Path

import pytest

from rumahrakyat.people.roles import ROLES, permissions_of
from rumahrakyat.reports.states import (
    ANSWER_STAGES,
    ENDED,
    HELD,
    OPEN,
    REPORTER_PERMISSIONS,
    TRANSITIONS,
    Stage,
    after_objection,
    allowed,
)

DOCS = Path(__file__).parents[4] / "docs" / "states.md"


def test_every_stage_but_merged_can_be_left_or_ends_the_case() -> None:
    for stage in OPEN:
        assert any(stage in t.from_ for t in TRANSITIONS.values() if t.to not in {None, stage}), stage


@pytest.mark.parametrize(("stage", "role"), list(product(Stage, ROLES)))
def test_a_role_finds_exactly_the_moves_its_permissions_open(stage: Stage, role: str) -> None:
    held = permissions_of(role)
    names = {t.name for t in allowed(stage, held)}
    assert names == {n for n, t in TRANSITIONS.items() if stage in t.from_ and t.permissions & held}
    if not held & {"case.answer", "case.verify", "case.hand_over", "case.resolve", "appeal.decide", "field.work"}:
        assert not names


def test_only_an_answer_of_the_agency_or_a_decision_of_the_desk_counts() -> None:
    counting = {t.name for t in TRANSITIONS.values() if t.counts}
    assert counting == {f"answer_{s.value}" for s in ANSWER_STAGES[:3]} | {"resolve", "refer", "reject"}


def test_what_counts_always_needs_a_sentence() -> None:
    assert all(t.note for t in TRANSITIONS.values() if t.counts)


def test_only_the_holders_own_people_can_answer() -> None:
    of_holder = {t.name for t in TRANSITIONS.values() if t.by_holder}
    assert of_holder == {f"answer_{s.value}" for s in ANSWER_STAGES[:3]} | {
        "resolve", "extend", "give_to_person", "take", "put_back",
    }  # fmt: skip


def test_done_needs_proof() -> None:
    assert TRANSITIONS["resolve"].proof


def test_a_citizen_can_neither_answer_nor_close_by_force() -> None:
    moves = {t.name for stage in Stage for t in allowed(stage, REPORTER_PERMISSIONS)}
    assert moves == {"reply", "object", "confirm", "appeal", "stop_waiting"}


@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize("stage", sorted(TRANSITIONS["object"].from_))
def test_an_objection_opens_the_case(stage: Stage, held: bool) -> None:
    assert after_objection(stage, held=held) in OPEN


def test_stages_are_open_or_ended_and_held_ones_are_open() -> None:
    assert set(Stage) == OPEN | ENDED
    assert HELD < OPEN


def test_the_diagram_in_the_docs_shows_every_move() -> None:
    drawn = set(re.findall(r"^\s*(\w+) --> (\w+): (\w+)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    expected = {
        (start.value, t.to.value, t.name) for t in TRANSITIONS.values() if t.to is not None for start in t.from_
    }
    assert drawn == expected
