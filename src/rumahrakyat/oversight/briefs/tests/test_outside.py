"""Recommendations past their deadline stand in the briefs of who must know."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.briefs import message, paper
from rumahrakyat.oversight.briefs.content import Making, content_of
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, WEEKLY, Edition, of_body, of_regency
from rumahrakyat.oversight.findings.operations import Found, Recommended, answer, make
from rumahrakyat.oversight.models_findings import Recommendation
from rumahrakyat.oversight.tests.kit import NOW, WIB, World, days
from rumahrakyat.people.models import Account

MONDAY = datetime(2026, 7, 20, 6, 0, tzinfo=WIB)
WORDS = "Bapak Zulkarnaen tidak dijawab tanpa alasan yang sah."


def somebody(name: str, role: str, **given: object) -> Account:
    account = Account.objects.create_user(username=name, name="Sri Rejeki", title="Ombudsman Jawa Tengah")
    Membership.objects.create(account=account, role=role, **given)
    return account


@pytest.fixture
def owed(world: World) -> World:
    finder = somebody("ombudsman", "ombudsman")
    for body, count in ((world.roads, 4), (world.demak_town, 1)):
        wanted = [Recommended(WORDS, 3 + nth) for nth in range(count)]
        make(found=Found(uuid4(), body, WORDS, wanted), account=finder, at=NOW - days(20))
    return world


def made(whose: str = ALL, at: datetime = MONDAY, kind: str = DAILY) -> dict[str, object]:
    return content_of(Edition(kind, whose, at.date()), Making(at, at))


def rows(content: dict[str, object]) -> list[str]:
    return [one["number"] for one in content["outside"]["rows"]]  # type: ignore[index]


def test_the_province_reads_the_longest_three_and_how_many_more_in_every_form(owed: World) -> None:
    content = made()
    assert rows(content) == ["TM/2026/0001-1", "TM/2026/0002-1", "TM/2026/0001-2"]
    assert str(content["headline"]).endswith("5 rekomendasi Ombudsman atau Inspektorat lewat batas.")
    told = message.long(content, "https://contoh.example/")
    assert f"TM/2026/0001-1, {owed.roads.name}: lewat 15 hari, belum dijawab." in told
    assert "dan 2 rekomendasi lain" in told
    assert "5 rekomendasi" in " ".join(message.template(content, "https://contoh.example/").parameters)
    assert "Zulkarnaen" not in told
    assert paper.pdf(content, "0" * 64).startswith(b"%PDF")


def test_a_territory_and_a_body_read_their_own_alone(owed: World) -> None:
    assert rows(made(of_regency(owed.demak))) == ["TM/2026/0002-1"]
    assert rows(made(of_regency(owed.pati))) == []
    assert "TM/2026/0002-1" not in rows(made(of_body(owed.roads.code), kind=WEEKLY))


def test_of_a_past_day_what_was_carried_out_since_is_still_owed(owed: World) -> None:
    head = somebody("head", "head", organisation=owed.demak_town)
    one = Recommendation.objects.get(number="TM/2026/0002-1")
    answer(recommendation_id=one.pk, move="carry_out", words=WORDS, account=head, at=NOW)
    assert rows(made(of_regency(owed.demak))) == ["TM/2026/0002-1"]
    assert rows(made(of_regency(owed.demak), at=NOW + timedelta(hours=1))) == []


def test_what_was_frozen_before_is_shown_without(world: World) -> None:
    content = made()
    del content["outside"]
    assert "Rekomendasi" not in message.long(content, "")
    assert paper.pdf(content, "0" * 64).startswith(b"%PDF")


def test_more_than_a_page_of_them_are_all_counted(owed: World) -> None:
    one = Recommendation.objects.get(number="TM/2026/0002-1")
    Recommendation.objects.bulk_create(
        Recommendation(finding=one.finding, nth=nth, number=f"TM/2026/0002-{nth}", due_at=one.due_at)
        for nth in range(2, 250)
    )
    assert made()["outside"]["total"] == 253  # type: ignore[index]
