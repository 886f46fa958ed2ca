import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Address, Body, DeliveryError, MediaRef, Outgoing
from rumahrakyat.channels.conformance.peer import Answer, Peer, serving
from rumahrakyat.channels.contract import Acknowledges, Probed, TakesQuery, Tallies, Tally
from rumahrakyat.channels.models import RawInbound
from rumahrakyat.channels.twilio import kit
from rumahrakyat.channels.twilio.adapter import TwilioAdapter
from rumahrakyat.channels.twilio.options import Options, from_environment
from rumahrakyat.channels.twilio.signature import HEADER, sign
from rumahrakyat.lib import http

ANI = Address("tel", "+6281322904471")
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = "5f0f1d4e-3b7d-4a9b-9f4e-6f3c1a2b3c4d"
FILE = f"/2010-04-01/Accounts/{kit.ACCOUNT}/Messages/MM1/Media/ME1"


@pytest.fixture
def elsewhere() -> Iterator[Peer]:
    """The store that Twilio's files really lie in."""
    with serving() as store:
        yield store


def failure(peer: Peer, message: str = "Halo") -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(Outgoing(ANI, Body(message), KEY))
    return caught.value


def test_a_message_is_a_form_with_our_key_in_the_address_of_its_status(peer: Peer) -> None:
    kit.accepts(peer, "SM1")
    receipt = kit.adapter(peer.url).send(Outgoing(ANI, Body("Laporan “RR-482” — diterima & 100%"), KEY))
    assert receipt.external_id == "SM1"
    assert kit.sent(peer) == [
        {
            "To": "+6281322904471",
            "From": kit.LINE,
            "Body": 'Laporan "RR-482" - diterima & 100%',
            "StatusCallback": f"{kit.webhook()}?key={KEY}",
        }
    ]
    assert peer.asked[0].path == f"/2010-04-01/Accounts/{kit.ACCOUNT}/Messages.json"
    assert peer.asked[0].headers["Authorization"].startswith("Basic ")


def test_a_messaging_service_sends_in_place_of_a_number(peer: Peer) -> None:
    kit.accepts(peer, "SM1")
    service = "MG00000000000000000000000000000001"
    TwilioAdapter(Options(kit.ACCOUNT, kit.TOKENS, service, api=peer.url, in_house=True)).send(
        Outgoing(ANI, Body("Halo"), KEY)
    )
    assert kit.sent(peer)[0]["MessagingServiceSid"] == service


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, 21211, {"permanent": True}),
        (400, 21610, {"permanent": True}),
        (400, 21614, {"permanent": True}),
        (403, 21408, {"permanent": True}),
        (400, 99999, {"permanent": True}),
        (401, 20003, {"alarm": True}),
        (403, 20005, {"alarm": True}),
        (404, 20404, {"alarm": True}),
        (400, 21606, {"alarm": True}),
        (403, 0, {"alarm": True}),
        (429, 20429, {"retry_after": timedelta(seconds=30)}),
        (400, 21611, {"retry_after": timedelta(minutes=10)}),
        (429, 0, {"retry_after": timedelta(minutes=1)}),
        (500, 20500, {}),
        (503, 0, {}),
    ],
)
def test_the_providers_codes_mean_what_the_outbox_knows(
    peer: Peer, status: int, code: int, expected: dict[str, object]
) -> None:
    peer.says(Answer(status, json.dumps({"code": code, "message": "+6281322904471"} if code else {}).encode()))
    error = failure(peer)
    usual = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}
    assert {name: getattr(error, name) for name in usual} == {**usual, **expected}
    assert "4471" not in error.message


def test_the_wait_that_twilio_asks_for_is_kept(peer: Peer) -> None:
    kit.throttles(peer, 90)
    assert failure(peer).retry_after == timedelta(seconds=90)


def test_an_answer_without_an_id_is_not_sent_again(peer: Peer) -> None:
    peer.says(Answer(201, b"{}"))
    assert failure(peer).permanent


def test_without_settings_nothing_is_asked() -> None:
    with pytest.raises(DeliveryError) as caught:
        TwilioAdapter(Options()).send(Outgoing(ANI, Body("Halo"), KEY))
    assert caught.value.alarm


def test_a_file_lies_elsewhere_and_our_token_does_not_go_there(
    peer: Peer, elsewhere: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_is_public", lambda _address: True)
    http.forget_connections()
    peer.says(Answer(307, b"", {"Location": f"{elsewhere.url}/bucket/ME1"}))
    elsewhere.says(Answer(200, b"foto", {"Content-Type": "image/jpeg; q=1"}))
    media = kit.adapter(peer.url).fetch_media(MediaRef(FILE))
    assert (media.content, media.mime_type) == (b"foto", "image/jpeg")
    assert "Authorization" in peer.asked[0].headers
    assert "Authorization" not in elsewhere.asked[0].headers


@pytest.mark.parametrize(
    "ref", ["", "/latest/meta-data", "//169.254.169.254/", f"{FILE}/../../..", f"@evil.example{FILE}"]
)
def test_only_a_file_of_the_api_is_fetched(peer: Peer, ref: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).fetch_media(MediaRef(ref))
    assert (caught.value.permanent, peer.asked) == (True, [])


def test_a_file_that_is_too_large_is_given_up(peer: Peer) -> None:
    kit.serves_file(peer, b"x" * (kit.adapter().capabilities.max_media_bytes + 1))
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).fetch_media(MediaRef(FILE))
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("status", "answer", "problems"),
    [
        (200, {"status": "active"}, 0),
        (200, {"status": "suspended"}, 1),
        (401, {"code": 20003}, 1),
    ],
)
def test_the_account_is_asked_whether_it_works(
    peer: Peer, status: int, answer: dict[str, object], problems: int
) -> None:
    peer.says(Answer(status, json.dumps(answer).encode()))
    adapter = kit.adapter(peer.url)
    assert isinstance(adapter, Probed)
    assert len(adapter.probe(at=AT).problems) == problems


def test_the_days_messages_are_counted_by_the_provider(peer: Peer) -> None:
    peer.says(*[Answer(200, json.dumps({"usage_records": [{"count": count}]}).encode()) for count in ("12", "7")])
    adapter = kit.adapter(peer.url)
    assert isinstance(adapter, Tallies)
    assert adapter.tally(date(2026, 11, 20)) == Tally(received=12, sent=7)
    assert "StartDate=2026-11-20" in peer.asked[0].path


@pytest.mark.django_db
def test_a_message_is_answered_with_no_instruction(channels_under_test: registry.Registry) -> None:
    channels_under_test.add(kit.adapter())
    (asked,) = kit.requests(kit.text("a"))
    assert isinstance(kit.adapter(), Acknowledges)
    assert isinstance(kit.adapter(), TakesQuery)
    answer = Client().post(
        "/kanal/twilio/",
        asked.body,
        content_type=asked.headers["content-type"],
        headers={HEADER: asked.headers[HEADER]},
    )
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml"
    assert answer.content.endswith(b"<Response/>")


@pytest.mark.django_db
def test_a_status_with_our_key_in_the_address_is_genuine_and_another_key_is_forged(
    channels_under_test: registry.Registry,
) -> None:
    channels_under_test.add(kit.adapter())
    body = b"MessageStatus=sent&MessageSid=SM1"
    headers = {HEADER: sign(kit.TOKENS[0], f"{kit.webhook()}?key={KEY}", body)}
    form = "application/x-www-form-urlencoded"
    statuses = [
        Client().post(f"/kanal/twilio/?key={key}", body, content_type=form, headers=headers).status_code
        for key in (KEY, "lain")
    ]
    assert statuses == [200, 403]
    assert RawInbound.objects.get().body == f"key={KEY}&".encode() + body


def test_what_is_missing_or_wrong_is_said_in_sentences(tmp_path: object) -> None:
    assert kit.adapter().check_config() == []
    assert len(Options().problems()) == 3
    assert len(Options("AC1", ("t",), "0813 2290 4471").problems()) == 2
    unreadable = from_environment({"RUMAHRAKYAT_TWILIO_TOKENS_FILE": f"{tmp_path}/tidak-ada"})
    assert any("cannot be read" in problem for problem in unreadable.problems())
    assert not TwilioAdapter(Options()).configured()
