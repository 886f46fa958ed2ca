"""The end-of-day sheet of a service point on one A4 page."""

from datetime import datetime, timedelta
from typing import Any, Final

from rumahrakyat.desk.figures import DaySheet, Span
from rumahrakyat.desk.models import Ticket
from rumahrakyat.desk.receipts.sheet import day_words, moment_words
from rumahrakyat.lib import typeset

_ORIGINS: Final = {
    Ticket.Origin.KIOSK.value: "mesin antrean",
    Ticket.Origin.MESSAGE.value: "pesan",
    Ticket.Origin.OFFICER.value: "petugas",
}


def pdf(found: DaySheet, *, at: datetime) -> bytes:
    """The sheet as it stands at `at`."""
    sheet = typeset.Sheet(__package__, "day.typ", _view(found, at), dated=at, system_fonts=True)
    return typeset.pdf(sheet)


def _view(found: DaySheet, at: datetime) -> dict[str, Any]:
    most = max((count for _hour, count in found.by_hour), default=1)
    return {
        "point": found.point.name,
        "day": day_words(found.day),
        "made": moment_words(at),
        "figures": [
            ["Nomor diberikan", str(found.given), ", ".join(f"{letter} {n}" for letter, n in found.by_letter)],
            ["Dilayani", str(found.served), "kunjungan selesai atau sedang dilayani"],
            ["Tidak datang saat dipanggil", str(found.not_there), "dipanggil sampai batas, tidak kembali"],
            ["Dibatalkan / habis waktu", f"{found.cancelled} / {found.lapsed}", "batal oleh warga / tutup hari"],
            ["Laporan dibuat", str(found.cases), f"{found.cases_of_papers} dari surat lama"],
            ["Diarahkan / dijawab saja", f"{found.referred} / {found.informed}", "tanpa laporan"],
        ],
        "times": [
            ["Menunggu", *_times(found.wait), "dari datang sampai dilayani"],
            ["Dilayani", *_times(found.service), "dari dilayani sampai selesai"],
        ],
        "hours": [[f"{hour:02d}.00", count, count / most] for hour, count in found.by_hour],
        "origins": ", ".join(f"{_ORIGINS.get(code, code)} {count}" for code, count in found.by_origin),
        "counters": [
            [f"Loket {one.number}", str(one.visits), *_times(one.service), str(one.cases)] for one in found.counters
        ],
    }


def _times(span: Span) -> list[str]:
    return [minutes(span.median), minutes(span.p90)]


def minutes(length: timedelta | None) -> str:
    """ "6 m 40 d": minutes and seconds; a dash without a value."""
    if length is None:
        return "–"
    whole, rest = divmod(int(length.total_seconds()), 60)
    return f"{whole} m {rest:02d} d"
