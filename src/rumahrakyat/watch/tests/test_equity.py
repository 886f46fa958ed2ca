"""The page of equity: rates, ways without a smartphone, times only of enough, and silence as silence."""

import csv
import io

import pytest
from django.test import Client

from rumahrakyat.oversight.rollups import rebuilding
from rumahrakyat.oversight.tests.kit import NOW, STAFF, World, days, hours
from rumahrakyat.regions.models import Region
from rumahrakyat.reports import operations as cases
from rumahrakyat.watch.tests.conftest import signed_in


@pytest.fixture
def heard(world: World) -> World:
    """Demak: six reports, two of them by SMS, answered after two hours; Pati: one; Semarang: none."""
    for code, level, kind, name, parent in (
        ("33.21.01", "district", "Kecamatan", "Sayung", "33.21"),
        ("33.21.01.2001", "village", "Desa", "Bedono", "33.21.01"),
        ("33.21.01.2002", "village", "Desa", "Timbulsloko", "33.21.01"),
        ("33.18.01", "district", "Kecamatan", "Sukolilo", "33.18"),
        ("33.18.01.2001", "village", "Desa", "Pakem", "33.18.01"),
    ):
        full = f"{kind} {name}"
        Region.objects.create(code=code, level=level, kind=kind, name=name, full_name=full, parent_id=parent)
    for nth in range(6):
        channel = "sms" if nth < 2 else "whatsapp"
        report = world.report(days(3), holder=world.roads, channel=channel, answered=hours(2))
        place = cases.Classification(regency="33.21", district="33.21.01", village="33.21.01.2001")
        cases.classify(report_id=report.pk, classification=place, actor=STAFF, at=NOW - days(2))
    world.report(days(3), holder=world.schools, regency=world.pati, answered=hours(30))
    rebuilding.rebuild(at=NOW)
    return world


def rows(client: Client, query: str = "") -> dict[str, dict[str, str]]:
    answer = client.get(f"/pantau/pemerataan.csv{query}")
    written = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")  # type: ignore[attr-defined]
    return {row["kode"]: row for row in csv.DictReader(io.StringIO(written))}


def test_rates_ways_times_and_silence_by_regency(governor: Client, heard: World) -> None:
    found = rows(governor)
    demak, pati, semarang = found["33.21"], found["33.18"], found["33.74"]
    assert (demak["masuk"], demak["per 10.000 penduduk"], demak["tanpa ponsel pintar"]) == ("6", "0.05", "2")
    assert (demak["median, menit"], demak["desa dan kelurahan"], demak["desa sunyi, 90 hari"]) == ("120", "2", "1")
    assert (pati["masuk"], pati["median, menit"]) == ("1", "")
    assert semarang["masuk"] == "0"


def test_silence_is_said_as_silence_and_every_number_opens_its_cases(governor: Client, heard: World) -> None:
    page = governor.get("/pantau/pemerataan/").content.decode()
    assert "tidak ada laporan; bukan berarti puas" in page
    assert "terlalu sedikit, lihat di bawah" in page
    assert "angka=masuk" in page
    assert "wilayah=33.21" in page
    inside = governor.get("/pantau/pemerataan/?kab=33.21").content.decode()
    assert "Desa Timbulsloko" in inside
    assert "Desa Bedono" not in inside
    assert "belum diketahui" in inside


def test_a_regent_sees_the_own_regency_alone(client: Client, heard: World) -> None:
    signed_in(client, "regent", region=heard.demak)
    assert set(rows(client)) == {"33.21"}
    assert client.get("/pantau/pemerataan/?kab=33.18").status_code == 404
    assert "Desa Timbulsloko" in client.get("/pantau/pemerataan/?kab=33.21").content.decode()


def test_a_head_sees_the_own_cases_and_no_silence(client: Client, heard: World) -> None:
    signed_in(client, "head", organisation=heard.schools)
    found = rows(client)
    assert (found["33.21"]["masuk"], found["33.18"]["masuk"]) == ("0", "1")
    assert 'id="sunyi"' not in client.get("/pantau/pemerataan/").content.decode()


def test_with_no_data_at_all_the_page_says_so(governor: Client, world: World) -> None:
    assert governor.get("/pantau/pemerataan/").status_code == 200
    assert governor.get("/pantau/pemerataan/?kab=99.99").status_code == 404
    assert governor.get("/pantau/pemerataan.xlsx").status_code == 200
