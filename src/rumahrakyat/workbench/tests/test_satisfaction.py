"""The figures of satisfaction as heads and the house read them, and the survey behind its link."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Entry
from rumahrakyat.satisfaction import answering, asking
from rumahrakyat.satisfaction.models import Survey
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World
from tests.pages import PageClient


@pytest.fixture
def asked(world: World) -> Survey:
    """The survey of a case that the roads agency held when it was referred."""
    case = world.assigned()
    verifier = world.actor("verifier", case)
    operations.refer(
        report_id=case.pk, to="Polisi", text="Silakan ke polisi.", actor=verifier, at=world.at + timedelta(minutes=9)
    )
    asking.case_ended(Entry.objects.get(report=case, type="referred"))
    return Survey.objects.get()


def fill(asked: Survey, count: int) -> None:
    """As many answered surveys as are needed to say something: the first one's, copied."""
    answering.answer(survey_id=asked.pk, marks=[4] * 8 + [3], words="Cepat sekali", via="web", at=asked.closed_at)
    asked.refresh_from_db()
    for _each in range(count - 1):
        case = asked.report
        case.pk, case.number, case.source_key = None, f"RR-9{_each:02d}-000", None
        case.save(force_insert=True)
        asked.pk, asked.token_digest, asked.report = None, f"{_each}", case
        asked.save(force_insert=True)


def test_few_answers_say_nothing_and_enough_say_the_index(
    asked: Survey, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("head")
    assert "Terlalu sedikit untuk dinilai" in client.get("/kerja/kepuasan/").content.decode()
    fill(asked, 10)
    with django_assert_max_num_queries(15):
        page = client.get("/kerja/kepuasan/").content.decode()
    assert "97,22" in page
    assert "Cepat sekali" in page
    table = client.get("/kerja/kepuasan/ekspor/").content.decode().splitlines()
    assert table[1].startswith("Semua,,10,10,10,10,97.22,A,4.00")


def test_a_body_sees_its_own_alone(asked: Survey, sign_in: SignIn) -> None:
    assert "Tidak ada kasus yang berakhir" in sign_in("other_head").get("/kerja/kepuasan/").content.decode()
    assert "Dinas Jalan dan Jembatan" in sign_in("governor").get("/kerja/kepuasan/").content.decode()
    assert sign_in("outsider").get("/kerja/kepuasan/").status_code == 404


def test_the_link_takes_one_answer_without_signing_in(asked: Survey) -> None:
    client, address = PageClient(), f"/survei/{asking.token_of(asked.report_id)}/"
    page = client.get(address).content.decode()
    assert asked.report.number in page
    assert asked.report.title not in page
    assert client.post(address, {"kata": "x"}).status_code == 422
    assert "kami simpan" in client.post(address, {"u1": "4"}, follow=True).content.decode()
    asked.refresh_from_db()
    assert (asked.marks, asked.via) == ([4] + [0] * 8, "web")
    client.post(address, {"u1": "1"})
    asked.refresh_from_db()
    assert asked.marks[0] == 4
    assert client.get(f"/survei/{'0' * 26}/").status_code == 404
