"""The words the conversation understands: commands, yes and no, numbers of cases. Nobody has to know them."""

import re
from typing import Final

from rumahrakyat.lib.courtesy import body_of
from rumahrakyat.lib.ids import SECRET_DIGITS, WrongNumber, normalise_secret, parse_tracking_number

STOP: Final = {"stop", "berhenti", "unsubscribe", "jangan kirim"}
CANCEL: Final = {"batal", "batalkan", "cancel", "gajadi", "gak jadi", "tidak jadi", "ndak jadi"}
HELP: Final = {"bantuan", "help", "menu", "info", "cara lapor"}
THANKS: Final = re.compile(
    r"^(?:(?:ok|oke|okay|siap|baik|iya|ya|sip|mantap)[\s,.!]*)*"
    r"(?:(?:terima\s*kasih|terimakasih|makasih|mksh|tks|thx|trims|trimakasih|thank\s*you|thanks|"
    r"matur\s*(?:su|nu)wun|suwun|nuwun)\b.{0,40})?$",
    re.IGNORECASE,
)
YES: Final = {
    "ya", "y", "iya", "yes", "ok", "oke", "kirim", "send", "betul", "benar", "nggih", "inggih", "lanjut", "sudah",
}  # fmt: skip
NOTHING: Final = {
    "tidak", "tdk", "tidak ada", "gak ada", "ga ada", "nggak ada", "ndak ada", "mboten wonten", "ora ono", "lewati",
    "skip", "tidak tahu", "gak tahu", "ga tau", "kurang tahu", "mboten ngertos", "no", "none", "nothing",
    "no photo", "not sure", "i don't know", "i do not know", "mboten", "ora", "nggak", "gak", "ga", "-",
}  # fmt: skip
BARE_STATUS: Final = {"status", "cek status", "cek", "lacak"}
STATUS: Final = re.compile(r"^\s*(?:status|cek|lacak|cek status)\b[\s:]*(.*)$", re.IGNORECASE | re.DOTALL)
OBJECT: Final = re.compile(
    r"^\s*(?:keberatan|belum beres|objection|not solved)\b[\s:]*(.*)$", re.IGNORECASE | re.DOTALL
)
APPEAL: Final = re.compile(r"^\s*(?:banding|appeal)\b[\s:,.\-#]*(.*)$", re.IGNORECASE | re.DOTALL)
REPORT: Final = re.compile(r"^\s*lapor\b[\s:,.\-#]*(?=\S)", re.IGNORECASE)
BARE_REPORT: Final = {"lapor", "mau lapor", "saya mau lapor", "laporan baru", "lapor baru", "report", "new report"}
REPLY: Final = re.compile(
    r"^\s*(?:balas(?:an)?\b|reply(?=[\s:,.\-#]*(?:rr|\d|$)))[\s:,.\-#]*(.*)$", re.IGNORECASE | re.DOTALL
)
JOIN: Final = re.compile(
    r"^\s*(?:(?:sambung|hubungkan)\b|join(?=[\s:,.\-#]*(?:rr|\d|$)))[\s:,.\-#]*(.*)$",
    re.IGNORECASE | re.DOTALL,
)

_NUMBER = re.compile(r"RR[\s.\-–]*[\d\s.\-–]{6,}|\b\d{3,6}[\s.\-–]\d{3}\b|\b\d{6,8}\b", re.IGNORECASE)
_AT_START = re.compile(r"^\s*(RR[\s.\-–_#]*)?(\d[\d\s.\-–_]*)", re.IGNORECASE)
_OPTION = re.compile(r"^\s*(?:no(?:mor)?\.?\s*|pilih(?:an)?\s*)?(\d{1,2})\s*[.)]?\s*$", re.IGNORECASE)
_FEWEST_DIGITS = 6


def is_substantive(text: str) -> bool:
    """Whether a text can stand as a complaint by itself: courtesies left out, four words and 20 signs with letters."""
    rest = body_of(text)
    return word_count(rest) >= 4 and len(rest) >= 20


def word_count(text: str) -> int:
    """How many words of two letters and more, courtesies left out."""
    return len(re.findall(r"[^\W\d_]{2,}", body_of(text)))


def plain(text: str) -> str:
    """The text as commands are compared: lower case, no marks, single spaces."""
    return re.sub(r"[\s.!?,]+", " ", text).strip().lower()


def number_in(text: str) -> str:
    """The first tracking number somewhere in a text, canonical; empty when there is none."""
    match = _NUMBER.search(text)
    if not match:
        return ""
    try:
        return parse_tracking_number(match.group())
    except WrongNumber:
        return ""


def number_at_start(text: str) -> tuple[str, str, bool]:
    """The tracking number that a text begins with, the rest, and whether something was meant as a number at all.

    However it was written: `RR-482-135 masih mati`, `rr482135 masih mati`, `482 135 masih mati`. Digits that follow
    belong to the rest when the number is complete without them (`482 135 3 orang jatuh`).
    """
    match = _AT_START.match(text)
    if not match:
        return "", text.strip(), False
    digits, begin = match.group(2), match.start(2)
    for end in range(1, len(digits) + 1):
        inside = end < len(digits) and digits[end - 1].isdigit() and digits[end].isdigit()
        if inside or sum(one.isdigit() for one in digits[:end]) < _FEWEST_DIGITS:
            continue
        try:
            number = parse_tracking_number(digits[:end])
        except WrongNumber:
            continue
        return number, text[begin + end :].lstrip(" \t\r\n.,:;-–_#").rstrip(), True
    meant = bool(match.group(1)) or sum(one.isdigit() for one in digits) >= _FEWEST_DIGITS
    return "", text.strip(), meant


def secret_in(text: str) -> str:
    """The receipt secret (16 digits, however spaced) that a text consists of; empty when it does not."""
    if not re.fullmatch(r"[\d\s.\-–]+", text.strip()):
        return ""
    digits = normalise_secret(text)
    return digits if len(digits) == SECRET_DIGITS else ""


def option_in(text: str) -> int:
    """Which of the numbered options a bare "2", "2." or "no 2" means, from 1; 0 when the text is something else."""
    match = _OPTION.match(text)
    return int(match.group(1)) if match else 0
