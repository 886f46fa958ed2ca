"""What citizens are told in messages, in Indonesian. Data: another installation replaces these words, not the code.

Every promise names a time. Values are filled in with `str.format`; nothing personal but the citizen's own words.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone, translation
from django.utils.formats import date_format

from rumahrakyat.channels import wordings
from rumahrakyat.channels.base import Body, Manner, Option, Template
from rumahrakyat.correspondence import messages_after as after
from rumahrakyat.correspondence import messages_english as english
from rumahrakyat.correspondence import messages_javanese as javanese
from rumahrakyat.correspondence.shortly import short_of
from rumahrakyat.correspondence.turns import Say
from rumahrakyat.lib import wallclock

TEXTS: Final[dict[str, str]] = {
    "greeting": (
        "Sugeng rawuh di Rumah Rakyat, layanan pengaduan Provinsi. Gratis, tanpa akun.\n\n"
        "Apa yang terjadi? Ceritakan dengan bahasa Anda sendiri. Foto, pesan suara, atau lokasi boleh dikirim juga.\n\n"
        "Kalau ada nyawa terancam, telepon 112 dulu."
    ),
    "what_happened": "Apa yang terjadi? Ceritakan dengan bahasa Anda sendiri.",
    "what_happened_there": "Terima kasih, sudah kami simpan. Apa yang terjadi di sana? Tulis dengan bahasa Anda sendiri.",
    "in_words": "Kami belum bisa membaca pesan yang hanya berisi simbol. Tolong ceritakan dengan kata-kata apa yang terjadi.",
    "tell_more": "Tolong ceritakan sedikit lebih lengkap: apa yang terjadi, dan sejak kapan?",
    "where": (
        "Di mana tepatnya? Kirim lokasi, atau tulis nama jalan atau patokan, desa, kecamatan, dan kabupaten. "
        "Kalau tidak tahu, balas: lewati"
    ),
    "where_again": "Baik. Tulis nama jalan atau patokan, desa, kecamatan, dan kabupatennya, atau kirim lokasi.",
    "which_place": "Ada {count} tempat dengan nama itu. Yang mana?",
    "photo": "Ada fotonya? Kirim sekarang. Kalau tidak ada, balas: lewati",
    "check": "Sudah benar?\n\n“{text}”\n\nTempat: {place}\nFoto atau berkas: {photos}\n\nBalas KIRIM, UBAH, atau BATAL.",
    "cancelled": "Baik, tidak jadi dikirim. Kapan pun perlu, tulis saja ceritanya di sini.",
    "welcome": "Sama-sama. Kalau ada hal lain, tulis saja di sini.",
    "help": (
        "Cara memakai:\n• Tulis keluhan Anda, nanti kami tanya tempatnya.\n• STATUS lalu nomor laporan, misalnya "
        "STATUS RR-482-135, untuk melihat kabar.\n• BALAS lalu nomor laporan dan isinya, untuk menambah keterangan.\n"
        "• KEBERATAN kalau dibilang tuntas padahal belum.\n"
        "• BANDING, nomor, dan alasan, kalau keberatan tidak menolong.\n"
        "• SAMBUNG lalu nomor dan kode rahasia, kalau dulu melapor lewat jalan lain.\n"
        "• STOP untuk berhenti menerima pesan.\n\nDarurat: 112."
    ),
    "stopped": "Baik, kami tidak akan mengirim pesan lagi. Laporan Anda tetap berjalan. Kirim pesan apa saja untuk mulai lagi.",
    "unreadable": "Maaf, jenis pesan ini belum bisa kami baca. Tolong kirim sebagai tulisan, foto, pesan suara, atau lokasi.",
    "which_number": "Nomor laporan yang mana? Contoh: STATUS RR-482-135. Nomornya ada di tanda terima.",
    "which_case": (
        "Apakah ini tambahan untuk laporan {number} (“{title}”), atau laporan baru?\n\nBalas 1 untuk tambahan, 2 untuk baru."
    ),
    "which_of_cases": "Ini untuk laporan yang mana?\n\n{cases}",
    "wrong_number": (
        "Nomor itu kurang tepat. Tulis seperti pada tanda terima, misalnya: BALAS RR-482-135 lampunya masih mati"
    ),
    "reply_how": (
        "Untuk menambah keterangan, tulis BALAS, nomor laporan, lalu isinya. Contoh: BALAS RR-482-135 lampunya masih mati"
    ),
    "join_how": (
        "Untuk menyambung laporan yang dulu dikirim lewat jalan lain, tulis SAMBUNG, nomor laporan, lalu kode rahasia "
        "16 angka pada tanda terima. Contoh: SAMBUNG RR-482-135 1234 5678 9012 3456"
    ),
    "joined": (
        "Laporan {number} sekarang tersambung ke kontak ini. Kabarnya kami kirim juga ke sini, dan balasan Anda masuk ke "
        "laporan itu."
    ),
    "join_failed": "Nomor laporan atau kode rahasianya tidak cocok. Coba periksa lagi tanda terima Anda.",
    "join_anonymous": (
        "Laporan {number} dikirim tanpa nama, jadi tidak kami sambungkan ke kontak mana pun. Kabarnya bisa dibaca dengan "
        "kode rahasia di {link}"
    ),
    "truncated": "Bagian akhir pesan Anda tidak sampai kepada kami. Tolong kirim lagi bagian akhirnya.",
    "flood": (
        "Kami menerima banyak pesan dari Anda sekaligus. Semuanya kami simpan dan dibaca petugas, jadi tidak perlu "
        "dikirim ulang. Setelah satu jam tenang, Anda bisa menulis seperti biasa."
    ),
    "what_is_wrong": "Apa yang belum beres pada laporan {number}? Ceritakan, foto boleh dikirim juga.",
    "added": "Sudah kami tambahkan ke laporan {number} dan dibaca {holder}.",
    "objected": "Keberatan Anda atas laporan {number} kami terima. {holder} harus menjawab sebelum {due}.",
    "objection_sent": "Keberatan Anda atas laporan {number} sudah kami catat.",
    "confirmed": "Terima kasih. Laporan {number} kami catat sudah beres menurut Anda.",
    "cannot_now": "Laporan {number} sedang pada tahap {stage}, jadi itu tidak bisa dilakukan sekarang.",
    "unknown_number": "Nomor {number} tidak kami temukan. Coba periksa lagi; contoh: RR-482-135.",
    "bad_files": (
        "{count} berkas tidak kami simpan. Yang bisa: foto JPEG, PNG, atau WebP paling besar 15 MB, paling banyak 10 sekali "
        "kirim. Laporannya tetap kami terima."
    ),
    "outside": (
        "Titik itu di laut atau di luar provinsi ini. Kirim lokasi kejadiannya, atau tulis desa, kecamatan, dan kabupatennya. "
        "Kalau kejadiannya memang di provinsi lain, tulis nama daerahnya, nanti kami tunjukkan ke mana melapor."
    ),
    "receipt": (
        "Laporan Anda kami terima.\nNomor: *{number}*\n\n{holder} harus menjawab sebelum *{due}*.\n"
        "Lewat dari itu, kasus naik ke kepala dinas, lalu masuk daftar teguran Gubernur.\n\n"
        "Lihat kabar: {link}\nMenambah keterangan: balas pesan ini."
    ),
    "danger_now": "{call}",
    "danger": "Laporan {number}. {call}",
    "ask_place": "Satu hal lagi: di mana tepatnya? Kirim lokasi, atau tulis desa, kecamatan, dan kabupatennya.",
    "private_ask": (
        "Terima kasih sudah menulis kepada kami. Laporan Anda bernomor {number}. Supaya cepat ditangani, balas di sini: "
        "{missing}."
    ),
    "status": "Laporan {number}: *{stage}*.\n{sentence}\n\nSelengkapnya: {link}",
    "answered": "Kabar laporan {number}.\n{holder} ({stage}):\n\n“{text}”\n\nKabar berikutnya: {next}.\n\n{link}",
    "resolved": (
        "{holder} menyatakan laporan {number} tuntas:\n\n“{text}”\n\nAnda yang menentukan, sampai {due}. "
        "Kalau tidak ada kabar dari Anda, laporan ditutup sistem dan tidak dihitung tuntas.\n\n{link}"
    ),
    "asked": "{holder} bertanya tentang laporan {number}:\n\n“{text}”\n\nBalas pesan ini untuk menjawab.",
    "handed_over": "Laporan {number} diserahkan ke {holder}: {text}\n\nBatas waktu Anda tidak berubah: {due}.",
    "referred": "Laporan {number} bukan kewenangan kami, tetapi ada yang bisa membantu: {to}.\n\n{text}",
    "rejected": "Laporan {number} tidak dapat kami tindak lanjuti.\n\n{text}\n\nAnda boleh keberatan: balas KEBERATAN.",
    "expired": (
        "Sudah 10 hari kami menunggu penilaian Anda atas laporan {number}. Laporan ditutup sistem dan tidak dihitung "
        "tuntas. Kalau belum beres, balas KEBERATAN."
    ),
    "breached": (
        "{what} laporan {number} sudah lewat. Tercatat sebagai kelalaian {charged}, dan kasus Anda sudah kami naikkan ke "
        "pimpinan. Yang memegang sekarang: {holder}."
    ),
    "extended": (
        "{holder} meminta waktu tambahan untuk laporan {number}, sekali saja, seperti yang diizinkan undang-undang. "
        "Alasannya:\n\n“{text}”\n\n{link}"
    ),
    "appealed": (
        "Banding Anda atas laporan {number} kami terima. Pejabat yang lebih tinggi memutusnya dalam 30 hari kerja, dengan alasannya. "
        "Lihat di {link}"
    ),
    "appeal_granted": (
        "Banding Anda atas laporan {number} dikabulkan:\n\n“{text}”\n\nKasus dibuka lagi. {holder} harus menjawab sebelum "
        "{due}.\n\n{link}"
    ),
    "appeal_refused": "Banding Anda atas laporan {number} ditolak. Alasannya:\n\n“{text}”\n\n{link}",
    "merged": (
        "Laporan {number} digabung dengan {to}, karena perkaranya sama. Keduanya ditangani sebagai satu kasus, dan Anda "
        "tetap kami kabari. Lihat di {link}"
    ),
    "unmerged": (
        "Laporan {number} dipisahkan lagi menjadi kasus sendiri. {holder} harus menjawab sebelum {due}.\n\n{link}"
    ),
    "split": (
        "Laporan {number} memuat dua hal. Supaya keduanya ditangani yang berwenang, sebagian kami jadikan laporan {to}. "
        "Waktunya tetap dihitung sejak Anda melapor, dan kode rahasia Anda berlaku untuk keduanya.\n\n{link}"
    ),
    "of_parent": "Kabar laporan {number}, yang digabung dengan {to}.\n{holder} ({stage}):\n\n“{text}”\n\n{link}",
    "news": "Ada kabar tentang laporan {number}. Buka {link} dengan kode rahasia Anda.",
    "language_chosen": "Baik, kami membalas dalam bahasa Indonesia. Bahasa lain: balas ENGLISH atau BASA JAWA.",
    **after.TEXTS,
}

# Told where everybody reads it: numbers, bodies and times alone, never the words of anybody.
PUBLIC: Final[dict[str, str]] = {
    "danger": "{call_short}",
    "receipt": (
        "Terima kasih, kami catat sebagai laporan {number}. {holder} harus menjawab sebelum {due}. Pantau dengan nomor itu."
    ),
    "receipt_confidential": "Terima kasih, sudah kami catat sebagai laporan {number}. Pantau dengan nomor itu.",
    "answered": "Kabar laporan {number}: {stage}, kata {holder}. Bacalah selengkapnya dengan nomor itu.",
    "asked": "{holder} bertanya kepada pelapor {number}. Mohon balas lewat pesan, atau buka dengan nomor itu.",
    "resolved": "{holder} menyatakan laporan {number} tuntas. Pelapor menentukan sampai {due}.",
    "handed_over": "Laporan {number} diserahkan ke {holder}. Batas waktu jawaban tetap {due}.",
    "referred": "Laporan {number} dirujuk ke {to}. Penjelasannya bisa dibaca dengan nomor itu.",
    "breached": "{what} laporan {number} sudah lewat, tercatat atas {charged}. Sudah naik ke pimpinan.",
    "extended": "{holder} meminta waktu tambahan untuk laporan {number}. Alasannya bisa dibaca dengan nomor itu.",
    "merged": "Laporan {number} ditangani bersama laporan {to}, karena perkaranya sama.",
    "unmerged": "Laporan {number} menjadi kasus sendiri lagi. {holder} harus menjawab sebelum {due}.",
    "objected": "Keberatan atas laporan {number} kami terima. {holder} harus menjawab sebelum {due}.",
    "news": "Ada kabar untuk laporan {number}. Bacalah dengan nomor itu.",
}
# What a public message may lack, as it is asked for in private.
MISSING: Final[dict[str, str]] = {
    "place": "di mana tepatnya (jalan atau patokan, desa, kecamatan)",
    "photo": "fotonya kalau ada",
}
# Notices that carry what somebody of an agency wrote: some providers let such messages out for longer.
_BY_PEOPLE: Final = frozenset(
    {"answered", "asked", "resolved", "handed_over", "referred", "rejected", "extended", *after.NEWS}
)

LABELS: Final[dict[str, str]] = {
    "send": "Kirim",
    "change": "Ubah",
    "cancel": "Batal",
    "skip": "Lewati",
    "add_to": "Tambahan",
    "new_report": "Laporan baru",
    "other_place": "Tempat lain",
    "solved": "Ya, sudah beres",
    "not_solved": "Belum beres",
    "see_status": "Lihat kabar",
    **after.LABELS,
}

# Names of the templates to have approved by the provider, with their parameters in order; see channels/whatsapp.
TEMPLATES: Final[dict[str, tuple[str, ...]]] = {
    "receipt": ("number", "holder", "due", "link"),
    "danger": ("number", "call"),
    "answered": ("number", "holder", "stage", "text", "next", "link"),
    "resolved": ("holder", "number", "text", "due", "link"),
    "asked": ("holder", "number", "text"),
    "handed_over": ("number", "holder", "text", "due"),
    "referred": ("number", "to", "text"),
    "rejected": ("number", "text"),
    "expired": ("number",),
    "breached": ("what", "number", "charged", "holder"),
    "extended": ("holder", "number", "text", "link"),
    "appealed": ("number", "link"),
    "appeal_granted": ("number", "text", "holder", "due", "link"),
    "appeal_refused": ("number", "text", "link"),
    "merged": ("number", "to", "link"),
    "split": ("number", "to", "link"),
    "unmerged": ("number", "holder", "due", "link"),
    "of_parent": ("number", "to", "holder", "stage", "text", "link"),
    "objected": ("number", "holder", "due"),
    **after.TEMPLATES,
}
INDONESIAN: Final = "id"
ENGLISH: Final = "en"
_OTHER_TEXTS: Final = {ENGLISH: english.TEXTS, "jv": javanese.TEXTS}
_TEMPLATE_PREFIX = "laporan_"
_DAYS: Final = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")


def register_templates() -> None:
    """Tell `channels` what our templates say, with the provider's numbered gaps; called once at start.

    A template may neither begin nor end with a gap, so each is framed by the sender's name and a thank-you.
    """
    for name, parameters in TEMPLATES.items():
        gaps = {parameter: f"{{{{{number}}}}}" for number, parameter in enumerate(parameters, start=1)}
        wording = " ".join(TEXTS[name].format(**gaps).split())
        wordings.register(f"{_TEMPLATE_PREFIX}{name}", f"Rumah Rakyat. {wording} Terima kasih.")


def _pattern(name: str, language: str) -> str:
    """The words of that name in a language; in Indonesian where it has none."""
    return _OTHER_TEXTS.get(language, {}).get(name, TEXTS[name])


def label(name: str, language: str = "id") -> str:
    """What stands on a button."""
    return english.LABELS[name] if language == ENGLISH else LABELS[name]


def _short(name: str, values: dict[str, str], options: Sequence[Option], language: str) -> str:
    """The short version, where the words are those of a language that has one."""
    taken = _written_out(options)
    if language == ENGLISH:
        return short_of(name, values, taken=taken, patterns=english.SHORT)
    spoken = name in _OTHER_TEXTS.get(language, {})
    return "" if spoken else short_of(name, values, taken=taken)


def body_of(say: Say, language: str = "id") -> Body:
    """A message of the dialogue, ready for the outbox."""
    options = tuple(
        Option(choice, one[1:] if one.startswith("=") else label(one, language)) for choice, one in say.buttons
    )
    values = say.values
    if language == ENGLISH:
        values = {key: english.VALUES.get(value, value) for key, value in values.items()}
    return Body(
        _pattern(say.name, language).format(**values),
        options=options,
        list_label=english.LIST_LABEL if language == ENGLISH else "Pilih",
        ask_location=say.ask_location,
        short=_short(say.name, values, options, language),
        about=say.values.get("number", ""),
    )


def notice(
    name: str,
    values: dict[str, str],
    *,
    buttons: tuple[tuple[str, str], ...] = (),
    language: str = "id",
    spoken: Mapping[str, str] | None = None,
) -> Body:
    """News of a case. Outside the provider's reply window the approved template of the same name is sent instead, in
    Indonesian. `spoken`: the values as that language says them, where they differ."""
    options = tuple(Option(choice, label(one, language)) for choice, one in buttons)
    said = {**values, **(spoken or {})}
    parameters = TEMPLATES.get(name)
    template = None
    if parameters is not None:
        template = Template(f"{_TEMPLATE_PREFIX}{name}", tuple(_one_line(values[key]) for key in parameters))
    return Body(
        _pattern(name, language).format(**said),
        options=options,
        template=template,
        short=_short(name, said, options, language),
        subject=values.get("subject", ""),
        about=values["number"],
        by_person=name in _BY_PEOPLE,
    )


def public_notice(name: str, values: dict[str, str], *, open_case: bool, language: str = "id") -> Body:
    """News of a case where everybody reads it. Of a confidential case nothing but its number."""
    fitting = name if open_case else f"{name}_confidential"
    known = PUBLIC.get(fitting, PUBLIC["news"])
    if language == ENGLISH:
        known = english.PUBLIC.get(fitting, known if fitting in PUBLIC else english.PUBLIC["news"])
    text = known.format(**values)
    return Body(text, manner=Manner.PUBLIC, about=values["number"])


def _written_out(options: Sequence[Option]) -> int:
    """How many signs the options take when a channel without buttons writes them out as lines."""
    return sum(len(f"\n{number}. {option.title}") for number, option in enumerate(options, start=1)) + bool(options)


def _one_line(text: str) -> str:
    """Providers refuse line breaks and long runs of spaces in a parameter, and parameters over 1,024 signs."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 900 else flat[:899] + "…"


def moment(at: datetime, language: str = "id") -> str:
    """`Selasa, 21 Juli 2026 pukul 14.20 WIB`, in the installation's zone; in Indonesian unless English is asked for."""
    local = timezone.localtime(at, wallclock.zone())
    if language == ENGLISH:
        with translation.override(ENGLISH):
            return f"{date_format(local, 'l, j F Y')} at {local:%H.%M} {zone_name(local)}"
    with translation.override("id"):
        return f"{date_format(local, 'l, j F Y')} pukul {local:%H.%M} {zone_name(local)}"


def day_or_moment(at: datetime, language: str = "id") -> str:
    """`paling lambat Jumat, 24 Juli 2026` for a deadline at the end of a day, else `sebelum` and the moment."""
    local = timezone.localtime(at, wallclock.zone())
    if language == ENGLISH:
        with translation.override(ENGLISH):
            day = date_format(local - timedelta(days=1), "l, j F Y")
        return f"before {moment(at, ENGLISH)}" if local.time() != time.min else f"by {day}"
    if local.time() != time.min:
        return f"sebelum {moment(at)}"
    with translation.override("id"):
        return f"paling lambat {date_format(local - timedelta(days=1), 'l, j F Y')}"


def short_day(at: datetime) -> str:
    """`Jum 24/7`: the day at whose end a deadline lies."""
    local = timezone.localtime(at, wallclock.zone())
    local -= timedelta(days=1) if local.time() == time.min else timedelta(0)
    return f"{_DAYS[local.weekday()]} {local.day}/{local.month}"


def short_moment(at: datetime) -> str:
    """`Rab 22/7 12.01 WIB`, for messages that pay by the sign."""
    local = timezone.localtime(at, wallclock.zone())
    return f"{_DAYS[local.weekday()]} {local.day}/{local.month} {local:%H.%M} {zone_name(local)}"


def zone_name(local: datetime) -> str:
    """WIB, WITA or WIT from the offset."""
    offset = local.utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    return {7: "WIB", 8: "WITA", 9: "WIT"}.get(hours, f"UTC{hours:+d}")
