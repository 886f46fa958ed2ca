"""What the citizen wrote, without what the mail program put below it: quotations of earlier mails, signatures, the
telephone's own advertisement. Rules for Indonesian and English mail programs.

In doubt nothing is cut: a line that merely looks like a heading of a quotation may be the citizen's own letter. When
nothing would be left, everything is kept.
"""

import re

_MANY_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_QUOTED = re.compile(r"^\s{0,3}>")
# Pada Sen, 20 Jul 2026 pukul 10.12 Rumah Rakyat <lapor@...> menulis: -- also broken over three lines.
_WROTE = re.compile(
    r"^\W{0,3}(?:Pada|Pd|Tanggal|On)\s.{4,300}?\b(?:menulis|tulis|wrote)\s*:\s*$", re.IGNORECASE | re.DOTALL
)
# Gmail also writes only the moment and the sender: 2026-07-20 10:12 GMT+07:00 Rumah Rakyat <lapor@...>:
_DATED = re.compile(r"^\d{4}-\d\d-\d\d \d\d?[:.]\d\d.{0,120}<\S+@\S+>:\s*$")
# Yahoo goes on with the quotation in the same line.
_WROTE_AND_GOES_ON = re.compile(r"^\W{0,3}(?:Pada|On)\s.{4,200}?<\S+@\S+>\s*(?:menulis|wrote)\s*:", re.IGNORECASE)
_WROTE_LINES = 3
_ORIGINAL = re.compile(
    r"^\W{0,3}-{2,}\s*(?:Pesan Asli|Pesan asal|Original Message|Original Appointment|Balas Pesan)\s*-{2,}\W{0,3}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*_{10,}\s*$")
_FROM = re.compile(r"^[\s*_]{0,4}(?:Dari|Pengirim|From)[\s*_]{0,3}:", re.IGNORECASE)
_WHEN = re.compile(r"^[\s*_]{0,4}(?:Terkirim|Dikirim|Tanggal|Sent|Date)[\s*_]{0,3}:.*\d", re.IGNORECASE)
_TO_OR_SUBJECT = re.compile(r"^[\s*_]{0,4}(?:Kepada|Ke|To|Perihal|Subjek|Hal|Subject)[\s*_]{0,3}:", re.IGNORECASE)
_HEADING_LINES = 7
_SIGNATURE = re.compile(r"^-- $")
_LONGEST_SIGNATURE = 12
_ADVERTISEMENT = re.compile(
    r"^\W{0,2}(?:"
    r"(?:Dikirim|Terkirim)\s+(?:dari|melalui|menggunakan|lewat)\s+"
    r"(?:(?:iPhone|iPad|ponsel|HP|telepon|perangkat)\b.{0,60}|(?:Yahoo|Outlook|Samsung|Gmail|Galaxy|Xiaomi|Mail|BlackBerry)\b.{0,60})"
    r"|Sent\s+(?:from|via)\s+(?:my\s+\S.{0,60}|(?:Yahoo|Outlook|Samsung|Gmail|Galaxy|Mail)\b.{0,60})"
    r"|(?:Dapatkan|Get)\s+Outlook\s+(?:untuk|for)\s.{0,40}"
    r")$",
    re.IGNORECASE,
)


def written(text: str) -> str:
    """`text` without quotations and signatures, or all of it when nothing else is left."""
    lines = text.split("\n")
    kept = _without_signature(_without_quotes(_above_original(lines)))
    found = "\n".join(kept).strip() or text.strip()
    return _MANY_BLANK_LINES.sub("\n\n", found)


def _above_original(lines: list[str]) -> list[str]:
    """Cut where an earlier mail was appended as it was (Outlook, Yahoo), unless nothing stands above it."""
    first = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    for place, line in enumerate(lines[first + 1 :], start=first + 1):
        if _ORIGINAL.match(line) or _heads_a_mail(lines, place) or _wrote_without_marks(lines, place):
            return lines[:place]
    return lines


def _heads_a_mail(lines: list[str], place: int) -> bool:
    """Whether "Dari: ... Terkirim: ... Kepada: ..." begins here. Many letters begin with "Dari:" and "Kepada:" too, so
    the date must be there, and an address or a ruler above."""
    ruled = bool(_RULE.match(lines[place]))
    start = place + 1 if ruled else place
    block = [line for line in lines[start : start + _HEADING_LINES] if line.strip()]
    if not block or not _FROM.match(block[0]):
        return False
    dated = any(_WHEN.match(line) for line in block)
    addressed = any(_TO_OR_SUBJECT.match(line) for line in block)
    return dated and addressed and (ruled or any("@" in line for line in block))


def _wrote_without_marks(lines: list[str], place: int) -> bool:
    """Whether "Pada ... menulis:" stands here and the quotation below has no `>`. Without an address in it, it may be
    the citizen telling what somebody wrote."""
    length = _wrote_at(lines, place)
    if not length or "@" not in " ".join(lines[place : place + length]):
        return False
    below = next((line for line in lines[place + length :] if line.strip()), "")
    return not _QUOTED.match(below)


def _wrote_at(lines: list[str], place: int) -> int:
    """How many lines the words "Pada ... menulis:" take up that begin here; 0 when they do not."""
    if not lines[place].strip():
        return 0
    if _DATED.match(lines[place].strip()) or _WROTE_AND_GOES_ON.match(lines[place].strip()):
        return 1
    for length in range(1, _WROTE_LINES + 1):
        joined = " ".join(line.strip() for line in lines[place : place + length])
        if _WROTE.match(joined) and any(sign.isdigit() for sign in joined):
            return length
    return 0


def _without_quotes(lines: list[str]) -> list[str]:
    """Without lines marked `>` and the words that introduce them."""
    kept: list[str] = []
    place = 0
    while place < len(lines):
        length = _wrote_at(lines, place)
        below = next((line for line in lines[place + length :] if line.strip()), "") if length else ""
        if length and _QUOTED.match(below):
            place += length
        elif _QUOTED.match(lines[place]):
            place += 1
        else:
            kept.append(lines[place])
            place += 1
    return kept


def _without_signature(lines: list[str]) -> list[str]:
    for place in range(max(len(lines) - _LONGEST_SIGNATURE, 1), len(lines)):
        if _SIGNATURE.match(lines[place]):
            lines = lines[:place]
            break
    while lines and (not lines[-1].strip() or _ADVERTISEMENT.match(lines[-1].strip())):
        lines = lines[:-1]
    return lines
