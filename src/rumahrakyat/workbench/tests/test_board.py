"""The queue's own tools: whose cases, narrowing down, kept selections, several at once, taking back, presence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.lib import clock
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.routing.models import Decision
from rumahrakyat.workbench.models_queue import SavedFilter
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def proposed(world: World, holder: str = "ROADS") -> Report:
    """A case in the inbox with a proposal."""
    case = world.report()
    Decision.objects.create(
        report=case, entry=case.entries.get(type="received"), at=world.at, version="1", action="verify",
        kind="complaint", confidence=0.6, organisation=world.organisations[holder],
    )  # fmt: skip
    return case


def take(world: World, case: Report, name: str) -> None:
    cases.take(report_id=case.pk, actor=world.actor(name, case), at=world.at)


def test_mine_and_not_taken_are_a_press_away_with_their_numbers(world: World, sign_in: SignIn) -> None:
    mine, free = world.assigned(text="Lampu jalan mati."), world.assigned(text="Jembatan retak.")
    take(world, mine, "officer")
    client = sign_in("officer")
    page = text_of(client, "/kerja/?orang=saya")
    assert mine.number in page
    assert free.number not in page
    assert "Belum diambil <b>1</b>" in page
    assert free.number in text_of(client, "/kerja/?orang=belum")


def test_a_row_says_until_when_and_who_has_it(world: World, sign_in: SignIn) -> None:
    take(world, world.assigned(), "officer")
    page = text_of(sign_in("head"), "/kerja/")
    assert "jawab sebelum besok 12.00" in page.lower() or "jawab sebelum" in page
    assert "</svg>Orang</span>" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("jenis=complaint", True), ("jenis=aspiration", False), ("darurat=1", False), ("kanal=web", True),
     ("wilayah=33.15", False), ("tahap=assigned", True), ("hari=ini", False), ("wilayah=..&tahap=nonsense", True)],
)  # fmt: skip
def test_the_address_narrows_the_queue_and_nonsense_in_it_is_ignored(
    query: str, found: bool, world: World, sign_in: SignIn
) -> None:
    case = world.assigned()
    assert (case.number in text_of(sign_in("officer"), f"/kerja/?{query}")) is found


def test_a_selection_is_kept_and_shared_with_colleagues_alone(world: World, sign_in: SignIn) -> None:
    form = {"langkah": "simpan", "nama": "Jalan web", "kanal": "web", "bagikan": "1"}
    assert sign_in("officer").post("/kerja/saring/", form).headers["Location"] == "/kerja/?kanal=web"
    assert "Jalan web" in text_of(sign_in("head"), "/kerja/")
    assert "Jalan web" not in text_of(sign_in("other_officer"), "/kerja/")
    sign_in("head").post("/kerja/saring/", {"langkah": "hapus", "saringan": str(SavedFilter.objects.get().pk)})
    assert SavedFilter.objects.count() == 1


def test_a_selection_without_a_name_says_what_is_missing(world: World, sign_in: SignIn) -> None:
    page = sign_in("officer").post("/kerja/saring/", {"langkah": "simpan", "kanal": "web"})
    assert page.status_code == 422
    assert "Tulis nama untuk saringan ini" in page.content.decode()


def test_proposals_are_confirmed_together_and_what_cannot_be_says_why(world: World, sign_in: SignIn) -> None:
    ready, unread = proposed(world), world.report()
    form = {"aksi": "teruskan", "dari": "masuk", "kasus": [f"{one.number}:1" for one in (ready, unread)]}
    client = sign_in("verifier")
    preview = client.post("/kerja/banyak/", form).content.decode()
    assert "Diteruskan ke Dinas Jalan dan Jembatan" in preview
    assert "Pengarah belum membacanya" in preview
    ready.refresh_from_db()
    assert ready.holder is None
    done = {**form, "langkah": "lakukan", "token": str(uuid4())}
    for _press in range(2):
        assert "1 dilakukan</b>, 1 tidak" in client.post("/kerja/banyak/", done).content.decode()
    assert ready.entries.filter(type="assigned").count() == 1


def test_a_case_that_moved_since_the_preview_is_left_alone(world: World, sign_in: SignIn) -> None:
    case, other = world.assigned(), world.assigned()
    cases.ask_reporter(report_id=case.pk, text="Di mana?", actor=world.actor("officer", case), at=world.at)
    form = {
        "aksi": "serahkan", "langkah": "lakukan", "holder": "TRANSPORT", "text": "Terminal.",
        "kasus": [f"{case.number}:2", f"{other.number}:2"],
    }  # fmt: skip
    page = sign_in("officer").post("/kerja/banyak/", form).content.decode()
    assert "1 dilakukan</b>, 1 tidak" in page
    case.refresh_from_db()
    assert case.holder == world.organisations["ROADS"]


def test_a_head_gives_several_to_a_person_from_the_workload(world: World, sign_in: SignIn) -> None:
    given = [world.assigned() for _ in range(3)]
    client = sign_in("head")
    assert "Belum diambil" in text_of(client, "/kerja/beban/")
    person = world.accounts["officer"].pk
    form = {"aksi": "petugas", "langkah": "lakukan", "person": person, "kasus": [f"{one.number}:2" for one in given]}
    client.post("/kerja/banyak/", form)
    assert Report.objects.filter(assignee=person).count() == 3
    assert f"/kerja/?orang={person}" in text_of(client, "/kerja/beban/")


def test_cases_out_of_reach_are_not_found_whatever_is_sent(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    form = {"aksi": "catat", "langkah": "lakukan", "text": "Dicek.", "kasus": [f"{case.number}:2"]}
    page = sign_in("other_officer").post("/kerja/banyak/", form).content.decode()
    assert "Tidak ada kasus itu dalam jangkauan Anda" in page
    assert case.title not in page


def confirm(client: Client, case: Report) -> None:
    form = {"token": str(uuid4()), "seen": "1", "holder": "ROADS", "dari": "masuk"}
    assert client.post(f"/kerja/{case.number}/teruskan/", form).status_code == 302


def test_what_was_passed_on_by_mistake_is_taken_back_by_a_new_entry(world: World, sign_in: SignIn) -> None:
    case, client = proposed(world), sign_in("verifier")
    confirm(client, case)
    assert "Urungkan" in text_of(client, "/kerja/masuk/")
    mark = f"{case.number}:{case.entries.get(type='assigned').seq}"
    client.post("/kerja/urungkan/", {"tanda": mark})
    case.refresh_from_db()
    assert (case.stage, case.holder) == ("received", None)
    assert [one.type for one in case.entries.order_by("seq")][-2:] == ["assigned", "returned"]


@pytest.mark.parametrize("reason", ["late", "moved", "other"])
def test_nothing_is_taken_back_late_or_over_somebodys_head(reason: str, world: World, sign_in: SignIn) -> None:
    case, client = proposed(world), sign_in("verifier")
    confirm(client, case)
    mark = f"{case.number}:{case.entries.get(type='assigned').seq}"
    later = world.at + timedelta(hours=1, minutes=16 if reason == "late" else 1)
    if reason == "moved":
        cases.note(report_id=case.pk, text="Saya cek.", actor=world.actor("officer", case), at=later)
    with clock.frozen(later):
        (sign_in("officer") if reason == "other" else client).post("/kerja/urungkan/", {"tanda": mark})
    case.refresh_from_db()
    assert case.holder == world.organisations["ROADS"]


def here(client: Client, case: Report, **form: str) -> str:
    return client.post(f"/kerja/{case.number}/hadir/", form, headers={"HX-Request": "true"}).content.decode()


def test_who_else_has_it_open_and_what_happened_meanwhile(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    here(sign_in("head"), case, seen="2", menulis="1")
    part = here(sign_in("officer"), case, seen="2")
    assert "Orang Head (sedang menulis)" in part
    assert "Sementara itu" not in part
    cases.ask_reporter(report_id=case.pk, text="Di mana tepatnya?", actor=world.actor("head", case), at=world.at)
    part = here(sign_in("officer"), case, seen="2")
    assert "Dinas Jalan dan Jembatan bertanya" in part
    with clock.frozen(world.at + timedelta(hours=1, seconds=61)):
        assert "Orang Head (sedang" not in here(sign_in("officer"), case)


def test_an_answer_that_came_second_is_kept_and_told_what_came_first(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    first = {"token": str(uuid4()), "seen": "2", "stage": "field_check", "text": "Tim ke lokasi."}
    assert sign_in("head").post(f"/kerja/{case.number}/jawab/", first).status_code == 302
    second = {**first, "token": str(uuid4()), "text": "Sudah kami jadwalkan Kamis."}
    page = sign_in("officer").post(f"/kerja/{case.number}/jawab/", second)
    assert page.status_code == 422
    words = page.content.decode()
    assert "Sudah kami jadwalkan Kamis." in words
    assert "Dinas Jalan dan Jembatan menjawab" in words
    assert case.entries.filter(type="answered").count() == 1


def test_words_are_found_by_their_stem_and_shown_where_they_stand(world: World, sign_in: SignIn) -> None:
    case = world.assigned(text="Mohon memperbaiki lampu yang rusak di tikungan.")
    page = text_of(sign_in("officer"), "/kerja/cari/?q=perbaikan+lampu")
    assert case.number in page
    assert "<mark>lampu</mark>" in page


def test_a_word_and_a_place_are_found_together(world: World, sign_in: SignIn) -> None:
    here, there = world.assigned(text="Lubang besar."), world.assigned(text="Lubang kecil.")
    Report.objects.filter(pk=here.pk).update(district="33.15.01", regency="33.15")
    page = text_of(sign_in("officer"), "/kerja/cari/?q=lubang+kec+toroh")
    assert here.number in page
    assert there.number not in page


def test_one_wrong_digit_leads_to_the_number_that_was_meant(world: World, sign_in: SignIn) -> None:
    number = world.assigned().number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert f"/kerja/{number}/" in text_of(sign_in("officer"), f"/kerja/cari/?q={wrong}")


def test_a_phone_number_finds_its_cases_for_the_desk_alone_and_leaves_a_trace(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    typed = {"q": "0812-0000-0001"}
    assert case.number in sign_in("verifier").post("/kerja/cari/", typed).content.decode()
    trace = AuditLine.objects.get(act="search.phone")
    assert "812" not in str(trace.data)
    assert case.number not in sign_in("officer").post("/kerja/cari/", typed).content.decode()
    assert case.number not in text_of(sign_in("verifier"), "/kerja/cari/?q=081200000001")


@pytest.mark.parametrize(
    "asked",
    ["head /kerja/?orang=saya", "head /kerja/beban/", "head /kerja/saring/", "head /kerja/cari/?q=lubang+toroh",
     "verifier /kerja/"],
)  # fmt: skip
def test_no_list_asks_the_database_too_often(
    asked: str, world: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    name, path = asked.split()
    for _ in range(3):
        take(world, world.assigned(), "officer")
        proposed(world)
    client = sign_in(name)
    with django_assert_max_num_queries(15):
        client.get(path)
