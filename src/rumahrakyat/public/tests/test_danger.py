"""Whoever reports a danger on the web reads the numbers to call on the receipt."""

import pytest
from django.test import Client

from rumahrakyat.public.tests.browser import send
from rumahrakyat.reports.models import Report
from tests.cast import World

pytestmark = pytest.mark.django_db


def filed(client: Client, story: str) -> str:
    client.post("/lapor/", {"cerita": story}, follow=True)
    send(client, "/lapor/tempat/", tempat="lain", **{"nama-tempat": "depan Pasar Godong"})
    send(client, "/lapor/kontak/", kabar="none", **{"nama-boleh": "named"})
    return str(send(client, "/lapor/periksa/").content.decode())


def test_the_receipt_of_a_fire_begins_with_numbers_that_can_be_tapped(world: World, client: Client) -> None:
    page = filed(client, "Rumah warga di belakang pasar sedang terbakar, api makin besar")
    assert 'href="tel:113"' in page
    assert 'href="tel:112"' in page
    assert Report.objects.get().urgent


def test_an_ordinary_receipt_has_no_numbers_to_call(world: World, client: Client) -> None:
    page = filed(client, "Lampu jalan di depan pasar mati sejak hari Kamis, gelap sekali")
    assert "tel:11" not in page
