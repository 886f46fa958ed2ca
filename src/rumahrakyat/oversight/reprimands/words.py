"""The standard words of a reprimand, in Indonesian. Data: another installation replaces these, not the code.

They name numbers and times, never the words or the name of a citizen; of a confidential case not even the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.lib import wallclock
from rumahrakyat.oversight.registers import telling

_TO: Final = "Yth. {whom}"
_VACANT: Final = "Yth. Pimpinan {body}\n(jabatan kepala belum terisi; teguran ini diteruskan kepada sekretaris daerah)"
_OPENING: Final = "Sampai {now}, {count} laporan warga belum dijawab {body} padahal batas waktunya sudah lewat:"
_LINE: Final = "- {what}: seharusnya dijawab {due}, lewat {late}."
_CONFIDENTIAL: Final = "satu laporan rahasia"
_DEMAND: Final = (
    "Dengan surat ini Saudara kami tegur. Jawablah setiap laporan itu sekarang juga, lalu jelaskan sebab "
    "keterlambatannya secara tertulis di Rumah Rakyat paling lambat {until}."
)
_CLOSING: Final = (
    "Warga berhak atas jawaban yang jelas dan tepat waktu. Kalau ada hambatan yang perlu dibantu, sampaikan dalam "
    "jawaban itu. Atas perhatian Saudara, kami ucapkan terima kasih."
)
ALERT: Final = "Teguran {number} dari {signer} untuk {body}. Mohon dibaca dan dijawab paling lambat {until}."
LONGEST_LISTED: Final = 12
_MORE: Final = "- dan {count} laporan lain yang tercantum pada lampiran di Rumah Rakyat."


@dataclass(frozen=True)
class LateCase:
    """A case as the letter names it."""

    number: str
    confidential: bool
    due_at: datetime


def letter(
    *, body: str, addressees: Sequence[dict[str, str]], cases: Sequence[LateCase], until: datetime, at: datetime
) -> str:
    """The whole letter but for its head and signature."""
    whom = " dan ".join(filter(None, (one["title"] or one["name"] for one in addressees)))
    opening = _OPENING.format(now=moment(at), count=len(cases), body=body)
    lines = [_line(one, at) for one in cases[:LONGEST_LISTED]]
    if len(cases) > LONGEST_LISTED:
        lines.append(_MORE.format(count=len(cases) - LONGEST_LISTED))
    salutation = _TO.format(whom=whom) if whom else _VACANT.format(body=body)
    return "\n\n".join([salutation, opening, "\n".join(lines), _DEMAND.format(until=moment(until)), _CLOSING])


def moment(at: datetime) -> str:
    """Jumat, 10 Juli 2026 08.00 WIB: a letter has room for the whole day."""
    return telling.moment(at.isoformat(), wallclock.zone())


def _line(one: LateCase, at: datetime) -> str:
    what = _CONFIDENTIAL if one.confidential else one.number
    return _LINE.format(what=what, due=moment(one.due_at), late=_span(at - one.due_at))


def _span(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "hari"), (hours, "jam"), (minutes if not days else 0, "menit"))
    return " ".join(f"{count} {name}" for count, name in parts if count) or "kurang dari 1 menit"
