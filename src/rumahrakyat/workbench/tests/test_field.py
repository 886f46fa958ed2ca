"""A field officer's phone: the visits given to them, in order, and what they found, once."""

import hashlib
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_tasks import Task
from rumahrakyat.reports.tasks_of_cases import NewTask, give_task, withdraw_task
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World
from tests.pictures import jpeg

TODAY = date(2026, 7, 21)


@pytest.fixture
def phone(world: World, sign_in: SignIn) -> Client:
    account = Account.objects.create_user(username="field_officer", name="Bu Lapangan")
    Membership.objects.create(account=account, role="field_officer", organisation=world.organisations["ROADS"])
    world.accounts["field_officer"] = account
    return sign_in("field_officer")


def visit(world: World, *, to: str = "field_officer", day: int = 0, **given: Any) -> Task:
    case = world.assigned(name="Bu Sri", **given)
    new = NewTask("Lihat lubangnya", TODAY + timedelta(days=day), "visit", world.accounts[to].pk)
    return give_task(report_id=case.pk, task=new, actor=world.actor("officer", case), at=clock.now())


def visits(phone: Client, **headers: str) -> list[dict[str, Any]]:
    return list(phone.get("/kerja/lapangan/data/", headers=headers).json()["visits"])


def send(phone: Client, task: Task, **given: Any) -> Any:
    facts = {"uuid": str(uuid4()), "tugas": task.pk, "hasil": "more", "teks": "Lubang 2 meter, perlu aspal."} | given
    return phone.post("/kerja/lapangan/kirim/", facts)


def test_own_visits_alone_in_an_order_from_where_they_are(phone: Client, world: World) -> None:
    far = visit(world, lat=-7.5, lon=110.0)
    near = visit(world, lat=-7.1, lon=110.0)
    visit(world, to="officer")
    assert [one["id"] for one in visits(phone, **{"x-start": "-7.0,110.0"})] == [near.pk, far.pk]
    assert [one["id"] for one in visits(phone, **{"x-start": "-7.6,110.0"})] == [far.pk, near.pk]
    assert visits(phone)[0]["geo"].startswith("geo:-7.")


def test_no_identity_of_who_did_not_give_it(phone: Client, world: World) -> None:
    visit(world)
    visit(world, identity="confidential")
    visit(world, confidential=True)
    assert sorted(one["name"] for one in visits(phone)) == ["", "", "Bu Sri"]


def test_the_result_ends_the_visit_once_and_stands_on_the_case(phone: Client, world: World) -> None:
    task, uuid = visit(world), str(uuid4())
    given = {"uuid": uuid, "paraf": "typed", "nama": "Bu Sri", "lat": "-7.1", "lon": "110.9", "teliti": "12"}
    assert [send(phone, task, **given).json()["new"] for _ in range(2)] == [True, False]
    task.refresh_from_db()
    assert task.state == "done"
    entry = task.report.entries.get(type="visited")
    assert (entry.data["result"], entry.data["accuracy"], entry.text) == (
        "more",
        12,
        "Perlu lanjutan. Ditandatangani Bu Sri.",
    )
    assert visits(phone) == []
    for phase in ("before", "signature"):
        data = jpeg(colour="red" if phase == "before" else "blue")
        piece = {"sidik": hashlib.sha256(data).hexdigest(), "besar": len(data), "dari": 0, "tahap": phase}
        phone.post("/kerja/lapangan/foto/", piece | {"uuid": uuid, "potongan": SimpleUploadedFile("f", data)})
    kept = task.report.attachments.order_by("created_at", "phase")
    assert {(one.phase, one.public, one.by_citizen) for one in kept} == {("before", True, False), ("", False, False)}


def test_what_is_not_theirs_or_ended_meanwhile_is_said(phone: Client, world: World) -> None:
    other, ended = visit(world, to="officer"), visit(world)
    withdraw_task(task_id=ended.pk, actor=world.actor("officer", ended.report), at=clock.now())
    assert [send(phone, one).status_code for one in (other, ended)] == [422, 409]
    assert send(phone, visit(world), teks=" ").json()["errors"][0]["field"] == "teks"
    assert not Report.objects.filter(entries__type="visited").exists()


def test_few_queries_and_one_page(phone: Client, world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        visit(world)
    with django_assert_max_num_queries(15):
        visits(phone)
    assert b"Bu Lapangan" not in phone.get("/kerja/lapangan/").content
    assert phone.get("/kerja/lapangan/sw.js").status_code == 200


def test_what_was_found_is_offered_as_the_answer_until_somebody_answers(
    phone: Client, world: World, sign_in: SignIn
) -> None:
    task = visit(world)
    send(phone, task, hasil="done")
    officer, path = sign_in("officer"), f"/kerja/{task.report.number}/"
    assert "Jadikan jawaban" in officer.get(path).content.decode()
    page = officer.post(f"{path}jawab/", {"temuan": "1", "text": "Selamat siang."}).content.decode()
    assert "Selamat siang.\n\nPetugas kami sudah ke lokasi. Lubang 2 meter, perlu aspal.</textarea>" in page
    assert 'value="resolved" checked' in page
    form = {"token": str(uuid4()), "stage": "in_progress", "text": "Petugas kami sudah ke lokasi, aspal Jumat."}
    officer.post(f"{path}jawab/", form)
    assert "Jadikan jawaban" not in officer.get(path).content.decode()
