"""Which language somebody writes: Indonesian, Javanese (that of Banyumas too) or English. Pure, well under 1 ms.

Words of each language speak for it; words that are in no list speak by their beginnings and endings ("mem-", "-kan",
"-ipun", "-tion"), less. Many people mix Indonesian and Javanese: what most of the words are decides. A text with little
to go by counts as Indonesian and says that it is not sure.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from rumahrakyat.lib.text import folded
from rumahrakyat.understanding.language_words import ENGLISH, INDONESIAN, JAVANESE

Code = Literal["id", "jv", "en"]

_WORD: Final = re.compile(r"[a-z]+")
_SHAPES: Final[tuple[tuple[Code, float, re.Pattern[str]], ...]] = (
    ("jv", 0.9, re.compile(r"(?:[a-z]{3,}(?:ipun|aken|akake|ake|anipun)|dipun[a-z]{3,}|[a-z]*(?:dh|th)[aeiou][a-z]*)")),
    ("jv", 0.6, re.compile(r"(?:mb|nd|nj|ngg|ngl|ngr|ny)[aeiou][a-z]{2,}|(?:ngl|ngr|mbl|mbr|ndr)[a-z]{3,}")),
    ("jv", 0.5, re.compile(r"[a-z]{2,}(?:[^aeioust]e|ane|ine|one|une|ne|ku|mu|ono|no)")),
    ("id", 0.8, re.compile(r"(?:me(?:m|n)[a-z]{3,}|(?:ber|ter|per|pem|pen)[a-z]{3,}|[a-z]{3,}(?:nya|kah|lah))")),
    ("id", 0.7, re.compile(r"(?:di[a-z]{3,}(?:kan|i)?|ke[a-z]{3,}an|se[a-z]{4,}|[a-z]{3,}(?:kan|an|asi))")),
    ("en", 0.8, re.compile(r"[a-z]{2,}(?:tion|ing|ment|ness|ous|ally|ght|ck|ies|ould|ths?|ively|ful|less|ship)")),
    ("en", 0.6, re.compile(r"[a-z]{2,}(?:ed|ly|ve|sh|ch|ss|ey|ow|oad|ter|rs|ts|es|ld|ry|ty|se|ce|ge|te|ne|le)")),
)  # fmt: skip
# Words that nobody could place still most likely are what nearly everybody writes.
_PRIOR: Final = 0.6
_LEAST_EVIDENCE: Final = 1.6
_LEAST_SHARE: Final = 0.6
# Enough to tell a language by; so a long text costs no more than a letter.
_MOST_WORDS: Final = 400


@dataclass(frozen=True)
class Language:
    """The language of a text with its share of the evidence. `sure` when that is enough to answer in it; when not, the
    code is that of Indonesian."""

    code: Code
    share: float
    sure: bool


def guess(text: str) -> Language:
    """The language of a text."""
    evidence: dict[Code, float] = {"id": 0.0, "jv": 0.0, "en": 0.0}
    for word in _WORD.findall(folded(text))[:_MOST_WORDS]:
        code, weight = _speaks_for(word)
        if code is not None:
            evidence[code] += weight
    found = sum(evidence.values())
    evidence["id"] += _PRIOR
    best = max(evidence, key=lambda code: evidence[code])
    share = evidence[best] / (found + _PRIOR)
    sure = found >= _LEAST_EVIDENCE and share >= _LEAST_SHARE
    if sure:
        return Language(best, round(share, 3), sure=True)
    return Language("id", round(evidence["id"] / (found + _PRIOR), 3), sure=False)


def _speaks_for(word: str) -> tuple[Code | None, float]:
    if word in INDONESIAN:
        return "id", 1.0
    if word in JAVANESE:
        return "jv", 1.0
    if word in ENGLISH:
        return "en", 1.0
    if len(word) >= 4:
        for code, weight, shape in _SHAPES:
            if shape.fullmatch(word):
                return code, weight
    return None, 0.0
