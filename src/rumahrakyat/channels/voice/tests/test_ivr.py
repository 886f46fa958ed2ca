"""The telephone's menu: every key, and every silence, leads somewhere."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.voice import ivr
from rumahrakyat.channels.voice.ivr import Connect, Gather, Hangup, Heard, House, Record, Reply, State, Step
from rumahrakyat.channels.voice.office import Office, WrongHours, parse
from rumahrakyat.channels.voice.words import LANGUAGES, WORDS, digits_aloud

TUESDAY_NOON = datetime(2026, 7, 21, 5, tzinfo=UTC)
SUNDAY = datetime(2026, 7, 26, 5, tzinfo=UTC)
OFFICE = Office("+62243501501", time(7), time(16), (0, 4))
HOUSE = House(
    OFFICE, TUESDAY_NOON, lambda digits, language, _at: f"{language} {digits}" if digits == "482135" else None
)
MENU = State(Step.MENU, "jv")
states = st.builds(State, st.sampled_from(Step), st.sampled_from(LANGUAGES), st.integers(0, 5))
inputs = st.builds(Heard, st.text("0123456789", max_size=8), st.integers(0, 200), st.booleans(), st.booleans())


def turn(state: State, digits: str = "", *, house: House = HOUSE, **more: object) -> Reply:
    return ivr.step(state, Heard(digits, **more), house)  # type: ignore[arg-type]


def said(reply: Reply) -> list[str]:
    return [line.word for line in reply.say]


def test_a_call_begins_with_the_choice_of_a_language_said_in_each() -> None:
    reply = turn(State())
    assert [line.language for line in reply.say] == ["id", "jv", "en"]
    assert (reply.then, reply.state.step) == (Gather(1), Step.LANGUAGE)


@pytest.mark.parametrize(("key", "language"), [("1", "id"), ("2", "jv"), ("3", "en")])
def test_the_chosen_language_is_kept(key: str, language: str) -> None:
    reply = turn(State(Step.LANGUAGE), key)
    assert reply.state == State(Step.MENU, language)
    assert {line.language for line in reply.say} == {language}
    assert turn(reply.state, "1").state.language == language


def test_whoever_chooses_no_language_is_asked_once_more_and_then_hears_indonesian() -> None:
    again = turn(State(Step.LANGUAGE), "7")
    assert again.state == State(Step.LANGUAGE, tries=1)
    assert turn(again.state).state == State(Step.MENU, "id")


def test_one_records_and_the_promise_fits_what_we_can_do() -> None:
    reply = turn(MENU, "1")
    assert (said(reply), reply.then, reply.state.step) == (["record"], Record(180), Step.RECORDING)
    assert said(turn(reply.state, recorded=20)) == ["recorded", "bye"]
    texting = House(OFFICE, TUESDAY_NOON, HOUSE.status, texts=True)
    assert said(turn(reply.state, recorded=20, house=texting)) == ["recorded", "sms", "bye"]
    assert said(turn(reply.state, recorded=20, known=False, house=texting)) == ["recorded", "withheld", "bye"]


def test_a_silent_recording_is_asked_for_again_and_ends_after_three() -> None:
    reply = turn(MENU, "1")
    for _time in range(2):
        reply = turn(reply.state)
        assert said(reply) == ["heard_nothing", "record"]
    assert turn(reply.state).then == Hangup()


def test_two_tells_how_a_number_stands_and_comes_back_to_the_menu() -> None:
    reply = turn(MENU, "2")
    assert reply.then == Gather(12, 10)
    told = turn(reply.state, "482135")
    assert (told.say[0].text, told.state) == ("jv 482135", MENU)


def test_a_wrong_number_is_said_and_three_of_them_lead_back_to_the_menu() -> None:
    reply = turn(MENU, "2")
    for _time in range(2):
        reply = turn(reply.state, "482136")
        assert said(reply) == ["wrong_number", "number"]
    assert said(turn(reply.state, "1")) == ["enough_tries", "menu"]


def test_three_puts_through_in_office_hours() -> None:
    reply = turn(MENU, "3")
    assert (reply.then, reply.state.step) == (Connect("+62243501501"), Step.AGENT)
    assert turn(reply.state, connected=True).then == Hangup()
    assert said(turn(reply.state)) == ["busy", "record"]


def test_outside_office_hours_the_hours_are_told_and_the_complaint_recorded() -> None:
    reply = turn(State(Step.MENU), "3", house=House(OFFICE, SUNDAY, HOUSE.status))
    assert "pukul 7 sampai 16, hari Senin sampai Jumat" in reply.say[0].text
    assert isinstance(reply.then, Record)


def test_where_nobody_serves_the_telephone_it_says_so() -> None:
    assert said(turn(MENU, "3", house=House(Office(), TUESDAY_NOON, HOUSE.status))) == ["no_agent", "record"]


def test_zero_repeats_the_menu_as_often_as_wanted() -> None:
    state = MENU
    for _time in range(10):
        reply = turn(state, "0")
        assert said(reply) == ["menu"]
        state = reply.state


def test_a_wrong_key_is_said_and_somebody_without_keys_is_led_to_the_recorder() -> None:
    reply = turn(MENU, "8")
    assert said(reply) == ["wrong_key", "menu"]
    assert said(turn(turn(reply.state).state)) == ["no_keys", "record"]


@given(states, inputs)
def test_every_input_in_every_state_has_an_answer(state: State, heard: Heard) -> None:
    reply = ivr.step(state, heard, HOUSE)
    assert reply.say
    assert all(line.text and "{" not in line.text for line in reply.say)


@given(states)
def test_a_silent_caller_is_never_kept_going(state: State) -> None:
    for _turn in range(12):
        reply = turn(state)
        if isinstance(reply.then, Hangup):
            return
        state = reply.state
    pytest.fail("still talking to nobody")


@given(st.text(max_size=9), st.text(max_size=3), st.text(max_size=4))
def test_whatever_an_exchange_brings_back_is_a_state(step: str, language: str, tries: str) -> None:
    assert ivr.step(State.of(step, language, tries), Heard(), HOUSE).say


def test_every_sentence_exists_in_every_language() -> None:
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["id"])}


def test_digits_are_said_one_by_one() -> None:
    assert digits_aloud("RR-482-135") == "4 8 2, 1 3 5"
    assert digits_aloud("RR-1482-135") == "1 4 8 2, 1 3 5"


def test_hours_are_read_from_settings() -> None:
    office = parse(" 1500 ", "07:30-16:00", "1-5", zone="Asia/Jakarta")
    assert (office.number, office.open(TUESDAY_NOON), office.open(SUNDAY)) == ("1500", True, False)
    assert parse("1500", "", "", zone="Asia/Jakarta").open(SUNDAY)
    assert not parse("1500", "13:00-16:00", "2", zone="Asia/Jakarta").open(TUESDAY_NOON)


@pytest.mark.parametrize(("hours", "days"), [("pagi", ""), ("16:00-07:00", ""), ("", "5-1"), ("", "0-9"), ("7", "x")])
def test_hours_that_cannot_be_read_are_refused(hours: str, days: str) -> None:
    with pytest.raises(WrongHours):
        parse("1500", hours, days, zone="Asia/Jakarta")
