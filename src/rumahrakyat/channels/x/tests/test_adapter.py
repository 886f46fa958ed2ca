import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Address, Body, DeliveryError, Manner, MediaRef, Outgoing
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.x import kit
from rumahrakyat.channels.x.adapter import sign
from rumahrakyat.channels.x.options import Options, from_environment

SITI = Address("x", "1600000000000000001")
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
RECEIPT = "Laporan Anda kami terima. Nomor: *RR-482-135*. Lihat https://lapor.contoh.go.id/lacak/RR-482-135"


def public(text: str = RECEIPT, *, under: str = "1990000000000000101") -> Outgoing:
    return Outgoing(SITI, Body(text, manner=Manner.PUBLIC, reply_to=under, about="RR-482-135"), "kunci")


def test_a_public_answer_hangs_under_the_post_and_carries_the_number_and_no_link(peer: Peer) -> None:
    kit.posts(peer, "1990000000000000900")
    receipt = kit.adapter(peer.url).send(public())
    assert receipt.external_id == "1990000000000000900"
    assert peer.asked[0].path == "/2/tweets"
    assert kit.sent(peer) == [
        {
            "text": "Laporan Anda kami terima. Nomor: RR-482-135.",
            "reply": {"in_reply_to_tweet_id": "1990000000000000101"},
        }
    ]


@pytest.mark.parametrize("manner", [Manner.DIRECT, Manner.PRIVATE_REPLY])
def test_a_private_answer_is_a_direct_message_with_its_link(peer: Peer, manner: Manner) -> None:
    kit.accepts(peer, "77")
    body = Body(RECEIPT, manner=manner, reply_to="1990000000000000101")
    assert kit.adapter(peer.url).send(Outgoing(SITI, body, "kunci")).external_id == "dm:77"
    assert peer.asked[0].path == f"/2/dm_conversations/with/{SITI.value}/messages"
    assert "https://lapor.contoh.go.id" in kit.sent(peer)[0]["text"]


@pytest.mark.parametrize(
    "outgoing",
    [public(under=""), public(under="dm:5"), Outgoing(Address("x", "@siti"), Body("x"), "kunci")],
    ids=["no post", "a message", "a name"],
)
def test_what_has_nowhere_to_go_fails_for_good_and_is_not_sent(peer: Peer, outgoing: Outgoing) -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(outgoing)
    assert (caught.value.permanent, peer.asked) == (True, [])


@pytest.mark.parametrize(
    ("status", "title", "detail", "expected"),
    [
        (401, "Unauthorized", "", {"alarm": True}),
        (402, "CreditsDepleted", "", {"alarm": True}),
        (403, "Forbidden", "Your account is suspended.", {"alarm": True}),
        (403, "Client Forbidden", "", {"alarm": True}),
        (403, "Forbidden", "You do not have permission to DM one or more participants.", {"permanent": True}),
        (403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.", {"permanent": True}),
        (404, "Not Found Error", "", {"permanent": True}),
        (400, "Invalid Request", "", {"permanent": True}),
        (429, "Too Many Requests", "", {"retry_after": timedelta(minutes=15)}),
        (503, "Service Unavailable", "", {}),
    ],
)
def test_refusals_mean_what_the_outbox_knows(
    peer: Peer, status: int, title: str, detail: str, expected: dict[str, object]
) -> None:
    kit.refuses(peer, status, title, detail)
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(public())
    usual = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}
    assert {name: getattr(caught.value, name) for name in usual} == {**usual, **expected}


def test_an_answer_without_an_id_is_not_taken_for_sent(peer: Peer) -> None:
    peer.says(Answer(201, b"[]"))
    with pytest.raises(DeliveryError):
        kit.adapter(peer.url).send(public())


def test_every_request_is_signed_anew_and_tells_no_secret(peer: Peer) -> None:
    for name in ("1", "2"):
        kit.posts(peer, name)
        kit.adapter(peer.url).send(public())
    one, other = [asked.headers["Authorization"] for asked in peer.asked]
    assert one != other
    assert "rahasia" not in one + other


@pytest.mark.django_db
def test_a_challenge_is_answered_with_the_newest_secret_as_json(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = registry.Registry()
    fresh.add(kit.adapter(peer.url))
    monkeypatch.setattr(registry, "default", lambda: fresh)
    answer = Client().get("/kanal/x/", {"crc_token": "tantangan"})
    wanted = base64.b64encode(hmac.new(kit.SECRETS[0].encode(), b"tantangan", hashlib.sha256).digest()).decode()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.content) == {"response_token": f"sha256={wanted}"}
    assert Client().get("/kanal/x/").status_code == 405


@given(st.binary(max_size=300), st.text(max_size=90))
def test_no_other_body_and_no_other_signature_is_ever_accepted(body: bytes, signature: str) -> None:
    genuine, *_ = kit.requests(kit.text("a"))
    header = "x-twitter-webhooks-signature"
    adapter = kit.adapter()
    assert adapter.verify(genuine) is Verdict.GENUINE
    assert adapter.verify(Request("POST", {header: sign(kit.SECRETS[1], genuine.body)}, {}, genuine.body)) == "genuine"
    for request in (
        Request("POST", {header: genuine.headers[header]}, {}, body),
        Request("POST", {header: signature}, {}, genuine.body),
        Request("POST", {header: sign("", genuine.body)}, {}, genuine.body),
    ):
        assert adapter.verify(request) is not Verdict.GENUINE


def test_a_file_is_fetched_where_its_link_is_or_asked_for_where_it_hangs(peer: Peer) -> None:
    kit.serves_file(peer, b"foto")
    assert kit.adapter(peer.url).fetch_media(MediaRef("dm:5:3_9001", mime_type="image/jpeg")).content == b"foto"
    assert [asked.path.split("?")[0] for asked in peer.asked] == ["/2/dm_events/5", "/file"]


@pytest.mark.parametrize("ref", ["post:5:3_1", "dm:x:3_1", "http://contoh.go.id/a", "../x"])
def test_a_file_that_is_no_longer_there_fails_for_good(peer: Peer, ref: str) -> None:
    peer.says(Answer(200, b'{"errors":[{"title":"Not Found Error"}]}'))
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).fetch_media(MediaRef(ref))
    assert caught.value.permanent


def answers(peer: Peer, *bodies: dict[str, Any]) -> None:
    peer.says(*[Answer(200, json.dumps(body).encode()) for body in bodies])


TOKEN = {"token_type": "bearer", "access_token": "pembawa"}
WEBHOOK = {"id": "700", "url": "https://lapor.contoh.go.id/kanal/x/", "valid": True}
EVENTS = ("post.mention.create", "post.reply.create", "dm.received", "chat.received")


def test_registering_names_our_address_once_and_subscribes_to_what_is_missing(peer: Peer) -> None:
    known = {"data": [{"event_type": "dm.received", "webhook_id": "700"}]}
    answers(peer, TOKEN, {"data": []}, TOKEN, {"data": {"id": "700"}}, known, {}, {}, {})
    kit.adapter(peer.url).register()
    posted = [asked for asked in peer.asked if asked.path.startswith("/2/") and asked.method == "POST"]
    assert posted[0].json() == {"url": WEBHOOK["url"]}
    assert {one.json()["event_type"] for one in posted[1:]} == set(EVENTS) - {"dm.received"}
    assert all(one.json()["webhook_id"] == "700" for one in posted[1:])
    assert [asked.headers["Authorization"].split()[0] for asked in peer.asked[:3]] == ["Basic", "Bearer", "Basic"]


def probed(peer: Peer, *bodies: dict[str, Any]) -> list[str]:
    answers(peer, *bodies)
    return list(kit.adapter(peer.url).probe(at=AT).problems)


def test_x_s_own_view_of_us_becomes_sentences(peer: Peer) -> None:
    me = {"data": {"id": kit.US}}
    every = {"data": [{"event_type": event} for event in EVENTS]}
    assert probed(peer, me, TOKEN, {"data": [WEBHOOK]}, every) == []
    assert "another account" in probed(peer, {"data": {"id": "1"}}, TOKEN, {"data": [WEBHOOK]}, every)[0]
    assert "brings no events" in probed(peer, me, TOKEN, {"data": []}, every)[0]
    assert "switched our webhook off" in probed(peer, me, TOKEN, {"data": [{**WEBHOOK, "valid": False}]}, every)[0]
    assert "dm.received" in probed(peer, me, TOKEN, {"data": [WEBHOOK]}, {"data": every["data"][:2]})[0]


def test_messages_are_asked_for_less_often_when_they_are_brought() -> None:
    brought, asked = kit.adapter(), type(kit.adapter())(Options())
    assert [(feed.name, feed.seconds) for feed in brought.feeds()] == [("x.mentions", 60), ("x.messages", 600)]
    assert [feed.seconds for feed in asked.feeds()] == [60, 60]


def test_what_is_missing_or_wrong_is_said_in_sentences() -> None:
    assert kit.adapter().check_config() == []
    assert len(Options().problems()) == 5
    wrong = Options("rumah_rakyat", "", "k", ("s",), "t", "ts", webhook="http://contoh.go.id/").problems()
    assert len(wrong) == 2
    assert all(problem.endswith(".") for problem in wrong)


def test_secrets_may_come_from_files_and_the_webhook_is_wanted_or_not(tmp_path: object) -> None:
    file = f"{tmp_path}/secrets"
    with open(file, "w", encoding="utf-8") as handle:  # noqa: PTH123 -- a path out of a string
        handle.write("baru lama\n")
    environ = {"RUMAHRAKYAT_X_CONSUMER_SECRETS_FILE": file, "RUMAHRAKYAT_X_WEBHOOK": "1"}
    assert from_environment(environ, webhook="https://a.id/").consumer_secrets == ("baru", "lama")
    assert from_environment(environ, webhook="https://a.id/").webhook == "https://a.id/"
    assert from_environment({}, webhook="https://a.id/").webhook == ""
