"""Form in, exact events out. The files are written from the provider's manual (see the folder's README)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import MalformedPayload
from rumahrakyat.channels.twiliovoice.kit import adapter

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMES = [
    "CallStatus", "Direction", "From", "To", "Digits", "RecordingSid", "RecordingStatus", "RecordingDuration",
    "DialCallStatus", "QueueResult", "Timestamp", "CallDuration",
]  # fmt: skip
fields = st.dictionaries(
    st.sampled_from(NAMES),
    st.sampled_from(["completed", "inbound", "RE1", "482135", "12", "+6281322904471"]) | st.text(max_size=30),
)


@pytest.mark.parametrize("file", sorted(path.name for path in FIXTURES.iterdir() if path.is_file()))
def test_a_form_becomes_exactly_these_events(file: str) -> None:
    events = adapter().parse((FIXTURES / file).read_bytes(), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{Path(file).stem}.json").read_text())
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@given(fields)
def test_no_form_about_a_call_is_an_error(form: dict[str, str]) -> None:
    body = urlencode({"CallSid": "CA1", **form}, errors="replace").encode()
    events = adapter().parse(body, at=RECEIVED)
    tidied = [codec.tidy(event, at=RECEIVED) for event in events]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied
    assert len({event.event_key for event in events}) == len(events)


@pytest.mark.parametrize("body", [b"", b"Body=halo", b"CallSid=", b"{}"])
def test_a_form_about_no_call_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedPayload):
        adapter().check(body)
