"""The telephone's menu as a pure function: where the caller stands and what was heard, to what is said and awaited.

Nobody is lost in it: whoever presses nothing three times is led to the recording, which needs no keys.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rumahrakyat.channels.voice.office import Office
from rumahrakyat.channels.voice.words import ENGLISH, GREETING, INDONESIAN, KEYS, LANGUAGES, WORDS

TRIES = 3
LONGEST_RECORDING = 180  # seconds
DIGITS_OF_NUMBER = 12


class Step(StrEnum):
    """What was asked last, so what the next input answers."""

    START = "start"
    LANGUAGE = "language"
    MENU = "menu"
    RECORDING = "recording"
    NUMBER = "number"
    AGENT = "agent"


@dataclass(frozen=True)
class State:
    step: Step = Step.START
    language: str = INDONESIAN
    tries: int = 0

    @classmethod
    def of(cls, step: str, language: str, tries: str) -> "State":
        """The state from what an exchange brings back; anything strange is the beginning."""
        known = step in set(Step)
        count = int(tries) if tries.isascii() and tries.isdigit() and len(tries) < 3 else 0
        return cls(Step(step) if known else Step.START, language if language in LANGUAGES else INDONESIAN, count)


@dataclass(frozen=True)
class Heard:
    """What the caller did. `recorded`: seconds of a recording (0: nothing was said); `connected`: whether an agent
    picked up; `known`: whether the caller's number can be seen."""

    digits: str = ""
    recorded: int = 0
    connected: bool = False
    known: bool = True


@dataclass(frozen=True)
class Line:
    """A sentence and its language; `word` is its name in `words.WORDS` ("" for one made up on the spot)."""

    text: str
    language: str
    word: str = ""


@dataclass(frozen=True)
class Gather:
    """Wait for keys: at most `digits`, ended by # when there may be several, given up after `seconds` of nothing."""

    digits: int = 1
    seconds: int = 6


@dataclass(frozen=True)
class Record:
    """Record after a tone until #, a hang-up, `seconds`, or five seconds of silence."""

    seconds: int = LONGEST_RECORDING


@dataclass(frozen=True)
class Connect:
    """Ring the people who serve the telephone."""

    number: str
    seconds: int = 30


@dataclass(frozen=True)
class Hangup:
    pass


@dataclass(frozen=True)
class Reply:
    """What is said, what is done then, and the state in which what comes back is heard."""

    say: tuple[Line, ...]
    then: Gather | Record | Connect | Hangup
    state: State


@dataclass(frozen=True)
class House:
    """What the menu must know of the house: who serves, what time it is, how a case stands, whether we text."""

    office: Office
    at: datetime
    status: Callable[[str, str, datetime], str | None]
    texts: bool = False


def step(state: State, heard: Heard, house: House) -> Reply:
    """The next turn. Total: every input in every state has an answer, and a call in which nobody speaks ends."""
    return _BY_STEP[state.step](state, heard, house)


def _line(name: str, state: State, **values: str) -> Line:
    words = WORDS[state.language][name]
    return Line(words.format(**values) if values else words, state.language, name)


def _greet(tries: int) -> Reply:
    greeting = tuple(Line(text, language, f"greeting_{language}") for language, text in GREETING)
    return Reply(greeting, Gather(), State(Step.LANGUAGE, tries=tries))


def _start(_state: State, _heard: Heard, _house: House) -> Reply:
    return _greet(0)


def _language(state: State, heard: Heard, _house: House) -> Reply:
    chosen = KEYS.get(heard.digits)
    if chosen is None and state.tries + 1 < TRIES - 1:
        return _greet(state.tries + 1)
    told = State(Step.MENU, chosen or INDONESIAN)
    return _ask_menu(told, _line("emergency", told))


def _ask_menu(state: State, *before: Line, tries: int = 0) -> Reply:
    asked = replace(state, step=Step.MENU, tries=tries)
    return Reply((*before, _line("menu", asked)), Gather(), asked)


def _menu(state: State, heard: Heard, house: House) -> Reply:
    if heard.digits == "1":
        return _ask_recording(state)
    if heard.digits == "2":
        return _ask_number(state)
    if heard.digits == "3":
        return _put_through(state, house)
    if heard.digits == "0":
        return _ask_menu(state, tries=state.tries)
    if state.tries + 1 >= TRIES:
        return _ask_recording(state, _line("no_keys", state))
    wrong = (_line("wrong_key", state),) if heard.digits else ()
    return _ask_menu(state, *wrong, tries=state.tries + 1)


def _ask_recording(state: State, *before: Line, tries: int = 0) -> Reply:
    asked = replace(state, step=Step.RECORDING, tries=tries)
    return Reply((*before, _line("record", asked)), Record(), asked)


def _recording(state: State, heard: Heard, house: House) -> Reply:
    if heard.recorded <= 0 and state.tries + 1 < TRIES:
        return _ask_recording(state, _line("heard_nothing", state), tries=state.tries + 1)
    if heard.recorded <= 0:
        return _farewell(state)
    thanks = [_line("recorded", state)]
    if not heard.known:
        thanks.append(_line("withheld", state))
    elif house.texts:
        thanks.append(_line("sms", state))
    return _farewell(state, *thanks)


def _farewell(state: State, *before: Line) -> Reply:
    return Reply((*before, _line("bye", state)), Hangup(), state)


def _ask_number(state: State, *before: Line, tries: int = 0) -> Reply:
    asked = replace(state, step=Step.NUMBER, tries=tries)
    return Reply((*before, _line("number", asked)), Gather(DIGITS_OF_NUMBER, 10), asked)


def _number(state: State, heard: Heard, house: House) -> Reply:
    told = house.status(heard.digits, state.language, house.at) if heard.digits else None
    if told is not None:
        return _ask_menu(state, Line(told, state.language))
    if state.tries + 1 >= TRIES:
        return _ask_menu(state, _line("enough_tries", state))
    wrong = (_line("wrong_number", state),) if heard.digits else ()
    return _ask_number(state, *wrong, tries=state.tries + 1)


def _put_through(state: State, house: House) -> Reply:
    if not house.office.number:
        return _ask_recording(state, _line("no_agent", state))
    if not house.office.open(house.at):
        return _ask_recording(state, _line("closed", state, hours=house.office.aloud(state.language)))
    asked = replace(state, step=Step.AGENT, tries=0)
    return Reply((_line("connecting", asked),), Connect(house.office.number), asked)


def _agent(state: State, heard: Heard, _house: House) -> Reply:
    if heard.connected:
        return _farewell(state)
    return _ask_recording(state, _line("busy", state))


_BY_STEP = {
    Step.START: _start,
    Step.LANGUAGE: _language,
    Step.MENU: _menu,
    Step.RECORDING: _recording,
    Step.NUMBER: _number,
    Step.AGENT: _agent,
}
SPOKEN_BY = {ENGLISH: "en-US"}  # any other language is read by the Indonesian voice, Javanese among them
