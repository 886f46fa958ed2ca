"""The dialogue as a table and as a property: every message in every state has an outcome."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.correspondence import messages
from rumahrakyat.correspondence.dialogue import Draft, Heard, OpenCase, State, Turn, is_substantive, step

COMPLAINT = "Jalan di depan balai desa berlubang dalam, kemarin ada yang jatuh"
CASE = OpenCase("RR-482-135", "Lampu mati")


def say(turn: Turn) -> list[str]:
    return [one.name for one in turn.say]


def led(*heard: Heard, start: State = State.IDLE) -> Turn:
    turn = Turn(start)
    for message, one in enumerate(heard, start=1):
        turn = step(turn.state, turn.draft, Heard(**{**one.__dict__, "message": message}))
    return turn


def test_a_greeting_is_greeted_and_led_to_a_case() -> None:
    assert led(Heard(text="Halo min")).state is State.WHAT
    assert led(Heard(text="Halo"), Heard(text=COMPLAINT)).state is State.WHERE
    at_place = led(Heard(text="Halo"), Heard(text=COMPLAINT), Heard(text="Desa Depok, Toroh, Grobogan"))
    assert at_place.state is State.PHOTO
    steps = [Heard(text="Halo"), Heard(text=COMPLAINT), Heard(lat=-7.1, lon=110.9), Heard(text="tidak ada")]
    assert led(*steps).state is State.CONFIRM
    sent = led(*steps, Heard(choice="send"))
    assert sent.act
    assert sent.act.name == "file"
    assert sent.draft.text == COMPLAINT
    assert sent.draft.messages == (2, 3, 4, 5)


def test_a_whole_complaint_at_once_is_filed_at_once() -> None:
    turn = led(Heard(text=f"Assalamualaikum pak gub, {COMPLAINT}"))
    assert turn.act
    assert turn.act.name == "file"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("🙏🙏🙏", "in_words"),
        ("?", "in_words"),
        ("p", "greeting"),
        ("selamat pagi pak", "greeting"),
        ("terima kasih banyak nggih", "welcome"),
        ("matur nuwun", "welcome"),
        ("bantuan", "help"),
        ("STATUS", "which_number"),
    ],
)
def test_small_talk_makes_no_report(text: str, outcome: str) -> None:
    turn = led(Heard(text=text))
    assert turn.act is None
    assert say(turn) == [outcome]


@pytest.mark.parametrize("text", ["status RR-482-135", "cek rr 482 135", "RR-482-135", "Status: 482-135"])
def test_status_is_understood_however_it_is_written(text: str) -> None:
    turn = led(Heard(text=text))
    assert turn.act
    assert (turn.act.name, turn.act.number) == ("status", "RR-482-135")


def test_stop_ends_everything() -> None:
    turn = led(Heard(text="Halo"), Heard(text=" STOP. "))
    assert turn.act
    assert turn.act.name == "stop"


def test_a_second_subject_is_asked_about_never_glued_to_the_first() -> None:
    turn = led(Heard(text=COMPLAINT, cases=(CASE,)))
    assert turn.state is State.WHICH_CASE
    assert turn.draft.text == COMPLAINT
    new = step(turn.state, turn.draft, Heard(choice="new:", cases=(CASE,)))
    assert new.act
    assert new.act.name == "file"
    add = step(turn.state, turn.draft, Heard(text="1", cases=(CASE,)))
    assert add.act
    assert (add.act.name, add.act.number) == ("add", "RR-482-135")
    assert add.draft.text == COMPLAINT


def test_an_awaited_answer_and_a_quoted_message_go_to_their_case() -> None:
    waiting = OpenCase("RR-482-226", "Air mati", waiting_reporter=True)
    turn = led(Heard(text=COMPLAINT, cases=(CASE, waiting)))
    assert turn.act
    assert turn.act.number == "RR-482-226"
    quoted = led(Heard(text="sudah saya kirim fotonya", quoted="RR-482-135", cases=(CASE,)))
    assert quoted.act
    assert quoted.act.number == "RR-482-135"


def test_an_ambiguous_place_gets_one_short_question() -> None:
    places = ("Kecamatan Karanganyar, Kabupaten Demak", "Kecamatan Karanganyar, Kabupaten Kebumen")
    turn = step(State.WHERE, Draft(text=COMPLAINT), Heard(text="Karanganyar", places=places))
    assert turn.state is State.WHICH_PLACE
    picked = step(turn.state, turn.draft, Heard(choice="place:1"))
    assert picked.draft.place == f"Karanganyar, {places[1]}"
    typed = step(turn.state, turn.draft, Heard(text="1"))
    assert typed.draft.place == f"Karanganyar, {places[0]}"


def test_an_objection_takes_the_words_that_follow() -> None:
    turn = led(Heard(choice="object:RR-482-135"), Heard(text="Baru ditambal sudah ambles"))
    assert turn.act
    assert (turn.act.name, turn.act.number, turn.draft.text) == ("object", "RR-482-135", "Baru ditambal sudah ambles")


def test_a_photo_without_words_asks_what_happened_and_is_kept() -> None:
    turn = led(Heard(media=(7,)), Heard(text=COMPLAINT))
    assert turn.draft.media == (7,)
    assert turn.draft.text == COMPLAINT


@pytest.mark.parametrize("text", ["jalan rusak", "ok", "", "Yth Bapak Gubernur di tempat", "😡😡😡😡 😡😡😡😡 😡😡😡"])
def test_what_is_too_little_to_be_a_complaint(text: str) -> None:
    assert not is_substantive(text)


heard = st.builds(
    Heard,
    text=st.text(max_size=60)
    | st.sampled_from([COMPLAINT, "ya", "1", "2", "batal", "stop", "ubah", "status", "lewati"]),
    choice=st.sampled_from(["", "send", "skip", "new:", "add:RR-482-135", "place:0", "place:99", "confirm:X", "?:"]),
    lat=st.none() | st.floats(-90, 90),
    lon=st.just(110.0),
    media=st.sampled_from([(), (1,), (1, 2)]),
    voice=st.booleans(),
    unreadable=st.booleans(),
    message=st.integers(1, 99),
    quoted=st.sampled_from(["", "RR-482-135"]),
    cases=st.sampled_from([(), (CASE,), (CASE, CASE)]),
    places=st.sampled_from([(), ("a",), ("a", "b")]),
)


@given(st.lists(heard, max_size=8))
def test_any_conversation_goes_on_and_every_message_can_be_said(conversation: list[Heard]) -> None:
    turn = Turn(State.IDLE)
    for one in conversation:
        turn = step(turn.state, Draft.load(turn.draft.dump()), one)
        for spoken in turn.say:
            assert messages.body_of(spoken).text
        if turn.act:
            turn = Turn(turn.state)


OTHER = OpenCase("RR-482-226", "Air mati")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BALAS RR-482-135 lampunya masih mati", "lampunya masih mati"),
        ("balas rr482135 lampunya masih mati", "lampunya masih mati"),
        ("Balas: 482 135 3 orang jatuh semalam", "3 orang jatuh semalam"),
        ("balas 482135, masih mati", "masih mati"),
        ("BALASAN rr 482-135\nsudah saya cek", "sudah saya cek"),
    ],
)
def test_balas_adds_to_its_case_however_the_number_is_written(text: str, told: str) -> None:
    turn = led(Heard(text=text, cases=(OTHER, CASE)))
    assert turn.act
    assert (turn.act.name, turn.act.number, turn.draft.text) == ("add", "RR-482-135", told)


def test_balas_without_a_number_means_the_case_talked_about_or_the_only_one() -> None:
    only = led(Heard(text="balas masih mati sampai sekarang", cases=(CASE,)))
    assert only.act
    assert only.act.number == "RR-482-135"
    followed = led(Heard(text="balas masih mati", cases=(OTHER, CASE), followed="RR-482-135"))
    assert followed.act
    assert followed.act.number == "RR-482-135"
    several = led(Heard(text="balas masih mati", cases=(OTHER, CASE)))
    assert (several.state, several.draft.text) == (State.WHICH_CASE, "masih mati")
    picked = step(several.state, several.draft, Heard(text="rr482135", cases=(OTHER, CASE)))
    assert picked.act
    assert (picked.act.name, picked.act.number, picked.draft.text) == ("add", "RR-482-135", "masih mati")


@pytest.mark.parametrize(("text", "outcome"), [("balas RR-482-136 masih mati", "wrong_number"), ("BALAS", "reply_how")])
def test_balas_that_cannot_be_placed_says_how(text: str, outcome: str) -> None:
    assert say(led(Heard(text=text, cases=(CASE,)))) == [outcome]


def test_balas_of_somebody_without_a_case_is_talk_like_any_other() -> None:
    turn = led(Heard(text="Balas dendam antar warga desa kami sudah dua malam, tolong"))
    assert turn.act
    assert turn.act.name == "file"


@pytest.mark.parametrize(
    "text",
    [
        "sambung RR-482-135 1234 5678 9012 3456",
        "SAMBUNG rr482135 1234567890123456",
        "Sambung 482135 1234-5678-9012-3456",
    ],
)
def test_sambung_takes_the_number_and_the_secret(text: str) -> None:
    turn = led(Heard(text=text))
    assert turn.act
    assert (turn.act.name, turn.act.number, turn.act.secret) == ("join", "RR-482-135", "1234567890123456")


@pytest.mark.parametrize("text", ["sambung", "sambung RR-482-135", "SAMBUNG RR-482-135 12345"])
def test_sambung_without_a_secret_says_how(text: str) -> None:
    assert say(led(Heard(text=text))) == ["join_how"]


@pytest.mark.parametrize("cases", [(), (CASE,)])
def test_lapor_always_begins_a_new_report(cases: tuple[OpenCase, ...]) -> None:
    assert led(Heard(text="LAPOR", cases=cases)).state is State.WHAT
    short = led(Heard(text="lapor lampu mati", cases=cases))
    assert (short.state, short.draft.text) == (State.WHERE, "lampu mati")
    whole = led(Heard(text=f"LAPOR {COMPLAINT}", cases=cases))
    assert whole.act
    assert (whole.act.name, whole.draft.text) == ("file", COMPLAINT)
