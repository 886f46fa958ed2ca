"""Words derived from a citizen's words: a title to find the case by, a public copy without what leads to a person."""

import re
from functools import lru_cache

from rumahrakyat.lib.courtesy import without_greeting
from rumahrakyat.regions.names import place_names
from rumahrakyat.regions.province import Province, active
from rumahrakyat.reports.masking import mask_numbers
from rumahrakyat.reports.naming import Knowledge, mask_names
from rumahrakyat.reports.ordinary_words import ORDINARY
from rumahrakyat.understanding.data import spelling_of

TITLE_LENGTH = 90
# The text of a case that was only spoken, until somebody has written down what was said.
NOT_WRITTEN_YET = "Pesan suara, belum ditulis."
# The full stop after one of these ends a word, not a sentence.
_SHORTENED = re.compile(
    r"\b(?:jl|jln|gg|dk|dkh|ds|dsn|kp|kel|kec|kab|prov|no|rt|rw|tgl|bpk|sdri?|yth|dr|drs|dra|ir|hj?)\.$", re.IGNORECASE
)
# A mask may bring digits together that stood apart; more rounds than this change nothing.
_MOST_ROUNDS = 4


@lru_cache(maxsize=2)
def _knowledge_of(province: Province) -> Knowledge:
    spelled, names = spelling_of(province), place_names()

    def is_region(word: str) -> bool:
        return any(one.level != "village" for one in names.readings((word,)))

    return Knowledge(
        given=frozenset(province.document("given_names.json")["given"]),
        is_ordinary=lambda word: word in ORDINARY or spelled.is_usual(word),
        is_place=lambda word: bool(names.readings((word,))),
        is_region=is_region,
    )


def public_copy(text: str) -> str:
    """The text as everybody may read it: what leads to a person is masked, the place of the matter stays readable. See
    `masking` and `naming` for what and why. The original stays untouched; masking twice changes nothing."""
    known = _knowledge_of(active())
    for _ in range(_MOST_ROUNDS):
        masked = mask_names(mask_numbers(text), known)
        if masked == text:
            break
        text = masked
    return text


def _first_sentence(text: str) -> str:
    for end in re.finditer(r"[.!?](?=\s)", text):
        if not _SHORTENED.search(text, 0, end.end()):
            return text[: end.end()]
    return text


def title_from(text: str) -> str:
    """The first telling clause, greetings stripped, at most 90 characters, cut at a word. Never empty for a text. What
    stands in a paragraph of its own at the beginning, as the subject of a letter, goes before the rest."""
    flat = " ".join(text.split())
    rest = public_copy(without_greeting(text) or flat)
    subject = without_greeting(re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0])
    if len(subject) >= 12:
        rest = public_copy(subject)
    first = _first_sentence(rest).rstrip(" .,!?;:")
    if len(first) < 12 <= len(rest):
        first = rest.rstrip(" .,;:")
    if len(first) > TITLE_LENGTH:
        first = first[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"
    first = first or flat[:TITLE_LENGTH]
    return first[:1].upper() + first[1:]
