"""The conversation with a citizen in a chat, as a pure function: where we stand and what was heard, to what we do.

Two ways lead to a case. Somebody who tells a whole complaint at once has filed it: the clock starts with that message.
Somebody who says hello is led: what happened, where, a photo if there is one, check, send. What was told and never
confirmed is filed after a while all the same (`chat.file_abandoned`): silence must not lose a complaint.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number
from rumahrakyat.reports.wording import without_greeting


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
    """What was told so far. `messages`: our ids of the messages it came in; `media`: ids of stored files."""

    text: str = ""
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    options: tuple[str, ...] = ()
    media: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    number: str = ""

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
    a point at sea or in another province was sent, which is of no use and left out of `lat` and `lon`.
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


@dataclass(frozen=True)
class Say:
    """A message to send: its name in `messages.TEXTS`, parameters, buttons as (id, name of the label)."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: tuple[tuple[str, str], ...] = ()
    ask_location: bool = False


@dataclass(frozen=True)
class Act:
    """What to do: file, add, object, confirm, status, stop. `number` names the case, except for `file`."""

    name: str
    number: str = ""


@dataclass(frozen=True)
class Turn:
    state: State
    draft: Draft = field(default_factory=Draft)
    say: tuple[Say, ...] = ()
    act: Act | None = None


_STOP = {"stop", "berhenti", "unsubscribe", "jangan kirim"}
_CANCEL = {"batal", "batalkan", "cancel", "gajadi", "gak jadi", "tidak jadi", "ndak jadi"}
_HELP = {"bantuan", "help", "menu", "info", "cara lapor"}
_THANKS = re.compile(
    r"^(?:(?:ok|oke|okay|siap|baik|iya|ya|sip|mantap)[\s,.!]*)*"
    r"(?:(?:terima\s*kasih|terimakasih|makasih|mksh|tks|thx|trims|trimakasih|matur\s*(?:su|nu)wun|suwun|nuwun)\b.{0,40})?$",
    re.IGNORECASE,
)
_YES = {"ya", "y", "iya", "yes", "ok", "oke", "kirim", "send", "betul", "benar", "nggih", "inggih", "lanjut", "sudah"}
_NOTHING = {
    "tidak", "tdk", "tidak ada", "gak ada", "ga ada", "nggak ada", "ndak ada", "mboten wonten", "ora ono", "lewati",
    "skip", "tidak tahu", "gak tahu", "ga tau", "kurang tahu", "mboten ngertos", "no", "nggak", "gak", "ga", "-",
}  # fmt: skip
_STATUS = re.compile(r"^\s*(?:status|cek|lacak|cek status)\b[\s:]*(.*)$", re.IGNORECASE | re.DOTALL)
_OBJECT = re.compile(r"^\s*(?:keberatan|belum beres)\b[\s:]*(.*)$", re.IGNORECASE | re.DOTALL)
_REPORT = re.compile(r"^\s*lapor\b[\s:,.\-]*(?=\S)", re.IGNORECASE)

SEND = ("send", "send")
CHANGE = ("change", "change")
CANCEL = ("cancel", "cancel")
SKIP = ("skip", "skip")


def is_substantive(text: str) -> bool:
    """Whether a text can stand as a complaint by itself: after the greeting, four words and 20 signs with letters."""
    rest = without_greeting(text)
    words = re.findall(r"[^\W\d_]{2,}", rest)
    return len(words) >= 4 and len(rest) >= 20


def _plain(text: str) -> str:
    return re.sub(r"[\s.!?,]+", " ", text).strip().lower()


def _number_in(text: str) -> str:
    match = re.search(r"RR[\s.\-–]*[\d\s.\-–]{6,}|\b\d{3,6}[\s.\-–]\d{3}\b|\b\d{6,8}\b", text, re.IGNORECASE)
    if not match:
        return ""
    try:
        return parse_tracking_number(match.group())
    except WrongNumber:
        return ""


def step(state: State, draft: Draft, heard: Heard) -> Turn:
    """What to do about one message. Total: every message in every state has an answer or is knowingly ignored."""
    turn = _command(state, draft, heard) or _tapped(state, draft, heard)
    if turn:
        return turn
    if heard.unreadable:
        return Turn(state, draft, (Say("unreadable"),))
    if heard.outside:
        return _elsewhere(state, draft, heard)
    if not (heard.text.strip() or heard.choice or heard.media or heard.lat is not None):
        return Turn(state, draft)
    return _BY_STATE[state](draft, heard)


def _elsewhere(state: State, draft: Draft, heard: Heard) -> Turn:
    """A point that is not ours: said so, and whatever was being asked is still being asked."""
    waiting = State.WHAT if state is State.IDLE and not heard.cases else state
    return Turn(waiting, draft, (Say("outside", ask_location=state is State.WHERE),))


def _command(state: State, draft: Draft, heard: Heard) -> Turn | None:
    plain = _plain(heard.text)
    if plain in _STOP:
        return Turn(State.IDLE, Draft(), (Say("stopped"),), Act("stop"))
    if plain in _CANCEL and state != State.IDLE:
        return Turn(State.IDLE, Draft(), (Say("cancelled"),))
    if plain in _HELP:
        return Turn(state, draft, (Say("help"),))
    asked = _STATUS.match(heard.text)
    if asked and (number := _number_in(asked.group(1))):
        return Turn(state, draft, (), Act("status", number))
    if asked and plain in {"status", "cek status", "lacak"}:
        return _status_of_latest(state, draft, heard)
    if _number_in(heard.text) and len(heard.text.strip()) <= 16:
        return Turn(state, draft, (), Act("status", _number_in(heard.text)))
    return None


def _status_of_latest(state: State, draft: Draft, heard: Heard) -> Turn:
    if heard.cases:
        return Turn(state, draft, (), Act("status", heard.cases[0].number))
    return Turn(state, draft, (Say("which_number"),))


def _tapped(state: State, draft: Draft, heard: Heard) -> Turn | None:
    """A button of ours, possibly of an old message: it means what it said when it was sent."""
    name, _colon, number = heard.choice.partition(":")
    if name == "confirm":
        return Turn(State.IDLE, Draft(), (), Act("confirm", number))
    if name == "object":
        return Turn(State.OBJECTING, Draft(number=number), (Say("what_is_wrong", {"number": number}),))
    if name == "status":
        return Turn(state, draft, (), Act("status", number))
    if name == "add" and draft.text:
        return Turn(State.IDLE, draft, (), Act("add", number))
    if name == "new" and (draft.text or draft.media):
        return _after_story(draft) if not draft.text else Turn(State.IDLE, draft, (), Act("file"))
    if name == "new":
        return Turn(State.WHAT, Draft(), (Say("what_happened"),))
    if name == "cancel":
        return Turn(State.IDLE, Draft(), (Say("cancelled"),))
    return None


def _absorb(draft: Draft, heard: Heard, *, text: bool = True) -> Draft:
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
    )


def _idle(draft: Draft, heard: Heard) -> Turn:
    told = replace(heard, text=_REPORT.sub("", heard.text))
    if heard.quoted:
        return Turn(State.IDLE, _absorb(draft, heard), (), Act("add", heard.quoted))
    objection = _OBJECT.match(heard.text)
    if objection and heard.cases:
        return _object_in_words(heard, objection.group(1))
    if heard.text.strip() and _THANKS.match(heard.text.strip()):
        return Turn(State.IDLE, Draft(), (Say("welcome"),))
    if heard.cases:
        return _with_cases(draft, told, explicit=told.text != heard.text)
    if is_substantive(told.text):
        return Turn(State.IDLE, _absorb(draft, told), (), Act("file"))
    if heard.voice:
        return _after_story(_absorb(draft, replace(heard, text="Pesan suara, belum ditulis.")))
    if heard.media or heard.lat is not None:
        return Turn(State.WHAT, _absorb(draft, heard, text=False), (Say("what_happened_there"),))
    return Turn(State.WHAT, Draft(), (Say("greeting" if re.search(r"\w", heard.text) else "in_words"),))


def _object_in_words(heard: Heard, words: str) -> Turn:
    number = heard.followed or heard.cases[0].number
    if is_substantive(words):
        return Turn(State.IDLE, _absorb(Draft(number=number), replace(heard, text=words)), (), Act("object", number))
    return Turn(State.OBJECTING, Draft(number=number), (Say("what_is_wrong", {"number": number}),))


def _with_cases(draft: Draft, heard: Heard, *, explicit: bool) -> Turn:
    """Somebody with open cases writes: an awaited answer, a detail of the case just talked about, or something new."""
    waiting = [case for case in heard.cases if case.waiting_reporter]
    absorbed = _absorb(draft, heard)
    if explicit and is_substantive(heard.text):
        return Turn(State.IDLE, absorbed, (), Act("file"))
    if len(waiting) == 1:
        return Turn(State.IDLE, absorbed, (), Act("add", waiting[0].number))
    if heard.followed and (not is_substantive(heard.text)):
        return Turn(State.IDLE, absorbed, (), Act("add", heard.followed))
    if not is_substantive(heard.text) and not (heard.media or heard.lat is not None) and len(heard.cases) == 1:
        return Turn(State.IDLE, absorbed, (), Act("add", heard.cases[0].number))
    return Turn(State.WHICH_CASE, absorbed, (_which_case(heard.cases),))


def _which_case(cases: Sequence[OpenCase]) -> Say:
    latest = cases[0]
    buttons = ((f"add:{latest.number}", "add_to"), ("new:", "new_report"))
    return Say("which_case", {"number": latest.number, "title": latest.title}, buttons)


def _what(draft: Draft, heard: Heard) -> Turn:
    if heard.voice:
        return _after_story(_absorb(draft, replace(heard, text="Pesan suara, belum ditulis.")))
    absorbed = _absorb(draft, replace(heard, text=_REPORT.sub("", heard.text)))
    words = re.findall(r"[^\W\d_]{2,}", without_greeting(absorbed.text))
    if len(words) < 2:
        name = "in_words" if heard.text.strip() and not re.search(r"\w", heard.text) else "tell_more"
        return Turn(State.WHAT, replace(absorbed, text=draft.text), (Say(name),))
    return _after_story(absorbed)


def _after_story(draft: Draft) -> Turn:
    if draft.lat is None and not draft.place:
        return Turn(State.WHERE, draft, (Say("where", ask_location=True),))
    return _ask_photo(draft)


def _ask_photo(draft: Draft) -> Turn:
    if draft.media:
        return _check(draft)
    return Turn(State.PHOTO, draft, (Say("photo", buttons=(SKIP,)),))


def _where(draft: Draft, heard: Heard) -> Turn:
    if heard.lat is not None:
        return _ask_photo(_absorb(draft, heard, text=False))
    if heard.media and not heard.text.strip():
        return Turn(State.WHERE, _absorb(draft, heard), (Say("where", ask_location=True),))
    noted = _absorb(draft, heard, text=False)
    if heard.choice == "skip" or _plain(heard.text) in _NOTHING:
        return _ask_photo(noted)
    if len(heard.places) > 1:
        shown = heard.places[:9]
        buttons = (*((f"place:{i}", f"={place}") for i, place in enumerate(shown)), ("place:other", "other_place"))
        return Turn(
            State.WHICH_PLACE,
            replace(noted, place=heard.text.strip()[:200], options=shown),
            (Say("which_place", {"count": str(len(heard.places))}, buttons),),
        )
    return _ask_photo(replace(noted, place=heard.text.strip()[:200]))


def _which_place(draft: Draft, heard: Heard) -> Turn:
    if heard.lat is not None:
        return _ask_photo(_absorb(replace(draft, options=()), heard, text=False))
    _place, _colon, picked = heard.choice.partition(":")
    typed = picked or heard.text.strip()
    index = int(typed) - (0 if picked else 1) if typed.isascii() and typed.isdigit() else -1
    noted = _absorb(draft, heard, text=False)
    if 0 <= index < len(draft.options):
        place = f"{draft.place}, {draft.options[index]}"
        return _ask_photo(replace(noted, place=place[:200], options=()))
    if picked == "other" or _plain(heard.text) in _NOTHING:
        return Turn(State.WHERE, replace(noted, place="", options=()), (Say("where_again", ask_location=True),))
    return _ask_photo(replace(noted, place=f"{draft.place}, {heard.text.strip()}"[:200], options=()))


def _photo(draft: Draft, heard: Heard) -> Turn:
    skipped = heard.choice == "skip" or _plain(heard.text) in _NOTHING | _YES
    absorbed = _absorb(draft, heard, text=not skipped)
    return _check(absorbed)


def _check(draft: Draft) -> Turn:
    place = draft.place or ("lokasi dari peta" if draft.lat is not None else "belum disebut")
    values = {"text": draft.text[:600], "place": place, "photos": str(len(draft.media))}
    return Turn(State.CONFIRM, draft, (Say("check", values, (SEND, CHANGE, CANCEL)),))


def _confirm(draft: Draft, heard: Heard) -> Turn:
    plain = _plain(heard.text)
    if heard.choice == "send" or plain in _YES:
        return Turn(State.IDLE, _absorb(draft, heard, text=False), (), Act("file"))
    if heard.choice == "change" or plain in {"ubah", "ganti", "salah"}:
        return Turn(State.WHAT, replace(draft, text=""), (Say("what_happened"),))
    return _check(_absorb(draft, heard))


def _answer_which_case(draft: Draft, heard: Heard) -> Turn:
    """A typed answer instead of a tap; more words go to the draft and the question stays."""
    plain = _plain(heard.text)
    latest = heard.cases[0].number if heard.cases else ""
    if plain in {"1", "tambahan", "tambah"} and latest:
        return Turn(State.IDLE, _absorb(draft, heard, text=False), (), Act("add", latest))
    if plain in {"2", "baru", "laporan baru", "lapor baru"} or not heard.cases:
        return Turn(State.IDLE, _absorb(draft, heard, text=not plain.startswith(("2", "baru", "lap"))), (), Act("file"))
    return Turn(State.WHICH_CASE, _absorb(draft, heard), (_which_case(heard.cases),))


def _objecting(draft: Draft, heard: Heard) -> Turn:
    absorbed = _absorb(draft, heard)
    if not absorbed.text:
        return Turn(State.OBJECTING, absorbed, (Say("what_is_wrong", {"number": draft.number}),))
    return Turn(State.IDLE, absorbed, (), Act("object", draft.number))


_BY_STATE = {
    State.IDLE: _idle,
    State.WHAT: _what,
    State.WHERE: _where,
    State.WHICH_PLACE: _which_place,
    State.PHOTO: _photo,
    State.CONFIRM: _confirm,
    State.WHICH_CASE: _answer_which_case,
    State.OBJECTING: _objecting,
}
