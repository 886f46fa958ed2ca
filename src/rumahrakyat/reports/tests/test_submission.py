"""Taking in a report: what is stored, what is refused, and that a repeat is the same report."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from rumahrakyat.correspondence.intake import Contact, ContactWithoutName
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.reports import access
from rumahrakyat.reports.errors import EmptyText, TextTooLong
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import issue_secret
from tests.cast import World


def test_a_report_keeps_the_words_and_publishes_a_masked_copy(world: World) -> None:
    said = "Jalan rusak di desa. Hubungi 0812 3456 7890 atau budi@contoh.id, NIK 3315012345678901."
    report = world.report(said)
    assert report.text == said
    for secret in ("7890", "budi@", "3315012345678901"):
        assert secret not in report.public_text


def test_the_same_source_key_is_the_same_report(world: World) -> None:
    first = world.report(source_key="whatsapp:wamid.1")
    again = world.report("Kata lain sama sekali, panjang pula.", source_key="whatsapp:wamid.1")
    assert again.pk == first.pk
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_deliveries_at_once_make_one_report(transactional_db: None, world: World) -> None:
    barrier = threading.Barrier(10)
    numbers: list[str] = []

    def deliver() -> None:
        barrier.wait()
        numbers.append(world.report(source_key="whatsapp:wamid.same").number)
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 10
    assert set(numbers) == {Report.objects.get().number}


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x01"])
def test_nothing_said_is_refused(world: World, text: str) -> None:
    with pytest.raises(EmptyText):
        world.report(text)
    assert not Report.objects.exists()


def test_ten_thousand_signs_are_taken_and_one_more_is_not(world: World) -> None:
    assert len(world.report("a" * 10_000).text) == 10_000
    with pytest.raises(TextTooLong) as caught:
        world.report("a" * 10_001)
    assert (caught.value.length, caught.value.limit) == (10_001, 10_000)


def test_signs_that_a_database_or_a_reader_cannot_bear_are_dropped(world: World) -> None:
    assert world.report("Lampu\x00 mati\x1b[31m di gang 🙏").text == "Lampu mati[31m di gang 🙏"


def test_anonymous_keeps_no_contact(world: World) -> None:
    with pytest.raises(ContactWithoutName):
        world.report(identity="anonymous", contact=Contact("tel", "+6281200099999", "whatsapp"))
    report = world.report(identity="anonymous", contact=None)
    assert not ContactPoint.objects.filter(reporter=report.reporter).exists()
    assert report.reporter.name == ""


def test_the_receipt_secret_opens_this_report_only(world: World) -> None:
    report, other = world.report(), world.report()
    secret, other_secret = issue_secret(report=report), issue_secret(report=other)
    report.refresh_from_db()
    assert len(secret) == 16
    assert secret not in report.secret_hash
    assert access.proves_reporter(report, f"{secret[:4]} {secret[4:8]} {secret[8:12]} {secret[12:]}")
    assert not access.proves_reporter(report, other_secret)
    assert not access.proves_reporter(report, "")


def test_the_contact_is_sealed_in_the_database(world: World) -> None:
    world.report(contact=Contact("tel", "+6281234500001", "whatsapp"), name="Sri Rejeki")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_contactpoint, people_reporter")
        stored = str(cursor.fetchall())
    assert "81234500001" not in stored
    assert "Rejeki" not in stored


def test_received_and_recorded_time_are_kept_apart(world: World) -> None:
    earlier = world.at - timedelta(minutes=20)
    report = world.report(received_at=earlier)
    assert report.received_at == earlier
    assert report.recorded_at > earlier
