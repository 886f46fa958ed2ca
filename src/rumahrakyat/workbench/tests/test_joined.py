"""Several agencies on one case: who sees it, what they may add, and whose the clock is."""

from datetime import timedelta

import pytest
from django.test import Client

from rumahrakyat.duty.models import Clock
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports import queries
from rumahrakyat.reports.errors import CannotHold, NotJoined, NotPermitted
from rumahrakyat.reports.joining import joined_now
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

pytestmark = pytest.mark.django_db
ASKED = "Mohon pasang rambu sementara di lokasi lubang."


def joined(world: World, by: str = "officer") -> Report:
    case = world.assigned()
    return cases.join_agency(
        report_id=case.pk,
        organisation=world.organisations["TRANSPORT"],
        text=ASKED,
        actor=world.actor(by, case),
        at=case.received_at + timedelta(minutes=5),
    )


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_holder_lets_another_agency_join_from_the_page(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    given = {"holder": "TRANSPORT", "text": ASKED}
    sign_in("officer").post(f"/kerja/{case.number}/libatkan/", given)
    assert [one.organisation.code for one in joined_now(case)] == ["TRANSPORT"]
    text = page(sign_in("officer"), f"/kerja/{case.number}/")
    assert "Dinas Perhubungan ikut menangani" in text
    assert ASKED in text


def test_a_joined_agency_finds_the_case_and_others_do_not(world: World, sign_in: SignIn) -> None:
    case = joined(world)
    path = f"/kerja/{case.number}/"
    assert sign_in("other_officer").get(path).status_code == 200
    assert sign_in("regency_officer").get(path).status_code == 404
    assert case.number in page(sign_in("other_officer"), "/kerja/?tab=terlibat")
    assert case.number not in page(sign_in("other_officer"), "/kerja/")
    assert case.number not in page(sign_in("regency_officer"), "/kerja/?tab=terlibat")
    found = sign_in("other_officer").get("/kerja/cari/", {"q": case.number})
    assert found.headers["Location"] == path


def test_a_joined_agency_may_note_and_tell_but_not_answer(world: World, sign_in: SignIn) -> None:
    case = joined(world)
    other = sign_in("other_officer")
    other.post(f"/kerja/{case.number}/kabari/", {"text": "Rambu sudah kami pasang pagi ini."})
    other.post(f"/kerja/{case.number}/catat/", {"text": "Stok rambu tinggal dua."})
    assert other.post(f"/kerja/{case.number}/jawab/", {"text": "Selesai", "stage": "in_progress"}).status_code == 422
    assert [line.type for line in queries.story(case, staff=True, reporter=False)][-2:] == ["contributed", "noted"]


def test_the_clock_stays_with_the_agency_that_leads(world: World, sign_in: SignIn) -> None:
    case = joined(world)
    before = list(Clock.objects.filter(report=case).values("obligation", "holder", "due_at", "met_at").order_by("pk"))
    sign_in("other_officer").post(f"/kerja/{case.number}/kabari/", {"text": "Rambu sudah kami pasang."})
    after = list(Clock.objects.filter(report=case).values("obligation", "holder", "due_at", "met_at").order_by("pk"))
    assert after == before


def test_everybody_reads_who_works_on_it_but_not_why(world: World, client: Client, sign_in: SignIn) -> None:
    case = joined(world)
    sign_in("other_officer").post(f"/kerja/{case.number}/kabari/", {"text": "Rambu sudah kami pasang pagi ini."})
    lines = queries.story(case, staff=False, reporter=False)
    assert [line.text for line in lines if line.type == "agency_joined"] == [""]
    text = page(client, f"/lacak/{case.number}/")
    assert "Dinas Perhubungan ikut menangani." in text
    assert "Rambu sudah kami pasang pagi ini." in text
    assert ASKED not in text


def test_an_agency_that_has_done_its_part_does_not_see_the_case_any_more(world: World, sign_in: SignIn) -> None:
    case = joined(world)
    other = sign_in("other_officer")
    other.post(f"/kerja/{case.number}/lepaskan/", {"holder": "TRANSPORT", "text": "Rambu sudah terpasang."})
    assert joined_now(case) == []
    assert other.get(f"/kerja/{case.number}/").status_code == 404
    with pytest.raises(NotJoined):
        cases.leave_agency(
            report_id=case.pk,
            organisation=world.organisations["TRANSPORT"],
            text="Sekali lagi",
            actor=world.actor("officer", case),
            at=world.at,
        )


def test_a_joined_agency_cannot_end_the_part_of_another(world: World) -> None:
    case = joined(world)
    case = cases.join_agency(
        report_id=case.pk,
        organisation=world.organisations["GROBOGAN"],
        text=ASKED,
        actor=world.actor("verifier", case),
        at=world.at,
    )
    with pytest.raises(NotPermitted):
        cases.leave_agency(
            report_id=case.pk,
            organisation=world.organisations["GROBOGAN"],
            text="Tidak perlu",
            actor=world.actor("other_officer", case),
            at=world.at,
        )


@pytest.mark.parametrize("code", ["ROADS", "POWER", "TRANSPORT"])
def test_holder_outside_bodies_and_who_is_joined_already_cannot_join(world: World, code: str) -> None:
    case = joined(world)
    with pytest.raises(CannotHold):
        cases.join_agency(
            report_id=case.pk,
            organisation=world.organisations[code],
            text=ASKED,
            actor=world.actor("verifier", case),
            at=world.at,
        )


def test_a_joined_agency_that_is_given_the_case_leads_it(world: World) -> None:
    case = joined(world)
    cases.hand_over(
        report_id=case.pk,
        holder=world.organisations["TRANSPORT"],
        text="Ternyata rambu yang utama.",
        actor=world.actor("officer", case),
        at=world.at + timedelta(minutes=20),
    )
    assert joined_now(case) == []
    assert world.actor("other_officer", case).organisation_id == world.organisations["TRANSPORT"].pk
