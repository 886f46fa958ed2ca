"""The answer's form with templates, hints, preview and approval; the pages of templates and approval."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.models_tasks import Task
from rumahrakyat.workbench.models import Draft
from rumahrakyat.workbench.tests.conftest import SignIn
from rumahrakyat.workbench.tests.test_actions import now_at, photo, send
from rumahrakyat.writing import approval, templates
from rumahrakyat.writing.models import Proposal, Template
from rumahrakyat.writing.templates import Content
from tests.cast import World

WORDS = "Tim kami memeriksa lubang itu besok pagi."
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"
MOST = 15
PART = {"HX-Request": "true"}  # a part of a page, as a script asks for it


@pytest.fixture
def template(world: World) -> Template:
    content = Content(
        "Cek lapangan",
        texts={"id": "Tim kami datang ke {tempat} pada {tanggal}.", "en": "Our team comes on {tanggal}."},
        stage="field_check",
        next_days=2,
        task="Cek lapangan",
        task_days=2,
    )
    whose = {"account": world.accounts["officer"], "scope": world.reach("officer").scope}
    return templates.create(content=content, whose="sendiri", at=world.at, **whose)  # type: ignore[arg-type]


@pytest.fixture
def waits(world: World) -> None:
    roads = world.organisations["ROADS"]
    approval.set_rule(organisation=roads, wanted="all", account=world.accounts["head"], at=world.at)


def press(client: Client, case: Report, **given: str) -> str:
    return client.post(f"/kerja/{case.number}/jawab/", {"token": str(uuid4()), **given}).content.decode()


def test_templates_are_picked_filled_and_stay_marked_without_a_script(
    world: World, sign_in: SignIn, template: Template
) -> None:
    case, client = world.assigned(), sign_in("officer")
    assert "Cek lapangan" in press(client, case, templat="1", text="Halo.")
    page = press(client, case, pakai=f"{template.pk}:id", text="Halo.")
    assert "Halo.\n\nTim kami datang ke {tempat} pada Kamis, 23 Juli 2026." in page
    assert 'value="field_check" checked' in page
    refused = send(client, case, "jawab", stage="field_check", text="Tim kami datang ke {tempat}.")
    assert "Isi {tempat}, atau hapus" in refused.content.decode()  # type: ignore[attr-defined]
    assert now_at(case) == "assigned"


def test_enter_sends_the_answer_also_without_a_script(world: World, sign_in: SignIn) -> None:
    """Enter in a field presses the first button of its form."""
    page = sign_in("officer").get(f"/kerja/{world.assigned().number}/").content.decode()
    form = page[page.index('<form class="compose') :]
    assert "name=" not in form[form.index("<button") :].partition(">")[0]


def test_a_macro_keeps_its_task_and_counts_its_use(world: World, sign_in: SignIn, template: Template) -> None:
    case = world.assigned()
    given = {"stage": "field_check", "text": WORDS, "template": str(template.pk), "macro": "1"}
    send(sign_in("officer"), case, "jawab", **given)
    template.refresh_from_db()
    assert template.used == 1
    assert Task.objects.get(report=case).assignee == world.accounts["officer"]


def test_hints_and_the_very_message_are_shown_before_sending(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    form = {"text": "Terima kasih, akan kami tindak lanjuti.", "stage": "field_check"}
    page = sign_in("officer").post(f"/kerja/templat/periksa/{case.number}/", form, headers=PART).content.decode()
    assert "belum berkata apa-apa" in page
    assert f"Laporan {case.number}" in page or case.number in page
    assert "Rp360" in page
    assert not Entry.objects.filter(report=case, type="answered").exists()


def test_personal_data_in_a_public_answer_is_asked_about_once(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    given = {"stage": "field_check", "text": "Hubungi Pak Joko di 0812-3456-7890 besok."}
    page = send(client, case, "jawab", **given)
    assert "Tetap kirim begini" in page.content.decode()  # type: ignore[attr-defined]
    assert now_at(case) == "assigned"
    send(client, case, "jawab", **given, sure="1")
    assert now_at(case) == "field_check"


def test_an_answer_waits_is_read_changed_and_sent(world: World, sign_in: SignIn, waits: None) -> None:
    case, head = world.assigned(), sign_in("head")
    page = send(sign_in("officer"), case, "jawab", stage="resolved", text=WORDS, photos=photo())
    assert "Menunggu persetujuan" in page.content.decode()  # type: ignore[attr-defined]
    row = Proposal.objects.get()
    assert case.number in head.get("/kerja/persetujuan/").content.decode()
    shown = head.get(f"/kerja/persetujuan/{row.pk}/").content.decode()
    assert WORDS in shown
    assert "Ini yang dikirim" in head.get(f"/kerja/persetujuan/{row.pk}/?kirim=1").content.decode()
    assert head.get(f"/kerja/persetujuan/{row.pk}/berkas/0/")["Content-Type"] == "image/jpeg"
    head.post(f"/kerja/persetujuan/{row.pk}/", {"putusan": "setuju", "text": "Lubang sudah kami tambal hari ini."})
    assert now_at(case) == "resolved"
    assert case.attachments.count() == 1
    assert case.entries.get(type="resolved").text == "Lubang sudah kami tambal hari ini."


def test_what_came_back_stands_in_the_form_with_its_reason(world: World, sign_in: SignIn, waits: None) -> None:
    case, officer, head = world.assigned(), sign_in("officer"), sign_in("head")
    send(officer, case, "jawab", stage="field_check", text=WORDS)
    row = Proposal.objects.get()
    path = f"/kerja/persetujuan/{row.pk}/"
    assert head.post(path, {"putusan": "kembali", "reason": ""}).status_code == 422
    head.post(path, {"putusan": "kembali", "reason": "Sebut jamnya."})
    page = officer.get(f"/kerja/{case.number}/jawab/").content.decode()
    assert "Sebut jamnya." in page
    assert WORDS in page
    send(officer, case, "jawab", stage="field_check", text=f"{WORDS} Pukul 09.00.")
    assert Proposal.objects.filter(state="waiting").count() == 1


def test_a_second_officer_is_told_whose_answer_waits(world: World, sign_in: SignIn, waits: None) -> None:
    case, client = world.assigned(), sign_in("officer")
    send(client, case, "jawab", stage="field_check", text=WORDS)
    page = send(client, case, "jawab", stage="field_check", text="Kami datang sore ini juga.")
    text = page.content.decode()  # type: ignore[attr-defined]
    assert "Jawaban Orang Officer sudah menunggu persetujuan" in text
    assert "Kami datang sore ini juga." in Draft.objects.get().words["answer.text"]


def test_a_template_is_written_changed_and_its_history_kept(world: World, sign_in: SignIn) -> None:
    head = sign_in("head")
    form = {"name": "Cek", "whose": "dinas", "action": "answer", "text_id": "Kami datang {tanggal}.", "next_days": "2"}
    assert head.post("/kerja/templat/baru/", {**form, "next_days": "ratusan"}).status_code == 422
    head.post("/kerja/templat/baru/", form)
    row = Template.objects.get()
    assert row.organisation == world.organisations["ROADS"]
    path = f"/kerja/templat/{row.pk}/"
    head.post(path, {**form, "text_id": "Kami tiba {tanggal}.", "seen": "1", "active": "1"})
    assert "Kami datang {tanggal}." in head.get(path).content.decode()
    late = head.post(path, {**form, "text_id": "Lain.", "seen": "1", "active": "1"})
    assert late.status_code == 422
    assert "Ada yang mengubahnya" in late.content.decode()
    assert sign_in("officer").post(path, form).status_code == 404
    assert sign_in("other_officer").get(path).status_code == 404
    shown = head.post("/kerja/templat/contoh/", {"text_id": "Halo {nama}, {lain}."}, headers=PART).content.decode()
    assert "Halo Bapak/Ibu, {lain}." in shown


def test_the_head_sets_which_answers_wait(world: World, sign_in: SignIn) -> None:
    head = sign_in("head")
    head.post("/kerja/persetujuan/aturan/", {"wanted": "done"})
    assert "hanya jawaban “tuntas”" in head.get("/kerja/persetujuan/").content.decode()
    assert sign_in("officer").post("/kerja/persetujuan/aturan/", {"wanted": "all"}).status_code == 404


def test_pages_take_few_queries_with_long_names_and_many_rows(
    world: World,
    sign_in: SignIn,
    waits: None,
    template: Template,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Organisation.objects.filter(code="ROADS").update(name=LONG)
    for _nth in range(3):
        send(sign_in("officer"), world.assigned(), "jawab", stage="field_check", text=WORDS)
    case, officer, head = Proposal.objects.latest("pk").report, sign_in("officer"), sign_in("head")
    row = Proposal.objects.latest("pk")
    for client, path in (
        (head, "/kerja/persetujuan/"),
        (head, f"/kerja/persetujuan/{row.pk}/"),
        (officer, "/kerja/templat/"),
        (officer, f"/kerja/templat/{template.pk}/"),
        (officer, f"/kerja/templat/untuk/{case.number}/"),
    ):
        with django_assert_max_num_queries(MOST):
            assert client.get(path, headers=PART if "untuk" in path else {}).status_code == 200
