"""A case and the person who has it, on its page."""

from uuid import uuid4

from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.people import notices
from rumahrakyat.people.models_records import Notice
from rumahrakyat.reports.effects import run_due
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World


def test_an_officer_takes_a_case_and_a_second_press_does_nothing(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    form = {"token": str(uuid4()), "seen": "2"}
    for _press in range(2):
        assert client.post(f"/kerja/{case.number}/ambil/", form).status_code == 302
    assert case.entries.filter(type="taken").count() == 1
    page = client.get(f"/kerja/{case.number}/").content.decode()
    assert "Dipegang Orang Officer" in page


def test_a_head_gives_it_and_sees_who_is_away_with_the_stand_in(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("head")
    officer, head = world.accounts["officer"], world.accounts["head"]
    Absence.objects.create(account=officer, since=world.at, stand_in=head, made_at=world.at)
    page = client.get(f"/kerja/{case.number}/petugas/").content.decode()
    assert "Orang Officer: 0 terbuka, tidak di tempat; digantikan Orang Head" in page
    client.post(f"/kerja/{case.number}/petugas/", {"token": str(uuid4()), "seen": "2", "person": str(officer.pk)})
    case.refresh_from_db()
    assert case.assignee == officer


def test_two_who_give_one_case_away_at_once_both_learn_what_happened(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    given = {"seen": "2", "text": "Tolong hari ini."}
    for name, person, answer in (("officer", "officer", 302), ("head", "head", 422)):
        form = {**given, "token": str(uuid4()), "person": str(world.accounts[person].pk)}
        found = sign_in(name).post(f"/kerja/{case.number}/petugas/", form)
        assert found.status_code == answer
    assert "Tolong hari ini." in found.content.decode()
    case.refresh_from_db()
    assert case.assignee == world.accounts["officer"]


def test_giving_it_to_somebody_of_another_agency_is_refused_with_the_reason(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    form = {"token": str(uuid4()), "seen": "2", "person": str(world.accounts["other_officer"].pk)}
    page = sign_in("head").post(f"/kerja/{case.number}/petugas/", form)
    assert page.status_code == 422
    assert "Pilih orang lain" in page.content.decode()


def test_a_verifier_is_not_offered_a_case_that_an_agency_holds(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    page = sign_in("verifier").get(f"/kerja/{case.number}/").content.decode()
    assert "/petugas/" not in page


def test_whoever_is_given_a_case_finds_it_behind_the_bell(world: World, sign_in: SignIn) -> None:
    case, officer = world.assigned(), world.accounts["officer"]
    form = {"token": str(uuid4()), "seen": "2", "person": str(officer.pk)}
    sign_in("head").post(f"/kerja/{case.number}/petugas/", form)
    run_due(report_id=case.pk)
    told = Notice.objects.get(account=officer)
    assert notices.sentence_of(told) == f"Orang Head memberi Anda {case.number}"
