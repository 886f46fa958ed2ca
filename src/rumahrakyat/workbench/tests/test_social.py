"""The social inbox and posts taken in by hand, as officers use them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import social
from rumahrakyat.correspondence.models import HeldMessage, Mention
from rumahrakyat.lib import crypto
from rumahrakyat.people.operations import contact_point
from rumahrakyat.reports.models import Attachment, Entry, Report
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World
from tests.pictures import jpeg

LINK = "https://www.facebook.com/warga.uji/posts/123?fbclid=abc"


@pytest.fixture
def waits(world: World) -> Mention:
    """A doubtful comment by somebody we do not know."""
    return mention(world, "jalan rusak pak", 1)


def mention(world: World, text: str, nth: int) -> Mention:
    author = contact_point(scheme="facebook", value=f"90{nth}", at=world.at, name="Warga Uji")
    message = Message.objects.create(
        channel="whatsapp", direction="in", contact_point=author, external_id=f"c{nth}", kind="text",
        sealed_content=crypto.seal(f'{{"text": "{text}"}}'), status="received", status_at=world.at,
        recorded_at=world.at,
    )  # fmt: skip
    return Mention.objects.create(
        message=message, channel="whatsapp", place="comment", under=f"c{nth}", guess="doubtful", score=2,
        reason="Kurang jelas: hanya masalah (rusak).", state="waiting", link=f"https://contoh.example/{nth}",
        received_at=world.at + timedelta(minutes=nth),
    )  # fmt: skip


def decide(client: Client, one: Mention, choice: str, **more: str) -> str:
    answer = client.post(f"/kerja/sosial/{one.pk}/", {"putusan": choice, **more}, follow=True)
    return str(answer.content.decode())


def test_what_waits_is_shown_with_its_reason_newest_first(world: World, waits: Mention, sign_in: SignIn) -> None:
    mention(world, "banjir like dong", 2)
    page = sign_in("verifier").get("/kerja/sosial/").content.decode()
    assert page.index("banjir like dong") < page.index("jalan rusak pak")
    assert "hanya masalah (rusak)" in page
    assert 'class="badge">2<' in page


def test_the_inbox_costs_the_same_however_much_waits(
    world: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for nth in range(12):
        one = mention(world, "jalan rusak pak", nth)
        if nth % 2:
            world.report(contact=None, contact_point=one.message.contact_point, reply_channel="whatsapp")
    client = sign_in("verifier")
    with django_assert_max_num_queries(15):
        page = client.get("/kerja/sosial/").content.decode()
    assert page.count("Tambahkan ke RR-") == 6


def test_an_empty_inbox_says_what_to_do(world: World, sign_in: SignIn) -> None:
    page = sign_in("verifier").get("/kerja/sosial/").content.decode()
    assert "/kerja/sosial/baru/" in page
    assert 'class="empty"' in page


def test_one_press_makes_a_report_and_the_same_press_again_no_second(waits: Mention, sign_in: SignIn) -> None:
    client = sign_in("verifier")
    report_page = decide(client, waits, "laporan")
    report = Report.objects.get()
    assert report.number in report_page
    assert report.text == "jalan rusak pak"
    decide(client, waits, "laporan")
    assert Report.objects.count() == 1


def test_the_first_officer_decides_and_the_other_is_told(world: World, waits: Mention, sign_in: SignIn) -> None:
    first, second = sign_in("verifier"), sign_in("verifier")
    decide(first, waits, "bukan")
    waits.refresh_from_db()
    Mention.objects.filter(pk=waits.pk).update(decided_by=world.accounts["governor"])
    told = decide(second, waits, "laporan")
    assert "Orang Governor" in told
    assert not Report.objects.exists()


def test_words_go_to_a_case_by_its_number_and_a_wrong_number_decides_nothing(
    world: World, waits: Mention, sign_in: SignIn
) -> None:
    case, client = world.report(), sign_in("verifier")
    decide(client, waits, "kasus", nomor="RR-111-111")
    waits.refresh_from_db()
    assert waits.state == "waiting"
    decide(client, waits, "kasus", nomor=case.number.lower().replace("-", ""))
    waits.refresh_from_db()
    assert (waits.state, waits.report) == ("reply", case)
    assert "jalan rusak pak" in Entry.objects.get(report=case, type="noted").text


@pytest.mark.parametrize("choice", ["laporan", "bukan", "kasus"])
def test_the_last_decision_can_be_taken_back_and_made_anew(
    choice: str, world: World, waits: Mention, sign_in: SignIn
) -> None:
    case, client = world.report(), sign_in("verifier")
    decide(client, waits, choice, nomor=case.number)
    client.post("/kerja/sosial/urungkan/")
    waits.refresh_from_db()
    assert (waits.state, waits.report) == ("waiting", None)
    client.post("/kerja/sosial/urungkan/")
    decide(client, waits, "laporan")
    waits.refresh_from_db()
    assert waits.report
    assert waits.report.is_open
    assert Report.objects.exclude(pk=case.pk).filter(stage="received").count() == 1


def test_held_messages_are_one_line_with_their_count(world: World, sign_in: SignIn) -> None:
    for nth in range(3):
        one = mention(world, f"tolong {nth}", nth)
        contact = contact_point(scheme="tel", value="+6281322904471", at=world.at)
        HeldMessage.objects.create(message=one.message, contact_point=contact)
        one.delete()
    client = sign_in("verifier")
    page = client.get("/kerja/sosial/").content.decode()
    assert "3 pesan ditahan" in page
    case = world.report()
    client.post(f"/kerja/sosial/banyak/{contact.pk}/", {"putusan": "kasus", "nomor": case.number})
    assert "tolong 0\n\ntolong 1\n\ntolong 2" in Entry.objects.get(report=case, type="noted").text


def take_in(client: Client, **given: object) -> str:
    form: dict[str, object] = {"token": "a" * 32, "link": LINK, "text": "Lampu taman kota mati semua", "author": "@uji"}
    answer = client.post("/kerja/sosial/baru/", {**form, **given}, follow=True)
    return str(answer.content.decode())


def test_a_pasted_link_becomes_a_report_with_an_answer_to_copy(world: World, sign_in: SignIn) -> None:
    page = take_in(sign_in("verifier"))
    report = Report.objects.get()
    assert (report.channel, report.text, report.reporter.name) == ("facebook", "Lampu taman kota mati semua", "@uji")
    assert f"kami catat sebagai laporan {report.number}" in page


def test_the_same_link_is_found_and_not_doubled(world: World, sign_in: SignIn) -> None:
    client = sign_in("verifier")
    take_in(client)
    page = take_in(client, token="b" * 32, link="https://m.facebook.com/warga.uji/posts/123/", text="lain")
    assert Report.objects.count() == 1
    assert f"sudah menjadi {Report.objects.get().number}" in page


def test_a_picture_alone_is_enough(world: World, sign_in: SignIn) -> None:
    picture = SimpleUploadedFile("layar.jpg", jpeg(), "image/jpeg")
    take_in(sign_in("verifier"), link="", text="", photos=picture)
    assert Attachment.objects.filter(report=Report.objects.get()).count() == 1
    assert Report.objects.get().channel == "social"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"link": "bukan tautan"}, "bukan alamat unggahan"),
        ({"link": "javascript:alert(1)"}, "bukan alamat unggahan"),
        ({"text": ""}, "Tulis isi unggahannya"),
        ({"link": ""}, "Tempel tautannya"),
        ({"posted": "kemarin"}, "Tulis tanggal dan jamnya"),
        ({"posted": "2031-01-01T10:00"}, "masa depan"),
        ({"photos": SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")}, "bukan foto yang bisa dibuka"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    given: dict[str, object], said: str, world: World, sign_in: SignIn
) -> None:
    page = take_in(sign_in("verifier"), **given)
    assert said in page
    assert "@uji" in page
    assert not Report.objects.exists()


def test_a_village_head_may_take_in_but_not_decide(world: World, sign_in: SignIn) -> None:
    from rumahrakyat.organisations.models import Membership  # noqa: PLC0415 -- only here

    Membership.objects.create(account=world.accounts["outsider"], role="village_head", region_id="33.15.01.2001")
    client = sign_in("outsider")
    assert "kami catat sebagai laporan" in take_in(client)
    assert client.get("/kerja/sosial/").status_code == 404


@pytest.mark.parametrize(
    ("link", "platform"),
    [
        ("https://www.instagram.com/p/abc/", "instagram"),
        ("https://x.com/warga/status/1", "x"),
        ("https://mobile.twitter.com/warga/status/1", "x"),
        ("https://vm.tiktok.com/abc", "tiktok"),
        ("https://notfacebook.com/x", "social"),
        ("https://forum.contoh.example/t/1", "social"),
    ],
)
def test_the_place_is_guessed_from_the_links_host(link: str, platform: str) -> None:
    assert social.platform_of(link) == platform


def test_links_that_differ_only_in_where_they_were_clicked_are_one() -> None:
    assert social.canonical(LINK) == social.canonical("http://m.facebook.com/warga.uji/posts/123/?mibextid=1")
    assert social.canonical("https://youtu.be/a?v=1") != social.canonical("https://youtu.be/a?v=2")
