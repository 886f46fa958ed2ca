"""The pages as staff see them, and what they cost."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.duty import queue
from rumahrakyat.people.roles import SEE_CASE
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

MOST_QUERIES = 15


def test_an_officer_sees_what_the_agency_owes(world: World, sign_in: SignIn) -> None:
    own, foreign = world.assigned(), world.assigned("TRANSPORT", text="Lampu lalu lintas mati di simpang lima kota.")
    page = sign_in("officer").get("/kerja/").content.decode()
    assert own.number in page
    assert foreign.number not in page


def test_a_case_shows_its_story_clock_and_forms(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    page = sign_in("officer").get(f"/kerja/{case.number}/").content.decode()
    assert "Lubang dalam di jalan raya" in page
    assert "Jawaban pertama" in page
    assert 'name="stage"' in page


def test_who_only_reads_finds_no_forms(world: World, sign_in: SignIn) -> None:
    page = sign_in("governor").get(f"/kerja/{world.assigned().number}/").content.decode()
    assert 'name="stage"' not in page
    assert "Anda boleh membaca kasus ini" in page


def test_a_verifier_sees_the_first_case_beside_the_list(world: World, sign_in: SignIn) -> None:
    case = world.report()
    page = sign_in("verifier").get("/kerja/masuk/").content.decode()
    assert f'data-number="{case.number}"' in page


def test_a_number_leads_straight_to_its_case(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    found = sign_in("officer").get("/kerja/cari/", {"q": case.number.removeprefix("RR-")})
    assert found.headers["Location"] == f"/kerja/{case.number}/"


def test_words_find_cases_within_reach_alone(world: World, sign_in: SignIn) -> None:
    own, foreign = world.assigned(), world.assigned("TRANSPORT")
    page = sign_in("officer").get("/kerja/cari/", {"q": "lubang dal"}).content.decode()
    assert own.number in page
    assert foreign.number not in page


@pytest.mark.parametrize("tab", ["semua", "lewat", "segera", "balasan", "dikerjakan"])
def test_an_empty_part_of_the_queue_says_what_to_do(tab: str, world: World, sign_in: SignIn) -> None:
    assert 'class="empty"' in sign_in("officer").get("/kerja/", {"tab": tab}).content.decode()


def test_a_confidential_name_is_hidden_from_the_agency(world: World, sign_in: SignIn) -> None:
    case = world.assigned(identity="confidential", name="Sulastri")
    assert "Sulastri" not in sign_in("officer").get(f"/kerja/{case.number}/").content.decode()
    assert "Sulastri" in sign_in("verifier").get(f"/kerja/{case.number}/").content.decode()


def test_a_script_gets_the_case_alone(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    headers = {"HX-Request": "true", "HX-Target": "kasus"}
    part = sign_in("officer").get(f"/kerja/{case.number}/", headers=headers).content.decode()
    assert part.lstrip().startswith('<div id="kasus"')


@pytest.mark.parametrize("name", ["officer", "head", "verifier"])
def test_pages_stay_within_their_queries(
    name: str, world: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cases = [world.assigned(at=world.at - timedelta(hours=nth)) for nth in range(4)]
    client = sign_in(name)
    for path in ("/kerja/", f"/kerja/{cases[0].number}/", "/kerja/cari/?q=lubang"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(path).status_code == 200


def test_the_inbox_stays_within_its_queries(
    world: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for nth in range(3):
        world.report(f"Laporan nomor {nth} tentang jalan.")
    client = sign_in("verifier")
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/kerja/masuk/")


def test_the_queue_goes_on_by_key_without_gap_or_repeat(world: World) -> None:
    numbers = {world.assigned(at=world.at - timedelta(hours=nth // 2)).number for nth in range(5)}
    reach, seen, after = world.reach("officer").cases(SEE_CASE), [], ""
    while True:
        page = queue.page(reach=reach, tab=queue.Tab.ALL, at=world.at, after=after, limit=2)
        seen += [row.report for row in page.rows]
        if page.next is None:
            break
        after = page.next
    assert [one.answer_due_at for one in seen] == sorted(one.answer_due_at for one in seen if one.answer_due_at)
    assert len(seen) == len(numbers)
    assert {one.number for one in seen} == numbers


def test_the_inbox_puts_urgent_cases_first_and_goes_on_by_key(world: World) -> None:
    made = [world.report(f"Laporan {nth} tentang jalan.", at=world.at - timedelta(hours=nth)) for nth in range(4)]
    made[0].urgent = True
    made[0].save(update_fields=["urgent"])
    reach, seen, after = world.reach("verifier").cases(SEE_CASE), [], ""
    for _page in range(4):
        page = queue.inbox(reach=reach, after=after, limit=1)
        seen += [row.report.number for row in page.rows]
        after = page.next or ""
    assert seen == [made[nth].number for nth in (0, 3, 2, 1)]


def test_signing_in_leads_to_ones_own_work(world: World, sign_in: SignIn) -> None:
    starts = {
        name: sign_in(name).get("/kerja/mulai/").headers["Location"] for name in ("verifier", "officer", "governor")
    }
    assert starts == {"verifier": "/kerja/masuk/", "officer": "/kerja/", "governor": "/pantau/"}


def test_a_theme_is_kept_and_leads_back(world: World, sign_in: SignIn) -> None:
    client = sign_in("officer")
    answer = client.post("/kerja/tema/", {"theme": "dark", "back": "/kerja/?tab=lewat"})
    assert answer.headers["Location"] == "/kerja/?tab=lewat"
    assert 'data-theme="dark"' in client.get("/kerja/").content.decode()


def test_the_theme_form_leads_nowhere_else(world: World, sign_in: SignIn) -> None:
    answer = sign_in("officer").post("/kerja/tema/", {"theme": "dark", "back": "//contoh.test/"})
    assert answer.headers["Location"] == "/kerja/"


def test_the_sign_in_page_has_no_demo_accounts_outside_a_demo(world: World, client: Client) -> None:
    assert "Akun demo" not in client.get("/masuk/").content.decode()
