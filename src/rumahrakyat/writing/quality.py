"""Hints on an answer while it is written: does it say what was done, until when, without blame, in plain words?

Pure, over the words alone; the lists are data of the province. A hint never stops anybody: whoever writes knows the
case. Only personal data in words that everybody will read are asked about once more.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from rumahrakyat.regions.province import Province, active
from rumahrakyat.reports.masking import mask_numbers

_NUMBERED: Final = re.compile(
    r"\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b|\b(?:pukul|jam|tanggal|tgl\.?)\s*\d{1,2}\b|\b\d{1,2}[.:]\d{2}\b"
    r"|\bdalam\s+\d+\s+(?:hari|jam|minggu)\b|\b\d+\s+hari\s+(?:kerja|lagi)\b",
    re.IGNORECASE,
)
_SENTENCES: Final = re.compile(r"[.!?\n]+")
_PASSIVE: Final = re.compile(r"\bdi[a-z]{4,}(?:kan|i|nya)?\b")
_NO_PASSIVES: Final = frozenset({"dinas", "dinten", "dinding", "digital", "diskusi", "dirinya", "disini", "disana"})
_HOME: Final = re.compile(
    r"\brt\b[\s.:]*\d{1,3}\s*/?\s*(?:rw\b)?[\s.:]*\d{0,3}|\bblok\s+[a-z]{1,2}\s?-?\d{1,3}", re.IGNORECASE
)
_BEFORE: Final = frozenset(
    {
        "", "me", "mem", "men", "meng", "menge", "memper", "di", "dipun", "ke", "pe", "per", "pem", "pen", "peng",
        "penge", "pember", "ter", "ber", "ka", "n", "ng", "ny", "m", "re",
    }
)  # fmt: skip
_MASK: Final = re.compile(r"\[[^\]\n]{2,20}\]")

STEP, DATE, BLAME, OTHERS, PLAIN, RUDE, PERSONAL, FIELDS = (
    "step", "date", "blame", "others", "plain", "rude", "personal", "fields",
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """One thing looked at. `found`: the words it rests on; `instead`: a plainer word for them, where there is one."""

    code: str
    good: bool
    found: str = ""
    instead: str = ""


@dataclass(frozen=True)
class About:
    """What the words are for. `public`: everybody may read them; `dated`: the day of the next word is named beside
    them; `ended`: no next word is owed; `names`: what must not be said, as far as the writer knows it."""

    public: bool = False
    dated: bool = False
    ended: bool = False
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Lists:
    """The words that hints look for, lower case."""

    steps: tuple[str, ...]
    empty: tuple[str, ...]
    dates: tuple[str, ...]
    blame: tuple[str, ...]
    others: tuple[str, ...]
    rude: tuple[str, ...]
    heavy: Mapping[str, str]
    longest: int
    passives: int

    @classmethod
    def load(cls, document: Mapping[str, Any]) -> "Lists":
        return cls(
            tuple(document["steps"]),
            tuple(sorted(document["empty"], key=len, reverse=True)),
            tuple(document["dates"]),
            tuple(document["blame_citizen"]),
            tuple(document["blame_other"]),
            tuple(document["rude"]),
            dict(document["heavy"]),
            int(document["longest_sentence"]),
            int(document["most_passives"]),
        )


@lru_cache(maxsize=2)
def lists_of(province: Province) -> Lists:
    return Lists.load(province.document("writing_hints.json"))


def lists() -> Lists:
    """Those of the province at work."""
    return lists_of(active())


def hints(text: str, about: About, known: Lists) -> list[Hint]:
    """What can be said about the words, good and less good, in the order in which they are shown."""
    flat = " ".join(text.lower().split())
    made = [
        _step(flat, known),
        Hint(DATE, about.ended or about.dated or _names_a_date(flat, known)),
        _without(BLAME, flat, known.blame),
        _without(OTHERS, flat, known.others),
        _plain(flat, text, known),
        _without(RUDE, flat, known.rude),
    ]
    if about.public:
        found = personal(text, about.names)
        made.append(Hint(PERSONAL, not found, found))
    return made


def personal(text: str, names: Sequence[str] = ()) -> str:
    """What in the words leads to a person: a telephone or identity number, an address, a name; empty when nothing
    does."""
    masked = mask_numbers(text)
    if masked != text:
        mask = next((one for one in _MASK.findall(masked) if one not in text), "")
        return mask.strip("[]") or "nomor"
    if home := _HOME.search(text):
        return home.group().strip()
    lowered = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower())} "
    return next((name for name in names if len(name) > 3 and f" {name.lower()} " in lowered), "")


def _step(flat: str, known: Lists) -> Hint:
    """A step is something somebody does; promises to "follow up" are none."""
    rest, found = flat, ""
    for phrase in known.empty:
        if phrase in rest:
            rest, found = rest.replace(phrase, " "), found or phrase
    return Hint(STEP, any(_begins(word, step) for step in known.steps for word in _words(rest, step)), found)


def _words(text: str, step: str) -> list[str]:
    return [text] if " " in step else re.findall(r"[a-z]+", text)


def _begins(word: str, step: str) -> bool:
    """Whether the word is the step with at most the syllables that Indonesian and Javanese put before it."""
    if " " in step:
        return step in word
    place = word.find(step)
    return place >= 0 and word[:place] in _BEFORE


def _names_a_date(flat: str, known: Lists) -> bool:
    return bool(_NUMBERED.search(flat)) or any(re.search(rf"\b{re.escape(one)}\b", flat) for one in known.dates)


def _without(code: str, flat: str, phrases: Sequence[str]) -> Hint:
    found = next((one for one in phrases if re.search(rf"\b{re.escape(one)}\b", flat)), "")
    return Hint(code, not found, found)


def _plain(flat: str, text: str, known: Lists) -> Hint:
    for heavy, instead in known.heavy.items():
        if re.search(rf"\b{re.escape(heavy)}\b", flat):
            return Hint(PLAIN, False, heavy, instead)
    for sentence in _SENTENCES.split(text):
        words = sentence.split()
        passives = [one for one in _PASSIVE.findall(sentence.lower()) if one not in _NO_PASSIVES]
        if len(words) > known.longest or len(passives) >= known.passives:
            return Hint(PLAIN, False, " ".join(words[:6]))
    return Hint(PLAIN, True)
