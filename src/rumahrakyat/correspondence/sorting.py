"""Whether something said in public is a complaint, words for a known case, or chatter. Pure, and explainable.

Public places are full of praise, greetings and advertisements: answered as complaints they would drown the agencies,
and a public answer to a joke makes a fool of the house. So only what is clearly a complaint becomes a case by itself,
only what is clearly chatter is left alone, and everything between waits for a person with the reason beside it.

A complaint tells a fact that should not be so, and says where, since when, or what is asked for. Each sign has a
weight; the words and weights are in `sorting_words.toml`. What is repaired ("sudah menyala") is no such fact.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rumahrakyat.correspondence.sorting_words import CHATTER_SIGNS, COMPLAINT_SIGNS, FOLLOW_UP, QUESTION, REPAIRED, Sign
from rumahrakyat.correspondence.words import is_substantive, number_in, word_count

CERTAIN: Final = 4.0  # weight of signs from which a public message is a complaint without asking anybody
CLEARLY_CHATTER: Final = 2.0
_AGAINST: Final = frozenset({"praise", "promotion", "elsewhere", "repaired", "inquiry"})  # never a case by itself
_FRIENDLY: Final = frozenset({"praise", "greeting", "repaired", "presence"})  # naming a place makes it no complaint


class Guess(StrEnum):
    COMPLAINT = "complaint"
    REPLY = "reply"
    CHATTER = "chatter"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Seen:
    """A public message as the sorter needs it. `addressed`: it names us or hangs under our own words, rather than
    standing among comments. `thread_case`: number of the case in whose thread it stands, `own_cases`: numbers of the
    writer's open cases."""

    text: str
    addressed: bool = False
    thread_case: str = ""
    own_cases: tuple[str, ...] = ()
    has_media: bool = False


@dataclass(frozen=True)
class Sorted:
    """The verdict; `score` is the weight for a complaint less that of chatter; `case` is the number a reply belongs to,
    or the likeliest one of a doubtful message."""

    guess: Guess
    score: float
    reason: str
    case: str = ""


def sort(seen: Seen) -> Sorted:
    """What a public message is. Total: every text has a verdict."""
    text = _bare(seen.text)
    if not re.search(r"[^\W\d_]", text):
        return _without_words(seen)
    facts, weight = _found(REPAIRED.sub(" ", text), COMPLAINT_SIGNS)
    noise, against = _found(text, CHATTER_SIGNS)
    score = weight - against + _circumstance(seen, text)
    reply = _as_reply(seen, text, noise=bool(noise), told=bool(facts), score=score)
    if reply:
        return reply
    return _by_weight(seen, text, facts, noise, score)


def _bare(text: str) -> str:
    """The words in small letters, without addresses and without the names they are addressed to."""
    plain = re.sub(r"https?://\S+|www\.\S+", " tautan ", text.lower())
    plain = re.sub(r"[@#][\w.]+", " ", plain)
    return " ".join(re.sub(r"(\w)\1{2,}", r"\1", plain).split())


def _without_words(seen: Seen) -> Sorted:
    if seen.has_media and not seen.text.strip():
        return Sorted(Guess.DOUBTFUL, 0, "Hanya gambar, tanpa kata.", seen.thread_case)
    return Sorted(Guess.CHATTER, -CLEARLY_CHATTER, "Hanya simbol, nama akun, atau tagar.")


@dataclass(frozen=True)
class _Hit:
    weight: float
    words: tuple[str, ...]


def _found(text: str, signs: Sequence[Sign]) -> tuple[dict[str, _Hit], float]:
    """The signs in a text by name, and their weight in all."""
    hits: dict[str, _Hit] = {}
    for sign in signs:
        words = tuple(dict.fromkeys(match.group().strip() for match in sign.pattern.finditer(text)))
        if words:
            hits[sign.name] = _Hit(sign.weight, words[:3])
    return hits, sum(hit.weight for hit in hits.values())


def _circumstance(seen: Seen, text: str) -> float:
    """What stands around the words: a picture, our name in it, and how much was said."""
    return 0.5 * seen.has_media + 0.5 * seen.addressed + 0.5 * (word_count(text) >= 8)


def _as_reply(seen: Seen, text: str, *, noise: bool, told: bool, score: float) -> Sorted | None:
    """Words in the thread of a case, with its number, or a question for news by somebody who has exactly one."""
    if seen.thread_case:
        if noise and not told and score < 0:
            return Sorted(Guess.CHATTER, score, "Ucapan di bawah jawaban kami.", seen.thread_case)
        return Sorted(Guess.REPLY, score, f"Menjawab percakapan laporan {seen.thread_case}.", seen.thread_case)
    number = number_in(seen.text)
    if number:
        if number in seen.own_cases:
            return Sorted(Guess.REPLY, score, f"Menyebut laporan {number} miliknya.", number)
        return Sorted(Guess.DOUBTFUL, score, f"Menyebut laporan {number}, bukan miliknya.", number)
    if len(seen.own_cases) == 1 and FOLLOW_UP.search(text) and not is_substantive(text):
        own = seen.own_cases[0]
        return Sorted(Guess.REPLY, score, f"Menanyakan kabar, dan hanya punya laporan {own}.", own)
    return None


def _by_weight(seen: Seen, text: str, facts: dict[str, _Hit], noise: dict[str, _Hit], score: float) -> Sorted:
    likely = seen.own_cases[0] if len(seen.own_cases) == 1 else ""
    sure = facts.get("fact") and len(facts) > 1 and score >= CERTAIN and word_count(text) >= 4
    if sure and not noise.keys() & _AGAINST:
        if likely:
            return Sorted(Guess.DOUBTFUL, score, f"Keluhan; penulis masih punya laporan {likely}.", likely)
        return Sorted(Guess.COMPLAINT, score, f"Keluhan: {_told(facts)}.")
    heavy = sum(hit.weight for hit in noise.values())
    tells = facts.keys() & {"fact", "request"} or (facts and not noise.keys() & _FRIENDLY)
    if not tells and heavy >= CLEARLY_CHATTER and not QUESTION.search(text):
        return Sorted(Guess.CHATTER, score, f"Bukan keluhan: {_told(noise)}.")
    if facts and noise:
        return Sorted(Guess.DOUBTFUL, score, f"Ada {_told(facts)}, tetapi juga {_told(noise)}.", likely)
    if facts:
        return Sorted(Guess.DOUBTFUL, score, f"Kurang jelas: hanya {_told(facts)}.", likely)
    return Sorted(Guess.DOUBTFUL, score, "Tidak jelas maksudnya.", likely)


_NAMES: Final = {
    "fact": "masalah",
    "request": "permintaan",
    "place": "tempat",
    "since": "waktu",
    "why": "pertanyaan",
    "praise": "pujian",
    "presence": "kehadiran",
    "greeting": "salam",
    "promotion": "promosi",
    "link": "tautan",
    "opinion": "pendapat",
    "repaired": "sudah beres",
    "inquiry": "pertanyaan umum",
    "elsewhere": "bukan pengalaman sendiri",
}


def _told(hits: dict[str, _Hit]) -> str:
    """masalah (lubang), tempat (depan pasar)"""
    return ", ".join(f"{_NAMES[name]} ({', '.join(hit.words)})" for name, hit in _ordered(hits))


def _ordered(hits: dict[str, _Hit]) -> Iterator[tuple[str, _Hit]]:
    return ((name, hits[name]) for name in _NAMES if name in hits)
