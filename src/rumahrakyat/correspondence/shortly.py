"""The same words in one short message: at most 160 signs of the GSM alphabet where that is possible.

Data, like `messages.TEXTS`: another installation replaces the words. A quoted text is cut to what room is left, because
its whole is on the tracking page; numbers, times and names never are. Typographic signs are avoided here: one of them
would make the whole message cost twice as much.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from rumahrakyat.channels.smstext import WHOLE, length, plain
from rumahrakyat.correspondence import messages_after as after

ONE_MESSAGE: Final = WHOLE["gsm7"]
SHORT: Final[dict[str, str]] = {
    "greeting": (
        "Rumah Rakyat, layanan pengaduan Provinsi. Apa yang terjadi, dan di mana? Balas dengan bahasa Anda sendiri. "
        "Nyawa terancam: telepon 112."
    ),
    "what_happened": "Apa yang terjadi? Ceritakan dengan bahasa Anda sendiri.",
    "what_happened_there": "Sudah kami simpan. Apa yang terjadi di sana? Tulis dengan bahasa Anda sendiri.",
    "in_words": "Tolong tulis dengan kata-kata apa yang terjadi. Pesan yang hanya berisi simbol belum bisa kami baca.",
    "tell_more": "Tolong ceritakan sedikit lebih lengkap: apa yang terjadi, dan sejak kapan?",
    "where": "Di mana tepatnya? Tulis jalan atau patokan, desa, kecamatan, kabupaten. Tidak tahu? Balas LEWATI",
    "where_again": "Tulis nama jalan atau patokan, desa, kecamatan, dan kabupatennya.",
    "which_place": "Ada {count} tempat dengan nama itu. Balas nomornya:",
    "photo": "Ada fotonya? Kalau tidak ada, balas LEWATI",
    "check": 'Sudah benar? "{text}" Tempat: {place}. Balas KIRIM, UBAH, atau BATAL.',
    "cancelled": "Baik, tidak jadi dikirim. Kapan pun perlu, tulis saja ceritanya di sini.",
    "welcome": "Sama-sama. Kalau ada hal lain, tulis saja di sini.",
    "help": (
        "Tulis saja keluhan Anda. STATUS nomor: kabar. BALAS nomor isi: tambahan. KEBERATAN: belum beres. "
        "STOP: berhenti. Contoh: STATUS RR-482-135. Darurat 112"
    ),
    "stopped": "Kami tidak akan mengirim pesan lagi. Laporan Anda tetap berjalan. Kirim pesan untuk mulai lagi.",
    "unreadable": "Maaf, jenis pesan ini belum bisa kami baca. Tolong kirim sebagai tulisan.",
    "which_number": "Nomor laporan yang mana? Contoh: STATUS RR-482-135",
    "wrong_number": "Nomor itu kurang tepat. Tulis seperti pada tanda terima. Contoh: BALAS RR-482-135 masih mati",
    "which_case": 'Tambahan untuk laporan {number} ("{title}"), atau laporan baru? Balas nomornya:',
    "which_of_cases": "Untuk laporan yang mana? Balas nomornya:",
    "reply_how": "Tulis BALAS, nomor laporan, lalu isinya. Contoh: BALAS RR-482-135 lampunya masih mati",
    "join_how": "Tulis SAMBUNG, nomor laporan, lalu 16 angka kode rahasia dari tanda terima.",
    "joined": "Laporan {number} tersambung ke kontak ini. Kabarnya kami kirim ke sini, balasan Anda masuk ke sana.",
    "join_failed": "Nomor laporan atau kode rahasia tidak cocok. Periksa lagi tanda terima Anda.",
    "join_anonymous": "Laporan {number} tanpa nama, jadi tidak kami sambungkan. Kabarnya ada di halaman lacak.",
    "what_is_wrong": "Apa yang belum beres pada laporan {number}? Ceritakan.",
    "added": "Sudah ditambahkan ke laporan {number} dan dibaca {agency}.",
    "truncated": "Bagian akhir pesan Anda tidak sampai. Tolong kirim lagi bagian akhirnya.",
    "flood": (
        "Kami menerima banyak pesan dari Anda sekaligus. Semuanya disimpan dan dibaca petugas. Tak perlu dikirim ulang."
    ),
    "objected": "Keberatan atas laporan {number} kami terima. {agency} wajib menjawab sebelum {until}.",
    "objection_sent": "Keberatan Anda atas laporan {number} sudah kami catat.",
    "confirmed": "Terima kasih. Laporan {number} kami catat sudah beres menurut Anda.",
    "cannot_now": "Laporan {number} sedang pada tahap {stage}, jadi itu tidak bisa dilakukan sekarang.",
    "unknown_number": "Nomor {number} tidak kami temukan. Coba periksa lagi. Contoh: RR-482-135",
    "bad_files": "{count} berkas tidak kami simpan. Yang bisa: foto JPEG, PNG, WebP sampai 15 MB. Laporan tetap masuk.",
    "outside": "Titik itu di laut atau di luar provinsi ini. Tulis desa, kecamatan, dan kabupaten kejadiannya.",
    "receipt": (
        "Laporan diterima, nomor {number}. {agency} wajib menjawab sebelum {until}. Kabar: balas STATUS {number}. "
        "Ini gratis."
    ),
    "danger_now": "{call_short}",
    "danger": "Laporan {number}. {call_short}",
    "ask_place": "Satu hal lagi: di mana tepatnya? Tulis desa, kecamatan, dan kabupatennya.",
    "private_ask": "Laporan Anda bernomor {number}. Balas di sini: {missing}.",
    "status": "Laporan {number}: {stage}. {short_sentence}",
    "answered": '{agency}, laporan {number}, {stage}: "{text}" Kabar lagi {next_short}.',
    "resolved": '{agency}: laporan {number} tuntas. "{text}" Anda yang menentukan, sampai {until}.',
    "asked": '{agency} bertanya, laporan {number}: "{text}" Balas pesan ini.',
    "handed_over": "Laporan {number} diserahkan ke {agency}: {text} Batas waktu tetap {until}.",
    "referred": "Laporan {number} bukan kewenangan kami. Yang bisa membantu: {to}. {text}",
    "rejected": "Laporan {number} tidak dapat ditindaklanjuti. {text} Keberatan? Balas KEBERATAN",
    "expired": (
        "Laporan {number} ditutup sistem setelah 10 hari tanpa kabar Anda, tidak dihitung tuntas. Belum beres? Balas "
        "KEBERATAN"
    ),
    "breached": "{what} laporan {number} lewat, tercatat atas {agency}. Sudah kami naikkan ke pimpinannya.",
    "extended": '{agency} meminta waktu tambahan untuk laporan {number}: "{text}"',
    "appealed": "Banding atas laporan {number} kami terima. Pejabat di atasnya memutus dalam 30 hari kerja.",
    "appeal_granted": 'Banding laporan {number} dikabulkan: "{text}" {agency} wajib menjawab sebelum {until}.',
    "appeal_refused": 'Banding laporan {number} ditolak: "{text}"',
    "split": "Laporan {number} memuat dua hal; sebagian kini laporan {to}. Waktunya tetap sejak Anda melapor.",
    "merged": "Laporan {number} digabung dengan {to} karena perkaranya sama. Anda tetap kami kabari.",
    "unmerged": "Laporan {number} menjadi kasus sendiri lagi. {agency} wajib menjawab sebelum {until}.",
    "of_parent": '{agency}, laporan {number} (digabung {to}), {stage}: "{text}"',
    "news": "Ada kabar tentang laporan {number}. Buka halaman lacak dengan kode rahasia Anda.",
    "language_chosen": "Baik, kami membalas dalam bahasa Indonesia. Bahasa lain: balas ENGLISH atau BASA JAWA.",
    **after.SHORT,
}
# Cut when there is no room, in this order; every other value is always whole.
_MAY_BE_CUT: Final = ("text", "title", "place", "to", "agency")
_LEAST: Final = 12
# Accents written apart, and what chooses the look of a picture; the vowel signs of other scripts are none of these.
_LATIN_MARKS: Final = re.compile("[\u0300-\u036f\ufe00-\ufe0f]")


def short_of(name: str, values: Mapping[str, str], *, taken: int = 0, patterns: Mapping[str, str] | None = None) -> str:
    """The short version with its gaps filled, empty when there is none. `taken`: signs that options written out will
    need; `patterns`: those of another language. What still does not fit is not cut further: the channel then sends two
    parts."""
    pattern = (SHORT if patterns is None else patterns).get(name)
    if pattern is None:
        return ""
    filled = {key: in_gsm(value) for key, value in values.items()}
    filled.setdefault("agency", filled.get("holder", ""))
    filled.setdefault("until", filled.get("due", ""))
    filled.setdefault("next_short", filled.get("next", ""))
    filled.setdefault("short_sentence", filled.get("sentence", ""))
    room = ONE_MESSAGE - taken
    for key in _MAY_BE_CUT:
        over = length(pattern.format(**filled)) - room
        if over <= 0:
            break
        if "{" + key + "}" in pattern:
            filled[key] = _cut(filled[key], max(length(filled[key]) - over, _LEAST))
    return " ".join(pattern.format(**filled).split())


def _cut(text: str, most: int) -> str:
    """At most `most` signs, at the end of a word where that does not cost much."""
    if length(text) <= most:
        return text
    kept = text
    while kept and length(kept) > most - 3:
        kept = kept[:-1]
    spaced = kept.rsplit(" ", 1)[0]
    return f"{(spaced if len(spaced) > len(kept) * 2 // 3 else kept).rstrip(' .,;:')}..."


def in_gsm(text: str) -> str:
    """The text on one line in plain signs; pictures and accents that the alphabet lacks are left out, letters of
    another script stay."""
    flat = plain(" ".join(text.split()))
    if length(flat) == 0 or _is_gsm(flat):
        return flat
    spelled = "".join(_spelled(sign) for sign in flat)
    return " ".join(plain(spelled).split())


def _is_gsm(text: str) -> bool:
    return all(_spelled(sign) == sign for sign in text if not sign.isascii())


def _spelled(sign: str) -> str:
    if sign.isascii() or plain(sign) != sign:
        return plain(sign)
    if unicodedata.category(sign)[0] in "SC" or _LATIN_MARKS.match(sign):
        return ""
    base = "".join(part for part in unicodedata.normalize("NFKD", sign) if unicodedata.category(part) != "Mn")
    return base if base and base.isascii() else sign
