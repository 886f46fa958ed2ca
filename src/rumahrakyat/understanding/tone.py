"""Whether words abuse or threaten those who read them. Pure, by the province's own lists of words.

It decides nothing about the case: a person who swears has a hole in the road like anybody else. It lets the officer
choose when to read it, and shows a threat for what it is. A threat that the citizen tells of ("saya diancam") is none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rumahrakyat.regions.province import Province, active

_WORD = re.compile(r"[a-zà-ÿ0-9]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
# What people type for letters so that a filter does not see them.
_DISGUISES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "@": "a", "$": "s", "*": ""})


@dataclass(frozen=True)
class Tone:
    """The words found. `threat` goes before `rude`."""

    rude: tuple[str, ...] = ()
    threat: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """ "threat", "rude" or nothing."""
        return "threat" if self.threat else "rude" if self.rude else ""


def words_of(text: str) -> str:
    """The words with one space between them, letters that were stretched or disguised put back."""
    plain = text.lower().translate(_DISGUISES)
    return " ".join(_STRETCHED.sub(r"\1", word) for word in _WORD.findall(plain))


def tone_in(text: str, lists: Mapping[str, Iterable[str]]) -> Tone:
    """The tone by lists of words and phrases under "rude" and "threat"."""
    spoken = f" {words_of(text)} "
    found = {kind: tuple(one for one in lists.get(kind, ()) if f" {one} " in spoken) for kind in ("rude", "threat")}
    return Tone(found["rude"], found["threat"])


@lru_cache(maxsize=2)
def _lists_of(province: Province) -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(words) for kind, words in province.document("tone.json").items()}


def tone_of(text: str) -> Tone:
    """The tone of a text by this installation's lists."""
    return tone_in(text, _lists_of(active()))
