"""Payload file in, exact events out. The files are written from the provider's manual (see the folder's README)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.whatsapp import parsing
from rumahrakyat.channels.whatsapp.kit import adapter

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)

anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
message = st.fixed_dictionaries(
    {},
    optional={
        "id": anything,
        "from": anything,
        "timestamp": anything,
        "type": st.sampled_from(["text", "image", "location", "interactive", "system", "reaction", "x"]) | anything,
        "text": anything,
        "image": anything,
        "location": st.fixed_dictionaries({"latitude": anything, "longitude": anything}),
        "interactive": st.fixed_dictionaries({"type": anything, "button_reply": anything}),
        "context": anything,
    },
)


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.json")))
def test_a_payload_becomes_exactly_these_events(name: str) -> None:
    events = adapter().parse((FIXTURES / f"{name}.json").read_bytes(), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{name}.json").read_text())
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@given(st.lists(message, max_size=3), anything)
def test_no_shape_of_a_payload_is_an_error_and_no_message_is_skipped(messages: list[Any], contacts: Any) -> None:
    value = {"messages": messages, "contacts": contacts}
    events = parsing.events({"entry": [{"changes": [{"field": "messages", "value": value}]}]}, at=RECEIVED)
    assert len(events) == len(messages)
    tidied = [codec.tidy(event, at=RECEIVED) for event in events]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied
