"""A receipt as paper: 80 mm of a thermal printer, or A5. Pure black, no grey; the deadline is the only solid block."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from rumahrakyat.correspondence import facts
from rumahrakyat.desk.models_intake import DeskIntake
from rumahrakyat.lib import typeset, wallclock
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.regions.province import active
from rumahrakyat.reports.models import Identity, Report

PAPERS: Final = ("80mm", "a5")
_TOLD: Final = 140  # signs of what was told
_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What to print. `secret` is empty on a second print; `officer` the first name, only of one who signs."""

    report: Report
    printed_at: datetime
    secret: str = ""
    officer: str = ""
    paper: str = "80mm"


def pdf(sheet: Sheet) -> bytes:
    """The receipt as a PDF; for consent by thumb or signature a second sheet for the house, without the secret."""
    paper = typeset.Sheet(
        __package__,
        "receipt.typ",
        view(sheet),
        code=facts.link(sheet.report),
        dated=sheet.printed_at,
        files=("mark.svg",),
        ink="#000",
        system_fonts=True,
    )
    return typeset.pdf(paper)


def view(sheet: Sheet) -> dict[str, Any]:
    """Every word on the paper."""
    report = sheet.report
    province = active().facts
    intake = DeskIntake.objects.select_related("service_point", "ticket", "counter").filter(report=report).first()
    due = report.answer_due_at or report.received_at + timedelta(hours=24)
    return {
        "paper": sheet.paper,
        "province": f"{province['kind']} {province['name']}",
        "point": _point(intake.service_point) if intake else [],
        "number": report.number,
        "received": moment_words(report.received_at),
        "due_day": day_words(wallclock.day_of(due)),
        "due_time": _time(due),
        "who": facts.holder_name(report) if report.holder else "Rumah Rakyat mencarikan dinasnya",
        "answered": report.answer_due_at is None and report.stage != "received",
        "rows": _rows(report, intake),
        "secret": [sheet.secret[start : start + 4] for start in range(0, len(sheet.secret), 4)],
        "phones": _phones(province["numbers"]),
        "ombudsman": province["numbers"].get("ombudsman", ""),
        "last": _last_line(intake, sheet),
        "consent": _consent(intake),
        "printed": moment_words(sheet.printed_at),
    }


def _point(point: ServicePoint) -> list[str]:
    return [point.name, *opening_lines(point)]


def opening_lines(point: ServicePoint) -> list[str]:
    """The week in few lines: days with the same hours stand together, as in "Senin–Kamis 07.00–15.30"."""
    by_day: dict[int, str] = {}
    for row in point.hours.all():
        span = f"{row.opens:%H.%M}–{row.closes:%H.%M}"
        by_day[row.weekday] = f"{by_day[row.weekday]}, {span}" if row.weekday in by_day else span
    lines: list[tuple[int, int, str]] = []
    for weekday, words in sorted(by_day.items()):
        if lines and lines[-1][1] == weekday - 1 and lines[-1][2] == words:
            lines[-1] = (lines[-1][0], weekday, words)
        else:
            lines.append((weekday, weekday, words))
    return [f"{_DAYS[a]}{f'–{_DAYS[b]}' if b > a else ''} {words}" for a, b, words in lines]


def _rows(report: Report, intake: DeskIntake | None) -> list[tuple[str, str]]:
    told = " ".join(report.text.split())
    if len(told) > _TOLD:
        told = told[:_TOLD].rsplit(" ", 1)[0] + " …"
    rows = [("Tentang", told)]
    place = report.region
    if place is not None or report.place_words:
        rows.append(("Tempat", place.full_name if place else report.place_words))
    name = report.reporter.name if report.identity == Identity.NAMED else ""
    rows.append(("Pelapor", name or ("Tanpa nama" if report.identity == Identity.ANONYMOUS else "Rahasia")))
    if intake and intake.paper_on:
        rows.append(
            (
                "Surat",
                f"bertanggal {_date(intake.paper_on)}, kami terima {_date(wallclock.day_of(report.received_at))}",
            )
        )
    return rows


def _phones(numbers: dict[str, str]) -> dict[str, str]:
    whatsapp = numbers.get("whatsapp", "").replace("+62", "0", 1)
    return {
        "whatsapp": " ".join(filter(None, (whatsapp[:4], whatsapp[4:8], whatsapp[8:]))),
        "call": numbers.get("call_centre", ""),
    }


def _last_line(intake: DeskIntake | None, sheet: Sheet) -> str:
    said = []
    if intake and intake.counter:
        said.append(f"Loket {intake.counter.number}")
    if intake and intake.ticket:
        said.append(f"antrean {intake.ticket.code}")
    if sheet.officer:
        said.append(f"diterima {sheet.officer}")
    words = ", ".join(said)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _consent(intake: DeskIntake | None) -> str:
    """The line above the box for a thumb or a signature; empty when consent was said aloud."""
    if intake is None or intake.consent == DeskIntake.Consent.SAID:
        return ""
    return "Cap jempol pelapor" if intake.consent == DeskIntake.Consent.THUMB else "Tanda tangan pelapor"


def _date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_words(day: date) -> str:
    """Selasa, 21 Juli 2026"""
    return f"{_DAYS[day.weekday()]}, {_date(day)}"


def _time(at: datetime) -> str:
    there = at.astimezone(wallclock.zone())
    return f"{there:%H.%M} {there.tzname()}"


def moment_words(at: datetime) -> str:
    """Selasa, 21 Juli 2026 09.42 WIB"""
    return f"{day_words(wallclock.day_of(at))} {_time(at)}"
