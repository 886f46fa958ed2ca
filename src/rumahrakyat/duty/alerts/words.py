"""What those on call are told, in Indonesian. Data: another installation replaces these words, not the code.

Never the words of a citizen, never a citizen's name: the case may be confidential, and a phone lies on many tables.
A message fits one SMS (160 signs): number, agency, what is due when, the code, the link.
"""

from datetime import datetime
from typing import Final

from rumahrakyat.channels import wordings
from rumahrakyat.channels.base import Body, Capabilities, Option, Template
from rumahrakyat.channels.smstext import WHOLE, length
from rumahrakyat.correspondence.messages import short_moment
from rumahrakyat.correspondence.shortly import in_gsm

ONE_MESSAGE: Final = WHOLE["gsm7"]
LONGEST_AGENCY: Final = 28
ACCEPT: Final = "terima:"  # the button's id is this and the code

OWED: Final[dict[str, str]] = {
    "first_response": "jawaban pertama",
    "routing": "penerusan",
    "silence": "kabar berikutnya",
    "resolution": "penyelesaian",
    "information": "permintaan informasi",
    "appeal": "putusan banding",
}
DUE: Final = "{number} {agency}: {what} paling lambat {due}."
LATE: Final = "{number} {agency}: {what} LEWAT BATAS sejak {due}."
PING_PONG: Final = "{number} sudah {times} kali berpindah tangan tanpa jawaban. Sekarang di {agency}. Mohon diputuskan."
TEST: Final = "Uji peringatan piket {agency}. Tidak ada kasus."
NOBODY: Final = "Tidak ada yang bisa diberi tahu tentang peringatan {number}. Lihat halaman Peringatan."

LONG: Final = (
    "*Rumah Rakyat, untuk petugas*\n{words}\n\nBalas OK {code} kalau sudah Anda terima, atau tekan tombol di {link}"
)
LONG_INFORMING: Final = "*Rumah Rakyat, untuk petugas*\n{words}\n\n{link}"
HOW_TO_ANSWER: Final = (
    "Menjawab warga dari sini: JAWAB {number} CEK lalu kalimatnya (tahap VERIF, CEK, KERJA, SELESAI), foto boleh ikut. "
    "Bertanya: TANYA {number} pertanyaannya. Membalas pesan ini cukup dengan tahap dan kalimatnya."
)
# The same for a phone without a screen: with the alert where it fits one SMS, and with the thanks for confirming it.
HOW_BY_SMS: Final = " Jawab warga: JAWAB {number} CEK lalu kalimatnya."
CLIMBED: Final = "Diteruskan kepada Anda karena belum ada yang menerima."
SUBJECT: Final = "Peringatan Rumah Rakyat: {words}"
# Names of the templates to have approved by the provider, with their parameters in order.
TEMPLATES: Final[dict[str, str]] = {
    "petugas_terima": (
        "Rumah Rakyat, untuk petugas. {{1}} Balas OK {{2}} kalau sudah Anda terima, atau buka {{3}} Terima kasih."
    ),
    "petugas_kabar": "Rumah Rakyat, untuk petugas. {{1}} Selengkapnya {{2}} Terima kasih.",
}
BUTTON: Final = "Terima"

ANSWERS: Final[dict[str, str]] = {
    "thanks": "Terima kasih, {what} Anda terima {when}. {link}",
    "before": "{what} sudah Anda terima {when}.",
    "other": "{what} sudah diterima {who} {when}. Anda tidak perlu berbuat apa-apa.",
    "ended": "{what} tidak perlu diterima lagi: sudah selesai {when}.",
    "unknown": "Kode {code} tidak kami kenal. Periksa lagi angka pada peringatan terakhir. Contoh: OK 4821",
    "not_yours": "Kode {code} bukan untuk Anda. Periksa lagi angka pada peringatan yang Anda terima.",
}


def register_templates() -> None:
    """Tell `channels` what our templates say; called once at start."""
    for name, wording in TEMPLATES.items():
        wordings.register(name, wording)


def of_step(*, number: str, agency: str, obligation: str, due_at: datetime, late: bool) -> str:
    """What is due, or late, on a case."""
    pattern = LATE if late else DUE
    what = OWED.get(obligation, obligation)
    return pattern.format(number=number, agency=cut(agency, LONGEST_AGENCY), what=what, due=short_moment(due_at))


def body(*, words: str, code: str, link: str, climbed: bool, number: str, capabilities: Capabilities) -> Body:
    """The message, long for those who read on a screen and short where every sign costs."""
    text = LONG.format(words=words, code=code, link=link) if code else LONG_INFORMING.format(words=words, link=link)
    if climbed:
        text = f"{text}\n\n{CLIMBED}"
    if number:
        text = f"{text}\n\n{HOW_TO_ANSWER.format(number=number)}"
    buttons = (Option(f"{ACCEPT}{code}", BUTTON),) if code and capabilities.max_buttons else ()
    name, parameters = ("petugas_terima", (words, code, link)) if code else ("petugas_kabar", (words, link))
    return Body(
        text,
        options=buttons,
        template=Template(name, parameters),
        short=short(words, code=code, link=link, hint=HOW_BY_SMS.format(number=number) if number else ""),
        subject=SUBJECT.format(words=number or words),
    )


def short(words: str, *, code: str, link: str, hint: str = "") -> str:
    """One message of the GSM alphabet; when it is too long it is the words that are cut, never code or link. The hint
    goes along where nothing is cut for it."""
    tail = f" Balas OK {code}. {link}" if code else f" {link}"
    if hint and length(in_gsm(words)) + length(hint) + length(tail) <= ONE_MESSAGE:
        return f"{in_gsm(words)}{hint}{tail}"
    return cut(in_gsm(words), ONE_MESSAGE - length(tail)) + tail


def cut(text: str, most: int) -> str:
    """At most `most` signs."""
    kept = text
    while kept and length(kept) > most - 3:
        kept = kept[:-1]
    return text if length(text) <= most else f"{kept.rstrip(' .,;:')}..."
