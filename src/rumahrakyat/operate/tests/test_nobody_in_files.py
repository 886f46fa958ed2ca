"""Names, numbers and addresses, typed wherever a citizen or an officer may type, are in no rollup, view or file."""

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pypdf import PdfReader

from rumahrakyat.correspondence.intake import Contact
from rumahrakyat.duty.models import Breach
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.evidence.seals.sealing import seal_next
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.briefs import keeping, message
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, Edition
from rumahrakyat.oversight.findings import operations as findings
from rumahrakyat.oversight.rollups.rebuilding import rebuild
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import ROLES
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import REPORTER_PERMISSIONS, Stage
from tests.cast import World

NAME, NIK, PHONE = "Zulkarnaen Wiryadinata", "3315011202891234", "0812-9998-8877"
EMAIL, STREET = "zq.marker@contoh.example", "Jalan Wringinsungsang 17"
PERSONS: Final = (NAME, NIK, PHONE, EMAIL, "RT 02 RW 05")
MARKS: Final = (*PERSONS, STREET)
ALL_OF_IT: Final = (
    f"Saya bernama {NAME}, NIK {NIK}, telepon {PHONE}, surel {EMAIL}, rumah saya di {STREET} RT 02 RW 05. Jalan rusak."
)
# Everything that is counted, kept ready, frozen or sealed; tables that keep words on purpose are no rollups.
COUNTED: Final = (
    "oversight_casefact", "oversight_answerfact", "oversight_stagespell", "oversight_openchange", "oversight_daysum",
    "oversight_hoursum", "oversight_reckoning", "oversight_brief", "oversight_register", "oversight_erratum",
    "evidence_seal", "evidence_sealedhead", "evidence_verification", "reports_reading", "reports_publicviews",
)  # fmt: skip
# Addresses of files, and with what they are asked. One that is new has to be added here.
ASKED: Final[dict[str, tuple[str, ...]]] = {
    **{f"pantau/{name}.{kind}": ("?angka=masuk&periode=30-hari",) for name in ("kasus",) for kind in ("csv", "xlsx")},
    **{
        f"pantau/{name}.{kind}": ("",)
        for name in ("perangkat-daerah", "kabupaten-kota", "kelalaian", "pemerataan")
        for kind in ("csv", "xlsx")
    },
    "pantau/teguran.csv": ("",),
    "pantau/register/<slug:code>/berkas.<slug:kind>": ("csv", "xlsx", "json", "pdf"),
    "pantau/data/berkas/": tuple(
        f"?tabel={table}&jenis=csv"
        for table in ("cases", "answers", "steps", "days", "agencies", "regions", "categories")
    ),
    "pantau/ringkasan/<str:day>/ringkasan.pdf": ("",),
    "kerja/audit.csv": ("",),
    "kerja/kepuasan/ekspor/": ("",),
    "kerja/ruas/ekspor/": ("",),
    "segel/semua.json": ("",),
    "segel/kabar.xml": ("",),
}
# One case, one letter or one person's own work, for who may read it; or nothing of ours.
OF_ONE_CASE: Final = (
    "pantau/teguran/<int:pk>/surat.pdf", "pantau/berkas/", "kerja/loket/", "kerja/surat/", "kerja/desa/",
    "kerja/lapangan/", "kerja/persetujuan/", "kerja/acuan/", "jawab/", "register/<slug:code>/", "berkas/<uuid",
    "robots.txt", "pantau/data/$",
)  # fmt: skip


def forms(mark: str) -> Iterator[str]:
    """How it may stand there: as typed, without spaces and dashes, in an address, in base64 at each of its places."""
    folded = mark.casefold()
    yield folded
    yield re.sub(r"[\s-]", "", folded)
    yield quote(mark).casefold()
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + mark.encode()).decode()
        yield whole[4 : len(whole) // 4 * 4 - 4]


def found_in(words: str, marks: Iterable[str] = MARKS) -> list[str]:
    folded, bare = words.casefold(), re.sub(r"[\s-]", "", words.casefold())
    return [one for mark in marks for one in forms(mark) if one in folded or one in bare or one in words]


@pytest.fixture
def everywhere(world: World) -> World:
    """Through the operations that pages call; a day passes, a deadline is missed, the night seals it."""
    with clock.frozen(world.at):
        contact = Contact("tel", "+6281299988877", "whatsapp")
        case = world.assigned(text=ALL_OF_IT, contact=contact, name=NAME)
        citizen, at = Actor("citizen", REPORTER_PERMISSIONS), world.at + timedelta(hours=1)
        Report.objects.filter(pk=case.pk).update(regency="33.15", district="33.15.01", place_words=STREET)
        cases.reply(report_id=case.pk, text=ALL_OF_IT, actor=citizen, at=at, channel="web")
        cases.note(report_id=case.pk, text=ALL_OF_IT, actor=world.actor("officer", case), at=at)
        wanted = findings.Found(uuid4(), world.organisations["ROADS"], ALL_OF_IT, [findings.Recommended(ALL_OF_IT, 3)])
        findings.make(found=wanted, account=world.accounts["ombudsman"], at=world.at - timedelta(days=5))
    late = world.at + timedelta(hours=25)
    with clock.frozen(late):
        sweep(at=late)
        for breach in Breach.objects.filter(holder=world.organisations["ROADS"]):
            negligence.explain(breach_id=breach.pk, text=ALL_OF_IT, account=world.accounts["head"], at=late)
        officer = world.actor("officer", case)
        cases.answer(report_id=case.pk, stage=Stage.VERIFICATION, text=ALL_OF_IT, actor=officer, at=late)
        rebuild(at=late)
        seal_next(at=late + timedelta(days=1))
    return world


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        elif re.search(r"csv|xlsx|json|\.txt|\.xml|\.pdf|berkas|ekspor", route):
            yield route


def addresses(route: str) -> Iterator[str]:
    for asked in ASKED[route]:
        filled = route.replace("<slug:code>", "2026Q3").replace("<str:day>", "2026-07-23")
        yield f"/{filled.replace('<slug:kind>', asked)}" if "<slug:kind>" in route else f"/{filled}{asked}"


def words_of(raw: bytes) -> str:
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    if raw.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    return raw.decode(errors="replace")


def test_no_rollup_view_seal_or_brief_holds_what_was_typed(everywhere: World) -> None:
    brief = keeping.freeze(Edition(DAILY, ALL, date(2026, 7, 23)), at=everywhere.at + timedelta(days=2))
    told = [json.dumps(brief.content), message.long(brief.content, "https://contoh.example/")]
    told += [str(message.template(brief.content, "")), message.short(brief.content, "")]
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names())
        assert set(COUNTED) <= known
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'analyst'::regnamespace")
        views = [f"analyst.{name}" for (name,) in cursor.fetchall()]
        for name in (*COUNTED, *views):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {name} t")  # noqa: S608 -- ours
            told.append(cursor.fetchone()[0])
    assert found_in("\n".join(told)) == []
    assert found_in(Report.objects.order_by("pk")[0].text)  # it was there to be found


def test_no_file_of_any_page_holds_what_was_typed(everywhere: World, client: Client) -> None:
    account = everywhere.accounts["governor"]
    Membership.objects.bulk_create(Membership(account=account, role=role) for role in ROLES if role != "governor")
    client.force_login(account)
    every = set(routes(get_resolver().url_patterns))
    assert {one for one in every if one not in ASKED and not one.startswith(OF_ONE_CASE)} == set()
    with clock.frozen(everywhere.at + timedelta(days=2)):
        for address in (one for route in ASKED for one in addresses(route)):
            response = client.get(address)
            assert response.status_code == 200, address
            # What a body explains is public: house and person are masked, a street is where the matter lies.
            marks = PERSONS if "/register/" in address else MARKS
            assert found_in(words_of(b"".join(response)), marks) == [], address
