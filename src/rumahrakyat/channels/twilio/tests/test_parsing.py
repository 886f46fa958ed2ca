"""A form as Twilio writes it in, exact events out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import MalformedPayload, StatusUpdate
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.twilio import kit

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMES = st.sampled_from(
    [
        "MessageSid",
        "From",
        "To",
        "Body",
        "NumMedia",
        "MediaUrl0",
        "MediaContentType0",
        "MessageStatus",
        "ErrorCode",
        "key",
    ]
)


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.txt")))
def test_a_form_becomes_exactly_these_events(name: str) -> None:
    events = kit.adapter().parse((FIXTURES / f"{name}.txt").read_bytes().rstrip(b"\n"), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@pytest.mark.parametrize("form", [b"", b"halo", b"{}", b"MessageSid=&Body=", b"\xff\x00&="])
def test_what_is_neither_a_message_nor_a_status_is_refused(form: bytes) -> None:
    with pytest.raises(MalformedPayload):
        kit.adapter().check(form)


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.text(max_size=40)))
def test_no_value_of_any_field_is_an_error(values: dict[str, str]) -> None:
    form = urlencode(values, errors="replace").encode()
    try:
        kit.adapter().check(form)
    except MalformedPayload:
        return
    tidied = [codec.tidy(event, at=RECEIVED) for event in kit.adapter().parse(form, at=RECEIVED)]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied


@settings(deadline=None)
@given(st.binary(max_size=120))
def test_no_bytes_at_all_are_an_error(form: bytes) -> None:
    try:
        kit.adapter().check(form)
    except MalformedPayload:
        return
    assert len(kit.adapter().parse(form, at=RECEIVED)) <= 1


def test_our_key_travels_in_the_address_of_a_status() -> None:
    adapter = kit.adapter()
    asked = Request("POST", {}, {}, b"MessageStatus=sent&MessageSid=SM1", f"{kit.webhook()}?key=abc")
    (update,) = adapter.parse(adapter.raw(asked), at=RECEIVED)
    assert isinstance(update, StatusUpdate)
    assert (update.external_id, update.key) == ("SM1", "abc")
