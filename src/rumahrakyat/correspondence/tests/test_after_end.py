"""From a chat or by SMS after the end of a case: appeal, write, open again; and too late."""

from datetime import timedelta

import pytest

from rumahrakyat.correspondence.tests.test_chat import COMPLAINT, Citizen
from rumahrakyat.handover.models import AfterWord, Appeal
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from tests.cast import ROUTER, World

DAY = timedelta(days=1)


@pytest.fixture
def citizen(world: World) -> Citizen:
    return Citizen(world)


def told(citizen: Citizen, *, refused: bool = False) -> Report:
    """A report of this citizen: with its agency, or not taken up."""
    world = citizen.world
    citizen.says(COMPLAINT)
    report = Report.objects.order_by("-pk")[0]
    if refused:
        verifier = world.actor("verifier", report)
        return operations.reject(
            report_id=report.pk, reason="private", text="Urusan pribadi.", actor=verifier, at=citizen.at
        )
    return operations.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=citizen.at)


def test_an_appeal_by_number_and_reason(citizen: Citizen) -> None:
    report = told(citizen, refused=True)
    (answer,) = citizen.says(f"BANDING {report.number} ini jalan umum, bukan urusan pribadi")
    assert f"Banding Anda atas laporan {report.number} sudah kami catat." in answer
    appeal = Appeal.objects.get()
    assert (appeal.channel, appeal.entry.text) == ("whatsapp", "ini jalan umum, bukan urusan pribadi")
    assert "menunggu keputusan" in citizen.says(f"banding {report.number} sekali lagi tolong")[0]
    assert Appeal.objects.count() == 1


def test_an_appeal_without_a_number_is_about_the_case_that_ended(citizen: Citizen) -> None:
    told(citizen, refused=True)
    citizen.says("Banding: ini jalan umum, bukan urusan pribadi")
    assert Appeal.objects.count() == 1


def test_an_appeal_without_a_reason_is_told_how(citizen: Citizen) -> None:
    report = told(citizen, refused=True)
    assert "lalu alasannya" in citizen.says(f"BANDING {report.number}")[0]
    assert Appeal.objects.count() == 0


def test_an_appeal_while_the_case_is_open_is_told_who_must_answer(citizen: Citizen) -> None:
    report = told(citizen)
    answer = citizen.says(f"BANDING {report.number} belum ada yang datang")[0]
    assert "Dinas Jalan dan Jembatan yang harus menjawab sebelum" in answer
    assert Appeal.objects.count() == 0


def test_an_appeal_too_late_is_told_kindly(citizen: Citizen) -> None:
    report = told(citizen, refused=True)
    citizen.at += 31 * DAY
    assert "lebih dari 30 hari" in citizen.says(f"BANDING {report.number} ini jalan umum sekali")[0]


def test_words_after_the_end_are_passed_on_and_open_the_case_at_a_tap(citizen: Citizen) -> None:
    report = told(citizen, refused=True)
    (answer,) = citizen.says(f"BALAS {report.number} lampunya masih mati juga")
    assert "sudah selesai" in answer
    assert AfterWord.objects.get().entry.text == "lampunya masih mati juga"
    (again,) = citizen.taps(f"reopen:{report.number}")
    assert "kami buka lagi" in again
    report.refresh_from_db()
    assert report.stage == Stage.RECEIVED.value
    assert report.entries.get(type="objected").text == "lampunya masih mati juga"


def test_the_option_is_typed_where_there_are_no_buttons(citizen: Citizen) -> None:
    report = told(citizen, refused=True)
    citizen.says(f"BALAS {report.number} lampunya masih mati juga")
    citizen.says("1")
    report.refresh_from_db()
    assert report.is_open


def test_words_long_after_the_end_become_a_new_report_that_names_the_old(citizen: Citizen) -> None:
    report = told(citizen, refused=True)
    citizen.at += 31 * DAY
    (answer,) = citizen.says(f"BALAS {report.number} lampunya masih mati juga di tempat yang sama")
    assert "laporan baru" in answer
    fresh = Report.objects.exclude(pk=report.pk).get()
    assert "lampunya masih mati" in fresh.text
    assert report.number in fresh.entries.get(type="noted").text
    assert not AfterWord.objects.exists()


def test_an_objection_names_an_ended_case_or_means_the_last(citizen: Citizen) -> None:
    report = told(citizen, refused=True)
    citizen.says("KEBERATAN ini jalan umum, lampunya milik daerah")
    report.refresh_from_db()
    assert report.is_open
