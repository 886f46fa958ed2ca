"""Stored item in, exact events out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import Inbound, MalformedPayload
from rumahrakyat.channels.gammu import kit, parsing

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)

anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.json")))
def test_a_row_becomes_exactly_these_events(name: str) -> None:
    events = kit.adapter().parse((FIXTURES / f"{name}.json").read_bytes(), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@given(st.sampled_from(["inbox", "report"]), st.data())
def test_what_the_feeds_did_not_write_is_refused_and_nothing_else_happens(kind: str, data: st.DataObject) -> None:
    good = kit.text("a") if kind == "inbox" else {"report": {"key": "k", "total": 1, "states": [["Error", 1]], "at": 1}}
    name = data.draw(st.sampled_from(sorted(good[kind])))
    raw = json.dumps({kind: good[kind] | {name: data.draw(anything)}}).encode()
    try:
        events = parsing.events(raw, at=RECEIVED)
    except MalformedPayload:
        return
    assert [codec.load(codec.dump(codec.tidy(event, at=RECEIVED))) for event in events] or kind == "report"


@given(st.binary(max_size=60))
def test_other_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(MalformedPayload):
        parsing.decode(raw)


def name_of(**changes: Any) -> str:
    (event,) = parsing.events(json.dumps({"inbox": kit.text("a")["inbox"] | changes}).encode(), at=RECEIVED)
    assert isinstance(event, Inbound)
    return event.event_key


def test_a_row_stored_a_second_time_is_the_same_message_and_a_new_inbox_counting_from_one_is_not() -> None:
    assert name_of(id=1, written="2026-11-21 08:00:09") == name_of(id=2)
    assert name_of(id=1, at=1_795_248_001) != name_of(id=1)


def test_without_a_believable_time_equal_messages_are_told_apart_by_their_row() -> None:
    assert name_of(at=0, id=1) != name_of(at=0, id=2)
    assert name_of(at=0, id=1) == name_of(at=0, id=1)
