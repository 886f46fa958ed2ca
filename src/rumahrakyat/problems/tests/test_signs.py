"""A burst on the database: found, grown, ended, named or dismissed."""

from datetime import timedelta

import pytest
from django.test import Client

from rumahrakyat.duplicates import keeping
from rumahrakyat.duplicates.models import Fingerprint
from rumahrakyat.people.models import Reporter
from rumahrakyat.people.roles import NAME_PROBLEM, ROLES
from rumahrakyat.problems import operations, queries, searching
from rumahrakyat.problems.models import Problem, Sign, SignCase, SignRun
from rumahrakyat.problems.operations import Named
from rumahrakyat.reports.models import Category, Report
from tests.cast import World
from tests.pages import PageClient

HOUR = timedelta(hours=1)


@pytest.fixture
def flood(world: World) -> Category:
    return Category.objects.create(code="roads.flood", name="Banjir", parent=world.categories["roads"])


def tell(world: World, flood: Category, n: int, *, later: timedelta = timedelta(), **changed: object) -> list[Report]:
    made = [world.assigned(at=world.at + later - timedelta(minutes=nth + 2)) for nth in range(n)]
    facts = {"category": flood, "regency_id": "33.21", "district_id": "33.21.01", **changed}
    Report.objects.filter(pk__in=[one.pk for one in made]).update(**facts)
    return made


def bursts() -> list[tuple[str, int]]:
    return list(Sign.objects.filter(kind="burst").order_by("pk").values_list("state", "observed"))


def test_a_flood_in_one_district_rings_at_four_and_once(world: World, flood: Category) -> None:
    tell(world, flood, 4)
    first = searching.look_for_bursts(at=world.at)
    again = searching.look_for_bursts(at=world.at)
    sign = Sign.objects.get()
    assert (sign.suggested, sign.observed, sign.owner_id) == (
        "Banjir di Kec. Sayung, Kabupaten Demak",
        4,
        world.organisations["ROADS"].pk,
    )
    assert (first.new, again.new, SignRun.objects.count()) == (1, 0, 1)


def test_it_grows_and_ends_after_a_quiet_day(world: World, flood: Category) -> None:
    tell(world, flood, 4)
    searching.look_for_bursts(at=world.at)
    tell(world, flood, 2, later=3 * HOUR)
    searching.look_for_bursts(at=world.at + 3 * HOUR)
    assert bursts() == [("new", 6)]
    searching.look_for_bursts(at=world.at + 40 * HOUR)
    assert bursts() == [("ended", 6)]


def test_rejected_reports_and_repeats_of_one_person_ring_nothing(world: World, flood: Category) -> None:
    made = tell(world, flood, 5)
    Report.objects.filter(pk__in=[one.pk for one in made[:3]]).update(reporter=made[0].reporter)
    tell(world, flood, 3, stage="rejected")
    searching.look_for_bursts(at=world.at)
    assert bursts() == []


def test_a_dismissed_burst_comes_back_only_when_it_has_doubled(world: World, flood: Category) -> None:
    tell(world, flood, 4)
    searching.look_for_bursts(at=world.at)
    operations.dismiss(
        sign_id=Sign.objects.get().pk, reason="Latihan gabungan.", reach=world.reach("verifier"), at=world.at
    )
    tell(world, flood, 2, later=HOUR)
    searching.look_for_bursts(at=world.at + HOUR)
    assert bursts() == [("dismissed", 6)]
    tell(world, flood, 2, later=2 * HOUR)
    searching.look_for_bursts(at=world.at + 2 * HOUR)
    assert bursts() == [("new", 8)]


def test_a_night_without_like_cases_finds_nothing_and_says_when_it_looked(world: World, flood: Category) -> None:
    tell(world, flood, 4)
    assert searching.look_for_clusters(at=world.at).found == 0
    assert SignRun.objects.get().at == world.at


def found(world: World, flood: Category) -> Sign:
    tell(world, flood, 4)
    searching.look_for_bursts(at=world.at)
    return Sign.objects.get()


def test_a_named_problem_has_the_cases_and_a_story(world: World, flood: Category) -> None:
    sign, reach = found(world, flood), world.reach("verifier")
    problem = operations.accept(sign_id=sign.pk, named=Named("Banjir Sayung"), reach=reach, at=world.at)
    more = world.assigned()
    operations.add_case(problem_id=problem.pk, number=more.number, reach=reach, at=world.at)
    operations.add_case(problem_id=problem.pk, number=more.number, reach=reach, at=world.at)
    operations.remove_case(problem_id=problem.pk, number=more.number, reach=reach, at=world.at)
    operations.close(problem_id=problem.pk, outcome="Tanggul diperbaiki.", reach=reach, at=world.at)
    assert list(problem.events.order_by("pk").values_list("what", flat=True)) == ["named", "added", "removed", "closed"]
    assert problem.cases.count() == 4
    with pytest.raises(operations.NotNow):
        operations.add_case(problem_id=problem.pk, number=more.number, reach=reach, at=world.at)


@pytest.mark.parametrize("name", ["other_head", "officer", "ombudsman", "outsider"])
def test_others_name_nothing(name: str, world: World, flood: Category) -> None:
    sign = found(world, flood)
    with pytest.raises(operations.NotPermitted):
        operations.accept(sign_id=sign.pk, named=Named("Banjir Sayung"), reach=world.reach(name), at=world.at)


def test_those_who_name_problems_are_these_roles() -> None:
    named = {role.name for role in ROLES.values() if NAME_PROBLEM in role.permissions}
    assert named == {"verifier", "head", "province_coordinator", "secretary", "governor", "deputy_governor"}


def test_a_case_out_of_reach_is_counted_but_not_listed(world: World, flood: Category) -> None:
    sign = found(world, flood)
    handed_on = SignCase.objects.filter(sign=sign).first()
    assert handed_on is not None
    Report.objects.filter(pk=handed_on.report_id).update(holder=world.organisations["TRANSPORT"])
    assert len(queries.cases_of_sign(sign, world.reach("head"))) == 3
    assert len(queries.cases_of_sign(sign, world.reach("governor"))) == 4


def signed_in(world: World, name: str) -> Client:
    client = PageClient()
    client.force_login(world.accounts[name])
    return client


def test_a_verifier_names_a_sign_and_closes_the_problem_on_the_pages(world: World, flood: Category) -> None:
    sign, client = found(world, flood), signed_in(world, "verifier")
    assert "Banjir di Kec. Sayung, Kabupaten Demak" in client.get("/kerja/masalah/").content.decode()
    path = f"/kerja/masalah/tanda/{sign.pk}/"
    assert client.post(path, {"pilihan": "terima", "name": "x"}).status_code == 422
    there = client.post(path, {"pilihan": "terima", "name": "Banjir Sayung", "public": "1"})
    assert there.headers["Location"] == f"/kerja/masalah/{Problem.objects.get().pk}/"
    page = client.get(there.headers["Location"]).content.decode()
    assert "Banjir Sayung" in page
    assert client.post(there.headers["Location"], {"pilihan": "tambah", "number": "RR-1"}).status_code == 422
    assert client.post(there.headers["Location"], {"pilihan": "tutup", "outcome": "Surut."}).status_code == 302
    assert client.post(there.headers["Location"], {"pilihan": "tutup", "outcome": "Surut."}).status_code == 422


def test_the_governor_sees_a_burst_and_another_agency_s_head_does_not(world: World, flood: Category) -> None:
    found(world, flood)
    assert "Banjir di Kec. Sayung" in signed_in(world, "governor").get("/pantau/masalah/").content.decode()
    assert "Banjir di Kec. Sayung" not in signed_in(world, "other_head").get("/pantau/masalah/").content.decode()


def test_like_cases_over_months_are_offered_on_the_page_with_how_they_go(world: World, flood: Category) -> None:
    for nth in range(8):
        tell(world, flood, 1, later=timedelta(days=-9 * nth))
    elsewhere = {"category": world.categories["roads"], "regency_id": "33.15", "district_id": "33.15.01"}
    tell(world, flood, 40, later=-timedelta(days=2), **elsewhere)
    keeping.fill(list(Report.objects.values_list("pk", flat=True)))
    Fingerprint.objects.update(words=[1, 2, 3, 4, 5, 6])
    run = searching.look_for_clusters(at=world.at)
    assert (run.found, run.new, searching.look_for_clusters(at=world.at).new) == (1, 1, 0)
    sign, client = Sign.objects.get(), signed_in(world, "verifier")
    assert (sign.kind, sign.observed, sign.evidence["cases"], sign.evidence["open"]) == ("cluster", 8, 8, 8)
    listed = client.get("/kerja/masalah/").content.decode()
    assert "Banjir di Kec. Sayung, Kabupaten Demak" in listed
    assert "8 orang dalam tiga bulan" in listed
    assert client.get(f"/kerja/masalah/tanda/{sign.pk}/").content.decode().count('sign__case">RR-') == 8


def test_who_names_problems_is_told_how_many_signs_are_new(world: World, flood: Category) -> None:
    sign = found(world, flood)
    queue = "/kerja/"
    assert "Masalah (1)" in signed_in(world, "verifier").get(queue).content.decode()
    assert "Masalah (" not in signed_in(world, "officer").get(queue).content.decode()
    operations.watch(sign_id=sign.pk, reach=world.reach("verifier"), at=world.at)
    assert "Masalah (" not in signed_in(world, "verifier").get(queue).content.decode()


def test_reporters_who_turn_out_to_be_one_are_one_at_the_next_search(world: World, flood: Category) -> None:
    made = tell(world, flood, 5)
    searching.look_for_bursts(at=world.at)
    Reporter.objects.filter(pk=made[1].reporter_id).update(same_as=made[0].reporter)
    searching.look_for_bursts(at=world.at + 7 * HOUR)
    assert bursts() == [("new", 4)]
