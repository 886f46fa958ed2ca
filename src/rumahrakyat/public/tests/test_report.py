"""Reporting on the web as a citizen does it: through the pages, without JavaScript."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client

from rumahrakyat.correspondence.models import Listener
from rumahrakyat.lib import crypto
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.public.drawer import Drawer
from rumahrakyat.public.tests.browser import STORY, fields, file_report, send, write_report
from rumahrakyat.reports.models import Attachment, Report
from tests.cast import World
from tests.pages import PageClient
from tests.pictures import jpeg

pytestmark = pytest.mark.django_db


def photo(name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(), "image/jpeg")


def test_a_report_takes_three_steps_and_a_check(world: World, client: Client) -> None:
    place = client.post("/lapor/", {"cerita": STORY}, follow=True)
    assert "Di mana tepatnya?" in place.content.decode()
    contact = send(client, "/lapor/tempat/", tempat="lain", **{"nama-tempat": "depan Pasar Godong"})
    assert "Ke mana kami mengabari Anda?" in contact.content.decode()
    check = send(client, "/lapor/kontak/", kabar="none", **{"nama-boleh": "named"})
    assert "Sudah benar semua?" in check.content.decode()
    receipt = send(client, "/lapor/periksa/")
    report = Report.objects.get()
    assert report.number in receipt.content.decode()
    assert (report.text, report.channel, report.place_words) == (STORY, "web", "depan Pasar Godong")


def test_the_receipt_says_before_when_and_shows_a_code_that_proves_the_reporter(world: World, client: Client) -> None:
    write_report(client)
    page = send(client, "/lapor/periksa/").content.decode()
    code = re.search(r'id="kode">([\d ]{19})<', page)
    assert code
    assert crypto.slow_verify(code[1].replace(" ", ""), Report.objects.get().secret_hash)
    assert "Anda harus dijawab sebelum" in page
    assert "0813 •••• 4471" in page
    assert "<svg" in page


def test_the_code_is_gone_after_half_an_hour(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    number = file_report(client)
    monkeypatch.setattr("rumahrakyat.public.sending.SECRET_SHOWN", -1 * (world.at - world.at))
    assert 'id="kode"' not in client.get(f"/lapor/terima/{number}/").content.decode()


def test_somebody_else_does_not_get_the_receipt(world: World, client: Client) -> None:
    number = file_report(client)
    assert PageClient().get(f"/lapor/terima/{number}/").status_code == 302


def test_sent_twice_it_is_one_report(world: World, client: Client) -> None:
    check = write_report(client)
    form = fields(check, "/lapor/periksa/")
    first = client.post("/lapor/periksa/", form)
    second = client.post("/lapor/periksa/", form)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_two_requests_with_one_draft_make_one_report_and_keep_the_first_code(world: World, client: Client) -> None:
    check = write_report(client)
    twin = PageClient()
    twin.cookies["warga"] = client.cookies["warga"].value
    form = fields(check, "/lapor/periksa/")
    drawer = client.cookies["warga"].value
    first = client.post("/lapor/periksa/", form)
    secret = Report.objects.get().secret_hash
    # The second one read the drawer before the first one emptied it.
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    assert SessionStore(drawer).exists(drawer)
    second = twin.post("/lapor/periksa/", form)
    assert (first["Location"], Report.objects.get().secret_hash) == (second["Location"], secret)


def test_the_home_page_begins_a_report_with_photo(world: World, client: Client) -> None:
    page = client.post("/lapor/", {"cerita": STORY, "foto": photo()}, follow=True)
    assert "Hapus foto 1" in page.content.decode()


def test_photos_stay_over_the_steps_and_go_along(world: World, client: Client) -> None:
    client.post("/lapor/", {"cerita": STORY, "foto": [photo("a.jpg"), photo("b.jpg")]})
    client.post("/lapor/tempat/", {"tidak-tahu": "1"})
    client.post("/lapor/kontak/", {"kabar": "none", "nama-boleh": "named"})
    send(client, "/lapor/periksa/")
    assert Attachment.objects.filter(report=Report.objects.get()).count() == 1  # the same picture twice is one


def test_a_photo_can_be_taken_away_again(world: World, client: Client) -> None:
    page = client.post("/lapor/", {"cerita": STORY, "foto": photo()}, follow=True).content.decode()
    digest = re.search(r'name="hapus" value="(\w+)"', page)
    assert digest
    assert client.get(f"/lapor/foto/{digest[1]}/").headers["Content-Type"] == "image/jpeg"
    assert PageClient().get(f"/lapor/foto/{digest[1]}/").status_code == 404
    after = client.post("/lapor/", {"cerita": STORY, "hapus": digest[1]}).content.decode()
    assert "Hapus foto" not in after
    assert STORY in after


def test_going_back_shows_what_was_written(world: World, client: Client) -> None:
    write_report(client)
    assert STORY in client.get("/lapor/").content.decode()
    assert "0813 2290 4471" in client.get("/lapor/kontak/").content.decode()


def test_a_step_too_far_leads_to_the_first_gap(world: World, client: Client) -> None:
    assert client.get("/lapor/periksa/")["Location"] == "/lapor/"
    assert client.get("/lapor/tempat/")["Location"] == "/lapor/"


def test_anonymous_keeps_no_contact_at_all(world: World, client: Client) -> None:
    file_report(client, kabar="none", **{"nama-boleh": "anonymous", "nama": "Suminah", "hp": "081322904471"})
    report = Report.objects.get()
    assert (report.identity, report.reporter.name) == ("anonymous", "")
    assert not ContactPoint.objects.exists()


def test_a_number_is_told_about_the_case(world: World, client: Client) -> None:
    file_report(client)
    assert [one.contact_point.value for one in Listener.objects.all()] == ["+6281322904471"]


def test_a_hidden_report_is_confidential(world: World, client: Client) -> None:
    file_report(client, kabar="none", rahasia="1", **{"nama-boleh": "confidential"})
    assert Report.objects.get().visibility == "confidential"


def test_the_draft_lies_sealed_on_our_side(world: World, client: Client) -> None:
    write_report(client)
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    stored = [one.get_decoded() for one in Session.objects.all()]
    assert stored
    assert STORY not in str(stored)
    assert "0813" not in str(stored)


def test_a_planted_drawer_key_is_not_taken_over(world: World, client: Client) -> None:
    client.cookies["warga"] = "a" * 32
    client.post("/lapor/", {"cerita": STORY})
    assert client.cookies["warga"].value != "a" * 32


def test_a_draft_can_be_thrown_away(world: World, client: Client) -> None:
    write_report(client)
    client.post("/lapor/buang/")
    assert STORY not in client.get("/lapor/").content.decode()


def test_one_connection_cannot_flood_the_desk(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rumahrakyat.public.limits.REPORTS", type("Full", (), {"reached_by": lambda *_: True})())
    write_report(client)
    refused = client.post("/lapor/periksa/", {"kunci": "x"})
    assert (refused.status_code, Report.objects.count()) == (429, 0)


def test_a_drawer_that_cannot_be_kept_leaves_no_report_that_nobody_can_open(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(client)

    def fail(_drawer: Drawer, _response: HttpResponse) -> None:
        raise IntegrityError

    with monkeypatch.context() as broken:
        broken.setattr(Drawer, "save", fail)
        with pytest.raises(IntegrityError):
            send(client, "/lapor/periksa/")
    assert not Report.objects.exists()
    assert send(client, "/lapor/periksa/").redirect_chain[-1][0].startswith("/lapor/terima/")
