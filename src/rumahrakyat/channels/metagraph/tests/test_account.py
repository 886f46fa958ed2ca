"""What leaves for Facebook and Instagram, what their refusals mean, and what they tell about our account."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.base import Address, Body, DeliveryError, Manner, Option, Outgoing, OutgoingMedia
from rumahrakyat.channels.conformance.bench import kit_of
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Completes, Probed, Request, Verdict
from rumahrakyat.channels.fitting import fit
from rumahrakyat.channels.metagraph import kit as shared
from rumahrakyat.channels.metagraph.options import Options, from_environment

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
CODES = ("facebook", "instagram")
KEY = "3f0c7c1e-55d1-4a1e-9e5e-0d8f0c2a7b11"


def send(peer: Peer, code: str, body: Body, *, by_person: bool = False) -> tuple[str, object]:
    """Send and give back where and what was asked."""
    shared.accepts(peer, "m_1")
    address = Address(code, shared.PEOPLE[0])
    receipt = kit_of(code).adapter(peer.url).send(Outgoing(address, body, KEY, by_person=by_person))
    assert receipt.external_id == "m_1"
    asked = peer.asked[-1]
    assert asked.headers["Authorization"] == "Bearer token-uji"
    return asked.path, asked.json()


def test_a_message_within_the_window_is_a_response_and_carries_our_key(peer: Peer) -> None:
    path, body = send(peer, "facebook", Body("Halo"))
    assert path == "/me/messages"
    assert body == {
        "recipient": {"id": shared.PEOPLE[0]},
        "messaging_type": "RESPONSE",
        "message": {"text": "Halo", "metadata": KEY},
    }


@pytest.mark.parametrize("code", CODES)
def test_later_only_what_a_person_wrote_goes_with_its_tag(peer: Peer, code: str) -> None:
    _path, body = send(peer, code, Body("Halo", by_person=True), by_person=True)
    assert isinstance(body, dict)
    assert (body["messaging_type"], body["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


@pytest.mark.parametrize("code", CODES)
def test_options_are_quick_replies_with_short_titles(peer: Peer, code: str) -> None:
    _path, body = send(peer, code, Body("Pilih", (Option("a", "Pilihan yang panjang sekali"), Option("b", "Ya"))))
    assert isinstance(body, dict)
    replies = body["message"]["quick_replies"]
    assert [(reply["title"], reply["payload"]) for reply in replies] == [("Pilihan yang panjan…", "a"), ("Ya", "b")]


@pytest.mark.parametrize(
    ("code", "public_id", "path", "more"),
    [
        ("facebook", "77_1", "/77_1/comments", {}),
        ("instagram", "17911", "/17911/replies", {}),
        ("instagram", "17900|17901", "/178400000000009/mentions", {"media_id": "17900", "comment_id": "17901"}),
        ("instagram", "17900|", "/178400000000009/mentions", {"media_id": "17900"}),
    ],
)
def test_a_public_answer_hangs_under_what_it_answers(
    peer: Peer, code: str, public_id: str, path: str, more: dict[str, str]
) -> None:
    peer.says(Answer(content=b'{"id": "m_1"}'))
    body = Body("Nomor laporan Anda RR-482-135", manner=Manner.PUBLIC, reply_to=public_id)
    asked_path, asked = send(peer, code, body)
    assert (asked_path, asked) == (path, {"message": "Nomor laporan Anda RR-482-135", **more})


@pytest.mark.parametrize(
    ("code", "public_id", "recipient"),
    [
        ("facebook", "77_1", {"comment_id": "77_1"}),
        ("facebook", "104000000000009_88", {"post_id": "104000000000009_88"}),
        ("instagram", "17911", {"comment_id": "17911"}),
    ],
)
def test_a_private_answer_names_the_comment_or_the_post(
    peer: Peer, code: str, public_id: str, recipient: dict[str, str]
) -> None:
    path, body = send(peer, code, Body("Di mana tepatnya?", manner=Manner.PRIVATE_REPLY, reply_to=public_id))
    assert (path, body) == ("/me/messages", {"recipient": recipient, "message": {"text": "Di mana tepatnya?"}})


@pytest.mark.parametrize("manner", [Manner.PUBLIC, Manner.PRIVATE_REPLY])
def test_a_story_is_answered_as_a_message(peer: Peer, manner: Manner) -> None:
    path, body = send(peer, "instagram", Body("Di mana ini?", manner=manner, reply_to="story:aWdf"))
    assert isinstance(body, dict)
    assert (path, body["recipient"]) == ("/me/messages", {"id": shared.PEOPLE[0]})


def test_who_is_known_by_name_alone_is_answered_in_public_only(peer: Peer) -> None:
    adapter = kit_of("instagram").adapter(peer.url)
    named = Address("instagram", "@siti_demak")
    with pytest.raises(DeliveryError) as caught:
        adapter.send(Outgoing(named, Body("Halo"), KEY))
    assert (caught.value.permanent, peer.asked) == (True, [])
    peer.says(Answer(content=b'{"id": "1"}'))
    assert adapter.send(Outgoing(named, Body("Halo", manner=Manner.PUBLIC, reply_to="1|2"), KEY)).external_id == "1"


def test_bold_words_are_marked_only_where_the_marks_are_understood(peer: Peer) -> None:
    bold = Body("Nomor: *RR-482-135*, 2 * 3 * 4")
    _path, alone = send(peer, "facebook", bold)
    _path, elsewhere = send(peer, "instagram", bold)
    peer.says(Answer(content=b'{"id": "m_1"}'))
    _path, in_public = send(peer, "facebook", replace(bold, manner=Manner.PUBLIC, reply_to="77_1"))
    assert isinstance(alone, dict)
    assert isinstance(elsewhere, dict)
    assert isinstance(in_public, dict)
    assert alone["message"]["text"] == "Nomor: *RR-482-135*, 2 * 3 * 4"
    assert elsewhere["message"]["text"] == in_public["message"] == "Nomor: RR-482-135, 2 * 3 * 4"


def test_a_file_alone_is_an_attachment_and_with_words_a_link(peer: Peer) -> None:
    media = OutgoingMedia("https://contoh.go.id/a.jpg")
    _path, alone = send(peer, "facebook", Body("", media=media))
    _path, told = send(peer, "facebook", Body("Sudah ditambal", media=media))
    assert isinstance(alone, dict)
    assert isinstance(told, dict)
    assert alone["message"]["attachment"]["payload"]["url"] == "https://contoh.go.id/a.jpg"
    assert told["message"]["text"] == "Sudah ditambal\nhttps://contoh.go.id/a.jpg"


@pytest.mark.parametrize("code", CODES)
def test_what_is_no_id_of_the_provider_s_is_never_put_into_a_path(peer: Peer, code: str) -> None:
    for wrong in ("../me", "1/2", "", "a b", "1?x"):
        with pytest.raises(DeliveryError) as caught:
            send(peer, code, Body("x", manner=Manner.PUBLIC, reply_to=wrong))
        assert caught.value.permanent
    assert peer.asked == []


@given(st.text(max_size=3000))
def test_no_part_of_a_text_is_longer_than_instagram_takes(text: str) -> None:
    parts = fit(Body(text), kit_of("instagram").adapter().capabilities)
    assert all(len(part.text.encode(errors="replace")) <= 1000 for part in parts)


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        ((10, 2018278, 400), {"window_closed": True}),
        ((10, 2534022, 400), {"window_closed": True}),
        ((10, 2018108, 400), {"permanent": True}),
        ((10, 0, 403), {"alarm": True}),
        ((551, 1545041, 400), {"permanent": True}),
        ((100, 2018001, 400), {"permanent": True}),
        ((100, 0, 400), {"permanent": True}),
        ((10900, 0, 400), {"permanent": True}),
        ((100, 2534025, 400), {"permanent": True}),
        ((4, 0, 403), {"retry_after": timedelta(minutes=5)}),
        ((32, 0, 400), {"retry_after": timedelta(minutes=5)}),
        ((613, 0, 400), {"retry_after": timedelta(minutes=1)}),
        ((80006, 0, 400), {"retry_after": timedelta(minutes=5)}),
        ((1, 0, 500), {}),
        ((2, 0, 500), {}),
        ((9999, 0, 503), {}),
        ((190, 463, 401), {"alarm": True}),
        ((200, 0, 403), {"alarm": True}),
    ],
)
@pytest.mark.parametrize("channel", CODES)
def test_the_provider_s_codes_mean_what_the_outbox_knows(
    peer: Peer, channel: str, refusal: tuple[int, int, int], expected: dict[str, object]
) -> None:
    code, subcode, status = refusal
    shared.refuses(peer, code, subcode, status=status)
    with pytest.raises(DeliveryError) as caught:
        kit_of(channel).adapter(peer.url).send(Outgoing(Address(channel, "1"), Body("Halo"), KEY))
    usual = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}
    assert {name: getattr(caught.value, name) for name in usual} == {**usual, **expected}


def test_the_wait_that_a_business_account_is_told_is_kept(peer: Peer) -> None:
    usage = {"104": [{"type": "messenger", "estimated_time_to_regain_access": 7}, {"type": "pages"}]}
    shared.refuses(peer, 80006, headers={"X-Business-Use-Case-Usage": json.dumps(usage)})
    with pytest.raises(DeliveryError) as caught:
        kit_of("facebook").adapter(peer.url).send(Outgoing(Address("facebook", "1"), Body("Halo"), KEY))
    assert caught.value.retry_after == timedelta(minutes=7)


@given(st.binary(max_size=300), st.text(max_size=90))
def test_no_other_body_and_no_other_signature_is_ever_accepted(body: bytes, signature: str) -> None:
    kit = kit_of("facebook")
    (genuine,) = kit.requests(kit.text("m1"))
    adapter = kit.adapter()
    assert adapter.verify(genuine) is Verdict.GENUINE
    assert adapter.verify(shared.signed(genuine.body, secret=shared.SECRETS[1])) is Verdict.GENUINE
    for headers, content in ((genuine.headers, body), ({"x-hub-signature-256": signature}, genuine.body)):
        assert adapter.verify(Request("POST", headers, {}, content)) is not Verdict.GENUINE


def test_the_challenge_is_answered_to_whoever_knows_our_word() -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "kata-uji", "hub.challenge": "123"}
    adapter = kit_of("instagram").adapter()
    right = adapter.handshake(Request("GET", {}, query))
    wrong = adapter.handshake(Request("GET", {}, {**query, "hub.verify_token": "x"}))
    assert right is not None
    assert wrong is not None
    assert (right.status, right.text, wrong.status) == (200, "123", 403)


# What they tell about our account


def data(**fields: object) -> Answer:
    return Answer(content=json.dumps(fields).encode())


def test_a_healthy_page_has_no_problems_and_a_date(peer: Peer) -> None:
    kit = kit_of("facebook")
    adapter = kit.adapter(peer.url)
    token = {"is_valid": True, "scopes": sorted(adapter.scopes), "expires_at": 1_800_000_000}
    app = {"id": shared.APP_ID, "subscribed_fields": sorted(adapter.fields)}
    peer.says(data(id=kit.PAGE), data(data=token), data(data=[app]))
    probe = adapter.probe(at=AT)
    assert (list(probe.problems), probe.expires_at) == ([], datetime.fromtimestamp(1_800_000_000, UTC))
    assert peer.asked[1].headers["Authorization"] == f"Bearer {shared.APP_ID}|{shared.SECRETS[0]}"


def test_what_is_wrong_with_a_page_is_said_in_sentences(peer: Peer) -> None:
    adapter = kit_of("facebook").adapter(peer.url)
    token = {"is_valid": False, "scopes": sorted(adapter.scopes - {"pages_messaging"}), "expires_at": 0}
    app = {"id": shared.APP_ID, "subscribed_fields": sorted(adapter.fields - {"feed"})}
    peer.says(data(id="1"), data(data=token), data(data=[{"id": "9", "subscribed_fields": ["feed"]}, app]))
    probe = adapter.probe(at=AT)
    assert probe.expires_at is None
    assert list(probe.problems) == [
        "The access token is not that of the account in RUMAHRAKYAT_FACEBOOK_PAGE_ID.",
        "The access token is no longer valid.",
        "The access token lacks the permission pages_messaging.",
        "The webhook is not subscribed to feed, so we hear nothing of it.",
    ]


def test_instagram_s_fields_are_those_of_the_app(peer: Peer) -> None:
    kit = kit_of("instagram")
    adapter = kit.adapter(peer.url)
    fields = [{"name": name, "version": "v23.0"} for name in sorted(adapter.fields - {"mentions"})]
    token = {"is_valid": True, "scopes": sorted(adapter.scopes)}
    subscriptions = [{"object": "page", "fields": [{"name": "mentions"}]}, {"object": "instagram", "fields": fields}]
    peer.says(data(id=kit.ACCOUNT_ID), data(data=token), data(data=subscriptions))
    assert list(adapter.probe(at=AT).problems) == [
        "The webhook is not subscribed to mentions, so we hear nothing of it."
    ]


@pytest.mark.parametrize("code", CODES)
def test_the_adapters_can_be_probed_and_complete_what_is_announced(code: str) -> None:
    adapter = kit_of(code).adapter()
    assert isinstance(adapter, Probed)
    assert isinstance(adapter, Completes)


def test_what_is_missing_is_said_in_sentences() -> None:
    problems = Options("RUMAHRAKYAT_FACEBOOK_", "PAGE_ID").problems()
    assert len(problems) == 5
    assert all(problem.startswith("RUMAHRAKYAT_FACEBOOK_") and problem.endswith(".") for problem in problems)


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.write_text("baru lama\n", encoding="utf-8")
    options = from_environment("X_", "PAGE_ID", {"X_APP_SECRETS_FILE": str(file), "X_PAGE_ID": " 104 "})
    assert (options.app_secrets, options.account_id) == (("baru", "lama"), "104")
