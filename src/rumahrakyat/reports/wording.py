"""Words derived from a citizen's words: a title to find the case by, a public copy without identifying numbers."""

import re

from rumahrakyat.lib.courtesy import without_greeting

TITLE_LENGTH = 90
# The text of a case that was only spoken, until somebody has written down what was said.
NOT_WRITTEN_YET = "Pesan suara, belum ditulis."
_MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<!\d)\d{16}(?!\d)"), "[NIK]"),
    (re.compile(r"(?<![\d.])(?:\+?62|0)[\s.-]?8\d{1,3}(?:[\s.-]?\d{3,4}){2,3}(?!\d)"), "[telepon]"),
)


def public_copy(text: str) -> str:
    """The text with e-mail addresses, identity numbers and mobile numbers masked. The original stays untouched."""
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text


def title_from(text: str) -> str:
    """The first telling clause, greetings stripped, at most 90 characters, cut at a word. Never empty for a text. What
    stands in a paragraph of its own at the beginning, as the subject of a letter, goes before the rest."""
    flat = " ".join(text.split())
    rest = public_copy(without_greeting(text) or flat)
    subject = without_greeting(re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0])
    if len(subject) >= 12:
        rest = public_copy(subject)
    first = re.split(r"(?<=[.!?])\s", rest, maxsplit=1)[0].rstrip(" .,!?;:")
    if len(first) < 12 <= len(rest):
        first = rest.rstrip(" .,;:")
    if len(first) > TITLE_LENGTH:
        first = first[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"
    first = first or flat[:TITLE_LENGTH]
    return first[:1].upper() + first[1:]
