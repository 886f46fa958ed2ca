"""Words that mean the same in every state: STOP, BATAL, BANTUAN, STATUS, BALAS, KEBERATAN, BANDING, SAMBUNG,
LAPOR, or a bare number."""

from dataclasses import replace

from rumahrakyat.correspondence import words
from rumahrakyat.correspondence.turns import Act, Draft, Heard, Say, State, Turn, absorb, which_case
from rumahrakyat.correspondence.words import number_at_start, number_in, plain, word_count


def command(state: State, draft: Draft, heard: Heard) -> Turn | None:
    """What the message commands; None when it is talk."""
    typed = plain(heard.text)
    if typed in words.STOP:
        return Turn(State.IDLE, Draft(), (Say("stopped"),), Act("stop"))
    if typed in words.CANCEL and state != State.IDLE:
        return Turn(State.IDLE, Draft(), (Say("cancelled"),))
    if typed in words.HELP:
        return Turn(state, draft, (Say("help"),))
    if typed in words.BARE_REPORT and state in {State.IDLE, State.WHAT}:
        return Turn(State.WHAT, draft, (Say("what_happened"),))
    return _about_a_case(state, draft, heard)


def _about_a_case(state: State, draft: Draft, heard: Heard) -> Turn | None:
    joining = words.JOIN.match(heard.text)
    if joining:
        return _join(state, draft, joining.group(1))
    appealing = words.APPEAL.match(heard.text)
    if appealing and (turn := _appeal(draft, heard, appealing.group(1))):
        return turn
    objecting = words.OBJECT.match(heard.text)
    if objecting and (turn := _object(heard, objecting.group(1))):
        return turn
    replying = words.REPLY.match(heard.text)
    if replying:
        return _reply(draft, heard, replying.group(1))
    return _status(state, draft, heard)


def _status(state: State, draft: Draft, heard: Heard) -> Turn | None:
    asked = words.STATUS.match(heard.text)
    if asked and (number := number_in(asked.group(1))):
        return Turn(state, draft, (), Act("status", number))
    if asked and plain(heard.text) in words.BARE_STATUS:
        return _status_of_latest(state, draft, heard)
    number = number_in(heard.text)
    if not number or len(heard.text.strip()) > 16:
        return None
    if state is State.WHICH_CASE and any(case.number == number for case in heard.cases):
        return Turn(State.IDLE, absorb(draft, heard, text=False), (), Act("add", number))
    return Turn(state, draft, (), Act("status", number))


def _status_of_latest(state: State, draft: Draft, heard: Heard) -> Turn:
    if heard.cases:
        return Turn(state, draft, (), Act("status", heard.followed or heard.cases[0].number))
    return Turn(state, draft, (Say("which_number"),))


def _reply(draft: Draft, heard: Heard, told: str) -> Turn | None:
    """BALAS, perhaps a number, and the words. Without a number it is the case talked about, or the only open one."""
    number, rest, meant = number_at_start(told)
    if meant and not number:
        return Turn(State.IDLE, Draft(), (Say("wrong_number"),))
    said = replace(heard, text=rest)
    if not (rest or heard.media or heard.lat is not None):
        return Turn(State.IDLE, draft, (Say("reply_how"),))
    absorbed = absorb(draft, said)
    if number:
        return Turn(State.IDLE, absorbed, (), Act("add", number))
    known = [case.number for case in heard.cases if case.waiting_reporter]
    if len(known) != 1:
        known = [heard.followed] if heard.followed else [case.number for case in heard.cases]
    if len(known) == 1:
        return Turn(State.IDLE, absorbed, (), Act("add", known[0]))
    if known:
        return Turn(State.WHICH_CASE, absorbed, (which_case(heard.cases),))
    return None  # nobody who has a case: it is a word like any other


def _appeal(draft: Draft, heard: Heard, told: str) -> Turn | None:
    """BANDING, perhaps a number, and the reason. Without a number it is the case that ended last, or none at all: then
    it is a word like any other."""
    number, rest, meant = number_at_start(told)
    if meant and not number:
        return Turn(State.IDLE, Draft(), (Say("wrong_number"),))
    known = [case.number for case in (*heard.ended, *heard.cases)]
    number = number or (known[0] if len(known) == 1 else "")
    if not number:
        return Turn(State.IDLE, Draft(), (Say("appeal_how"),)) if known else None
    if word_count(rest) < 2:
        return Turn(State.IDLE, Draft(), (Say("appeal_how"),))
    return Turn(State.IDLE, absorb(draft, replace(heard, text=rest)), (), Act("appeal", number))


def _object(heard: Heard, told: str) -> Turn | None:
    """KEBERATAN about a case that has ended, or with a number; without either it is left to the conversation."""
    number, rest, meant = number_at_start(told)
    if meant and not number:
        return Turn(State.IDLE, Draft(), (Say("wrong_number"),))
    if not number and not heard.cases and heard.ended:
        number = heard.ended[0].number
    if not number:
        return None
    if word_count(rest) < 2:
        return Turn(State.OBJECTING, Draft(number=number), (Say("what_is_wrong", {"number": number}),))
    return Turn(State.IDLE, absorb(Draft(number=number), replace(heard, text=rest)), (), Act("object", number))


def _join(state: State, draft: Draft, told: str) -> Turn:
    """SAMBUNG, the number and the receipt secret: the reporter goes on from here."""
    number, rest, _meant = number_at_start(told)
    secret = words.secret_in(rest)
    if not number or not secret:
        return Turn(state, draft, (Say("join_how"),))
    return Turn(state, draft, (), Act("join", number, secret))
