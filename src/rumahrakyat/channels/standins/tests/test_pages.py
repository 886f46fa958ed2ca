"""The pages of the stand-ins, with one invented provider whose every word can be chosen."""

from typing import Any

import pytest
from django.test import Client

from rumahrakyat.channels.standins import registry
from rumahrakyat.channels.standins.base import Look
from rumahrakyat.channels.standins.bubbles import styled
from rumahrakyat.channels.standins.tests.playground import Playground
from rumahrakyat.lib import clock
from tests.pages import PageClient

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rumahrakyat.channels.standins.tests.urls")]


PAGE = "/dev/playground/bu_siti/"


def page(**query: str) -> str:
    return PageClient().get(PAGE, query).content.decode()


def ours(playground: Playground, text: str, **more: Any) -> None:
    playground.store.add("bu_siti", key=f"o{text[:40]}", direction="out", text=text, at=clock.now(), **more)


def test_the_first_page_leads_to_every_channel(client: Client) -> None:
    html = client.get("/dev/").content.decode()
    codes = [one.code for one in registry.build()] + [one.code for one in registry.build_own_pages()]
    assert [code for code in codes if f'href="/dev/{code}/"' not in html] == []
    assert [client.get(f"/dev/{code}/").status_code for code in codes] == [200] * len(codes)


def test_the_first_page_opens_a_conversation_with_one_tap(playground: Playground) -> None:
    html = PageClient().get("/dev/").content.decode()
    assert "Playground" in html
    assert "1 percakapan" in html
    assert 'value="pak_budi"' in html  # Bu Siti is there already


def test_a_person_is_made_once_and_may_be_renamed(playground: Playground) -> None:
    for name in ("Pak Budi", "Pak Budi Utomo"):
        answer = Client().post("/dev/playground/", {"name": name, "typed": "pak_budi"})
        assert answer.headers["Location"] == "/dev/playground/pak_budi/"
    assert [person.data["name"] for person in playground.store.people()] == ["Pak Budi Utomo", "Bu Siti"]


def test_unknown_channels_people_and_files_are_not_there(playground: Playground) -> None:
    for address in ("/dev/nowhere/", "/dev/playground/nobody/", f"{PAGE}berkas/1/"):
        assert Client().get(address).status_code == 404


def test_public_and_private_are_told_apart(playground: Playground) -> None:
    Client().post(PAGE, {"text": "rahasia"})
    Client().post(PAGE, {"text": "semua dengar", "public": "comment"})
    assert [one.public for one in playground.said] == ["", "comment"]
    html = page()
    assert html.count("bubble--public") == 1
    assert "semua dapat membacanya" in html


def test_our_public_answer_can_be_answered_in_public(playground: Playground) -> None:
    ours(playground, "Terima kasih", public="comment", status="sent")
    assert "?under=oTerima%20kasih#tulis" in page()
    html = page(under="oTerima kasih")
    assert 'name="under" value="oTerima kasih"' in html
    assert 'value="comment" checked' in html
    Client().post(PAGE, {"text": "sama-sama", "under": "oTerima kasih", "public": "comment"})
    assert (playground.said[-1].under, playground.said[-1].public) == ("oTerima kasih", "comment")


def test_only_an_option_that_was_offered_can_be_tapped(playground: Playground) -> None:
    ours(playground, "Pilih", options=[{"id": "ya", "title": "Ya, benar"}])
    assert Client().post(PAGE, {"what": "tap", "under": "oPilih", "choice": "ya"}).status_code == 302
    assert (playground.said[-1].text, playground.said[-1].choice) == ("Ya, benar", "ya")
    assert PageClient().post(PAGE, {"what": "tap", "under": "oPilih", "choice": "no"}).status_code == 400
    assert 'value="ya" disabled' in page()


def test_nothing_is_said_with_an_empty_form_and_words_are_not_lost(playground: Playground) -> None:
    answer = PageClient().post(PAGE, {"text": "  "})
    assert (answer.status_code, playground.said) == (400, [])
    assert PageClient().post(PAGE, {"what": "place", "place": "bulan"}).status_code == 400


@pytest.mark.parametrize("status", ["sent", "delivered", "read", "failed"])
def test_how_far_our_message_got_is_shown(playground: Playground, status: str) -> None:
    ours(playground, "Halo", status=status)
    assert f"ticks--{status}" in page()


def test_a_status_never_goes_back(playground: Playground) -> None:
    ours(playground, "Halo", status="read")
    record = playground.store.thread("bu_siti")[0]
    assert not playground.store.advance(record, "delivered", at=clock.now())
    assert record.data["status"] == "read"


def test_short_messages_are_counted_in_parts(playground: Playground) -> None:
    playground.look = Look(style="sms", quotes=False)
    ours(playground, "a" * 161)
    assert "2 SMS" in page()


def test_a_letter_is_answered_under_its_subject(playground: Playground) -> None:
    playground.look = Look(style="mail")
    playground.has_subject = True
    ours(playground, "Sudah kami perbaiki", subject="Laporan RR-482-137")
    assert 'value="Re: Laporan RR-482-137"' in page(under="oSudah kami perbaiki")


def test_the_conversation_alone_comes_only_when_it_changed(playground: Playground) -> None:
    version = page().partition("percakapan/?v=")[2][:12]
    assert Client().get(f"{PAGE}percakapan/", {"v": version}).status_code == 204
    ours(playground, "Ada kabar")
    answer = PageClient().get(f"{PAGE}percakapan/", {"v": version}, headers={"HX-Request": "true"})
    assert b"Ada kabar" in answer.content


def test_what_could_run_in_a_browser_is_only_downloaded(playground: Playground) -> None:
    for kind, disposition in (("text/html", "attachment"), ("image/svg+xml", "attachment"), ("image/png", None)):
        kept = playground.store.keep_file(b"<script>", kind, "x", at=clock.now())
        answer = Client().get(f"{PAGE}berkas/{kept.key}/")
        assert answer.headers.get("Content-Disposition") == disposition


def test_what_a_person_writes_cannot_become_markup() -> None:
    assert styled("<b>*a*</b>\n_b_", marks=True) == "&lt;b&gt;<strong>a</strong>&lt;/b&gt;<br><em>b</em>"
    assert styled("*a*", marks=False) == "*a*"


@pytest.mark.urls("rumahrakyat.config.urls")
@pytest.mark.parametrize("address", ["/dev/", "/dev/whatsapp/", "/dev/whatsapp/api/v23.0/1", "/dev/whatsapp/gangguan/"])
def test_an_ordinary_installation_has_no_stand_ins(address: str) -> None:
    assert Client().get(address).status_code == 404
