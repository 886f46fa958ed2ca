"""What people are told about their number in messages, in Indonesian. Data: another installation replaces it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils import dateformat, translation

from rumahrakyat.desk.opening import Today
from rumahrakyat.lib import wallclock

TEXTS: Final[Mapping[str, str]] = {
    "given": (
        "Nomor antrean Anda {code}, {day}, di {point}.\nPerkiraan dipanggil pukul {expected}. Buka {hours}.\n"
        "{bring}\nSetelah tiba, ketik {code} di mesin antrean atau bilang ke petugas. Datang paling lambat "
        "{grace} menit setelah perkiraan itu, urutan Anda tetap; lebih lambat dari itu, Anda dilayani setelah yang "
        "sudah menunggu.\n"
        "Lihat antrean: {link}\nTidak jadi? Balas BATAL ANTRE. Gratis."
    ),
    "again": (
        "Anda sudah punya nomor {code} untuk {day} di {point}, perkiraan pukul {expected}. Satu nomor sehari cukup.\n"
        "Lihat antrean: {link}\nTidak jadi? Balas BATAL ANTRE."
    ),
    "bring": "Cukup bawa cerita Anda; petugas yang mengetik. Surat atau foto boleh dibawa.",
    "closed": "Maaf, {point} tutup {day}{why}. {following}\nMelapor bisa sekarang juga di sini: tulis saja keluhannya.",
    "too_late": (
        "Maaf, nomor untuk {day} di {point} sudah ditutup karena loket tutup pukul {closes}. {following}\n"
        "Melapor bisa sekarang juga di sini: tulis saja keluhannya."
    ),
    "full": (
        "Maaf, nomor antrean lewat pesan untuk {day} di {point} sudah habis. Datang langsung tetap dilayani, {hours}. "
        "Melapor bisa juga di sini: tulis saja keluhannya."
    ),
    "not_ahead": "{point} belum memberi nomor lewat pesan. Datang langsung saja, {hours}. Gratis.",
    "following": "Buka lagi {day} pukul {opens}. Balas: {answer}",
    "following_later": "Buka lagi {day} pukul {opens}.",
    "which": "Mau antre di mana? Balas salah satu:\n{lines}\nUntuk besok, tambahkan BESOK, misalnya: {example}",
    "none": "Nomor antrean lewat pesan belum ada. Alamat dan jam buka loket: {link}",
    "cancelled": "Nomor {code} untuk {day} di {point} sudah kami batalkan. Terima kasih sudah memberi tahu.",
    "nothing_to_cancel": "Tidak ada nomor antrean yang bisa dibatalkan dari nomor ini.",
    "lapsed": (
        "Loket {point} sudah tutup dan nomor {code} belum sempat dilayani. Mohon maaf. Nomor itu tidak berlaku lagi. "
        "{following}\nMelapor bisa sekarang juga di sini: tulis saja keluhannya."
    ),
}  # fmt: skip


def text(name: str, values: Mapping[str, object]) -> str:
    return TEXTS[name].format_map(dict(values))


def day_words(day: date, today: date) -> str:
    """ "hari ini, Selasa 21 Juli", "besok, Rabu 22 Juli", "Senin 27 Juli"."""
    with translation.override("id"):
        name = dateformat.format(day, "l j F")
    ahead = (day - today).days
    return f"hari ini, {name}" if ahead == 0 else f"besok, {name}" if ahead == 1 else name


def clock_words(at: datetime) -> str:
    """09.42, local."""
    return at.astimezone(wallclock.zone()).strftime("%H.%M")


def hours_words(today: Today) -> str:
    """ "pukul 07.00-15.30"; with a pause "pukul 07.00-12.00 dan 13.00-15.30"."""
    spans = [f"{clock_words(opens)}–{clock_words(closes)}" for opens, closes in today.spans]
    return f"pukul {' dan '.join(spans)}" if spans else "tutup"
