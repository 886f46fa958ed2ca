"""A head and a reprimand: opening it is reading it, and it is answered where it is read."""

from datetime import timedelta

import pytest

from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.reprimands import operations as reprimands
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

ANSWER = "Petugas kami terlambat membaca; hari ini dijawab."


@pytest.fixture
def sent(world: World) -> Reprimand:
    held = world.assigned()
    at = held.received_at + timedelta(hours=25)
    one = reprimands.issue(organisation=held.holder, account=world.accounts["governor"], at=at)
    reprimands.deliver_due(at=at + reprimands.RECALL)
    return one


def test_opening_it_is_reading_it(sent: Reprimand, sign_in: SignIn) -> None:
    head = sign_in("head")
    assert "1 menunggu jawaban" in head.get("/kerja/teguran/").content.decode()
    assert sent.number in head.get(f"/kerja/teguran/{sent.pk}/").content.decode()
    sent.refresh_from_db()
    assert (sent.state, sent.acknowledged_how) == ("acknowledged", "case")


@pytest.mark.parametrize("name", ["officer", "other_head", "governor", "verifier"])
def test_to_others_it_does_not_exist(sent: Reprimand, sign_in: SignIn, name: str) -> None:
    assert sign_in(name).get(f"/kerja/teguran/{sent.pk}/").status_code == 404
    sent.refresh_from_db()
    assert sent.state == "delivered"


def test_it_is_answered_in_words_that_the_governor_reads(sent: Reprimand, sign_in: SignIn) -> None:
    shown = sign_in("head").post(f"/kerja/teguran/{sent.pk}/", {"text": ANSWER}, follow=True).content.decode()
    assert ANSWER in shown
    assert ANSWER in sign_in("governor").get(f"/pantau/teguran/{sent.pk}/").content.decode()


def test_a_short_answer_is_refused_and_kept(sent: Reprimand, sign_in: SignIn) -> None:
    response = sign_in("head").post(f"/kerja/teguran/{sent.pk}/", {"text": "Siap."})
    assert response.status_code == 422
    assert "Siap." in response.content.decode()


def test_what_was_typed_into_a_form_does_not_stand_in_the_search_of_the_bar(sent: Reprimand, sign_in: SignIn) -> None:
    page = sign_in("head").post(f"/kerja/teguran/{sent.pk}/", {"text": "Singkat saja"}).content.decode()
    assert page.count("Singkat saja") == 1


def test_before_it_has_left_nobody_reads_it(world: World, sign_in: SignIn) -> None:
    held = world.assigned()
    at = held.received_at + timedelta(hours=25)
    one = reprimands.issue(organisation=held.holder, account=world.accounts["governor"], at=at)
    assert sign_in("head").get(f"/kerja/teguran/{one.pk}/").status_code == 404
