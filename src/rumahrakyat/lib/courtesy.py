"""The courtesies around what somebody has to say: salutations before it, thanks and requests for attention after it.

Pure. Only for matching, titles and counting words: the text itself is kept and shown as it was written. A salutation
may name a place ("Yth. Bupati Demak"), so places are looked for in the whole text.
"""

import re

_WHO = (
    r"(?:bapak|bpk|pak|bp|ibu|bu|mas|mbak|kang|kak|min|admin|gubernur|gub|bupati|bup|walikota|wali kota|camat|lurah|"
    r"semua(?:nya)?)"
)
_GREETINGS = re.compile(
    r"^(?:(?:kepada|kpd|dumateng|dumatheng)?\s*(?:yth|yang terhormat|ingkang kinurmatan)\b[.,:]?[^.,:;!?]{0,60}[.,:;]|"
    r"(?:kepada|kpd)?\s*(?:yth|yang terhormat)\b[.,:]?|"
    r"(?:wa\s?)?ass?alam+u?.?\s?alaikum\S*(?:\s+wa?\s?r[ao]h?matull?ahi?\S*)?(?:\s+wa?\s?bar[ao]kaa?tuh\S*)?|"
    r"ass?(?:lm|lkm)?\.?\s*wr\.?\s*wb\.?|wr\.?\s*wb\.?|"
    r"selamat (?:pagi|siang|sore|malam)|met (?:pagi|siang|sore|malam)|sugeng (?:enjang|enjing|siang|sonten|dalu|rawuh)|"
    r"(?:nuwun )?sewu|kulo nuwun|kula nuwun|permisi|"
    r"hall?o|hai|dear|good (?:morning|afternoon|evening)|"
    r"(?:bapak|bpk|pak|ibu|bu|mas|mbak)\s+(?:gubernur|gub|bupati|bup|walikota|wali kota|admin|min)\b|"
    r"(?:bapak|bpk|pak|ibu|bu|mas|mbak|kak)(?=\s*[,.!])|"
    r"(?:min|admin|lapor|mohon maaf|maaf|mau lapor|saya mau lapor|ingin melapor(?:kan)?)\b|"
    r"gubernur\b|di tempat|dengan hormat|salam sejahtera)[\s,.:;!\-]*",
    re.IGNORECASE,
)
_THANKS = (
    r"(?:terima\s?kasih|trima\s?kasih|makasih|mksh|tks|thx|trims|trimakasih|matur\s?(?:sembah\s)?(?:nu|su)wun|"
    r"maturnuwun|suwun|nuwun|thank(?:s| you))"
)
_CLOSINGS = re.compile(
    r"(?:^|(?<=[\s.,;!?)]))(?:"
    rf"(?:(?:demikian|sekian|begitu)(?:lah)?\b[^.!?\n]{{0,60}}\b)?(?:dan\s+)?"
    r"(?:atas (?:perhatian|bantuan|kerja\s?sama|tanggapan|respon)\S*"
    rf"[^.!?\n]{{0,70}}?\b)?{_THANKS}(?:\s+(?:banyak|sebelumnya|atas [^.!?\n]{{0,50}}|sudah [^.!?\n]{{0,30}}|{_WHO}|ya|"
    r"so much|in advance))*|"
    r"(?:mohon|mhon|mhn|tolong|harap)\s+(?:segera\s+|agar\s+)?(?:untuk\s+)?(?:segera\s+)?"
    r"(?:di\s?tindak\s?lanjut\w*|tindak\s?lanjut\w*|"
    r"di\s?respon\w*|di\s?tanggapi|perhatian\w*|solusi\w*|bantuan(?:nya)?|pencerahan\w*|jawaban\w*)"
    r"(?:\s+(?:segera|secepatnya|ya|pak|bu|min))*|"
    r"(?:kami\s+|saya\s+)?(?:di)?tunggu (?:kabar|respon|jawaban|tindak lanjut|tanggapan)\w*|"
    r"was?salamu?.?\s?alaikum\S*(?:\s+wa?\s?r[ao]h?matull?ahi?\S*)?(?:\s+wa?\s?bar[ao]kaa?tuh\S*)?|wassalam|"
    r"wr\.?\s*wb|(?:salam )?hormat (?:saya|kami)|salam hormat|salam (?:sehat|satu aspal)|demikian|sekian|regards"
    r")[\s.,;:!)\-🙏]*$",
    re.IGNORECASE,
)
# A courtesy at the end is never longer than this; so a long text is not searched from its beginning.
_LONGEST_CLOSING = 220
_MOST_CLOSINGS = 12


def without_greeting(text: str) -> str:
    """The text on one line, without the salutations it begins with. Empty when there was nothing else."""
    rest = " ".join(text.split())
    while (match := _GREETINGS.match(rest)) and match.end():
        rest = rest[match.end() :]
    return rest


def body_of(text: str) -> str:
    """What somebody has to say: the text on one line, without its salutations and closings. Empty when there was
    nothing else."""
    rest = without_greeting(text)
    for _ in range(_MOST_CLOSINGS):
        match = _CLOSINGS.search(rest, max(0, len(rest) - _LONGEST_CLOSING))
        if not match:
            break
        rest = rest[: match.start()].rstrip(" ,;:-")
    return rest
