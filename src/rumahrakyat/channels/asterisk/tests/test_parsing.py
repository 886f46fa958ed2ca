"""Event in, exact events of the call out. The files are written from the manual of ARI (see the folder's README)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.asterisk import parsing
from rumahrakyat.channels.asterisk.kit import adapter
from rumahrakyat.channels.base import MalformedPayload

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "caller", "number", "name", "duration", "target_uri"]), inner, max_size=4
        )
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.json")))
def test_an_event_becomes_exactly_these_events(name: str) -> None:
    events = adapter().parse((FIXTURES / f"{name}.json").read_bytes(), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{name}.json").read_text())
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@settings(suppress_health_check=[HealthCheck.too_slow])  # nested shapes are slow to make on a busy machine
@given(
    st.sampled_from([*parsing.KEPT, "ChannelDtmfReceived", "x"]),
    st.dictionaries(st.sampled_from(["channel", "recording", "playback", "caller", "peer", "timestamp"]), anything),
)
def test_no_shape_of_an_event_is_an_error(kind: str, more: dict[str, Any]) -> None:
    events = parsing.events({"type": kind, "dialstatus": "ANSWER", **more}, at=RECEIVED)
    tidied = [codec.tidy(event, at=RECEIVED) for event in events]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", b'{"type": null}', b"[" * 50_000])
def test_what_is_no_event_is_refused(raw: bytes) -> None:
    with pytest.raises(MalformedPayload):
        adapter().check(raw)
