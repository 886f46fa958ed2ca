"""What a brief says, in Indonesian. It is frozen as it was sent, so its sentences are data and not translated at
display; another installation replaces these words, not the code. Never a citizen's words, name or number.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.oversight.briefs import better, worth
from rumahrakyat.oversight.registers import telling

FORMAT: Final = "rumahrakyat.brief/1"
DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
DESK: Final = "Meja verifikasi Rumah Rakyat"
GONE: Final = "Badan yang sudah tidak ada"
NOWHERE: Final = "tempat belum ditentukan"

TITLES: Final = {"daily": "Ringkasan harian", "weekly": "Ringkasan mingguan"}
NOTHING_CAME: Final = {
    "daily": "Tidak ada laporan kemarin.",
    "weekly": "Tidak ada laporan sepekan ini.",
}
CAME: Final = {
    "daily": "Kemarin masuk {taken} laporan dan {answered} dijawab.",
    "weekly": "Sepekan ini masuk {taken} laporan dan {answered} dijawab.",
}
NOTHING_DUE: Final = "Tidak ada jawaban yang jatuh tempo."
DUE: Final = "Dari {due} jawaban yang jatuh tempo, {on_time} tepat waktu ({share})."
NOTHING_LATE: Final = "Tidak ada yang terlambat saat ini."
LATE: Final = "{cases} terlambat di {bodies}."
LATE_OF_ONE: Final = "{cases} terlambat saat ini."
OUTSIDE: Final = "{count} rekomendasi Ombudsman atau Inspektorat lewat batas."
MORE_OUTSIDE: Final = "dan {count} rekomendasi lain"
OWED: Final = {
    "open": "belum dijawab",
    "accepted": "diterima, belum dilaksanakan",
    "objected": "keberatan, belum diputus",
}
NOTHING_WORTH: Final = "Tidak ada kasus yang memenuhi alasan untuk dilihat khusus."
NOTHING_BETTER: Final = "Tidak ada yang membaik dibanding {before} dengan ukuran yang kami hitung."
BEFORE: Final = "sepekan sebelumnya"
NO_USUAL: Final = "belum ada pembanding"
AS_KNOWN: Final = "Tidak pernah dikirim pada harinya. Disusun atas permintaan dari catatan sampai {when}."
LATE_START: Final = "Disusun pukul {when}, sesudah pukul {planned}."

LABELS: Final = {
    "taken": "Masuk",
    "answered": "Dijawab",
    "on_time": "Tepat waktu",
    "median": "Median jawaban pertama",
}
HEADS: Final = {
    "read": "sudah membaca {when}",
    "told": "diberi tahu {when}, belum membaca",
    "untold": "belum diberi tahu",
    "desk": "belum diteruskan ke perangkat daerah",
}
REASONS: Final = {
    worth.DANGER: "Menyangkut bahaya bagi jiwa, belum dijawab {span}",
    worth.PEOPLE: "Disampaikan {n} orang",
    worth.SILENCE: "Lewat batas {span}",
    worth.PING_PONG: "{n} kali berpindah tangan tanpa jawaban",
    worth.APPEAL: "Banding menunggu putusan {span}",
    worth.OBJECTION: "Pelapor {n} kali menyatakan belum selesai",
    worth.READ: "Dibaca {n} kali",
    worth.WATCHED: "Dipantau pimpinan, bergerak {n} kali sejak kemarin",
}
WEIGHED: Final = {
    worth.DANGER: "bahaya bagi jiwa yang belum dijawab",
    worth.PEOPLE: f"{worth.MANY} orang atau lebih menyampaikan hal yang sama",
    worth.SILENCE: "jawaban lewat batas, bertambah tiap hari",
    worth.PING_PONG: f"{worth.PASSED} kali atau lebih berpindah tangan tanpa jawaban",
    worth.APPEAL: "banding belum diputus, bertambah tiap hari",
    worth.OBJECTION: "pelapor menyatakan belum selesai",
    worth.READ: f"dibaca {worth.READERS} kali atau lebih",
    worth.WATCHED: "dipantau pimpinan dan bergerak sejak kemarin",
}
BETTERED: Final = {
    better.CLEARED: "{body}: {before} yang terlambat sepekan lalu sudah dijawab semua.",
    better.FEWER: "Yang terlambat berkurang dari {before} sepekan lalu menjadi {now} sekarang.",
    better.SHARE: "{body}: jawaban tepat waktu naik dari {before} menjadi {now}.",
    better.FASTER: "{body}: median jawaban pertama turun dari {before} menjadi {now}.",
}
CONFIDENTIAL: Final = "Laporan rahasia"
UNCATEGORISED: Final = "Belum digolongkan"
CASES_NOTE: Final = (
    "Dipilih dengan aturan tertulis: bahaya, banyaknya orang, lamanya didiamkan, banding, berpindah tangan, keberatan, "
    "banyaknya pembaca. Paling banyak dua dari satu badan. Tanpa nama dan kata-kata warga."
)


def long_day(on: date) -> str:
    """Selasa, 21 Juli 2026"""
    return f"{DAYS[on.weekday()]}, {telling.day(on)}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """21 Jul 09.42, without the year; today's alone as 09.42 is left to whoever asks."""
    there = at.astimezone(zone)
    return f"{DAYS[there.weekday()]} {there.day}/{there.month} {there:%H.%M}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """09.42 WIB"""
    there = at.astimezone(zone)
    return f"{there:%H.%M} {there.tzname()}"


def span(seconds: int) -> str:
    """4 jam 38 menit; 3 hari 2 jam; 12 hari"""
    minutes = max(0, seconds) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days >= 10:
        return f"{telling.number(days)} hari"
    if days:
        return f"{days} hari {hours} jam" if hours else f"{days} hari"
    if hours:
        return f"{hours} jam {rest} menit" if rest else f"{hours} jam"
    return f"{rest} menit" if rest else "kurang dari semenit"


def percent(part: int, whole: int) -> str:
    """93,4%; an en dash when there is nothing to divide by."""
    return telling.percent(1000 * part // whole) if whole else "–"


def cases(count: int) -> str:
    return f"{telling.number(count)} kasus"


def usual(mean: float, weeks: int, kind: str, weekday: int) -> str:
    """biasanya 21 (rata-rata 4 Senin terakhir)"""
    if not weeks:
        return NO_USUAL
    shown = telling.number(round(mean)) if mean >= 10 or mean == round(mean) else f"{mean:.1f}".replace(".", ",")
    of = DAYS[weekday] if kind == "daily" else "pekan"
    return f"biasanya {shown} ({weeks} {of} terakhir)"


def reason(one: worth.Reason) -> str:
    return REASONS[one.code].format(span=span(one.figure), n=telling.number(one.figure))


def bettered(found: better.Better, body: str) -> str:
    """The sentence of what got better."""
    pattern = BETTERED[found.code]
    if found.code == better.SHARE:
        return pattern.format(body=body, before=telling.percent(found.before), now=telling.percent(found.now))
    if found.code == better.FASTER:
        return pattern.format(body=body, before=span(found.before), now=span(found.now))
    return pattern.format(body=body, before=cases(found.before), now=telling.number(found.now))
