"""What a gateway is asked, and what its answers mean."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.channels.base import Address, Body, DeliveryError, Outgoing
from rumahrakyat.channels.conformance.peer import Answer, Asked, Peer
from rumahrakyat.channels.smshttp import kit
from rumahrakyat.channels.smshttp.adapter import SmsHttpAdapter
from rumahrakyat.channels.smshttp.paths import at_path, nested

ANI = Address("tel", "+6281322904471")
KEY = "5f0f1d4e-3b7d-4a9b-9f4e-6f3c1a2b3c4d"
USUAL = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}


def send(peer: Peer, example: str, answer: bytes, *, words: str = "Halo", status: int = 200) -> tuple[Asked, str]:
    """What the gateway of an example was asked, and the id that its answer gave."""
    peer.says(Answer(status, answer))
    receipt = kit.adapter(peer.url, example=example).send(Outgoing(ANI, Body(words), KEY))
    (asked,) = peer.asked
    return asked, receipt.external_id


def test_a_query_gateway_is_asked_in_the_address(peer: Peer) -> None:
    asked, external_id = send(peer, "query", b'{"status":"OK","msgid":"m-1"}', words="Jalan & “lubang” 100%")
    url = urlsplit(asked.path)
    assert (asked.method, url.path, external_id) == ("GET", "/api/send", "m-1")
    assert parse_qs(url.query) == {
        "username": ["rumahrakyat"],
        "password": ["sandi-uji"],
        "msisdn": ["6281322904471"],
        "message": ['Jalan & "lubang" 100%'],
        "sender": ["3636"],
    }


def test_jasmin_is_asked_for_reports_with_our_key_and_gives_its_id(peer: Peer) -> None:
    asked, external_id = send(peer, "jasmin", b'Success "07033084-5cfd-4812-90a4-e4d24ffb6e3d"')
    query = parse_qs(urlsplit(asked.path).query)
    assert external_id == KEY  # reports carry it
    assert (query["content"], query["coding"], query["dlr-level"]) == (["Halo"], ["0"], ["3"])
    assert query["dlr-url"] == [f"{kit.WEBHOOK}?secret={kit.SECRETS[0]}&key={KEY}"]


def test_jasmin_takes_other_signs_in_hexadecimal(peer: Peer) -> None:
    asked, _external_id = send(peer, "jasmin", b'Success "1"', words="Terima kasih 🙏")
    query = parse_qs(urlsplit(asked.path).query)
    assert (query["coding"], "content" in query) == (["8"], False)
    assert bytes.fromhex(query["hex-content"][0]).decode("utf-16-be") == "Terima kasih 🙏"


def test_a_json_gateway_gets_nested_json(peer: Peer) -> None:
    answer = json.dumps({"messages": [{"id": 17}]}).encode()
    asked, _external_id = send(peer, "json", answer, status=202)
    assert asked.json() == {
        "messages": [{"to": "+6281322904471", "text": "Halo", "from": "3636", "reference": KEY, "priority": 1}],
        "callback": f"{kit.WEBHOOK}?reference={KEY}",
    }
    assert asked.headers["Authorization"] == "Bearer sandi-uji"


def test_a_message_that_was_taken_without_an_id_is_not_sent_again(peer: Peer) -> None:
    _asked, external_id = send(peer, "query", b'{"status":"0"}')
    assert external_id == KEY


def test_a_form_is_posted_with_values_of_any_kind(peer: Peer) -> None:
    options = kit.adapter(peer.url).options
    out = replace(options.out, content="form", method="POST", style="0", fields={"flash": False, "units": 2})
    kit.accepts(peer, "m-1")
    SmsHttpAdapter(replace(options, out=out)).send(Outgoing(ANI, Body("Halo"), KEY))
    (asked,) = peer.asked
    assert parse_qs(asked.body.decode()) == {
        "flash": ["false"],
        "units": ["2"],
        "msisdn": ["081322904471"],
        "message": ["Halo"],
        "sender": ["3636"],
    }


@pytest.mark.parametrize(
    ("example", "status", "answer", "expected"),
    [
        ("query", 200, '{"status": "AUTH"}', {"alarm": True}),
        ("query", 200, '{"status": "THROTTLED"}', {"retry_after": timedelta(seconds=60)}),
        ("query", 200, '{"status": "INVALID_MSISDN"}', {"permanent": True}),
        ("query", 200, '{"status": "ANEH"}', {}),
        ("query", 200, "<html>masuk dulu</html>", {}),
        ("query", 500, '{"status": "OK"}', {}),
        ("query", 401, "", {"alarm": True}),
        ("query", 429, "", {"retry_after": timedelta(seconds=60)}),
        ("query", 400, "6281322904471 salah", {"permanent": True}),
        ("jasmin", 403, 'Error "Authentication failure for username:x"', {"alarm": True}),
        ("jasmin", 403, 'Error "User throughput exceeded"', {"retry_after": timedelta(seconds=30)}),
        ("jasmin", 412, 'Error "No route found"', {"permanent": True}),
        ("jasmin", 500, 'Error "Cannot send"', {}),
        ("json", 422, "{}", {"permanent": True}),
        ("json", 403, "{}", {"alarm": True}),
        ("json", 302, "", {}),
    ],
)
def test_an_answer_means_what_the_settings_say(
    peer: Peer, example: str, status: int, answer: str, expected: dict[str, object]
) -> None:
    with pytest.raises(DeliveryError) as caught:
        send(peer, example, answer.encode(), status=status)
    assert {name: getattr(caught.value, name) for name in USUAL} == {**USUAL, **expected}
    assert "4471" not in caught.value.message


def test_the_wait_that_a_gateway_asks_for_is_kept(peer: Peer) -> None:
    kit.throttles(peer, 90)
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(Outgoing(ANI, Body("Halo"), KEY))
    assert caught.value.retry_after == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        ({"a": [{"b": 1}]}, "a.0.b", 1),
        ({"a": [{"b": 1}]}, "a.1.b", None),
        ({"a": [{"b": 1}]}, "a.b", None),
        ({"a": 1}, "", {"a": 1}),
        ([1], "99999999999999999999", None),
        ("teks", "0", None),
    ],
)
def test_a_place_in_json_is_found_or_not(value: object, path: str, found: object) -> None:
    assert at_path(value, path) == found


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b.0.c", "b.1.c", "d.e"]), st.text(max_size=5)))
def test_what_is_put_into_json_is_found_at_its_place(fields: dict[str, str]) -> None:
    if "b.1.c" in fields and "b.0.c" not in fields:
        return  # a list without its beginning is shorter than its places say
    built = nested(fields)
    assert {path: at_path(built, path) for path in fields} == fields
