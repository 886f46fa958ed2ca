"""The pages of the rules: what is in force in plain words, its effect beforehand, and publishing it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from rumahrakyat.duty import rules
from rumahrakyat.duty.models import CalendarDay, Clock, DutyRule, Ladder
from rumahrakyat.duty.models_rules import Restamping
from rumahrakyat.duty.rulebook import restamping
from rumahrakyat.organisations.operations import grant_role
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Entry
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

pytestmark = pytest.mark.django_db
FIRST = "/kerja/aturan/first_response/"
NEW = {"amount": "12", "unit": "hours", "source": "Keputusan contoh nomor 7", "based_on": "2"}
STEPS = {
    "percent-0": "40", "audience-0": "officer", "waits-0": "1",
    "percent-1": "100", "audience-1": "head", "acknowledge-1": "15",
    "source": "Surat edaran contoh", "based_on": "1",
}  # fmt: skip


@pytest.fixture
def operator(world: World, sign_in: SignIn) -> Client:
    account = Account.objects.create_user("operator", name="Orang Operator")
    grant_role(account=account, role="operator", at=world.at)
    world.accounts["operator"] = account
    return sign_in("operator")


def page(client: Client, path: str, data: Mapping[str, str] | None = None, status: int = 200) -> str:
    answer: Any = client.get(path) if data is None else client.post(path, data, follow=True)
    assert answer.status_code == status
    return str(answer.content.decode())


def amounts() -> list[int]:
    found = DutyRule.objects.filter(obligation=rules.FIRST_RESPONSE).order_by("version")
    return list(found.values_list("amount", flat=True))


def test_whoever_oversees_reads_what_is_in_force_in_plain_words(world: World, sign_in: SignIn) -> None:
    text = page(sign_in("governor"), "/kerja/aturan/")
    assert "24 jam, hari libur ikut dihitung" in text
    assert "14 hari kerja" in text
    assert "pengaduan, berkadar pengawasan" in text
    assert "Boleh diperpanjang sekali, 7 hari kerja" in text
    assert "Versi baru" not in text


def test_the_history_of_an_obligation_shows_what_was_promised_before(world: World, sign_in: SignIn) -> None:
    text = page(sign_in("head"), FIRST)
    assert "48 jam, hari libur ikut dihitung" in text
    assert "sampai 1 Oktober 2019 00.00" in text


def test_an_obligation_that_there_is_not_is_no_page(world: World, operator: Client) -> None:
    for path in ("/kerja/aturan/coffee/", "/kerja/tangga/reporter_decides/", "/kerja/aturan/coffee/baru/"):
        page(operator, path, status=404)


def test_ladders_read_as_a_list_of_who_is_told_when(world: World, sign_in: SignIn) -> None:
    text = page(sign_in("secretary"), "/kerja/tangga/")
    assert "<b>90%</b><span>kepala, harus membalas dalam 15 menit" in text
    assert "malam hari menunggu pagi" in text


def test_a_rule_can_be_tried_on_a_report(world: World, sign_in: SignIn) -> None:
    ask = "?received=2026-07-24T16%3A30&kind=information&weight=&organisation=&regency=&category="
    first = page(sign_in("head"), FIRST + ask)
    assert "Sabtu, 25 Juli 16.30 WIB" in first
    assert "Menurut versi 2" in first
    work = page(sign_in("head"), "/kerja/aturan/information/" + ask)
    assert "Sabtu, 8 Agustus 00.00 WIB" in work  # ten working days after that Friday, to its last minute
    other = page(sign_in("head"), "/kerja/aturan/information/" + ask.replace("kind=information", "kind=complaint"))
    assert "kewajiban ini tidak ada" in other


def test_a_rule_is_not_tried_on_a_day_that_is_none(world: World, sign_in: SignIn) -> None:
    assert "Tulis tanggal dan jam" in page(sign_in("head"), FIRST + "?received=besok&kind=complaint")


def test_the_effect_is_shown_before_anything_is_published(world: World, operator: Client) -> None:
    report = world.assigned()
    text = page(operator, FIRST + "baru/", {**NEW, "pilihan": "lihat"})
    assert report.number in text
    assert "Dinas Jalan dan Jembatan" in text
    assert "Versi 2 berakhir" in text
    assert amounts() == [48, 24]


def test_published_it_holds_from_then_on_with_its_author(world: World, operator: Client) -> None:
    text = page(operator, FIRST + "baru/", {**NEW, "pilihan": "terbitkan"})
    assert "Versi 3 terbit" in text
    assert "diterbitkan oleh Orang Operator" in text
    row = DutyRule.objects.get(obligation=rules.FIRST_RESPONSE, version=3)
    assert DutyRule.objects.get(obligation=rules.FIRST_RESPONSE, version=2).valid_to == row.valid_from
    assert row.valid_from == world.at + timedelta(hours=1)


def test_a_second_press_of_the_button_publishes_nothing_more(world: World, operator: Client) -> None:
    for _press in range(2):
        text = page(operator, FIRST + "baru/", {**NEW, "pilihan": "terbitkan"})
    assert "Versi 3 terbit" in text
    assert amounts() == [48, 24, 12]


def test_somebody_who_was_slower_is_told_and_looks_again(world: World, operator: Client) -> None:
    page(operator, FIRST + "baru/", {**NEW, "pilihan": "terbitkan"})
    other = {**NEW, "amount": "6"}
    text = page(operator, FIRST + "baru/", {**other, "pilihan": "terbitkan"}, status=422)
    assert "Orang Operator menerbitkan versi 3" in text
    assert 'name="based_on" value="3"' in text
    assert amounts() == [48, 24, 12]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": ""}, "bilangan bulat dari 1"),
        ({"amount": "dua belas"}, "bilangan bulat dari 1"),
        ({"amount": "٣"}, "bilangan bulat dari 1"),
        ({"amount": "-3"}, "bilangan bulat dari 1"),
        ({"amount": "9" * 40}, "bilangan bulat dari 1"),
        ({"unit": "weeks"}, "Pilih jam atau hari kerja"),
        ({"unit": "hours", "extension": "5"}, "tidak bisa diperpanjang"),
        ({"source": " "}, "Tulis asal aturan ini"),
        ({"since": "besok"}, "Tulis tanggal dan jam"),
        ({"since": "2020-01-01T00:00"}, "tidak bisa mulai di masa lalu"),
        ({"until": "2026-07-30T00:00"}, "tidak akan ada aturan yang berlaku"),
        ({"since": "2026-08-01T00:00", "until": "2026-07-30T00:00"}, "Akhirnya sebelum awalnya"),
        ({"organisation": "999999"}, "tidak menerima kasus"),
        ({"regency": "99.99"}, "Kabupaten atau kota itu tidak ada"),
        ({"kind": "gosip"}, "Pilih pengaduan"),
        ({"amount": "24"}, "Versi 2 sudah berbunyi begini"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, operator: Client, change: dict[str, str], words: str
) -> None:
    sent = {**NEW, "source": "Kata-kata yang panjang", **change}
    for wanted in ("lihat", "terbitkan"):
        text = page(operator, FIRST + "baru/", {**sent, "pilihan": wanted}, status=422)
        assert words in text
        assert sent["source"].strip() in text
    assert amounts() == [48, 24]


def test_changing_it_first_keeps_everything(world: World, operator: Client) -> None:
    text = page(operator, FIRST + "baru/", {**NEW, "regency": "33.15", "pilihan": "ubah"})
    assert 'value="12"' in text
    assert '<option value="33.15" selected>' in text
    assert "Keputusan contoh nomor 7" in text


def test_running_cases_are_moved_when_the_author_ticks_it_and_says_why(world: World, operator: Client) -> None:
    report = world.assigned()
    text = page(operator, FIRST + "baru/", {**NEW, "running": "1", "pilihan": "terbitkan"}, status=422)
    assert "Tulis mengapa kasus yang berjalan ikut dipindahkan" in text
    assert amounts() == [48, 24]
    page(operator, FIRST + "baru/", {**NEW, "running": "1", "reason": "Darurat banjir", "pilihan": "terbitkan"})
    while restamping.step(at=world.at + timedelta(hours=2)):
        pass
    assert Clock.objects.get(report=report, obligation=rules.FIRST_RESPONSE).due_at == world.at + timedelta(hours=12)
    assert "1 kasus" in page(operator, FIRST)


def test_moved_cases_say_so_on_their_page(world: World, operator: Client, sign_in: SignIn) -> None:
    report = world.assigned()
    page(operator, FIRST + "baru/", {**NEW, "running": "1", "reason": "Darurat banjir", "pilihan": "terbitkan"})
    while restamping.step(at=world.at + timedelta(minutes=70)):
        pass
    assert Entry.objects.filter(report=report, type="restamped").exists()
    text = page(sign_in("head"), f"/kerja/{report.number}/")
    assert "Darurat banjir" in text


def test_a_ladder_is_published_from_rows(world: World, operator: Client) -> None:
    path = "/kerja/tangga/first_response/baru/"
    assert 'value="remind_officer"' in page(operator, path)
    assert "Akan memakai tangga ini" in page(operator, path, {**STEPS, "pilihan": "lihat"})
    page(operator, path, {**STEPS, "pilihan": "terbitkan"})
    row = Ladder.objects.get(obligation=rules.FIRST_RESPONSE, version=2)
    assert row.steps == [
        {"code": "officer_40", "percent": 40, "audience": "officer", "waits": True},
        {"code": "head_100", "percent": 100, "audience": "head", "acknowledge": 15},
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"percent-1": "90"}, "Belum ada langkah 100 persen"),
        ({"percent-0": "banyak"}, "tulis persennya"),
        ({"percent-0": "100000"}, "tulis persennya"),
        ({"audience-0": "tetangga"}, "pilih siapa yang diberi tahu"),
        ({"code-0": "sama", "code-1": "sama"}, "ada dua kali"),
        ({"acknowledge-0": "9999"}, "tulis menit untuk membalas"),
        ({"waits-1": "1"}, "Jam tenang tidak pernah membungkam"),
        ({"percent-0": "", "audience-0": "", "percent-1": "", "audience-1": "", "acknowledge-1": ""}, "satu langkah"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused(
    world: World, operator: Client, change: dict[str, str], words: str
) -> None:
    text = page(operator, "/kerja/tangga/first_response/baru/", {**STEPS, **change, "pilihan": "terbitkan"}, status=422)
    assert words in text
    assert not Ladder.objects.filter(obligation=rules.FIRST_RESPONSE, version=2).exists()


def test_those_who_only_read_change_nothing(world: World, sign_in: SignIn) -> None:
    for name in ("governor", "secretary", "head", "officer", "verifier"):
        client = sign_in(name)
        assert client.post(FIRST + "baru/", {**NEW, "pilihan": "terbitkan"}).status_code == 404
        assert client.post("/kerja/kalender/", {**DAY, "pilihan": "simpan"}).status_code == 404
    assert amounts() == [48, 24]
    assert not CalendarDay.objects.exists()


def test_an_operator_of_one_agency_changes_nothing(world: World, sign_in: SignIn) -> None:
    account = Account.objects.create_user("local", name="Orang Lokal")
    grant_role(account=account, role="operator", organisation=world.organisations["ROADS"], at=world.at)
    world.accounts["local"] = account
    assert sign_in("local").get(FIRST + "baru/").status_code == 404
    assert sign_in("local").post("/kerja/kalender/", {**DAY, "pilihan": "simpan"}).status_code == 404


@pytest.mark.parametrize("path", ["/kerja/aturan/", FIRST, "/kerja/tangga/", "/kerja/kalender/", FIRST + "baru/"])
def test_the_pages_take_few_queries(
    world: World, operator: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        page(operator, path)


def test_the_effect_takes_few_queries(world: World, operator: Client, django_assert_max_num_queries: Any) -> None:
    for _nth in range(3):
        world.assigned()
    with django_assert_max_num_queries(17):
        page(operator, FIRST + "baru/", {**NEW, "regency": "33.15", "pilihan": "lihat"})


# -- the calendar ----------------------------------------------------------------------------------------------------

DAY = {"day": "2026-07-31", "works": "0", "name": "Cuti bersama tambahan", "source": "Surat edaran contoh"}


def test_the_calendar_shows_holidays_and_joint_leave_of_a_year(world: World, sign_in: SignIn) -> None:
    text = page(sign_in("governor"), "/kerja/kalender/?tahun=2026")
    assert "Hari Kemerdekaan Republik Indonesia" in text
    assert "Cuti Bersama Hari Raya Natal" in text
    assert "Ubah satu hari" not in text


def test_a_year_of_which_too_little_is_known_is_warned_about(world: World, sign_in: SignIn) -> None:
    client = sign_in("governor")
    assert "belum diketahui" not in page(client, "/kerja/kalender/?tahun=2026")
    assert "Cuti bersama 2031 belum diketahui" in page(client, "/kerja/kalender/?tahun=2031")
    assert "perkiraan" in page(client, "/kerja/kalender/?tahun=2031")
    for nonsense in ("x", "0", "99999", "٢٠٢٦"):
        assert "Kalender 2026" in page(client, f"/kerja/kalender/?tahun={nonsense}")


def test_a_day_off_is_looked_at_then_kept_and_holds_for_what_begins_from_now_on(world: World, operator: Client) -> None:
    report = world.assigned()
    due = Clock.objects.get(report=report, obligation=rules.RESOLUTION).due_at
    text = page(operator, "/kerja/kalender/", {**DAY, "pilihan": "lihat"})
    assert "Akan dinilai dengannya" in text
    assert report.number in text
    assert not CalendarDay.objects.exists()
    text = page(operator, "/kerja/kalender/", {**DAY, "pilihan": "simpan"})
    assert "Cuti bersama tambahan" in text
    while restamping.step(at=world.at + timedelta(hours=2)):
        pass
    assert Clock.objects.get(report=report, obligation=rules.RESOLUTION).due_at == due
    later = world.assigned()
    assert Clock.objects.get(report=later, obligation=rules.RESOLUTION).due_at == due + timedelta(days=1)


def test_running_times_in_working_days_move_when_asked(world: World, operator: Client) -> None:
    report = world.assigned()
    before = {one.obligation: one.due_at for one in Clock.objects.filter(report=report)}
    sent = {**DAY, "pilihan": "simpan", "running": "1", "reason": "Libur ditetapkan menyusul"}
    page(operator, "/kerja/kalender/", sent)
    while restamping.step(at=world.at + timedelta(hours=2)):
        pass
    after = {one.obligation: one.due_at for one in Clock.objects.filter(report=report)}
    assert after.pop(rules.RESOLUTION) == before.pop(rules.RESOLUTION) + timedelta(days=1)
    assert after == before
    entry = Entry.objects.get(report=report, type="restamped")
    assert (entry.data["moves"], entry.data["day"]) == ("calendar", "2026-07-31")


def test_a_change_is_taken_away_again(world: World, operator: Client) -> None:
    page(operator, "/kerja/kalender/", {**DAY, "pilihan": "simpan"})
    text = page(operator, "/kerja/kalender/", {"day": "2026-07-31", "pilihan": "lihat-hapus"})
    assert "Cuti bersama tambahan" in text
    text = page(operator, "/kerja/kalender/", {"day": "2026-07-31", "pilihan": "hapus", "running": "1"}, status=422)
    assert "Tulis mengapa" in text
    page(operator, "/kerja/kalender/", {"day": "2026-07-31", "pilihan": "hapus", "running": "1", "reason": "Batal"})
    assert not CalendarDay.objects.exists()
    assert Restamping.objects.get().day == date(2026, 7, 31)
    again = page(operator, "/kerja/kalender/", {"day": "2026-07-31", "pilihan": "hapus"})
    assert "sudah dihapus" in again


def test_a_second_press_keeps_one_change(world: World, operator: Client) -> None:
    for _press in range(2):
        page(operator, "/kerja/kalender/", {**DAY, "pilihan": "simpan"})
    assert CalendarDay.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"day": "31 Juli"}, "Tulis tanggalnya"),
        ({"day": "0001-01-01"}, "Tulis tanggalnya"),
        ({"name": ""}, "Tulis nama harinya"),
        ({"source": ""}, "Tulis asal aturan ini"),
        ({"day": "2026-08-17"}, "memang sudah begitu"),
        ({"day": "2026-07-30", "works": "1"}, "memang sudah begitu"),
        ({"running": "1"}, "Tulis mengapa"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(
    world: World, operator: Client, change: dict[str, str], words: str
) -> None:
    assert words in page(operator, "/kerja/kalender/", {**DAY, **change, "pilihan": "simpan"}, status=422)
    assert not CalendarDay.objects.exists()


def test_a_weekend_can_be_worked(world: World, operator: Client) -> None:
    page(operator, "/kerja/kalender/", {**DAY, "day": "2026-08-01", "works": "1", "pilihan": "simpan"})
    report = world.assigned()
    clock = Clock.objects.get(report=report, obligation=rules.RESOLUTION)
    assert clock.due_at == world.at.replace(day=7, month=8, hour=17)
