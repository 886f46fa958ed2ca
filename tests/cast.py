"""A small world and its people, the same in every test: two agencies, a regency's government, the desk, a citizen.

The account names say what they are for: `verifier`, `officer` and `head` of the roads agency, `other_officer` and
`other_head` of the transport agency, `regency_officer`, `governor`, `secretary`, `ombudsman`, `outsider` (no role).
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db.models import Model

from rumahrakyat.correspondence.intake import Contact, Intake, take_in
from rumahrakyat.duty.loading import load_ladders, load_rules
from rumahrakyat.duty.models import DutyRule, Ladder
from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.regions.province import active
from rumahrakyat.reports import access
from rumahrakyat.reports.models import Category, Report
from rumahrakyat.reports.operations import assign
from rumahrakyat.reports.states import ROUTE

NOON = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)  # a Tuesday, 12.00 WIB
PASSWORD = "only for tests, long enough"
ROUTER = Actor("system", frozenset({ROUTE}))

_REGIONS = (
    ("33", Level.PROVINCE, "Provinsi", "Jawa Tengah", None),
    ("33.15", Level.REGENCY, "Kabupaten", "Grobogan", "33"),
    ("33.21", Level.REGENCY, "Kabupaten", "Demak", "33"),
    ("33.15.01", Level.DISTRICT, "Kecamatan", "Toroh", "33.15"),
    ("33.21.01", Level.DISTRICT, "Kecamatan", "Sayung", "33.21"),
    ("33.15.01.2001", Level.VILLAGE, "Desa", "Depok", "33.15.01"),
)
_ORGANISATIONS = (
    ("DESK", "Rumah Rakyat", "Rumah Rakyat", Kind.DESK, None),
    ("ROADS", "Dinas Jalan dan Jembatan", "Dinas Jalan", Kind.AGENCY, None),
    ("TRANSPORT", "Dinas Perhubungan", "Dishub", Kind.AGENCY, None),
    ("GROBOGAN", "Pemerintah Kabupaten Grobogan", "Pemkab Grobogan", Kind.REGENCY_GOVERNMENT, "33.15"),
    ("POWER", "Perusahaan Listrik", "Listrik", Kind.OUTSIDE, None),
)
_PEOPLE = (
    ("verifier", "verifier", None),
    ("officer", "officer", "ROADS"),
    ("head", "head", "ROADS"),
    ("other_officer", "officer", "TRANSPORT"),
    ("other_head", "head", "TRANSPORT"),
    ("regency_officer", "officer", "GROBOGAN"),
    ("governor", "governor", None),
    ("secretary", "secretary", None),
    ("ombudsman", "ombudsman", None),
    ("outsider", None, None),
)


@dataclass
class World:
    """The loaded world. `report()` files a case, `assigned()` one that the roads agency holds."""

    at: datetime = NOON
    accounts: dict[str, Account] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    filed: int = 0

    def report(
        self,
        text: str = "Lubang dalam di jalan raya depan pasar, sudah dua minggu.",
        *,
        at: datetime | None = None,
        **given: object,
    ) -> Report:
        self.filed += 1
        moment = at or self.at
        facts: dict[str, object] = {
            "channel": "web",
            "source_key": f"test:{self.filed}",
            "received_at": moment,
            "contact": Contact("tel", f"+62812000{self.filed:05d}", "whatsapp"),
        }
        report, _new = take_in(intake=Intake(text=text, **{**facts, **given}), at=moment)  # type: ignore[arg-type]
        return report

    def assigned(self, holder: str = "ROADS", *, at: datetime | None = None, **given: object) -> Report:
        report = self.report(at=at, **given)  # type: ignore[arg-type]
        moment = (at or self.at) + timedelta(minutes=1)
        return assign(report_id=report.pk, holder=self.organisations[holder], actor=ROUTER, at=moment)

    def actor(self, name: str, report: Report) -> Actor:
        """The account `name` as the actor it is on `report`."""
        report.refresh_from_db()
        return access.reach_of(self.accounts[name]).actor_on(report)

    def reach(self, name: str) -> access.Reach:
        return access.reach_of(self.accounts[name])


@pytest.fixture
def world(db: None) -> World:
    """A few statements for each table: more than a thousand tests begin with it."""
    made = World()
    Region.objects.bulk_create(
        Region(code=code, level=level, kind=kind, name=name, full_name=f"{kind} {name}", parent_id=parent)
        for code, level, kind, name, parent in _REGIONS
    )
    organisations = Organisation.objects.bulk_create(
        Organisation(code=code, name=name, short_name=short, kind=kind, region_id=region)
        for code, name, short, kind, region in _ORGANISATIONS
    )
    categories = Category.objects.bulk_create(
        Category(code=code, name=name, forced_confidential=confidential)
        for code, name, confidential in (("roads", "Infrastruktur", False), ("extortion", "Pungutan liar", True))
    )
    accounts = Account.objects.bulk_create(
        Account(username=name, password=_password(), name=f"Orang {name.title()}") for name, _role, _place in _PEOPLE
    )
    made.organisations |= {one.code: one for one in organisations}
    made.categories |= {one.code: one for one in categories}
    made.accounts |= {one.username: one for one in accounts}
    Membership.objects.bulk_create(
        Membership(account=made.accounts[name], role=role, organisation=made.organisations.get(place or ""))
        for name, role, place in _PEOPLE
        if role
    )
    load_duties()
    return made


@cache
def _password() -> str:
    return make_password(PASSWORD)


_duties: dict[type[Model], list[dict[str, Any]]] = {}


def load_duties() -> None:
    """The rules and ladders of the province, as an installation has them: read and checked once for all tests."""
    fresh = not DutyRule.objects.exists() and not Ladder.objects.exists()
    if fresh and _duties:
        for model, rows in _duties.items():
            model._default_manager.bulk_create(model(**row) for row in rows)
        return
    folder = active().folder
    load_rules(json.loads((folder / "duty_rules.json").read_text(encoding="utf-8")))
    load_ladders(json.loads((folder / "duty_ladders.json").read_text(encoding="utf-8")))
    if fresh:  # rows of no single body, so they fit every test's bodies
        for model in (DutyRule, Ladder):
            _duties[model] = [{**row, "id": None} for row in model.objects.order_by("id").values()]
            assert not any(row["organisation_id"] or row["category_id"] for row in _duties[model])
