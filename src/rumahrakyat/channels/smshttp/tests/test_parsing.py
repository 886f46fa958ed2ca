"""Requests of gateways in, exact events out."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.channels import codec, registry
from rumahrakyat.channels.base import Inbound, MalformedPayload, Notice, StatusUpdate
from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.gateways.callers import Doorkeeper
from rumahrakyat.channels.models import RawInbound
from rumahrakyat.channels.smshttp import kit
from rumahrakyat.channels.smshttp.adapter import SmsHttpAdapter

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMES = st.sampled_from(["msisdn", "message", "msgid", "status", "submitTime", "reportTime", "to", "secret", "x"])
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
anything: st.SearchStrategy[Any] = (
    plain | st.lists(plain, max_size=2) | st.dictionaries(st.sampled_from(["number", "name", "0"]), plain, max_size=2)
)
FIELDS = st.sampled_from(["from", "text", "id", "receivedAt", "to", "status", "messageId", "reference"])
message = st.dictionaries(FIELDS, anything, max_size=5)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.*")), ids=lambda path: path.name)
def test_a_request_becomes_exactly_these_events(path: Path) -> None:
    """The first word of a file's name is the example whose settings it is read with."""
    adapter = kit.adapter(example=path.stem.partition("_")[0])
    events = adapter.parse(path.read_bytes().rstrip(b"\n"), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@pytest.mark.parametrize("form", [b"", b"halo", b"{", b"[" * 50_000, b'{"a": 1}', b"[1]", b"msisdn=&message=", b"\xff"])
def test_what_is_neither_a_message_nor_a_report_is_refused(form: bytes) -> None:
    with pytest.raises(MalformedPayload):
        kit.adapter().check(form)


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.text(max_size=30)))
def test_no_value_of_a_form_is_an_error(values: dict[str, str]) -> None:
    form = urlencode(values, errors="replace").encode()
    tidied = [codec.tidy(event, at=RECEIVED) for event in kit.adapter().parse(form, at=RECEIVED)]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied


@settings(deadline=None)
@given(st.lists(message | anything, max_size=3))
def test_no_shape_of_json_is_an_error_and_nothing_of_a_batch_is_skipped(items: list[Any]) -> None:
    body = json.dumps({"messages": items}).encode()
    events = kit.adapter(example="json").parse(body, at=RECEIVED)
    assert len(events) == len(items)
    tidied = [codec.tidy(event, at=RECEIVED) for event in events]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_at_all_are_an_error(form: bytes) -> None:
    for example in ("query", "jasmin", "json"):
        try:
            kit.adapter(example=example).check(form)
            kit.adapter(example=example).parse(form, at=RECEIVED)
        except MalformedPayload:
            continue


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_every_text_comes_out_as_it_was_written(words: str) -> None:
    adapter = kit.adapter()
    (request,) = kit.requests(kit.text("a", words=words))
    (event,) = adapter.parse(adapter.raw(request), at=RECEIVED)
    assert isinstance(event, Inbound)
    assert event.text == words


@pytest.mark.parametrize("told", ["6281322904471", "081322904471", "+62 813-2290-4471"])
def test_a_number_is_the_same_however_it_is_written(told: str) -> None:
    (event,) = kit.adapter().parse(urlencode({"msisdn": told, "message": "a"}).encode(), at=RECEIVED)
    assert isinstance(event, Inbound)
    assert event.sender.addresses[0].value == "+6281322904471"


def keys(*forms: bytes, at: datetime = RECEIVED, again: bool = False) -> list[str]:
    options = kit.adapter().options
    adapter = SmsHttpAdapter(replace(options, incoming=replace(options.incoming, ids_come_again=again)))
    return [adapter.parse(form, at=at)[0].event_key for form in forms]


def test_without_an_id_a_message_is_known_by_sender_words_and_time() -> None:
    first = b"msisdn=0813&message=a&submitTime=2026-11-21+08:00:00"
    others = [first.replace(b"0813", b"0814"), first.replace(b"=a", b"=b"), first.replace(b"08:", b"09:")]
    found = keys(first, first, *others)
    assert found[0] == found[1]
    assert len(set(found)) == 4


def test_without_an_id_and_a_time_the_same_words_are_one_message_within_the_hour() -> None:
    form = b"msisdn=0813&message=STATUS"
    (now,), (soon,) = keys(form), keys(form, at=RECEIVED + timedelta(minutes=20))
    (tomorrow,) = keys(form, at=RECEIVED + timedelta(days=1))
    assert now == soon != tomorrow


def test_where_ids_come_again_they_are_only_a_part_of_the_key() -> None:
    old, new = b"msgid=1&msisdn=0813&message=a&submitTime=x", b"msgid=1&msisdn=0813&message=b&submitTime=y"
    assert keys(old, new) == ["1", "1"]
    assert len(set(keys(old, old, new, again=True))) == 2


def test_a_status_that_the_settings_do_not_know_is_told_to_the_operator() -> None:
    (event,) = kit.adapter().parse(b"msgid=m-1&status=ANEH", at=RECEIVED)
    assert isinstance(event, Notice)
    assert "ANEH" in event.subject


def test_a_failure_for_now_may_be_mended() -> None:
    (event,) = kit.adapter().parse(b"msgid=m-1&status=expired", at=RECEIVED)
    assert isinstance(event, StatusUpdate)
    assert (event.permanent, event.error) == (False, "the gateway says expired")


def test_the_secret_is_not_kept_with_the_message() -> None:
    (request,) = kit.requests(kit.text("a"))
    assert kit.SECRETS[0] in request.url
    assert kit.SECRETS[0].encode() not in kit.adapter().raw(request)


SECRET = kit.SECRETS[0]


@pytest.mark.parametrize(
    ("carrier", "name", "prefix", "request_", "verdict"),
    [
        ("header", "X-Kunci", "", Request("POST", {"x-kunci": SECRET}), Verdict.GENUINE),
        ("header", "Authorization", "Bearer ", Request("POST", {"authorization": f"Bearer {SECRET}"}), Verdict.GENUINE),
        ("header", "Authorization", "Bearer ", Request("POST", {"authorization": "Bearer asing"}), Verdict.FORGED),
        ("query", "kunci", "", Request("GET", {}, {}, b"", f"https://a.example/?kunci={SECRET}"), Verdict.GENUINE),
        ("query", "kunci", "", Request("POST", {}, {}, f"kunci={SECRET}".encode()), Verdict.MISSING),
        ("body", "kunci", "", Request("POST", {}, {}, f"a=1&kunci={SECRET}".encode()), Verdict.GENUINE),
        (
            "body",
            "auth.kunci",
            "",
            Request("POST", {}, {}, b'{"auth": {"kunci": "%s"}}' % SECRET.encode()),
            Verdict.GENUINE,
        ),
        ("body", "auth.kunci", "", Request("POST", {}, {}, b'{"auth": {"kunci": "asing"}}'), Verdict.FORGED),
        ("body", "auth.kunci", "", Request("POST", {}, {}, b"{"), Verdict.MISSING),
        ("body", "auth.kunci", "", Request("POST", {}, {}, b"[" * 50_000), Verdict.MISSING),
    ],
)
def test_the_secret_is_looked_for_where_the_settings_say(
    carrier: Any, name: str, prefix: str, request_: Request, verdict: Verdict
) -> None:
    options = kit.adapter().options
    incoming = replace(options.incoming, carrier=carrier, carried=name, prefix=prefix)
    assert SmsHttpAdapter(replace(options, incoming=incoming)).verify(request_) is verdict


def test_a_gateway_may_be_known_by_its_network_alone_behind_our_own_proxy() -> None:
    door = kit.adapter(example="json").options.door
    adapter = SmsHttpAdapter(replace(kit.adapter().options, door=Doorkeeper((), door.allowed, door.proxies)))
    asked = [
        Request("GET", {"x-forwarded-for": "203.0.113.7"}, client="127.0.0.1"),
        Request("GET", {"x-forwarded-for": "203.0.113.7, 198.51.100.1"}, client="127.0.0.1"),
        Request("GET", {"x-forwarded-for": "203.0.113.7"}, client="198.51.100.1"),
    ]
    assert [adapter.verify(request) for request in asked] == [Verdict.GENUINE, Verdict.FORGED, Verdict.FORGED]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("example", "body", "content_type", "answer"),
    [
        ("jasmin", "id=1&from=6281322904471&to=3636&content=halo", "application/x-www-form-urlencoded", "ACK/Jasmin"),
        ("jasmin", "id=1&message_status=DELIVRD&level=3", "application/x-www-form-urlencoded", "ACK/Jasmin"),
        ("query", "msisdn=0813&message=a&msgid=1", "application/x-www-form-urlencoded", "OK"),
    ],
)
def test_the_gateway_gets_the_word_that_it_waits_for(
    channels_under_test: registry.Registry, example: str, body: str, content_type: str, answer: str
) -> None:
    channels_under_test.add(kit.adapter(example=example))
    got = Client().post(f"/kanal/smshttp/?secret={SECRET}&key=k", body, content_type=content_type)
    assert (got.status_code, got.content.decode()) == (200, answer)
    assert RawInbound.objects.get().body == f"key=k&{body}".encode()
