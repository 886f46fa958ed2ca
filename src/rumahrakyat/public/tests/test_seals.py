"""The public pages of the seals: whole, light, without a number of a case."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from rumahrakyat.evidence.seals.sealing import seal_next
from rumahrakyat.lib import clock
from rumahrakyat.lib.canonical import digest
from rumahrakyat.reports.models import Report
from rumahrakyat.verifier.proofs import Report as Verified
from rumahrakyat.verifier.proofs import check_seals
from tests.cast import World

MORNING = datetime(2026, 7, 21, 17, 5, tzinfo=UTC)
PAGES = ("/segel/", "/segel/penjelasan/", "/segel/semua.json", "/segel/kabar.xml", "/segel/2026-07-21.json",
         "/segel/2026-07-21.txt")  # fmt: skip


@pytest.fixture
def sealed(world: World) -> Report:
    with clock.frozen(world.at):
        case = world.assigned()
    seal_next(at=MORNING)
    seal_next(at=MORNING + timedelta(days=1))
    return case


def test_without_a_seal_the_page_says_so(world: World, client: Client) -> None:
    assert "Belum ada hari yang disegel" in client.get("/segel/").content.decode()
    assert client.get("/segel/2026-07-21.json").status_code == 404
    assert client.get("/segel/kemarin.json").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_no_page_names_a_case_and_every_page_is_light(sealed: Report, client: Client, address: str) -> None:
    found = client.get(address)
    content = found.getvalue() if found.streaming else found.content
    assert found.status_code == 200
    assert sealed.number.encode() not in content
    assert sealed.head_hash.encode() not in content
    assert len(content) < 30_000


def test_the_published_files_satisfy_the_verifier(sealed: Report, client: Client) -> None:
    every = json.loads(client.get("/segel/semua.json").getvalue())
    report = Verified()
    check_seals(every["seals"], report)
    assert (report.count, len(report.seals)) == (0, 2)
    one = client.get("/segel/2026-07-21.json").json()
    assert one == every["seals"][0]
    assert digest(one["seal"]) == one["sha256"]


def test_the_signature_is_that_of_the_published_key(sealed: Report, client: Client) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    one = client.get("/segel/2026-07-21.json").json()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(one["signature"]["public_key"]))
    content = json.dumps(one["seal"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    key.verify(bytes.fromhex(one["signature"]["value"]), content)


def test_the_program_is_the_one_whose_fingerprint_is_shown(sealed: Report, client: Client) -> None:
    shown = client.get("/segel/penjelasan/").content.decode()
    assert hashlib.sha256(client.get("/segel/verifier.py").content).hexdigest() in shown


def test_who_watches_the_province_sees_how_sealing_stands(sealed: Report, world: World, client: Client) -> None:
    client.force_login(world.accounts["governor"])
    assert "Disegel sampai" in client.get("/pantau/segel/").content.decode()
    client.force_login(world.accounts["head"])
    assert client.get("/pantau/segel/").status_code == 404
