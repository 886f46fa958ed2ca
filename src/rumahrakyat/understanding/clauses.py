"""A message in its pieces: sentences, points of a list, and which of them say something. Pure."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

# By sub-category: its score and the terms that it rests on.
Evidence = Mapping[str, tuple[float, tuple[str, ...]]]
Weigh = Callable[[str], Evidence]
LONGEST_ISSUE = 300
# The longest report has room for fewer; anything with more is no message of a person.
MOST_PIECES = 400
# Sentences; points of a list; words that begin another matter.
_BREAKS = re.compile(
    r"[.!?;\n]+(?=\s|$)|(?:^|\s)(?:\d{1,2}|[a-e])[.)]\s|\b(?:selain itu|yang kedua|yang ketiga|kedua|ketiga|satu lagi|"
    r"dan juga|terus juga|di samping itu|lalu juga)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:^|\s)(?:[1-9]|[a-e])[.)]\s")
# Terms of at least this weight together make a piece speak of something.
TELLING = 3.0
STRONG = 5.0
CLEAR = 1.4


@dataclass(frozen=True)
class Piece:
    """A piece of a message, the sub-category it speaks of, how strongly, and the words for that."""

    text: str
    category: str
    weight: float
    words: tuple[str, ...]


def pieces(text: str) -> list[str]:
    """The sentences and points of a message, in order, without empty ones; a very long one is cut at its commas."""
    found: list[str] = []
    for piece in _BREAKS.split(text):
        plain = " ".join(piece.split()).strip(" ,-")
        if len(plain) > LONGEST_ISSUE:
            found += [part.strip()[:LONGEST_ISSUE] for part in plain.split(",") if part.strip()]
        elif plain:
            found.append(plain)
    return found


def telling(text: str, weigh: Weigh) -> list[Piece]:
    """The pieces that speak clearly of something, in order."""
    found = []
    for piece in list(dict.fromkeys(pieces(text)))[:MOST_PIECES]:
        ranked = sorted(weigh(piece).items(), key=lambda item: (-item[1][0], item[0]))
        if ranked and ranked[0][1][0] >= TELLING:
            code, (weight, words) = ranked[0]
            rival = next((other[0] for name, other in ranked[1:] if _main(name) != _main(code)), 0.0)
            if weight >= CLEAR * rival:
                found.append(Piece(piece, code, weight, words))
    return found


def densest(found: list[Piece], best: str) -> str:
    """The piece that says most about what the whole is about; empty when none says anything."""
    fitting = [piece for piece in found if piece.category == best] or found
    return max(fitting, key=lambda piece: piece.weight).text if fitting else ""


def several(text: str, found: list[Piece], *, together: list[Collection[str]], aspects: Collection[str]) -> list[Piece]:
    """The matters of a message when there is more than one, else nothing: the strongest piece of each.

    `together`: families of sub-categories that one event brings about (a hole, the water in it, the jam behind it);
    within one they are one matter, unless the message counts its points. `aspects`: what is said of a matter rather
    than being one.
    """
    counted = len(_POINTS.findall(text)) >= 2
    matters: list[Piece] = []
    for piece in sorted(found, key=lambda piece: -piece.weight):
        if _main(piece.category) in aspects or piece.category in aspects:
            continue
        if any(_same(piece, other, together, counted=counted) for other in matters):
            continue
        matters.append(piece)
    order = [piece.text for piece in found]
    return sorted(matters, key=lambda piece: order.index(piece.text)) if len(matters) > 1 else []


def _same(one: Piece, other: Piece, together: list[Collection[str]], *, counted: bool) -> bool:
    if one.category == other.category:
        return True
    if counted:
        return False
    if any({one.category, other.category} <= set(family) for family in together):
        return True
    return _main(one.category) == _main(other.category) and min(one.weight, other.weight) < STRONG


def _main(code: str) -> str:
    return code.split(".", maxsplit=1)[0]
