"""The page of a case: who sees what, and what the reporter can do there."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock
from rumahrakyat.public.tests.browser import STORY, fields, file_report
from rumahrakyat.reports import attachments, operations
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Attachment, Entry, Report
from rumahrakyat.reports.states import Stage
from tests.cast import World
from tests.pages import PageClient
from tests.pictures import jpeg

pytestmark = pytest.mark.django_db


def story(client: Client, report: Report) -> str:
    return client.get(f"/lacak/{report.number}/").content.decode()


def test_everybody_who_knows_the_number_can_follow_a_public_case(world: World, client: Client) -> None:
    report = world.assigned(at=clock.now())
    page = story(client, report)
    assert report.title in page
    assert "Harus dijawab" in page
    assert "Dinas Jalan dan Jembatan" in page
    assert "Warga melapor" in page


def test_numbers_in_the_story_are_covered_for_strangers(world: World, client: Client) -> None:
    report = world.report("Jalan rusak. Hubungi saya di 081234567890, NIK 3315012345678901.")
    page = story(client, report)
    assert "081234567890" not in page
    assert "3315012345678901" not in page


def test_a_confidential_case_shows_where_it_stands_and_nothing_else(world: World, client: Client) -> None:
    report = world.assigned(confidential=True, evidence=[Evidence(jpeg(), "image/jpeg")])
    Report.objects.filter(pk=report.pk).update(regency="33.15", district="33.15.01", village="33.15.01.2001")
    officer = world.actor("officer", report)
    answered = {"stage": Stage.FIELD_CHECK, "text": "Rahasia sekali.", "actor": officer}
    operations.answer(report_id=report.pk, at=world.at + timedelta(hours=2), **answered)  # type: ignore[arg-type]
    attachments.process_pending()
    page = story(client, report)
    assert "Cek lapangan" in page
    assert "Kabupaten Grobogan" in page
    for hidden in ("Lubang", "Rahasia sekali", "Depok", "Toroh", "/berkas/", report.title):
        assert hidden not in page


def test_a_file_of_a_confidential_case_is_not_there_for_strangers(world: World, client: Client) -> None:
    report = world.report(confidential=True, evidence=[Evidence(jpeg(), "image/jpeg")])
    attachments.process_pending()
    file = Attachment.objects.get(report=report)
    assert client.get(f"/berkas/{file.pk}/").status_code == 404


def test_a_photo_of_a_public_case_is_served_without_its_data(world: World, client: Client) -> None:
    report = world.report(evidence=[Evidence(jpeg(400, 300, gps=True), "image/jpeg")])
    assert "Foto sedang disiapkan" in story(client, report)
    attachments.process_pending()
    page = story(client, report)
    address = re.search(r'href="(/berkas/[^"]+)"', page)
    assert address
    served = client.get(address[1])
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert b"SecretCameraMaker" not in served.content


def test_the_browser_that_filed_it_reads_everything(world: World, client: Client) -> None:
    number = file_report(client, kabar="none", rahasia="1", **{"nama-boleh": "confidential"})
    assert STORY in client.get(f"/lacak/{number}/").content.decode()
    assert STORY not in PageClient().get(f"/lacak/{number}/").content.decode()


def test_the_code_of_the_receipt_opens_the_report_elsewhere(world: World, client: Client) -> None:
    report = world.report(confidential=True)
    secret = operations.issue_secret(report=report)
    address = f"/lacak/{report.number}/kode/"
    wrong = client.post(address, {"kode": "1" * 16})
    assert "Kodenya tidak cocok" in wrong.content.decode()
    right = client.post(address, {"kode": " ".join(secret[nth : nth + 4] for nth in range(0, 16, 4))}, follow=True)
    assert "Kodenya benar" in right.content.decode()
    assert "Lubang dalam" in right.content.decode()


def test_a_code_typed_on_a_borrowed_phone_opens_it_for_an_hour(world: World, client: Client) -> None:
    report = world.report(confidential=True)
    secret = operations.issue_secret(report=report)
    client.post(f"/lacak/{report.number}/kode/", {"kode": secret})
    with clock.frozen(clock.now() + timedelta(minutes=59)):
        assert "Lubang dalam" in story(client, report)
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert "Lubang dalam" not in story(client, report)


def test_guessing_codes_ends_after_five_tries(world: World, client: Client) -> None:
    report = world.report()
    with clock.frozen(clock.now()):  # else a quarter of an hour may end meanwhile
        answers = [client.post(f"/lacak/{report.number}/kode/", {"kode": "2" * 16}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_stranger_cannot_answer_for_the_reporter(world: World, client: Client) -> None:
    report = world.report()
    refused = client.post(f"/lacak/{report.number}/kirim/", {"pilihan": "balas", "teks": "Saya!"})
    assert (refused.status_code, Entry.objects.filter(type="replied").count()) == (404, 0)


def test_the_reporter_adds_words_and_a_photo(world: World, client: Client) -> None:
    number = file_report(client)
    form = fields(client.get(f"/lacak/{number}/"), f"/lacak/{number}/kirim/")
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    told = form | {"teks": "Sekarang dua lampu.", "foto": SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")}
    page = client.post(f"/lacak/{number}/kirim/", told, follow=True)
    assert "Terkirim." in page.content.decode()
    assert "Sekarang dua lampu." in page.content.decode()
    again = client.post(f"/lacak/{number}/kirim/", {**form, "teks": "Sekarang dua lampu."})
    assert (again.status_code, Entry.objects.filter(type="replied").count()) == (302, 1)
    assert Attachment.objects.count() == 1


def resolved(world: World, client: Client) -> Report:
    number = file_report(client)
    report = Report.objects.get(number=number)
    now = clock.now()
    operations.assign(
        report_id=report.pk, holder=world.organisations["ROADS"], actor=world.actor("verifier", report), at=now
    )
    proof = [Evidence(jpeg(), "image/jpeg")]
    done = {"text": "Lampu sudah diganti.", "actor": world.actor("officer", report), "evidence": proof}
    return operations.resolve(report_id=report.pk, at=now, **done)  # type: ignore[arg-type]


def test_on_done_the_reporter_decides(world: World, client: Client) -> None:
    report = resolved(world, client)
    attachments.process_pending()
    page = story(client, report)
    assert "Anda yang menentukan" in page
    assert "Lampu sudah diganti." in page
    assert "Sesudah" in page
    assert "Pelapor yang menentukan" in story(PageClient(), report)


def test_solved_is_noted_with_the_rating(world: World, client: Client) -> None:
    report = resolved(world, client)
    page = client.post(f"/lacak/{report.number}/kirim/", {"pilihan": "beres", "nilai": "4"}, follow=True)
    report.refresh_from_db()
    assert (report.stage, report.closing) == ("closed", "reporter")
    assert "Terima kasih. Kami catat sudah beres." in page.content.decode()


def test_an_objection_opens_the_case_again(world: World, client: Client) -> None:
    report = resolved(world, client)
    address = f"/lacak/{report.number}/kirim/"
    empty = client.post(address, {"pilihan": "keberatan", "teks": ""})
    assert "Ceritakan apa yang terjadi" in empty.content.decode()
    page = client.post(address, {"pilihan": "keberatan", "teks": "Masih mati."}, follow=True)
    report.refresh_from_db()
    assert report.stage == "in_progress"
    assert "Keberatan harus dijawab" in page.content.decode()


def test_nothing_chosen_keeps_the_words(world: World, client: Client) -> None:
    report = resolved(world, client)
    page = client.post(f"/lacak/{report.number}/kirim/", {"teks": "Masih mati."})
    assert "Pilih sudah beres atau belum" in page.content.decode()


def test_a_case_that_moved_on_meanwhile_says_so(world: World, client: Client) -> None:
    report = resolved(world, client)
    address = f"/lacak/{report.number}/kirim/"
    client.post(address, {"pilihan": "beres"})
    page = client.post(address, {"pilihan": "beres"})
    assert "Sementara itu kasusnya sudah bergerak" in page.content.decode()


def test_a_late_case_says_how_late(world: World, client: Client) -> None:
    report = world.assigned(at=clock.now() - timedelta(hours=30))
    assert "Lewat 6 jam" in story(client, report)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("RR-482-138", "Ada satu angka yang keliru"),
        ("123", "paling sedikit enam angka"),
        ("apa?", "paling sedikit enam angka"),
        ("RR-999-996", "angka"),
    ],
)
def test_a_wrong_number_is_explained(world: World, client: Client, typed: str, words: str) -> None:
    page = client.get("/lacak/", {"nomor": typed})
    assert page.status_code == 404
    assert words in page.content.decode()
    assert "Lacak laporan Anda" in page.content.decode()


def test_numbers_are_read_as_people_type_them(world: World, client: Client) -> None:
    report = world.report()
    typed = report.number.replace("RR-", "rr ").replace("-", " ")
    assert client.get("/lacak/", {"nomor": typed})["Location"] == f"/lacak/{report.number}/"
    assert client.get(f"/lacak/{report.number.lower()}/")["Location"] == f"/lacak/{report.number}/"


def test_trying_numbers_ends_after_thirty(world: World, client: Client) -> None:
    with clock.frozen(clock.now()):  # else a quarter of an hour may end meanwhile
        codes = [client.get("/lacak/", {"nomor": "RR-482-138"}).status_code for _ in range(31)]
    assert codes == [404] * 30 + [429]


def test_after_the_first_answer_the_page_says_when_the_next_word_comes(world: World, client: Client) -> None:
    report = world.assigned(at=clock.now())
    officer = world.actor("officer", report)
    operations.answer(
        report_id=report.pk, stage=Stage.FIELD_CHECK, text="Petugas ke lokasi.", actor=officer, at=clock.now()
    )
    assert "Kabar berikutnya dari" in story(client, report)


def test_a_delay_is_not_laid_at_the_door_of_whoever_has_the_case_now(world: World, client: Client) -> None:
    received = clock.now() - timedelta(hours=26)
    report = world.assigned(at=received)
    officer = world.actor("officer", report)
    operations.hand_over(
        report_id=report.pk, holder=world.organisations["TRANSPORT"], text="Terminal.", actor=officer,
        at=received + timedelta(hours=23),
    )  # fmt: skip
    sweep(at=clock.now())
    page = story(client, report)
    assert "Keterlambatan tercatat atas Dinas Jalan dan Jembatan" in page
    assert "Paling lama dipegang Dinas Jalan dan Jembatan" in page
