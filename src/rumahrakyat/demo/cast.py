"""The people of the demo: accounts of everybody who works with cases. Names are invented; one password for all."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.organisations.queries import desk
from rumahrakyat.people.models import Account
from rumahrakyat.people.queries import DEMO_PASSWORD
from rumahrakyat.regions.models import Level, Region

_FIRST: Final = (
    "Agus", "Ahmad", "Andika", "Anisa", "Arief", "Ayu", "Bagus", "Bambang", "Bayu", "Budi", "Cahyo", "Citra", "Danang",
    "Dewi", "Dian", "Dimas", "Dwi", "Eko", "Endah", "Erna", "Fajar", "Fitri", "Galih", "Guntur", "Handayani", "Hartono",
    "Hendra", "Ika", "Indah", "Joko", "Kartika", "Kusno", "Laras", "Lestari", "Lukman", "Marsudi", "Maya", "Mulyono",
    "Nanik", "Ningsih", "Nugroho", "Nur", "Pandu", "Prasetyo", "Puji", "Rahayu", "Ratna", "Retno", "Rini", "Sabar",
    "Sari", "Satria", "Sigit", "Siti", "Slamet", "Sri", "Sugeng", "Sukma", "Suryani", "Teguh", "Titik", "Tri", "Untung",
    "Utami", "Wahyu", "Wening", "Widodo", "Wiwik", "Yanti", "Yudi", "Yuliana", "Zaenal",
)  # fmt: skip
_LAST: Final = (
    "Adiwijaya", "Anggraini", "Ardiansyah", "Aryanto", "Budiarto", "Cahyaningrum", "Darmawan", "Fauzi", "Gunarto",
    "Hadisusilo", "Hapsari", "Hidayat", "Ismoyo", "Kurniasari", "Kusumawati", "Laksono", "Mahardika", "Maharani",
    "Nurcahyo", "Pamungkas", "Permana", "Pranoto", "Pratiwi", "Purnomo", "Puspitasari", "Raharjo", "Ramadhani",
    "Santoso", "Saputro", "Setiawan", "Setyowati", "Subekti", "Sulistyo", "Susanti", "Sutrisno", "Suwarno", "Triyono",
    "Wahyuni", "Wardani", "Wibisono", "Widyastuti", "Wijayanti", "Winarno", "Wiryawan", "Yulianto", "Yunita",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One account: who, as what, and where. `organisation` is a code, `region` a region's code."""

    username: str
    name: str
    title: str
    role: str
    organisation: str | None = None
    region: str | None = None


def invented_name(key: str) -> str:
    """The same invented name for the same key, always."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}"


def username_of(organisation: Organisation) -> str:
    """How the accounts of a body are called: `dpubmck`, `pemda-33.19`."""
    return organisation.code.lower()


def create() -> int:
    """Make every account that is missing; returns how many were made. Needs the province to be loaded."""
    parts = list(_parts())
    organisations = dict(Organisation.objects.values_list("code", "pk"))
    with transaction.atomic():
        known = set(
            Account.objects.filter(username__in=[part.username for part in parts]).values_list("username", flat=True)
        )
        fresh = [part for part in parts if part.username not in known]
        # One slow hash for all: they share the password that stands on the sign-in page.
        hashed = make_password(DEMO_PASSWORD)
        made = Account.objects.bulk_create(
            Account(username=part.username, name=part.name, title=part.title, password=hashed, is_demo=True)
            for part in fresh
        )
        Membership.objects.bulk_create(
            Membership(
                account=account,
                role=part.role,
                organisation_id=organisations[part.organisation] if part.organisation else None,
                region_id=part.region,
            )
            for account, part in zip(made, fresh, strict=True)
        )
    return len(fresh)


def _parts() -> Iterator[Part]:
    yield from _house()
    for organisation in Organisation.objects.filter(active=True).exclude(kind=Kind.OUTSIDE).select_related("region"):
        name = username_of(organisation)
        short = organisation.short_name
        yield Part(
            f"petugas.{name}", invented_name(f"o{name}"), f"Pejabat penghubung {short}", "officer", organisation.code
        )
        yield Part(f"wakil.{name}", invented_name(f"w{name}"), f"Wakil pimpinan {short}", "deputy", organisation.code)
        yield Part(
            f"lapangan.{name}",
            invented_name(f"f{name}"),
            f"Petugas lapangan {short}",
            "field_officer",
            organisation.code,
        )
        yield Part(f"kepala.{name}", invented_name(f"h{name}"), _head_title(organisation), "head", organisation.code)
    for region in Region.objects.filter(level=Level.REGENCY):
        title = f"Koordinator {region.full_name}"
        yield Part(f"koordinator.{region.code}", invented_name(region.code), title, "coordinator", region=region.code)
        first = "Wali Kota" if region.kind == "Kota" else "Bupati"
        yield Part(
            f"kepaladaerah.{region.code}",
            f"Akun {first} {region.name}",
            f"{first} {region.name}",
            "regent",
            region=region.code,
        )


def _head_title(organisation: Organisation) -> str:
    if organisation.kind == Kind.REGENCY_GOVERNMENT:
        return f"Sekretaris Daerah {organisation.region}"
    return f"{'Direktur' if organisation.form in {'RSUD', 'RSJD'} else 'Kepala'} {organisation.short_name}"


def _house() -> Iterator[Part]:
    """Those who look at the whole province, and the desk. Their user names have no dot: the sign-in page lists them."""
    house = desk()
    code = house.code if house else None
    village = Region.objects.filter(level=Level.VILLAGE, kind="Desa").order_by("code").first()
    yield Part("verifikator", invented_name("v1"), "Verifikator Rumah Rakyat", "verifier")
    yield Part("verifikator2", invented_name("v2"), "Verifikator Rumah Rakyat, giliran malam", "verifier")
    yield Part("loket", invented_name("d1"), "Petugas loket Rumah Rakyat", "desk_officer", code)
    yield Part("loket2", invented_name("d2"), "Petugas loket Rumah Rakyat", "desk_officer", code)
    yield Part("loket3", invented_name("d3"), "Petugas loket Rumah Rakyat", "desk_officer", code)
    yield Part("telepon", invented_name("t1"), "Petugas telepon Rumah Rakyat", "call_agent", code)
    yield Part("gubernur", "Akun Gubernur", "Gubernur", "governor")
    yield Part("sekda", "Akun Sekretaris Daerah", "Sekretaris Daerah", "secretary")
    yield Part("wagub", "Akun Wakil Gubernur", "Wakil Gubernur", "deputy_governor")
    yield Part("inspektorat", invented_name("in"), "Auditor Inspektorat", "inspectorate")
    yield Part("analis", invented_name("an"), "Analis data", "analyst")
    yield Part("ombudsman", invented_name("om"), "Asisten Ombudsman", "ombudsman")
    yield Part("operator", invented_name("op"), "Pengelola sistem", "operator")
    if village:
        title = f"Kepala Desa {village.name}"
        yield Part("kades", invented_name("kd"), title, "village_head", region=village.code)
        yield Part(
            f"kades.{village.code}", invented_name("kd2"), f"{title}, HP kedua", "village_head", region=village.code
        )
