"""What an officer's message says: JAWAB, a number, a stage, the words; TANYA; ALASAN; KIRIM. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rumahrakyat.correspondence.words import number_at_start
from rumahrakyat.writing.from_outside.words import STAGE_WORDS


class Act(StrEnum):
    ANSWER = "answer"
    ASK = "ask"
    REASON = "reason"
    SEND = "send"


_FIRST: Final = re.compile(r"\s*(?P<word>jawab(?:an)?|jwb|tanya|tny|alasan|kirim)\b[\s.,:;-]*", re.IGNORECASE)
_ACTS: Final = {"jawab": Act.ANSWER, "jawaban": Act.ANSWER, "jwb": Act.ANSWER, "tanya": Act.ASK, "tny": Act.ASK,
                "alasan": Act.REASON, "kirim": Act.SEND}  # fmt: skip
_STAGES: Final = sorted(
    ((word, stage) for stage, words in STAGE_WORDS.items() for word in words), key=lambda one: -len(one[0])
)


@dataclass(frozen=True)
class Said:
    """`number` is empty where none was written, or a wrong one; `stage` where none was named. `clear`: it
    began with a word of command, so it is meant for us whatever else is missing."""

    act: Act
    number: str = ""
    stage: str = ""
    words: str = ""
    clear: bool = True


def read(text: str, *, about_a_case: bool = False) -> Said | None:
    """The message; None when it is no officer's answer. `about_a_case`: it answers a message of ours that was about a
    case, so the word of command may be missing."""
    found = _FIRST.match(text)
    if found is None:
        return _without_command(text) if about_a_case else None
    act = _ACTS[found["word"].lower()]
    number, rest, meant = number_at_start(text[found.end() :])
    if not number and not meant and not about_a_case:
        return None  # "Jawab dong" is how citizens write, too
    if act is not Act.ANSWER:
        return Said(act, number, "", rest)
    stage, words = stage_at_start(rest)
    return Said(act, number, stage, words)


def _without_command(text: str) -> Said:
    number, rest, _meant = number_at_start(text)
    stage, words = stage_at_start(rest)
    return Said(Act.ANSWER, number, stage, words, clear=bool(stage))


def stage_at_start(text: str) -> tuple[str, str]:
    """The stage that a text begins with, and the rest."""
    lowered = text.lstrip().lower()
    for word, stage in _STAGES:
        if re.match(rf"{word}\b", lowered):
            return stage, text.lstrip()[len(word) :].lstrip(" \t\r\n.,:;-–")
    return "", text.strip()
