"""A body as the text of a direct message or of a public answer.

A public answer never carries a link: X charges a post with one thirteen times as much, and it makes a link of anything
that looks like a name on the web. So both are taken out, and the number of the case says where to look.
"""

import re
import unicodedata
from typing import Final

from rumahrakyat.channels.base import Body

LONGEST_POST = 280
LONGEST_MESSAGE = 10_000
LINK_WEIGHT = 23
_ENDINGS: Final = (
    "app|biz|co|com|dev|edu|fb|gl|gle|go|gov|id|info|io|link|ly|me|mil|my|net|online|org|page|sch|sg|shop|site|store|tv|"
    "web|xyz"
)
_PATH = r"\S*[^\s.,;:!?()\[\]\"'“”]"
LINK = re.compile(
    rf"(?:https?://|www\.){_PATH}"
    rf"|(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_ENDINGS})(?![\w@-])(?:[/?#:]{_PATH}|/)?",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_PICTOGRAM = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u203c\u2049\u2122\u2139\u2190-\u21ff\u231a-\u23ff]"
_JOINED = f"{_PICTOGRAM}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?(?:\u200d{_PICTOGRAM}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?)*"
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|{_JOINED}")
_LEADING: Final = {
    "atau", "baca", "berikut", "bisa", "buka", "cek", "dan", "dapat", "detail",
    "di", "dilihat", "info", "informasi", "ini", "kabar", "kabarnya", "klik", "kunjungi",
    "lanjut", "lebih", "lengkap", "lengkapnya", "lewat", "lihat", "link", "melalui", "pada",
    "pantau", "perkembangannya", "selengkapnya", "silakan", "sini", "tautan",
}  # fmt: skip
# Signs that weigh one; all others weigh two.
_LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def message(body: Body) -> str:
    """The text of a direct message; a file goes along as its link."""
    link = body.media.link if body.media else ""
    return "\n\n".join(filter(None, (plain(body.text), link)))


def public(body: Body) -> str:
    """The text of a public answer: at most 280 signs as X weighs them, without links, with the number of the case."""
    wordings = [without_links(plain(text)) for text in (body.text, body.short) if text]
    fitting = next((text for text in wordings if weight(_with_number(text, body.about)) <= LONGEST_POST), None)
    if fitting is not None:
        return _with_number(fitting, body.about)
    return _shortened(wordings[-1] if wordings else "", body.about)


def _with_number(text: str, number: str) -> str:
    return text if not number or number in text else f"{text} {number}".strip()


def _shortened(text: str, number: str) -> str:
    """Cut after a word, with the number at the end when it was cut off."""
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        cut = _with_number(f"{' '.join(words).rstrip(' ,;:')}…", number)
        if weight(cut) <= LONGEST_POST:
            return cut
    # One endless word: even if every sign weighs two, half as many fit.
    return _with_number(without_links(text[: (LONGEST_POST - weight(number)) // 2 - 2]) + "…", number)


def plain(text: str) -> str:
    """Without the asterisks that make words bold elsewhere."""
    return _BOLD.sub(r"\1", text)


def without_links(text: str) -> str:
    """Without links and names on the web, and without the words that only led to them."""
    lines = [line if LINK.search(line) is None else _bare(line) for line in text.split("\n")]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip()
    # Taking one out may join what stood around it to another.
    return joined if LINK.search(joined) is None else without_links(joined)


def _bare(line: str) -> str | None:
    """A line without its links; None when nothing of it is left."""
    bare = LINK.sub("\0", line).replace("(\0)", "\0")
    before, mark, after = bare.rpartition("\0")
    if not re.search(r"\w", after):
        # What follows the last full stop often only says that a link comes.
        said = re.split(r"(?<=[.!?])\s+", before)
        said[-1] = "" if _only_leads(said[-1]) else said[-1]
        bare = f"{' '.join(filter(None, said))}{mark}{after if said[-1] else ''}"
    bare = re.sub(r"\s+([.,;!?])", r"\1", re.sub(r"[ \t]{2,}", " ", bare.replace("\0", ""))).strip()
    return bare if re.search(r"\w", bare) else None


def _only_leads(words: str) -> bool:
    return words.rstrip().endswith(":") or set(re.findall(r"\w+", words.lower())) <= _LEADING


def weight(text: str) -> int:
    """How long X counts the text: links 23, an emoji 2 however it is put together, most signs of Asia 2, others 1."""
    rest = unicodedata.normalize("NFC", text)
    links = LINK.findall(rest)
    rest = LINK.sub("", rest)
    emoji = _EMOJI.findall(rest)
    rest = _EMOJI.sub("", rest)
    return LINK_WEIGHT * len(links) + 2 * len(emoji) + sum(1 if _is_light(sign) else 2 for sign in rest)


def _is_light(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in _LIGHT)
