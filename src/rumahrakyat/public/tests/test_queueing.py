"""Queueing in public: the kiosk, the display, a number on the telephone."""

from collections.abc import Iterator

import pytest
from django.test import Client

from rumahrakyat.desk import calling, setup
from rumahrakyat.desk.models import Ticket
from rumahrakyat.lib import clock
from tests.cast import World
from tests.desk_kit import MORNING, Desk, open_desk

PLACE = "/antrean/kantor-gubernur"


@pytest.fixture
def desk(world: World) -> Desk:
    return open_desk(world)


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with clock.frozen(MORNING):
        yield


@pytest.fixture
def key(desk: Desk) -> str:
    return setup.add_kiosk(point=desk.point, name="Pintu", account=desk.officers[0], at=MORNING)


def test_a_tap_is_a_number_and_two_taps_are_the_same(client: Client, key: str) -> None:
    page = client.get(f"{PLACE}/ambil/?kunci={key}")
    once = str(page.context["once"])
    sent = {"kunci": key, "sekali": once, "huruf": "A"}
    first, second = client.post(f"{PLACE}/ambil/", sent), client.post(f"{PLACE}/ambil/", sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert "A001" in client.get(first.headers["Location"]).content.decode()
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "?kunci=", "?kunci=abc"])
def test_without_its_key_there_is_no_kiosk(wrong: str, client: Client, desk: Desk) -> None:
    assert client.get(f"{PLACE}/ambil/{wrong}").status_code == 404


def test_a_void_key_opens_nothing(client: Client, desk: Desk, key: str) -> None:
    kiosk = desk.point.kiosks.get()
    setup.end_kiosk(point=desk.point, kiosk_id=kiosk.pk, account=desk.officers[0], at=MORNING)
    assert client.get(f"{PLACE}/ambil/?kunci={key}").status_code == 404


def test_on_a_closed_day_the_kiosk_is_kind(client: Client, desk: Desk, key: str) -> None:
    setup.close_on(point=desk.point, day=MORNING.date(), reason="Listrik padam", account=desk.officers[0], at=MORNING)
    page = client.post(f"{PLACE}/ambil/", {"kunci": key, "sekali": "x", "huruf": "A"})
    assert page.status_code == 422
    assert "Hari ini tutup: Listrik padam. Buka lagi" in page.content.decode()


def test_an_unknown_number_cannot_come(client: Client, key: str) -> None:
    page = client.post(f"{PLACE}/ambil/", {"kunci": key, "punya": "A77", "datang": "1"})
    assert "tidak ada hari ini" in page.content.decode()


def test_the_display_shows_the_call_and_says_when_nothing_changed(client: Client, desk: Desk) -> None:
    desk.take()
    desk.take("P")
    calling.call_next(account=desk.sit(), at=MORNING)
    page = client.get(f"{PLACE}/layar/").content.decode()
    assert "A001" in page
    assert "P001" in page
    assert "Nomor antrean A, satu, silakan ke loket satu." in page
    part = client.get(f"{PLACE}/layar/", headers={"HX-Request": "true"})
    same = client.get(f"{PLACE}/layar/", headers={"HX-Request": "true", "If-None-Match": part.headers["ETag"]})
    assert same.status_code == 304
    desk.take()
    assert (
        client.get(f"{PLACE}/layar/", headers={"HX-Request": "true", "If-None-Match": part.headers["ETag"]}).status_code
        == 200
    )


def test_one_follows_and_gives_back_the_own_number(client: Client, desk: Desk) -> None:
    desk.take()
    mine = desk.take()
    path = f"/antrean/nomor/{mine.secret}/"
    assert "1 orang sebelum Anda" in client.get(path).content.decode()
    client.post(path)
    assert "Dibatalkan" in client.get(path).content.decode()
    assert client.get("/antrean/nomor/tidak-ada/").status_code == 404


def test_the_service_points_tell_who_waits_and_how_to_take_a_number(client: Client, desk: Desk) -> None:
    desk.take()
    page = client.get("/loket/").content.decode()
    assert "1 orang menunggu sekarang" in page
    assert "ANTRE%20SEMARANG" in page
