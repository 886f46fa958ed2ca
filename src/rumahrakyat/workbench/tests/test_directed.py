"""What was asked of a body, where its head reads and answers it; the strip on the case; the mark in the queue."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rumahrakyat.lib import clock
from rumahrakyat.oversight.directions import delivering, watching
from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

ASKED = "Mohon dijelaskan mengapa belum ada petugas di lokasi."
BECAUSE = "Petugas kami turun hari ini; warga sudah kami kabari."


@pytest.fixture
def asked(world: World) -> Direction:
    held = world.assigned()
    at = held.received_at + timedelta(hours=2)
    governor = world.accounts["governor"]
    wish = acts.Wish(uuid4(), ASKED, held)
    one = acts.ask(wish, account=governor, at=at)
    delivering.deliver_due(at=at + acts.RECALL)
    watching.watch(report=held, account=governor, at=at)
    one.refresh_from_db()
    return one


def test_the_head_reads_and_answers_it(asked: Direction, sign_in: SignIn) -> None:
    head = sign_in("head")
    assert "1 penjelasan" in head.get("/kerja/arahan/").content.decode()
    assert ASKED in head.get(f"/kerja/arahan/{asked.pk}/").content.decode()
    refused = head.post(f"/kerja/arahan/{asked.pk}/", {"text": "Siap."})
    assert (refused.status_code, "Siap." in refused.content.decode()) == (422, True)
    assert BECAUSE in head.post(f"/kerja/arahan/{asked.pk}/", {"text": BECAUSE}, follow=True).content.decode()
    assert BECAUSE in sign_in("governor").get(f"/pantau/arahan/{asked.pk}/").content.decode()


def test_officers_read_it_and_do_not_answer(asked: Direction, sign_in: SignIn) -> None:
    officer = sign_in("officer")
    assert "textarea" not in officer.get(f"/kerja/arahan/{asked.pk}/").content.decode()
    assert officer.post(f"/kerja/arahan/{asked.pk}/", {"text": BECAUSE}).status_code == 404


@pytest.mark.parametrize("name", ["other_head", "verifier", "regency_officer", "governor"])
def test_to_others_it_does_not_exist(asked: Direction, sign_in: SignIn, name: str) -> None:
    assert sign_in(name).get(f"/kerja/arahan/{asked.pk}/").status_code == 404


def test_every_holder_sees_it_on_the_case_and_in_the_queue(asked: Direction, world: World, sign_in: SignIn) -> None:
    assert asked.report is not None
    with clock.frozen(asked.report.received_at + timedelta(hours=3)):
        officer = sign_in("officer")
        page = officer.get(f"/kerja/{asked.report.number}/").content.decode()
        queue = officer.get("/kerja/").content.decode()
    assert "Orang Governor memantau kasus ini" in page
    assert "Orang Governor meminta penjelasan" in page
    assert 'id="arahkan"' not in page
    assert "Orang Governor memantau" in queue


def test_whoever_directs_has_the_box_and_goes_back_to_the_case(world: World, sign_in: SignIn) -> None:
    held = world.assigned()
    governor = sign_in("governor")
    assert 'id="arahkan"' in governor.get(f"/kerja/{held.number}/").content.decode()
    sent = {"jenis": "tanya", "text": ASKED, "dari": "kasus", "kasus": held.number}
    answer = governor.post(f"/pantau/arahan/baru/?kasus={held.number}", sent, follow=True)
    assert "Urungkan, " in answer.content.decode()
