"""A request as Kannel writes it in, exact events out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import Inbound, MalformedPayload
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.kannel import kit, parsing

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMES = st.sampled_from(["from", "to", "text", "id", "time", "coding", "charset", "udh", "dlr", "key", "smsc"])


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.txt")))
def test_a_request_becomes_exactly_these_events(name: str) -> None:
    events = kit.adapter().parse((FIXTURES / f"{name}.txt").read_bytes().rstrip(b"\n"), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@pytest.mark.parametrize("form", [b"", b"halo", b"from=&text=", b"dlr=1", b"key=a&dlr=", b"\xff\x00", b"&&=&"])
def test_what_is_neither_a_message_nor_a_report_is_refused(form: bytes) -> None:
    with pytest.raises(MalformedPayload):
        kit.adapter().check(form)


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=30)))
def test_no_value_of_any_field_is_an_error(values: dict[str, bytes]) -> None:
    form = "&".join(f"{name}={quote_plus(value)}" for name, value in values.items()).encode()
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


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_every_text_comes_out_as_it_was_written(words: str) -> None:
    request, *_ = kit.requests(kit.text("a", words=words))
    (event,) = kit.adapter().parse(kit.adapter().raw(request), at=RECEIVED)
    assert isinstance(event, Inbound)
    assert event.text == words


def test_the_secret_is_not_kept_with_the_message() -> None:
    request, *_ = kit.requests(kit.text("a"))
    assert kit.SECRETS[0] in request.url
    assert kit.SECRETS[0].encode() not in kit.adapter().raw(request)


def test_a_posted_text_is_the_body_and_what_the_address_leaves_out_is_in_headers() -> None:
    headers = {
        "content-type": 'text/plain; charset="UTF-16BE"',
        "x-kannel-from": "6281322904471",
        "x-kannel-to": "3636",
        "x-kannel-coding": "2",
    }
    url = f"{kit.WEBHOOK}?secret=x&from=%2B6281322904472&text=lama&id=ed4c7986-fb7a-4ff7-9969-32701913e355"
    raw = kit.adapter().raw(Request("POST", headers, {}, "jalan 🙏".encode("utf-16-be"), url))
    (event,) = kit.adapter().parse(raw, at=RECEIVED)
    assert isinstance(event, Inbound)
    found = (event.text, event.sender.addresses[0].value, event.line, event.message_id)
    assert found == ("jalan 🙏", "+6281322904472", "3636", "ed4c7986-fb7a-4ff7-9969-32701913e355")


def test_the_same_words_again_later_are_another_message_even_without_an_id() -> None:
    said = [b"from=6281322904471&text=halo&time=%d" % moment for moment in (1, 1, 2)]
    keys = [kit.adapter().parse(form, at=RECEIVED)[0].event_key for form in said]
    assert keys[0] == keys[1] != keys[2]


def test_the_number_that_was_written_to_is_told() -> None:
    (event,) = parsing.events(parsing.fields(b"from=081322904471&to=3636&text=a"), at=RECEIVED)
    assert isinstance(event, Inbound)
    assert event.line == "3636"
