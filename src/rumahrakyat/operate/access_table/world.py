"""The small province of the sweep: a few bodies, one account for each role, cases of one's own and of others."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password

from rumahrakyat.correspondence.intake import Contact, Intake, take_in
from rumahrakyat.duty.loading import load_ladders, load_rules
from rumahrakyat.operate.access_table.rows import (
    AGENCY,
    ANONYMOUS,
    EVERYBODY,
    HOUSE,
    OTHER_AGENCY,
    OTHER_REGENCY,
    PLACES,
    REGENCY,
    VILLAGE,
    Thing,
    Things,
)
from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import PERMISSIONS, ROLES
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.regions.province import active
from rumahrakyat.reports.models import Category, Report
from rumahrakyat.reports.operations import Classification, assign, classify
from rumahrakyat.reports.states import ROUTE

NOON: Final = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)  # a Tuesday, 12.00 WIB
INSPECTORS: Final = "INSPECTORATE"
LOCAL: Final = "GROBOGAN"
_ROUTER: Final = Actor("system", frozenset({ROUTE}))
_ANYBODY: Final = Actor("staff", PERMISSIONS)
_REGIONS: Final = (
    ("33", Level.PROVINCE, "Provinsi", "Jawa Tengah", None),
    (REGENCY, Level.REGENCY, "Kabupaten", "Grobogan", "33"),
    (OTHER_REGENCY, Level.REGENCY, "Kabupaten", "Demak", "33"),
    ("33.15.01", Level.DISTRICT, "Kecamatan", "Toroh", REGENCY),
    ("33.21.01", Level.DISTRICT, "Kecamatan", "Sayung", OTHER_REGENCY),
    (VILLAGE, Level.VILLAGE, "Desa", "Depok", "33.15.01"),
)
_ORGANISATIONS: Final = (
    (HOUSE, "Rumah Rakyat", Kind.DESK, None),
    (AGENCY, "Dinas Jalan dan Jembatan", Kind.AGENCY, None),
    (OTHER_AGENCY, "Dinas Perhubungan", Kind.AGENCY, None),
    (INSPECTORS, "Inspektorat", Kind.AGENCY, None),
    (LOCAL, "Pemerintah Kabupaten Grobogan", Kind.REGENCY_GOVERNMENT, REGENCY),
    ("POWER", "Perusahaan Listrik", Kind.OUTSIDE, None),
)


@dataclass
class Setting:
    """The province at `at`. `accounts` by role ("nobody" holds none); makers of things add what they need to it."""

    at: datetime = NOON
    accounts: dict[str, Account] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    cases: dict[str, Report] = field(default_factory=dict)
    filed: int = 0

    def case(
        self,
        *,
        holder: str = "",
        regency: str = REGENCY,
        category: str = "roads",
        confidential: bool = False,
        text: str = "Lubang dalam di jalan raya depan pasar, sudah dua minggu.",
    ) -> Report:
        """A case that a citizen told on the web; classified, and passed on when it has a holder (by code)."""
        self.filed += 1
        told = Intake(
            text=text,
            channel="web",
            source_key=f"sweep:{self.filed}",
            received_at=self.at,
            contact=Contact("tel", f"+62812000{self.filed:05d}", "whatsapp"),
            confidential=confidential,
        )
        report, _new = take_in(intake=told, at=self.at)
        place = Classification(regency=regency, category=Category.objects.get(code=category))
        at = self.at + timedelta(minutes=1)
        classify(report_id=report.pk, classification=place, actor=_ANYBODY, at=at)
        if holder:
            assign(report_id=report.pk, holder=self.organisations[holder], actor=_ROUTER, at=at)
        report.refresh_from_db()
        return report

    def things_of(self, *names: str, **sent: object) -> Things:
        """Standing cases ("own", "foreign", "confidential", "waiting") as what an address with a number points at."""
        return {name: self.thing(self.cases[name], **sent) for name in names}

    def thing(self, report: Report, **sent: object) -> Thing:
        """Nobody's case is found by who may everywhere, or in its region. Misconduct is never found by who serves a
        territory or another body than its holder."""
        holder = report.holder.code if report.holder else "-"
        hidden = report.category is not None and report.category.forced_confidential
        never = frozenset(role for role, (body, _region) in PLACES.items() if hidden and body != holder)
        return Thing({"number": report.number}, holder=holder, region=report.regency_id or "-", sent=sent, never=never)


def build() -> Setting:
    """Make the province in an empty database."""
    made = Setting()
    Region.objects.bulk_create(
        Region(code=code, level=level, kind=kind, name=name, full_name=f"{kind} {name}", parent_id=parent)
        for code, level, kind, name, parent in _REGIONS
    )
    bodies = Organisation.objects.bulk_create(
        Organisation(
            code=code, name=name, short_name=name, kind=kind, region_id=region, receives_misconduct=code == INSPECTORS
        )
        for code, name, kind, region in _ORGANISATIONS
    )
    made.organisations |= {one.code: one for one in bodies}
    Category.objects.bulk_create(
        Category(code=code, name=name, forced_confidential=hidden)
        for code, name, hidden in (("roads", "Infrastruktur", False), ("extortion", "Pungutan liar", True))
    )
    _duties()
    _people(made, (role for role in EVERYBODY if role != ANONYMOUS))
    made.cases |= {
        "own": made.case(holder=AGENCY),
        "foreign": made.case(holder=OTHER_AGENCY, regency=OTHER_REGENCY),
        "confidential": made.case(holder=INSPECTORS, category="extortion", confidential=True),
        "waiting": made.case(text="Antrean di loket terlalu lama, tidak ada kursi."),
    }
    return made


def _people(made: Setting, roles: Iterable[str]) -> None:
    password = make_password("nobody signs in with this one")  # one for all: making one is slow on purpose
    people = [Account(username=f"sweep.{role}", name=f"Orang {role.title()}", password=password) for role in roles]
    made.accounts |= {one.username.removeprefix("sweep."): one for one in Account.objects.bulk_create(people)}
    Membership.objects.bulk_create(
        Membership(
            account=made.accounts[role],
            role=role,
            organisation=made.organisations.get(PLACES.get(role, ("", ""))[0]),
            region_id=PLACES.get(role, ("", ""))[1] or None,
        )
        for role in ROLES
    )


def _duties() -> None:
    """The rules and ladders of the province: a case without its clock must not exist."""
    folder = active().folder
    load_rules(json.loads((folder / "duty_rules.json").read_text(encoding="utf-8")))
    load_ladders(json.loads((folder / "duty_ladders.json").read_text(encoding="utf-8")))
