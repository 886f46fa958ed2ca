"""The pages of the register for those who watch, and for everybody."""

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from rumahrakyat.duty.models import Breach
from rumahrakyat.duty.models_negligence import Decision
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence.operations import Verdict
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.models_registers import Erratum, Register
from rumahrakyat.oversight.registers.freezing import freeze
from rumahrakyat.oversight.registers.tests import kit
from rumahrakyat.oversight.registers.tests.kit import AFTER, Q3, account
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ROLES

pytestmark = pytest.mark.django_db
EVERYTHING = {
    "secretary", "governor", "deputy_governor", "ombudsman", "inspectorate", "province_coordinator", "analyst",
}  # fmt: skip
WATCHING = EVERYTHING | {"deputy", "head", "coordinator"}
HERE = "/pantau/register/2026Q3/"
WORDS = "Server mati dua hari, dibuktikan berita acara gangguan."


@pytest.fixture(autouse=True)
def _after_the_quarter() -> Iterator[None]:
    with clock.frozen(AFTER):
        yield


@pytest.fixture
def quiet() -> kit.Quarterly:
    return kit.quiet()


@pytest.fixture
def frozen(quiet: kit.Quarterly) -> Register:
    return freeze(quarter=Q3, account=account("secretary", "sekda"), at=AFTER, meeting="Rakor POK")


def enter(client: Client, role: str, made: kit.Quarterly) -> Account:
    signed = Account.objects.create_user(username=f"x{role}", name="Sri Rejeki")
    body = made.world.roads if role in {"officer", "head", "deputy"} else None
    region = made.world.demak if role in {"coordinator", "village_head"} else None
    Membership.objects.create(account=signed, role=role, organisation=body, region_id=region)
    client.force_login(signed)
    return signed


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_finds_which_address(client: Client, quiet: kit.Quarterly, frozen: Register, role: str) -> None:
    enter(client, role, quiet)
    found = {
        name: client.get(address).status_code
        for name, address in {
            "frozen": HERE,
            "file": f"{HERE}berkas.json",
            "draft": "/pantau/register/2026Q4/",
            "correct": f"{HERE}perbaiki/",
        }.items()
    }
    everything = 200 if role in EVERYTHING else 404
    publishes = 200 if role in {"secretary", "governor"} else 404
    watches = 200 if role in WATCHING else 404
    assert found == {"frozen": watches, "file": watches, "draft": everything, "correct": publishes}


@pytest.mark.parametrize("address", ["2027Q1", "nonsense", "2026Q5"])
def test_a_quarter_that_is_none_or_has_not_begun_is_not_found(
    client: Client, quiet: kit.Quarterly, address: str
) -> None:
    enter(client, "governor", quiet)
    assert client.get(f"/pantau/register/{address}/").status_code == 404


def test_freezing_takes_two_steps_and_shows_what_is_open_first(client: Client, quiet: kit.Quarterly) -> None:
    enter(client, "secretary", quiet)
    listed = client.get("/pantau/register/").content.decode()
    assert f"{HERE}bekukan/" in listed
    preview = client.post(f"{HERE}bekukan/", {}).content.decode()
    assert "Dinas Pekerjaan Umum Bina Marga" in preview
    assert not Register.objects.exists()
    for _time in range(2):
        response = client.post(f"{HERE}bekukan/", {"pasti": "1", "untuk": "Rakor POK"})
        assert response["Location"] == HERE
    assert Register.objects.get().meeting == "Rakor POK"
    assert "RR/REG/2026-III/001" in client.get(HERE).content.decode()


def test_who_may_not_publish_does_not_find_the_page(client: Client, quiet: kit.Quarterly) -> None:
    enter(client, "ombudsman", quiet)
    assert client.post(f"{HERE}bekukan/", {"pasti": "1"}).status_code == 404
    assert not Register.objects.exists()


def opened(client: Client) -> dict[str, tuple[int, int]]:
    """Of every link to rows of negligence on the register's page: the number it says, and how many rows it opens."""
    shown = html.unescape(client.get(HERE).content.decode())
    found = {}
    for address, words in re.findall(r'<a href="(/pantau/kelalaian/[^"]*)">([^<]*)</a>', shown):
        if number := re.search(r"\d+", words):
            listed = re.search(r"<b>(\d+)</b> baris", client.get(address).content.decode())
            assert listed is not None, address
            found[address] = (int(number[0]), int(listed[1]))
    return found


@pytest.fixture
def ruled() -> kit.Quarterly:
    """A quarter in which a neglect of the roads agency was excused."""
    made = kit.closed()
    row = Breach.objects.get(clock__report=made.cases["late"], clock__obligation="first_response", own=False)
    verdict = Verdict(Decision.EXCUSED, WORDS)
    negligence.rule(breach_id=row.pk, verdict=verdict, account=account("secretary", "pemutus"), at=AFTER)
    freeze(quarter=Q3, account=account("secretary", "sekda"), at=AFTER)
    return made


def test_every_number_opens_as_many_rows(client: Client, ruled: kit.Quarterly) -> None:
    enter(client, "governor", ruled)
    found = opened(client)
    first = "/pantau/kelalaian/?triwulan=2026Q3&kewajiban=first_response&keadaan="
    assert found[f"{first}excused"] == (1, 1)
    assert found[f"{first}neglect"] == (4, 4)
    assert {address: counts for address, counts in found.items() if counts[0] != counts[1]} == {}


def test_a_head_opens_the_rows_of_the_own_agency_only(client: Client, ruled: kit.Quarterly) -> None:
    enter(client, "head", ruled)
    own = "/pantau/kelalaian/?triwulan=2026Q3&perangkat=DPUBMCK&kewajiban=first_response&keadaan=neglect"
    assert opened(client) == {own: (1, 1)}


def test_an_erratum_is_made_on_its_page_and_shown(client: Client, quiet: kit.Quarterly, frozen: Register) -> None:
    enter(client, "secretary", quiet)
    given = {
        "salah": "Satu baris dimaafkan.",
        "sebab": "Bukti gangguan baru diterima.",
        "baris": "A-1",
        "putusan": "excused",
        "alasan": WORDS,
    }
    assert client.post(f"{HERE}perbaiki/", {**given, "baris": "A-99"}).status_code == 400
    assert client.post(f"{HERE}perbaiki/", {**given, "salah": ""}).status_code == 400
    assert client.post(f"{HERE}perbaiki/", given)["Location"] == HERE
    erratum = Erratum.objects.get()
    shown = Client().get("/register/2026Q3/").content.decode()
    assert erratum.number in shown
    assert "Satu baris dimaafkan." in shown


def test_everybody_reads_what_was_frozen_and_only_that(quiet: kit.Quarterly, client: Client) -> None:
    assert client.get("/register/2026Q3/").status_code == 404
    assert "Belum ada register yang dibekukan" in client.get("/register/").content.decode()
    register = freeze(quarter=Q3, account=account("secretary", "sekda"), at=AFTER)
    assert register.number in client.get("/register/").content.decode()
    shown = client.get("/register/2026Q3/").content.decode()
    assert register.sha256 in shown
    assert "/pantau/" not in shown
    assert client.get("/register/2026Q4/").status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "json", "sums"])
def test_everybody_gets_the_same_files(client: Client, quiet: kit.Quarterly, frozen: Register, kind: str) -> None:
    public = client.get(f"/register/2026Q3/berkas.{kind}")
    enter(client, "governor", quiet)
    assert client.get(f"{HERE}berkas.{kind}").content == public.content
    assert "attachment" in public["Content-Disposition"]
    if kind == "json":
        assert public.content == bytes(frozen.content)


def test_a_file_of_another_kind_is_not_found(client: Client, frozen: Register) -> None:
    assert client.get("/register/2026Q3/berkas.exe").status_code == 404


def test_the_footer_of_the_public_pages_leads_there(client: Client, quiet: kit.Quarterly) -> None:
    assert 'href="/register/"' in client.get("/").content.decode()
