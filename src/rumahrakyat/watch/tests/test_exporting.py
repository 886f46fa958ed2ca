"""Files of cases: each case in them is noted as read, and they end with the rights with which they were asked for."""

import io

import openpyxl
import pytest
from django.test import Client

from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight import export_rows
from rumahrakyat.oversight.tests.kit import NOW, World, days, hours
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_readings import Reading
from rumahrakyat.watch import negligence
from rumahrakyat.watch.tests.conftest import signed_in

FILES = ("kasus.csv", "kasus.xlsx", "kelalaian.csv", "kelalaian.xlsx")


@pytest.fixture
def late(world: World) -> World:
    for nth in range(3):
        world.report(hours(30 + nth), holder=world.roads)
    sweep(at=NOW)
    return world


def taken(client: Client, name: str) -> bytes:
    query = "kewajiban=first_response" if name.startswith("kelalaian") else "angka=lewat"
    response = client.get(f"/pantau/{name}?{query}")
    assert response.status_code == 200
    return b"".join(response)


def lines(raw: bytes) -> list[str]:
    return raw.decode("utf-8-sig").splitlines()


@pytest.mark.parametrize("name", FILES)
def test_every_case_of_a_file_is_noted_as_read_once_an_hour(client: Client, late: World, name: str) -> None:
    account = signed_in(client, "governor")
    for _twice in range(2):
        assert taken(client, name)
    noted = Reading.objects.filter(account=account, what="export", roles="governor")
    assert set(noted.values_list("report", flat=True)) == set(Report.objects.values_list("pk", flat=True))
    assert noted.count() == 3


@pytest.mark.parametrize("name", FILES)
def test_a_case_that_is_not_told_is_not_noted(client: Client, late: World, name: str) -> None:
    Report.objects.update(visibility="confidential")
    signed_in(client, "analyst" if name.startswith("kasus") else "secretary")
    assert taken(client, name)
    assert not Reading.objects.exists()


def test_a_head_s_file_is_noted_for_the_body(client: Client, late: World) -> None:
    signed_in(client, "head", organisation=late.roads)
    taken(client, "kasus.csv")
    assert set(Reading.objects.values_list("organisation", flat=True)) == {late.roads.pk}


def test_rights_that_end_while_a_csv_is_sent_end_the_file_with_a_sentence(
    client: Client, late: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(negligence, "EXPORTED", 1)
    account = signed_in(client, "head", organisation=late.roads)
    response = client.get("/pantau/kelalaian.csv?kewajiban=first_response")
    Membership.objects.filter(account=account).update(active=False)
    head, last = lines(b"".join(response))
    assert head.startswith("baris register")
    assert last.startswith("Berkas berhenti di sini")
    assert not Reading.objects.exists()


def test_rights_that_end_while_a_sheet_is_made_leave_no_sheet(
    client: Client, late: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = signed_in(client, "head", organisation=late.roads)
    whole = export_rows._chunks

    def slowly(*given: object) -> object:
        for chunk in whole(*given):  # type: ignore[arg-type]
            Membership.objects.filter(account=account).update(organisation=late.schools)
            yield chunk

    monkeypatch.setattr(export_rows, "_chunks", slowly)
    assert client.get("/pantau/kasus.xlsx?angka=lewat").status_code == 404
    assert not Reading.objects.exists()


def test_more_rows_of_negligence_than_one_part_come_all_of_them(
    client: Client, late: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(negligence, "EXPORTED", 2)
    signed_in(client, "secretary")
    assert len(lines(taken(client, "kelalaian.csv"))) == 4
    sheet = openpyxl.load_workbook(io.BytesIO(taken(client, "kelalaian.xlsx"))).active
    assert sheet.max_row == 4


def test_a_file_of_nothing_has_its_head_alone(client: Client, late: World) -> None:
    late.report(days(1), holder=late.schools)
    signed_in(client, "head", organisation=late.schools)
    response = client.get("/pantau/kelalaian.csv?keadaan=excused")
    assert len(lines(b"".join(response))) == 1
