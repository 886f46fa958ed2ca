"""Terms with weights, and where they stand in a text. Pure.

A term is a phrase ("lampu jalan") or phrases that stand near each other in any order ("jalan + rusak"). Terms and texts
are spelled and stemmed by the same function, given by the caller.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term as it was written, and its phrases, which must all be near each other."""

    written: str
    parts: tuple[tuple[str, ...], ...]


# By code: the weights and terms that were found.
Hits = dict[str, list[tuple[float, str]]]


class WordIndex:
    """Terms given as (code, term, weight), found by the first word of their first phrase."""

    def __init__(self, terms: Iterable[tuple[str, str, float]], stems: Callable[[str], list[str]], reach: int) -> None:
        self._reach = reach
        self._by_word: dict[str, list[tuple[str, float, Term]]] = {}
        known: set[tuple[str, tuple[tuple[str, ...], ...]]] = set()
        for code, written, weight in sorted(terms, key=lambda term: -term[2]):
            parts = tuple(tuple(stems(part)) for part in written.split("+"))
            # A greeting may be left out by the spelling table; two forms of a word are one term, the weightier.
            if all(parts) and (code, parts) not in known:
                known.add((code, parts))
                self._by_word.setdefault(parts[0][0], []).append((code, weight, Term(written, parts)))

    def hits(self, words: list[str]) -> Hits:
        """What stands in the words, each term once however often it is repeated."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(words):
            places.setdefault(word, []).append(at)
        found: Hits = {}
        for word, begins in places.items():
            for code, weight, term in self._by_word.get(word, ()):
                if any(self._matches(term, words, places, begin) for begin in begins):
                    found.setdefault(code, []).append((weight, term.written))
        return found

    def _matches(self, term: Term, words: list[str], places: Mapping[str, list[int]], begin: int) -> bool:
        if not _phrase_at(term.parts[0], words, begin):
            return False
        return all(
            any(
                abs(at - begin) <= self._reach and _phrase_at(part, words, at)
                for at in places.get(part[0], ())
                if at != begin
            )
            for part in term.parts[1:]
        )


def _phrase_at(phrase: tuple[str, ...], words: list[str], at: int) -> bool:
    # Its first word is known to stand there.
    return len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase


def weighted(groups: Mapping[str, Mapping[str, list[str]]]) -> list[tuple[str, str, float]]:
    """The terms of data written as {code: {weight: [terms]}}."""
    return [
        (code, term, float(weight))
        for code, terms in groups.items()
        for weight, written in terms.items()
        for term in written
    ]


def score(found: list[tuple[float, str]]) -> float:
    """Terms add up, each further one a little less: five synonyms are not five reasons."""
    return sum(weight * 0.75**nth for nth, (weight, _) in enumerate(sorted(found, reverse=True)))


def once(words: list[str]) -> list[str]:
    """Words without what is only said again: a word repeated on the spot, and a text pasted several times over.

    So nobody gains weight by repeating; "tolong tolong tolong" says what "tolong" says.
    """
    plain = [word for nth, word in enumerate(words) if nth == 0 or word != words[nth - 1]]
    period = _period(plain)
    # Pasted text may break off in the middle of its last copy.
    return plain[:period] if period * 2 <= len(plain) else plain


def _period(words: list[str]) -> int:
    """The length of the shortest beginning that, repeated, makes the words (the last copy may be cut short)."""
    border = [0] * len(words)
    for at in range(1, len(words)):
        length = border[at - 1]
        while length and words[at] != words[length]:
            length = border[length - 1]
        border[at] = length + (words[at] == words[length])
    return len(words) - border[-1] if words else 0
