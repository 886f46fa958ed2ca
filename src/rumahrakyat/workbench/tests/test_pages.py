"""The pages as staff see them."""

from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World


def test_an_officer_sees_what_the_agency_owes(world: World, sign_in: SignIn) -> None:
    own, foreign = world.assigned(), world.assigned("TRANSPORT", text="Lampu lalu lintas mati di simpang lima kota.")
    page = sign_in("officer").get("/kerja/").content.decode()
    assert own.number in page
    assert foreign.number not in page


def test_a_case_shows_its_story_clock_and_forms(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    page = sign_in("officer").get(f"/kerja/{case.number}/").content.decode()
    assert "Lubang dalam di jalan raya" in page
    assert 'name="stage"' in page


def test_a_verifier_sees_the_first_case_beside_the_list(world: World, sign_in: SignIn) -> None:
    case = world.report()
    page = sign_in("verifier").get("/kerja/masuk/").content.decode()
    assert f'data-number="{case.number}"' in page
