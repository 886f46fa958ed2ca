"""Asking, watching and saying a word through the pages: who may, what a second press does, what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from rumahrakyat.lib import clock, jobs
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.models_directions import Direction, WatchedCase
from rumahrakyat.oversight.tests.kit import NOW, World, hours
from rumahrakyat.people.roles import ROLES
from rumahrakyat.reports.models import Report
from rumahrakyat.watch.tests.conftest import signed_in

DIRECTS = {"governor", "deputy_governor", "secretary", "regent"}
READS = DIRECTS | {"ombudsman", "inspectorate", "province_coordinator"}
WORDS = "Mohon dijelaskan mengapa belum ditangani."


@pytest.fixture
def late(world: World) -> Report:
    made = world.report(hours(30), holder=world.roads)
    made.refresh_from_db()
    return made


def give(client: Client, report: Report, **more: str) -> Direction:
    client.post(f"/pantau/arahan/baru/?kasus={report.number}", {"jenis": "tanya", "text": WORDS, **more})
    return Direction.objects.latest("pk")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_directs_and_who_reads(client: Client, world: World, late: Report, role: str) -> None:
    body = world.roads if role in {"head", "deputy", "officer"} else None
    signed_in(client, role, organisation=body, region=world.demak if role in {"coordinator", "regent"} else "")
    assert client.get("/pantau/arahan/").status_code == (200 if role in READS else 404)
    assert client.get("/pantau/arahan/dipantau/").status_code == (200 if role in READS else 404)
    form = client.get(f"/pantau/arahan/baru/?kasus={late.number}")
    assert form.status_code == (200 if role in DIRECTS else 404)
    sent = client.post("/pantau/arahan/pantau/", {"kasus": late.number, "aktif": "1"})
    assert sent.status_code == (302 if role in DIRECTS else 404)
    assert WatchedCase.objects.count() == (role in DIRECTS)


def test_one_press_on_the_page_now_asks_and_can_be_undone(governor: Client, world: World, late: Report) -> None:
    token = str(uuid4())
    for _twice in range(2):
        governor.post("/pantau/arahan/kirim/", {"badan": world.roads.code, "token": token})
    one = Direction.objects.get()
    assert world.roads.name in one.words
    shown = governor.get("/pantau/", headers={"HX-Request": "true"}).content.decode()
    assert "Urungkan, <span data-seconds>10</span> detik" in shown
    governor.post(f"/pantau/arahan/{one.pk}/urungkan/", {"dari": "sekarang"})
    one.refresh_from_db()
    assert (one.open, one.ended_at) == (False, NOW)
    assert "Minta penjelasan" in governor.get("/pantau/", headers={"HX-Request": "true"}).content.decode()


def test_a_chosen_day_ends_at_its_midnight_and_a_past_one_is_refused(governor: Client, late: Report) -> None:
    one = give(governor, late, tanggal="2026-07-23")
    assert one.answer_due_at is not None
    assert one.answer_due_at.isoformat() == "2026-07-23T17:00:00+00:00"
    for wrong in ("2026-07-01", "besok"):
        address = f"/pantau/arahan/baru/?kasus={late.number}"
        refused = governor.post(address, {"jenis": "tanya", "text": WORDS, "tanggal": wrong})
        assert refused.status_code == 422
        assert WORDS in refused.content.decode()


def test_too_few_words_are_refused_in_their_own_form_and_kept(governor: Client, late: Report) -> None:
    refused = governor.post(f"/pantau/arahan/baru/?kasus={late.number}", {"jenis": "pesan", "text": "Ya"})
    assert refused.status_code == 422
    assert ">Ya</textarea>" in refused.content.decode().replace("\n", "")


def test_a_session_that_ended_loses_no_words(client: Client, governor: Client, late: Report) -> None:
    address = f"/pantau/arahan/baru/?kasus={late.number}"
    governor.session.flush()
    client.cookies.clear()
    assert client.post(address, {"jenis": "tanya", "text": WORDS}).status_code == 302
    kept = client.session["watch_kept"]
    signed_in(client, "secretary")
    session = client.session
    session["watch_kept"] = kept
    session.save()
    assert WORDS in client.get(address).content.decode()


def test_a_regent_sees_and_directs_the_own_territory_only(client: Client, world: World, late: Report) -> None:
    elsewhere = world.report(hours(30), holder=world.roads, regency=world.pati)
    signed_in(client, "governor")
    for report in (late, elsewhere):
        give(client, report)
    signed_in(client, "regent", region=world.demak)
    shown = client.get("/pantau/arahan/").content.decode()
    assert late.number in shown
    assert elsewhere.number not in shown
    other = Direction.objects.get(report=elsewhere)
    assert client.get(f"/pantau/arahan/{other.pk}/").status_code == 404
    assert client.get(f"/pantau/arahan/baru/?kasus={elsewhere.number}").status_code == 404
    assert client.get(f"/pantau/arahan/baru/?badan={world.roads.code}").status_code == 404
    assert client.get(f"/pantau/arahan/baru/?badan={world.demak_town.code}").status_code == 200


def test_when_rights_shrink_the_next_look_shows_nothing(client: Client, world: World, late: Report) -> None:
    regent = signed_in(client, "regent", region=world.demak)
    assert client.get("/pantau/arahan/").status_code == 200
    Membership.objects.filter(account=regent).update(region_id=world.pati)
    assert late.number not in client.get("/pantau/arahan/").content.decode()
    assert client.get(f"/pantau/arahan/baru/?kasus={late.number}").status_code == 404
    Membership.objects.filter(account=regent).update(active=False)
    assert client.get("/pantau/arahan/").status_code == 404


def test_the_list_of_watched_cases_and_taking_the_mark_off(governor: Client, late: Report) -> None:
    governor.post("/pantau/arahan/pantau/", {"kasus": late.number, "aktif": "1"})
    assert late.number in governor.get("/pantau/arahan/dipantau/").content.decode()
    governor.post("/pantau/arahan/pantau/", {"kasus": late.number, "aktif": "0"})
    assert late.number not in governor.get("/pantau/arahan/dipantau/").content.decode()


def test_the_filters_and_the_way_from_asked_to_overdue(governor: Client, late: Report) -> None:
    one = give(governor, late)
    with clock.frozen(NOW + timedelta(seconds=11)):
        jobs.run("oversight.directions")
    with clock.frozen(NOW + hours(25)):
        assert late.number in governor.get("/pantau/arahan/?keadaan=lewat").content.decode()
        assert "lewat batas" in governor.get(f"/pantau/arahan/{one.pk}/").content.decode()
        governor.post(f"/pantau/arahan/{one.pk}/tarik/")
        assert late.number not in governor.get("/pantau/arahan/?keadaan=lewat").content.decode()
    assert governor.get("/pantau/arahan/?keadaan=lain").status_code == 404


@pytest.mark.parametrize("query", ["", "badan=TIDAK-ADA", "kasus=RR-000-000", "kasus=%00"])
def test_a_direction_about_nothing_is_not_found(governor: Client, world: World, query: str) -> None:
    assert governor.get(f"/pantau/arahan/baru/?{query}").status_code == 404
