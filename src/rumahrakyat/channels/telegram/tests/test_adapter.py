import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.base import (
    Address,
    Body,
    DeliveryError,
    Manner,
    MediaRef,
    Option,
    Outgoing,
    OutgoingMedia,
)
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.telegram import kit, rendering
from rumahrakyat.channels.telegram.options import Options, from_environment

SITI = Address("telegram", "610000001")
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def rendered(body: Body) -> dict[str, Any]:
    return rendering.message(Outgoing(SITI, body, "kunci"), bot=kit.BOT)[1]


def test_bold_words_are_bold_without_asterisks() -> None:
    body = rendered(Body("🙏 Nomor: *RR-482-135*\nsebelum *Selasa*. 3*4*5 tetap."))
    assert body["text"] == "🙏 Nomor: RR-482-135\nsebelum Selasa. 3*4*5 tetap."
    assert [(entity["offset"], entity["length"]) for entity in body["entities"]] == [(10, 10), (29, 6)]


@given(st.text(max_size=200))
def test_nothing_but_asterisks_is_lost_when_words_become_bold(text: str) -> None:
    plain, entities = rendering.styled(text)
    assert plain.replace("*", "") == text.replace("*", "")
    encoded = plain.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        part = encoded[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
        assert "*" + part.decode("utf-16-le", "surrogatepass") + "*" in text


def test_options_are_buttons_that_bring_their_id_back() -> None:
    body = rendered(Body("Yang mana?", (Option("place:1", "Kaliwungu", "Kabupaten Kendal"), Option("other", "Lain"))))
    assert body["reply_markup"]["inline_keyboard"] == [
        [{"text": "Kaliwungu · Kabupaten Kendal", "callback_data": "place:1"}],
        [{"text": "Lain", "callback_data": "other"}],
    ]


def test_a_place_is_asked_for_with_a_button_and_the_next_message_takes_the_button_away() -> None:
    asked = rendered(Body("Di mana?", ask_location=True))["reply_markup"]["keyboard"]
    assert asked[0][0]["request_location"] is True
    assert rendered(Body("Terima kasih"))["reply_markup"] == {"remove_keyboard": True}


@pytest.mark.parametrize(
    ("reply_to", "quoted"),
    [
        (f"{kit.BOT}:610000001:77", 77),
        (f"{kit.BOT}:610000002:77", None),
        (f"{kit.BOT}:610000001:tap:9", None),
        ("1:610000001:77", None),
        ("", None),
    ],
)
def test_an_answer_quotes_a_message_of_the_same_chat_only(reply_to: str, quoted: int | None) -> None:
    assert rendered(Body("Ya", reply_to=reply_to)).get("reply_parameters", {}).get("message_id") == quoted


def test_a_picture_carries_its_words_and_with_many_words_is_a_link() -> None:
    picture = OutgoingMedia("https://contoh.go.id/a.jpg")
    outgoing = Outgoing(SITI, Body("Sudah *ditambal*", media=picture), "kunci")
    assert rendering.message(outgoing, bot=kit.BOT)[0] == "sendPhoto"
    assert rendered(outgoing.body)["caption"] == "Sudah ditambal"
    assert rendered(Body("x" * 2000, media=picture))["text"].endswith("x\n\nhttps://contoh.go.id/a.jpg")


@pytest.mark.parametrize(
    "body", [Body("x", manner=Manner.PUBLIC), Body("x", (Option("i" * 65, "Terlalu panjang"),))], ids=["public", "long"]
)
def test_what_telegram_cannot_carry_fails_for_good_and_is_not_sent(peer: Peer, body: Body) -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(Outgoing(SITI, body, "kunci"))
    assert (caught.value.permanent, peer.asked) == (True, [])


def test_what_was_sent_is_known_by_bot_chat_and_number(peer: Peer) -> None:
    peer.says(Answer(200, b'{"ok":true,"result":{"message_id":88,"chat":{"id":610000001}}}'))
    receipt = kit.adapter(peer.url).send(Outgoing(SITI, Body("Halo"), "kunci"))
    assert receipt.external_id == f"{kit.BOT}:610000001:88"
    assert (peer.asked[0].path, kit.sent(peer)[0]["chat_id"]) == (f"/bot{kit.TOKEN}/sendMessage", 610000001)


@pytest.mark.parametrize(
    ("code", "description", "parameters", "expected"),
    [
        (429, "Too Many Requests", {"retry_after": 35}, {"retry_after": timedelta(seconds=35)}),
        (429, "Too Many Requests", {}, {"retry_after": timedelta(seconds=30)}),
        (403, "Forbidden: bot was blocked by the user", {}, {"permanent": True}),
        (400, "Bad Request: chat not found", {}, {"permanent": True}),
        (401, "Unauthorized", {}, {"alarm": True}),
        (404, "Not Found", {}, {"alarm": True}),
        (500, "Internal Server Error", {}, {}),
    ],
)
def test_refusals_mean_what_the_outbox_knows(
    peer: Peer, code: int, description: str, parameters: dict[str, int], expected: dict[str, object]
) -> None:
    problem = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    peer.says(Answer(code, json.dumps(problem).encode()))
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(Outgoing(SITI, Body("Halo"), "kunci"))
    usual = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}
    assert {name: getattr(caught.value, name) for name in usual} == {**usual, **expected}


@pytest.mark.parametrize("answer", [Answer(502, b"<html>"), Answer(200, b"[]"), Answer(200, b'{"ok":false}')])
def test_an_answer_that_makes_no_sense_is_a_passing_trouble(peer: Peer, answer: Answer) -> None:
    peer.says(answer)
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(Outgoing(SITI, Body("Halo"), "kunci"))
    assert not caught.value.permanent


def test_no_error_names_the_token() -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter().send(Outgoing(SITI, Body("Halo"), "kunci"))
    assert kit.TOKEN not in caught.value.message


@pytest.mark.parametrize("path", ["../../getMe", "https://contoh.go.id/x", "", "a b"])
def test_a_path_that_leads_elsewhere_is_not_followed(peer: Peer, path: str) -> None:
    peer.says(Answer(200, json.dumps({"ok": True, "result": {"file_path": path}}).encode()))
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).fetch_media(MediaRef("9001"))
    assert (caught.value.permanent, len(peer.asked)) == (True, 1)


def acknowledged(update: dict[str, Any]) -> dict[str, Any]:
    answer = kit.adapter().acknowledge(Request("POST", {}, {}, json.dumps(update).encode()), at=AT)
    assert answer.status == 200
    return dict(json.loads(answer.text)) if answer.text else {}


def test_a_tapped_button_stops_waiting_at_once() -> None:
    tap = {"update_id": 1, "callback_query": {"id": "438", "data": "send"}}
    assert acknowledged(tap) == {"method": "answerCallbackQuery", "callback_query_id": "438"}


def test_the_bot_leaves_a_group_and_stays_with_people() -> None:
    group = {"id": -100, "type": "supergroup"}
    joined = {"update_id": 1, "my_chat_member": {"chat": group, "new_chat_member": {"status": "member"}}}
    left = {"update_id": 2, "my_chat_member": {"chat": group, "new_chat_member": {"status": "left"}}}
    assert acknowledged(joined) == {"method": "leaveChat", "chat_id": -100}
    assert acknowledged(left) == acknowledged(kit.text("a")) == {}


def test_every_secret_of_a_rotation_is_accepted_and_no_other() -> None:
    request, *_ = kit.requests(kit.text("a"))
    header = next(iter(request.headers))
    verdicts = [kit.adapter().verify(Request("POST", {header: value})) for value in (*kit.SECRETS, "lain", "")]
    assert verdicts == [Verdict.GENUINE, Verdict.GENUINE, Verdict.FORGED, Verdict.MISSING]


@given(st.text(max_size=80).filter(lambda text: text not in kit.SECRETS))
def test_no_other_secret_is_ever_accepted(secret: str) -> None:
    request = Request("POST", {"x-telegram-bot-api-secret-token": secret})
    assert kit.adapter().verify(request) is not Verdict.GENUINE


def probed(peer: Peer, **info: Any) -> list[str]:
    peer.says(Answer(200, b'{"ok":true,"result":{"id":1,"is_bot":true}}'))
    peer.says(Answer(200, json.dumps({"ok": True, "result": info}).encode()))
    return list(kit.adapter(peer.url).probe(at=AT).problems)


def test_telegram_s_own_view_of_the_webhook_becomes_sentences(peer: Peer) -> None:
    ours = "https://lapor.contoh.go.id/kanal/telegram/"
    an_hour_ago = int(AT.timestamp()) - 4000
    assert probed(peer, url=ours, pending_update_count=0, last_error_date=an_hour_ago, last_error_message="x") == []
    assert "No webhook" in probed(peer, url="")[0]
    assert "https://lain.id/" in probed(peer, url="https://lain.id/")[0]
    assert "250 updates wait" in probed(peer, url=ours, pending_update_count=250)[0]
    failed = probed(peer, url=ours, last_error_date=int(AT.timestamp()) - 60, last_error_message="Connection refused")
    assert "Connection refused" in failed[0]
    assert "callback_query" in probed(peer, url=ours, allowed_updates=["message"])[0]


def test_a_probe_with_a_dead_token_is_an_alarm(peer: Peer) -> None:
    kit.token_is_dead(peer)
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).probe(at=AT)
    assert caught.value.alarm


def test_registering_tells_the_address_the_newest_secret_and_what_we_read(peer: Peer) -> None:
    peer.says(*[Answer(200, b'{"ok":true,"result":true}')] * 2)
    kit.adapter(peer.url).register()
    webhook, commands = [asked.json() for asked in peer.asked]
    assert (webhook["url"], webhook["secret_token"]) == ("https://lapor.contoh.go.id/kanal/telegram/", kit.SECRETS[0])
    assert {"message", "edited_message", "callback_query", "my_chat_member"} == set(webhook["allowed_updates"])
    assert {"lapor", "status", "bantuan"} <= {command["command"] for command in commands["commands"]}


def test_what_is_missing_or_wrong_is_said_in_sentences() -> None:
    assert kit.adapter().check_config() == []
    assert len(Options().problems()) == 2
    wrong = Options(token="bukan token", secrets=("tidak boleh",)).problems()
    assert len(wrong) == 2
    assert all(problem.endswith(".") for problem in wrong)


def test_secrets_may_come_from_files(tmp_path: object) -> None:
    file = f"{tmp_path}/secrets"
    with open(file, "w", encoding="utf-8") as handle:  # noqa: PTH123 -- a path out of a string
        handle.write("baru, lama\n")
    assert from_environment({"RUMAHRAKYAT_TELEGRAM_SECRETS_FILE": file}).secrets == ("baru", "lama")
