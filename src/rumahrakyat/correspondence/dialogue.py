"""The conversation with a citizen in a chat, as a pure function: where we stand and what was heard, to what we do.

Two ways lead to a case. Somebody who tells a whole complaint at once has filed it: the clock starts with that message.
Somebody who says hello is led: what happened, where, a photo if there is one, check, send. What was told and never
confirmed is filed after a while all the same (`chat.file_abandoned`): silence must not lose a complaint.
"""

import re
from dataclasses import replace

from rumahrakyat.correspondence import choosing, words
from rumahrakyat.correspondence.commands import command
from rumahrakyat.correspondence.turns import (
    Act,
    Draft,
    Heard,
    OpenCase,
    Say,
    State,
    Turn,
    absorb,
    which_case,
)
from rumahrakyat.correspondence.words import is_substantive, plain, word_count
from rumahrakyat.reports.wording import NOT_WRITTEN_YET

__all__ = ["Act", "Draft", "Heard", "OpenCase", "Say", "State", "Turn", "is_substantive", "step"]

SEND = ("send", "send")
CHANGE = ("change", "change")
CANCEL = ("cancel", "cancel")
SKIP = ("skip", "skip")


def step(state: State, draft: Draft, heard: Heard) -> Turn:
    """What to do about one message. Total: every message in every state has an answer or is knowingly ignored."""
    turn = command(state, draft, heard) or _tapped(state, draft, heard)
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


def _tapped(state: State, draft: Draft, heard: Heard) -> Turn | None:
    """A button of ours, possibly of an old message: it means what it said when it was sent."""
    name, _colon, number = heard.choice.partition(":")
    if name == "confirm":
        return Turn(State.IDLE, Draft(), (), Act("confirm", number))
    if name == "object":
        return Turn(State.OBJECTING, Draft(number=number), (Say("what_is_wrong", {"number": number}),))
    if name == "status":
        return Turn(state, draft, (), Act("status", number))
    if name == "reopen":
        return Turn(State.IDLE, Draft(), (), Act("reopen", number))
    if name == "add" and (draft.text or draft.media or draft.lat is not None):
        return Turn(State.IDLE, draft, (), Act("add", number))
    if name == "new" and (draft.text or draft.media):
        return _after_story(draft) if not draft.text else Turn(State.IDLE, draft, (), Act("file"))
    if name == "new":
        return Turn(State.WHAT, Draft(), (Say("what_happened"),))
    if name == "cancel":
        return Turn(State.IDLE, Draft(), (Say("cancelled"),))
    return None


def _idle(draft: Draft, heard: Heard) -> Turn:
    told = replace(heard, text=words.REPORT.sub("", heard.text))
    if heard.quoted:
        return Turn(State.IDLE, absorb(draft, heard), (), Act("add", heard.quoted))
    objection = words.OBJECT.match(heard.text)
    if objection and heard.cases:
        return _object_in_words(heard, objection.group(1))
    if heard.text.strip() and words.THANKS.match(heard.text.strip()):
        return Turn(State.IDLE, Draft(), (Say("welcome"),))
    if heard.cases:
        return _with_cases(draft, told, explicit=told.text != heard.text)
    if is_substantive(told.text):
        return Turn(State.IDLE, absorb(draft, told), (), Act("file"))
    if told.text != heard.text and word_count(told.text) >= 2:
        return _what(draft, told)  # LAPOR and a few words: short, but meant
    if heard.voice:
        return _after_story(absorb(draft, replace(heard, text=NOT_WRITTEN_YET)))
    if heard.media or heard.lat is not None:
        return Turn(State.WHAT, absorb(draft, heard, text=False), (Say("what_happened_there"),))
    return Turn(State.WHAT, Draft(), (Say("greeting" if re.search(r"\w", heard.text) else "in_words"),))


def _object_in_words(heard: Heard, told: str) -> Turn:
    number = heard.followed or heard.cases[0].number
    if is_substantive(told):
        return Turn(State.IDLE, absorb(Draft(number=number), replace(heard, text=told)), (), Act("object", number))
    return Turn(State.OBJECTING, Draft(number=number), (Say("what_is_wrong", {"number": number}),))


def _with_cases(draft: Draft, heard: Heard, *, explicit: bool) -> Turn:
    """Somebody with open cases writes: an awaited answer, a detail of the case just talked about, or something new."""
    waiting = [case for case in heard.cases if case.waiting_reporter]
    absorbed = absorb(draft, heard)
    if explicit and is_substantive(heard.text):
        return Turn(State.IDLE, absorbed, (), Act("file"))
    if explicit and word_count(heard.text) >= 2:
        return _what(draft, heard)
    if len(waiting) == 1:
        return Turn(State.IDLE, absorbed, (), Act("add", waiting[0].number))
    if heard.followed and (not is_substantive(heard.text)):
        return Turn(State.IDLE, absorbed, (), Act("add", heard.followed))
    if not is_substantive(heard.text) and not (heard.media or heard.lat is not None) and len(heard.cases) == 1:
        return Turn(State.IDLE, absorbed, (), Act("add", heard.cases[0].number))
    return Turn(State.WHICH_CASE, absorbed, (which_case(heard.cases),))


def _what(draft: Draft, heard: Heard) -> Turn:
    if heard.voice:
        return _after_story(absorb(draft, replace(heard, text=NOT_WRITTEN_YET)))
    absorbed = absorb(draft, replace(heard, text=words.REPORT.sub("", heard.text)))
    if word_count(absorbed.text) < 2:
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
        return _ask_photo(absorb(draft, heard, text=False))
    if heard.media and not heard.text.strip():
        return Turn(State.WHERE, absorb(draft, heard), (Say("where", ask_location=True),))
    noted = absorb(draft, heard, text=False)
    if heard.choice == "skip" or plain(heard.text) in words.NOTHING:
        return _ask_photo(noted)
    if len(heard.places) > 1:
        shown = heard.places[:9]
        named = choosing.titles(shown)
        buttons = (*((f"place:{i}", f"={title}") for i, title in enumerate(named)), ("place:other", "other_place"))
        return Turn(
            State.WHICH_PLACE,
            replace(noted, place=heard.text.strip()[:200], options=shown),
            (Say("which_place", {"count": str(len(heard.places))}, buttons),),
        )
    return _ask_photo(replace(noted, place=heard.text.strip()[:200]))


def _which_place(draft: Draft, heard: Heard) -> Turn:
    if heard.lat is not None:
        return _ask_photo(absorb(replace(draft, options=()), heard, text=False))
    _place, _colon, picked = heard.choice.partition(":")
    index = _index(picked) if picked else choosing.chosen(heard.text, draft.options)
    noted = absorb(draft, heard, text=False)
    if index is not None and index < len(draft.options):
        place = f"{draft.place}, {draft.options[index]}"
        return _ask_photo(replace(noted, place=place[:200], options=()))
    if picked == "other" or plain(heard.text) in words.NOTHING:
        return Turn(State.WHERE, replace(noted, place="", options=()), (Say("where_again", ask_location=True),))
    return _ask_photo(replace(noted, place=f"{draft.place}, {heard.text.strip()}"[:200], options=()))


def _index(picked: str) -> int | None:
    return int(picked) if picked.isascii() and picked.isdigit() else None


def _photo(draft: Draft, heard: Heard) -> Turn:
    skipped = heard.choice == "skip" or plain(heard.text) in words.NOTHING | words.YES
    absorbed = absorb(draft, heard, text=not skipped)
    return _check(absorbed)


def _check(draft: Draft) -> Turn:
    place = draft.place or ("lokasi dari peta" if draft.lat is not None else "belum disebut")
    values = {"text": draft.text[:600], "place": place, "photos": str(len(draft.media))}
    return Turn(State.CONFIRM, draft, (Say("check", values, (SEND, CHANGE, CANCEL)),))


def _confirm(draft: Draft, heard: Heard) -> Turn:
    typed = plain(heard.text)
    if heard.choice == "send" or typed in words.YES:
        return Turn(State.IDLE, absorb(draft, heard, text=False), (), Act("file"))
    if heard.choice == "change" or typed in {"ubah", "ganti", "salah"}:
        return Turn(State.WHAT, replace(draft, text=""), (Say("what_happened"),))
    return _check(absorb(draft, heard))


def _answer_which_case(draft: Draft, heard: Heard) -> Turn:
    """A typed answer instead of a tap; more words go to the draft and the question stays."""
    typed = plain(heard.text)
    latest = heard.cases[0].number if heard.cases else ""
    if latest and (typed in {"tambahan", "tambah"} or (typed == "1" and len(heard.cases) == 1)):
        return Turn(State.IDLE, absorb(draft, heard, text=False), (), Act("add", latest))
    new = typed in {"baru", "laporan baru", "lapor baru"} or (typed == "2" and len(heard.cases) == 1)
    if new or not heard.cases:
        return Turn(State.IDLE, absorb(draft, heard, text=not new), (), Act("file"))
    return Turn(State.WHICH_CASE, absorb(draft, heard), (which_case(heard.cases),))


def _objecting(draft: Draft, heard: Heard) -> Turn:
    absorbed = absorb(draft, heard)
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
