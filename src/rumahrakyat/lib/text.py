"""Making hurried writing comparable: one spelling per word, crude stems. Knows Indonesian affixes, no subject words.

For counting and matching only, never for showing: what a person wrote is kept as it was written.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping

_LINK = re.compile(r"https?://\S+|\S+@\S+|\bwww\.\S+")
_WORD = re.compile(r"[a-z0-9]+(?:/[a-z](?=\W|$))?")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z]{2,})2(nya|an)?$")
_ENDINGS = ("lah", "kah", "pun", "nya")
_SUFFIXES = ("kan", "an", "i")
_PREFIXES = (
    "menge", "meng", "meny", "mem", "men", "me", "penge", "peng", "peny", "pem", "pen", "per", "pe", "ber", "ter", "di",
    "ke", "se",
)  # fmt: skip
SHORTEST_STEM = 4


def normalise(text: str, *, table: Mapping[str, str], keep: Collection[str]) -> list[str]:
    """The words of a text in one spelling, in order.

    `table` maps a spelling to the usual one (several words, or none, are fine); words in `keep` are protected from it
    and from every other change. Letters repeated for emphasis are reduced ("tolooong"), "anak2" becomes "anak".
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    words: list[str] = []
    previous = ""
    for word in _WORD.findall(_LINK.sub(" ", plain)):
        for spelled in _spelled(word, table, keep).split():
            # "anak-anak" says no more than "anak".
            if spelled != previous or len(spelled) < SHORTEST_STEM:
                words.append(spelled)
            previous = spelled
    return words


def _spelled(word: str, table: Mapping[str, str], keep: Collection[str]) -> str:
    if word in keep:
        return word
    if word in table:
        return table[word]
    reduced = _REPEATED.sub(r"\1", word)
    doubled = _DOUBLED.match(reduced)
    if doubled:
        reduced = doubled.group(1) + (doubled.group(2) or "")
    if reduced in keep:
        return reduced
    return table.get(reduced, reduced)


def stem(word: str, *, whole: Collection[str] = ()) -> str:
    """A word without its commonest affixes: crude, but the same for all forms of a word. Words in `whole` stay."""
    if word in whole or len(word) <= SHORTEST_STEM:
        return word
    for endings in (_ENDINGS, _SUFFIXES):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                word = word.removesuffix(ending)
                break
        if word in whole:
            return word
    for prefix in _PREFIXES:
        # "ke" and "se" begin too many plain words ("kering", "sering") to be cut from short ones.
        shortest = SHORTEST_STEM + 1 if prefix in {"ke", "se"} else SHORTEST_STEM
        if word.startswith(prefix) and len(word) - len(prefix) >= shortest:
            return word.removeprefix(prefix)
    return word
