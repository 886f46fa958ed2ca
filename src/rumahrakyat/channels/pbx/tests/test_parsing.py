"""Posted event in, exact events out. The files are written by hand after the contract in the folder's README."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import MalformedPayload
from rumahrakyat.channels.pbx import parsing
from rumahrakyat.channels.pbx.kit import adapter

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
anything: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())
)


@pytest.mark.parametrize("file", sorted(path.name for path in FIXTURES.iterdir() if path.is_file()))
def test_a_post_becomes_exactly_these_events(file: str) -> None:
    events = adapter().parse((FIXTURES / file).read_bytes(), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{Path(file).stem}.json").read_text())
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@given(
    st.lists(st.dictionaries(st.sampled_from(["from", "to", "callId", "user", "cause", "time", "duration"]), anything))
)
def test_no_shape_of_an_event_is_an_error_and_none_is_skipped(items: list[dict[str, Any]]) -> None:
    told = [{"event": "hangup", **item} for item in items]
    events = parsing.events(told, at=RECEIVED)
    assert len(events) == len(told)
    tidied = [codec.tidy(event, at=RECEIVED) for event in events]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied


@given(st.binary(max_size=200))
def test_a_body_is_read_or_refused_and_nothing_else(body: bytes) -> None:
    try:
        items = parsing.decode(body)
    except MalformedPayload:
        return
    assert all("event" in item for item in items)


@pytest.mark.parametrize("body", [b"", b"halo", b"{}", b"[]", b"[1]", b"{", b"direction=in"])
def test_a_body_without_an_event_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedPayload):
        adapter().check(body)
