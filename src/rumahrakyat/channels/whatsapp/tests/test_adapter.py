from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.base import Address, Body, DeliveryError, Option, Outgoing, OutgoingMedia
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.whatsapp import kit, rendering
from rumahrakyat.channels.whatsapp.options import Options, from_environment

PHONE = Address("tel", "+6281322904471")
RAW = kit.body(kit.text("wamid.1", words="jalan rusak 🙏"))


def rendered(body: Body, address: Address = PHONE) -> rendering.JSON:
    return rendering.message(Outgoing(address, body, "kunci"))


def test_a_phone_number_goes_in_to_and_a_user_id_in_recipient() -> None:
    assert rendered(Body("Halo"))["to"] == "6281322904471"
    by_id = rendered(Body("Halo"), Address("wa", "ID.13000000000000001"))
    assert by_id["recipient"] == "ID.13000000000000001"
    assert "to" not in by_id


def test_three_options_are_buttons_with_short_titles() -> None:
    options = tuple(Option(str(n), f"Pilihan yang panjang sekali {n}") for n in range(3))
    interactive = rendered(Body("Pilih", options))["interactive"]
    titles = [button["reply"]["title"] for button in interactive["action"]["buttons"]]
    assert interactive["type"] == "button"
    assert [len(title) for title in titles] == [20, 20, 20]


def test_more_options_are_a_list() -> None:
    options = tuple(Option(str(n), f"Kecamatan {n}", "Kabupaten Demak") for n in range(10))
    interactive = rendered(Body("Yang mana?", options, list_label="Pilih kecamatan"))["interactive"]
    assert (interactive["type"], interactive["action"]["button"]) == ("list", "Pilih kecamatan")
    assert len(interactive["action"]["sections"][0]["rows"]) == 10


def test_a_place_is_asked_for_with_the_location_button() -> None:
    assert rendered(Body("Di mana?", ask_location=True))["interactive"]["action"] == {"name": "send_location"}


def test_a_picture_goes_as_a_link_with_its_caption_and_an_answer_quotes_what_it_answers() -> None:
    body = rendered(Body("Sudah ditambal", media=OutgoingMedia("https://contoh.go.id/a.jpg"), reply_to="wamid.9"))
    assert body["image"] == {"link": "https://contoh.go.id/a.jpg", "caption": "Sudah ditambal"}
    assert body["context"] == {"message_id": "wamid.9"}


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        (131047, 400, {"window_closed": True}),
        (131026, 400, {"permanent": True}),
        (100, 400, {"permanent": True}),
        (131056, 400, {"retry_after": timedelta(seconds=10)}),
        (80007, 400, {"retry_after": timedelta(minutes=5)}),
        (4, 400, {"retry_after": timedelta(minutes=5)}),
        (133016, 400, {"retry_after": timedelta(hours=1)}),
        (131000, 500, {}),
        (190, 401, {"alarm": True}),
    ],
)
def test_the_provider_s_codes_mean_what_the_outbox_knows(
    peer: Peer, code: int, status: int, expected: dict[str, object]
) -> None:
    peer.refuses(code, status=status)
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(Outgoing(PHONE, Body("Halo"), "kunci"))
    usual = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}
    assert {name: getattr(caught.value, name) for name in usual} == {**usual, **expected}


def test_an_answer_that_is_no_json_is_a_passing_trouble(peer: Peer) -> None:
    peer.says(Answer(502, b"<html>bad gateway"))
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(Outgoing(PHONE, Body("Halo"), "kunci"))
    assert not caught.value.permanent


def test_nobody_at_home_is_a_passing_trouble() -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter("http://127.0.0.1:9").send(Outgoing(PHONE, Body("Halo"), "kunci"))
    assert not caught.value.permanent


def test_what_is_missing_is_said_in_sentences() -> None:
    assert kit.adapter().check_config() == []
    assert len(Options().problems()) == 4
    assert all(problem.endswith(".") for problem in Options().problems())


def test_secrets_may_come_from_files(tmp_path: object) -> None:
    file = f"{tmp_path}/secrets"
    with open(file, "w", encoding="utf-8") as handle:  # noqa: PTH123 -- a path out of a string
        handle.write("baru lama\n")
    assert from_environment({"RUMAHRAKYAT_WHATSAPP_APP_SECRETS_FILE": file}).app_secrets == ("baru", "lama")


@given(st.binary(max_size=300), st.text(max_size=90))
def test_no_other_body_and_no_other_signature_is_ever_accepted(body: bytes, signature: str) -> None:
    genuine = kit.signed(RAW)
    forged = kit.signed(body).headers["x-hub-signature-256"]
    adapter = kit.adapter()
    assert adapter.verify(genuine) is Verdict.GENUINE
    for request in (
        Request("POST", genuine.headers, {}, body),
        Request("POST", {"x-hub-signature-256": signature}, {}, RAW),
        Request("POST", {"x-hub-signature-256": forged}, {}, RAW),
    ):
        assert adapter.verify(request) is not Verdict.GENUINE


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_one_changed_byte_is_a_forgery(place: int, change: int) -> None:
    body = bytearray(RAW)
    body[place] ^= change
    assert kit.adapter().verify(Request("POST", kit.signed(RAW).headers, {}, bytes(body))) is Verdict.FORGED
