"""What the tracking page says its reporter can do now, and until when."""

from datetime import timedelta

import pytest
from django.test import Client

from rumahrakyat.handover.models import Appeal
from rumahrakyat.lib import clock
from rumahrakyat.public.tests.browser import file_report
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Report
from rumahrakyat.web import formats
from tests.cast import ROUTER, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused(client: Client, world: World) -> Report:
    report = Report.objects.get(number=file_report(client))
    operations.reject(
        report_id=report.pk, reason="private", text="Urusan pribadi.", actor=world.actor("verifier", report),
        at=clock.now(),
    )  # fmt: skip
    report.refresh_from_db()
    return report


def page_of(client: Client, report: Report) -> str:
    return client.get(f"/lacak/{report.number}/").content.decode()


def send(client: Client, report: Report, move: str, text: str = "", key: str = "k") -> str:
    form = {"pilihan": move, "teks": text, "kunci": f"{move}{key}"}
    return client.post(f"/lacak/{report.number}/kirim/", form, follow=True).content.decode()


def test_a_stranger_is_told_nothing_of_it(world: World, client: Client) -> None:
    report = world.assigned(at=clock.now())
    assert "Yang bisa Anda lakukan sekarang" not in page_of(client, report)


def test_an_open_case_takes_words_at_any_time(world: World, client: Client) -> None:
    report = Report.objects.get(number=file_report(client))
    operations.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=clock.now())
    assert "Menambah keterangan kapan saja" in page_of(client, report)


def test_an_ended_case_names_the_day_until_which_it_can_be_opened_or_appealed_against(
    world: World, client: Client
) -> None:
    page = page_of(client, refused(client, world))
    assert "Menulis kepada kami atau minta kasus dibuka lagi, sampai" in page
    assert "Banding ke pejabat yang lebih tinggi, sampai" in page


def test_words_after_the_end_open_the_case_at_one_tap(world: World, client: Client) -> None:
    report = refused(client, world)
    assert "Buka lagi kasus ini" in send(client, report, "balas", "Ini jalan umum, bukan urusan pribadi.")
    assert "Kasus dibuka lagi" in send(client, report, "buka")
    report.refresh_from_db()
    assert report.is_open


def test_an_appeal_has_a_line_of_its_own(world: World, client: Client) -> None:
    report = refused(client, world)
    page = send(client, report, "banding", "Ini jalan umum, bukan urusan pribadi.")
    assert f"Banding {Appeal.objects.get().number}" in page
    assert "Sekretaris Daerah memutus paling lambat" in page


def test_the_panel_of_an_appeal_names_the_same_officer_and_day_as_its_line(world: World, client: Client) -> None:
    report = refused(client, world)
    send(client, report, "banding", "Ini jalan umum, bukan urusan pribadi.")
    Appeal.objects.update(level=Appeal.Level.REGENCY)
    due = report.clocks.get(obligation="appeal").due_at
    page = page_of(client, report)
    assert "Sekretaris Daerah" not in page.split("Cerita laporan ini")[0]
    assert f"memutus paling lambat {formats.long_day(due - timedelta(seconds=1))}" in page


def test_after_thirty_days_a_new_report_is_offered_and_nothing_is_taken(world: World, client: Client) -> None:
    report = refused(client, world)
    Report.objects.filter(pk=report.pk).update(closed_at=clock.now() - 31 * DAY)
    page = page_of(client, report)
    assert f"/lapor/?lanjut={report.number}" in page
    assert 'value="balas"' not in page
    before = report.entries.count()
    assert "lebih dari 30 hari" in send(client, report, "balas", "Masih rusak juga sampai hari ini.")
    assert report.entries.count() == before
    assert report.number in client.get(f"/lapor/?lanjut={report.number}").content.decode()
