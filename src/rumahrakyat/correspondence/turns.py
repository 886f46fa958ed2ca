"""What the conversation is made of: where it stands, what was told, what was heard, what to say and do. Pure data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

MOST_CASES = 5  # offered at once; older ones are reached by their number


class State(StrEnum):
    IDLE = "idle"
    WHAT = "what"
    WHERE = "where"
    WHICH_PLACE = "which_place"
    PHOTO = "photo"
    CONFIRM = "confirm"
    WHICH_CASE = "which_case"
    OBJECTING = "objecting"


@dataclass(frozen=True)
class Draft:
    """What was told so far. `messages`: our ids of the messages it came in; `media`: ids of stored files; `about`: the
    number of a case that it may belong to, which nobody has proven; `follows`: that of an ended one which it
    continues."""

    text: str = ""
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    options: tuple[str, ...] = ()
    media: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    number: str = ""
    about: str = ""
    follows: str = ""

    @classmethod
    def load(cls, stored: dict[str, object]) -> "Draft":
        lists = {"options", "media", "messages"}
        known = {
            key: tuple(value) if key in lists and isinstance(value, list) else value for key, value in stored.items()
        }
        return cls(**known)  # type: ignore[arg-type]

    def dump(self) -> dict[str, object]:
        return {} if self == Draft() else asdict(self)


@dataclass(frozen=True)
class OpenCase:
    number: str
    title: str
    waiting_reporter: bool = False


@dataclass(frozen=True)
class Heard:
    """One message as the dialogue needs it. `quoted`: number of the case whose message was quoted; `followed`: number
    of the case talked about just now; `places`: readings of the text as a place name, when asked for one; `outside`:
    a point at sea or in another province was sent, which is of no use and left out of `lat` and `lon`; `about`: see
    `Draft`; `ended`: own cases that ended lately, newest first, read only for words that may mean one of them.
    """

    text: str = ""
    choice: str = ""
    lat: float | None = None
    lon: float | None = None
    place_name: str = ""
    media: tuple[int, ...] = ()
    voice: bool = False
    unreadable: bool = False
    outside: bool = False
    message: int = 0
    quoted: str = ""
    followed: str = ""
    cases: tuple[OpenCase, ...] = ()
    places: tuple[str, ...] = ()
    about: str = ""
    ended: tuple[OpenCase, ...] = ()


@dataclass(frozen=True)
class Say:
    """A message to send: its name in `messages.TEXTS`, parameters, buttons as (id, name of the label)."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: tuple[tuple[str, str], ...] = ()
    ask_location: bool = False


@dataclass(frozen=True)
class Act:
    """What to do: file, add, object, appeal, reopen, confirm, status, join, stop. `number` names the case, except for
    `file`; `secret` is the receipt secret that `join` came with."""

    name: str
    number: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Turn:
    state: State
    draft: Draft = field(default_factory=Draft)
    say: tuple[Say, ...] = ()
    act: Act | None = None


def absorb(draft: Draft, heard: Heard, *, text: bool = True) -> Draft:
    """The draft with everything of this message that is not words of another question."""
    words = heard.text.strip() if text else ""
    return replace(
        draft,
        text="\n".join(filter(None, (draft.text, words))),
        lat=heard.lat if heard.lat is not None else draft.lat,
        lon=heard.lon if heard.lon is not None else draft.lon,
        place=heard.place_name or draft.place,
        media=draft.media + heard.media,
        messages=draft.messages + ((heard.message,) if heard.message else ()),
        about=heard.about or draft.about,
    )


def which_case(cases: Sequence[OpenCase]) -> Say:
    """Is it one of these, or something new? With one case a yes-or-no, with several a choice by number."""
    new = ("new:", "new_report")
    if len(cases) == 1:
        latest = cases[0]
        buttons = ((f"add:{latest.number}", "add_to"), new)
        return Say("which_case", {"number": latest.number, "title": latest.title}, buttons)
    shown = cases[:MOST_CASES]
    listed = "\n".join(f"{case.number}: {case.title}" for case in shown)
    return Say(
        "which_of_cases", {"cases": listed}, (*((f"add:{case.number}", f"={case.number}") for case in shown), new)
    )
