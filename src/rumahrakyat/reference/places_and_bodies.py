"""Agencies, local governments, outside bodies and service points as tables of reference data."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib.faults import Fault
from rumahrakyat.organisations import queries as organisations
from rumahrakyat.organisations.models import Kind, OpeningHours, Organisation, ServicePoint
from rumahrakyat.reference.columns import Choice, Code, Column, Flag, Number, Reference, WrongValue
from rumahrakyat.reference.tables import Table, Values, register
from rumahrakyat.regions import queries as regions
from rumahrakyat.regions.models import Level

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_HOURS: Final = re.compile(r"(\w+)\s+(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})")


class WrongHours(WrongValue):
    words = _("“%(typed)s” is no opening time. Write a line for each, such as: Senin 07.00-15.30")


class NeedsRegency(Fault):
    field = "wilayah"
    words = _("A regency's or city's government needs its regency or city")


class NeedsMisconduct(Fault):
    field = "pelanggaran"
    words = _("Somebody must take reports of misconduct: tick it at another body first")


class EndsWithCases(Fault):
    field = "aktif"
    words = _("A body ends with a successor, on its own page, so that its cases go on")


class _Hours(Column):
    """Opening hours, a stretch on each line: “Senin 07.00-15.30”."""

    def read(self, row: Model) -> str:
        assert isinstance(row, ServicePoint)
        return "\n".join(f"{DAYS[one.weekday]} {one.opens:%H.%M}-{one.closes:%H.%M}" for one in row.hours.all())

    def parse(self, typed: str) -> Any:
        words = super().parse(typed)
        return [self._stretch(line) for line in re.split(r"[\n;]", words) if line.strip()]

    def _stretch(self, line: str) -> tuple[int, time, time]:
        found = _HOURS.fullmatch(line.strip())
        days = [day.casefold() for day in DAYS]
        if not found or found[1].casefold() not in days:
            raise WrongHours(self.name, typed=line.strip())
        try:
            opens, closes = time(int(found[2]), int(found[3])), time(int(found[4]), int(found[5]))
        except ValueError:
            raise WrongHours(self.name, typed=line.strip()) from None
        if opens >= closes:
            raise WrongHours(self.name, typed=line.strip())
        return days.index(found[1].casefold()), opens, closes


class _Territories(Column):
    """Codes of the regencies and cities that a point serves, one on each line."""

    def read(self, row: Model) -> str:
        assert isinstance(row, ServicePoint)
        return "\n".join(sorted(region.pk for region in row.serves.all()))

    def parse(self, typed: str) -> Any:
        words = super().parse(typed)
        found = []
        for code in re.split(r"[\s;,]+", words):
            region = regions.find(code) if code else None
            if code and (region is None or region.level != Level.REGENCY):
                raise NoRegency(self.name, typed=code)
            found += [region] if region else []
        return found


class NoRegency(WrongValue):
    words = _("“%(typed)s” is no code of a regency or city, such as 33.15")


def _check_body(row: Model | None, values: Values) -> list[Fault]:
    found: list[Fault] = []
    if values["jenis"] == Kind.REGENCY_GOVERNMENT and values["wilayah"] is None:
        found.append(NeedsRegency())
    if isinstance(row, Organisation):
        if row.receives_misconduct and not values["pelanggaran"]:
            other = organisations.other_misconduct_body(row.pk)
            found += [] if other else [NeedsMisconduct()]
        if row.active and not values["aktif"]:
            found.append(EndsWithCases())
    return found


def _write_point(row: Any, values: Values) -> None:
    wanted = set(values["jam"])
    if {(one.weekday, one.opens, one.closes) for one in row.hours.all()} != wanted:
        row.hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(service_point=row, weekday=day, opens=opens, closes=closes)
            for day, opens, closes in sorted(wanted)
        )
    row.serves.set(values["melayani"])


def _bodies() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in organisations.holders()]


def _regencies() -> list[tuple[str, str]]:
    return [(one.code, one.short_name) for one in regions.regencies()]


_TEXTS: Sequence[Column] = (
    Column("tugas", _("What it does, in citizens' words"), "duties", longest=200, rows=2),
    Column("telepon", _("Telephone"), "phone", longest=40),
    Column("situs", _("Website"), "website", longest=120),
)

BODIES = register(
    Table(
        name="badan",
        title=_("Agencies and other bodies"),
        about=_("Who can hold a case, and to whom citizens are referred."),
        model=Organisation,
        columns=(
            Code("kode", _("Code"), "code", required=True, longest=24, once=True, example="DISHUB"),
            Column("nama", _("Full name"), "name", required=True, longest=160),
            Column("singkatan", _("Short name"), "short_name", required=True, longest=60),
            Choice("jenis", _("Kind"), "kind", required=True, once=True, choices=tuple(Kind.choices)),
            Column("bentuk", _("Form"), "form", longest=20, hint=_("Dinas, Badan, Biro, RSUD …")),
            Reference("wilayah", _("Regency or city"), "region", once=True, found=regions.find, options=_regencies),
            Reference("induk", _("Part of"), "parent", found=organisations.by_code, options=_bodies),
            *_TEXTS,
            Column("rujukan", _("What a citizen is told when referred there"), "referral_text", longest=1500, rows=4),
            Flag("pelanggaran", _("Takes reports of misconduct"), "receives_misconduct"),
            Flag("aktif", _("In use"), "active"),
        ),
        shown=("kode", "nama", "jenis"),
        order=("kind", "name"),
        related=("region", "parent"),
        check=_check_body,
    )
)

POINTS = register(
    Table(
        name="loket",
        title=_("Service points"),
        about=_("Where citizens are served face to face, and when."),
        model=ServicePoint,
        columns=(
            Code("kode", _("Code"), "code", required=True, longest=24, once=True, example="MPP-KUDUS"),
            Column("nama", _("Name"), "name", required=True, longest=120),
            Reference(
                "badan", _("Run by"), "organisation", required=True, found=organisations.by_code, options=_bodies
            ),
            Column("alamat", _("Address"), "address", longest=200),
            Reference(
                "wilayah", _("Regency or city"), "regency", required=True, found=regions.find, options=_regencies
            ),
            Number("lintang", _("Latitude"), "lat", least=-11, most=7, whole=False),
            Number("bujur", _("Longitude"), "lon", least=94, most=142, whole=False),
            _Hours(
                "jam", _("Opening hours"), "hours", longest=600, rows=6, hint=_("A line for each: Senin 07.00-15.30")
            ),
            _Territories(
                "melayani", _("Serves"), "serves", longest=600, rows=4, hint=_("Codes of regencies and cities")
            ),
            Column("catatan", _("Notes for citizens"), "notes", longest=600, rows=2),
            Flag("pasti", _("Place and hours are confirmed"), "confirmed"),
            Flag("aktif", _("In use"), "active"),
        ),
        shown=("kode", "nama", "wilayah"),
        order=("name",),
        related=("organisation", "regency"),
        after=_write_point,
        apart=frozenset({"jam", "melayani"}),
    )
)
