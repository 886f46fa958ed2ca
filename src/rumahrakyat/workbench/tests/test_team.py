"""Working together on a case: notes that name colleagues, tasks, links, two matters, what the public reads."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.people.models_records import Notice
from rumahrakyat.reports import attachments, linking, queries
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Attachment, Entry, Report
from rumahrakyat.reports.models_tasks import Task
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

pytestmark = pytest.mark.django_db
MOST_QUERIES = 23  # with tasks and links; a case without any needs three less
TWO = (
    "Lampu jalan di depan balai desa Depok mati sejak seminggu. Selain itu petugas kebersihan tidak mengambil sampah "
    "di pasar Toroh sudah dua minggu."
)
PART = "petugas kebersihan tidak mengambil sampah di pasar Toroh sudah dua minggu."


def path(case: Report, slug: str = "") -> str:
    return f"/kerja/{case.number}/{slug}/" if slug else f"/kerja/{case.number}/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def types(case: Report) -> list[str]:
    return [line.type for line in queries.story(case, staff=True, reporter=False)]


def test_who_is_named_in_a_note_is_told_and_the_bell_is_quiet_after_the_case_was_opened(
    world: World, sign_in: SignIn
) -> None:
    case = world.assigned()
    sign_in("officer").post(path(case, "catat"), {"text": "Mohon dicek, @head, sebelum jam dua."})
    head = sign_in("head")
    assert "Orang Officer menyebut Anda" in page(head, "/kerja/kabar/")
    assert page(head, "/kerja/kabar/").count("baru</b>") == 1  # looking at the bell reads nothing
    page(head, path(case))
    assert "baru</b>" not in page(head, "/kerja/kabar/")


def test_whoever_cannot_see_the_case_is_neither_offered_nor_told(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    officer = sign_in("officer")
    form = page(officer, path(case, "catat"))
    assert 'value="head"' in form
    assert 'value="other_officer"' not in form
    answer = officer.post(path(case, "catat"), {"text": "Tolong @other_officer bantu"})
    assert answer.status_code == 422
    assert "@other_officer tidak bisa melihat kasus ini" in answer.content.decode()
    assert "Tolong @other_officer bantu" in answer.content.decode()
    assert not Notice.objects.exists()


def test_an_address_in_a_note_names_nobody(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    answer = sign_in("officer").post(path(case, "catat"), {"text": "Surat ke kantor@dinas.test sudah dikirim"})
    assert answer.status_code == 302


def test_a_task_is_given_done_and_opened_again_from_the_pages(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    officer, head = sign_in("officer"), sign_in("head")
    given = {"text": "Ukur lubang", "next_on": "2026-07-22", "decision": "visit"}
    officer.post(path(case, "tugas"), {**given, "person": world.accounts["head"].pk})
    task = Task.objects.get()
    assert "Ukur lubang" in page(head, "/kerja/tugas/")
    assert "memberi Anda tugas" in page(head, "/kerja/kabar/")
    address = f"/kerja/tugas/{task.pk}/"
    unsaid = head.post(f"{address}selesai/", {"text": ""}, follow=True)
    assert "Tulis hasil kunjungannya" in unsaid.content.decode()
    head.post(f"{address}selesai/", {"text": "Lubang 40 cm", "next": path(case)})
    again = head.post(f"{address}selesai/", {"text": "Lubang 40 cm"}, follow=True)
    assert "sudah dilakukan" in again.content.decode()
    officer.post(f"{address}buka/")
    assert types(case)[-3:] == ["task_given", "task_done", "task_reopened"]
    assert sign_in("other_officer").post(f"{address}selesai/", {"text": "x"}).status_code == 404


def test_a_task_without_a_day_keeps_what_was_typed(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    answer = sign_in("officer").post(path(case, "tugas"), {"text": "Ukur lubang", "next_on": ""})
    assert answer.status_code == 422
    assert "Pilih sampai hari apa" in answer.content.decode()
    assert "Ukur lubang" in answer.content.decode()


def test_linked_cases_show_each_other_until_the_link_ends(world: World, sign_in: SignIn) -> None:
    one, other = world.assigned(), world.assigned()
    officer = sign_in("officer")
    officer.post(path(one, "hubungkan"), {"number": other.number, "text": "Ruas yang sama"})
    assert other.number in page(officer, path(one))
    assert "Ruas yang sama" in page(officer, path(other))
    twice = officer.post(path(one, "hubungkan"), {"number": other.number, "text": "Lagi"})
    assert "sudah terhubung" in twice.content.decode()
    officer.post(path(other, "putuskan"), {"number": one.number, "text": "Keliru"})
    assert linking.linked_with(one) == []


def test_a_case_of_others_cannot_be_linked(world: World, sign_in: SignIn) -> None:
    one, foreign = world.assigned(), world.assigned("TRANSPORT")
    answer = sign_in("officer").post(path(one, "hubungkan"), {"number": foreign.number, "text": "Sama"})
    assert answer.status_code == 422
    assert types(foreign)[-1] == "assigned"


def test_two_matters_become_two_cases_of_one_reporter_and_one_moment(world: World, sign_in: SignIn) -> None:
    case = world.report(TWO)
    sent = {"part": PART, "text": "Sampah urusan dinas lain"}
    sign_in("verifier").post(path(case, "pecah"), sent)
    sign_in("verifier").post(path(case, "pecah"), sent)
    (linked,) = linking.linked_with(case)
    made = linked.report
    case.refresh_from_db()
    assert (made.text, made.reporter_id, made.received_at) == (PART, case.reporter_id, case.received_at)
    assert made.answer_due_at == case.answer_due_at
    assert linked.came_of_it
    assert "split" in [line.type for line in queries.story(case, staff=False, reporter=True)]


def test_words_that_are_not_in_the_report_cannot_be_split_off(world: World, sign_in: SignIn) -> None:
    case = world.report(TWO)
    answer = sign_in("verifier").post(path(case, "pecah"), {"part": "Ini kalimat yang dikarang", "text": "Lain"})
    assert "tidak ada dalam laporan" in answer.content.decode()
    whole = sign_in("verifier").post(path(case, "pecah"), {"part": TWO, "text": "Lain"})
    assert "seluruh laporan" in whole.content.decode()
    assert Report.objects.count() == 1


def test_the_public_text_is_edited_with_a_reason_and_the_original_stays(
    world: World, sign_in: SignIn, client: Client
) -> None:
    case = world.report("Jalan rusak di depan rumah, hubungi 0812 3456 7890 untuk lihat.")
    verifier = sign_in("verifier")
    assert "<mark>" in page(verifier, path(case, "salinan"))
    sent = {"title": "Jalan rusak", "text": "Jalan rusak, hubungi 0812 3456 7890.", "reason": "Diringkas"}
    warned = verifier.post(path(case, "salinan"), sent)
    assert "masih mengarah ke seseorang" in warned.content.decode()
    verifier.post(path(case, "salinan"), {**sent, "text": "Jalan rusak di depan rumah."})
    case.refresh_from_db()
    assert case.public_text == "Jalan rusak di depan rumah."
    assert "0812 3456 7890" in case.text
    assert "Diringkas" not in client.get(f"/lacak/{case.number}/").content.decode()
    assert types(case)[-1] == "public_edited"


def photo(case: Report) -> Attachment:
    """A ready photo that stands in the case's story."""
    (kept,) = attachments.keep(case, [Evidence(_PNG, "image/png")], by_citizen=False, at=case.received_at)
    Attachment.objects.filter(pk=kept.pk).update(state="ready", served=kept.original)
    return kept


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001000505"
    "0a2d0a0000000049454e44ae426082"
)


def test_a_photo_is_hidden_from_everybody_but_staff_and_shown_again(
    world: World, sign_in: SignIn, client: Client
) -> None:
    case = world.assigned()
    kept = photo(case)
    verifier = sign_in("verifier")
    hidden = {"attachment": str(kept.pk), "decision": "hide", "text": "Wajah anak terlihat"}
    verifier.post(path(case, "foto"), hidden)
    kept.refresh_from_db()
    assert not kept.public
    assert client.get(f"/berkas/{kept.pk}/").status_code == 404
    verifier.post(path(case, "foto"), {**hidden, "decision": "show", "text": "Sudah disamarkan"})
    assert types(case)[-2:] == ["photo_hidden", "photo_shown"]


def test_words_that_threaten_wait_behind_a_tap_and_are_told_above(world: World, sign_in: SignIn) -> None:
    case = world.assigned(text="Lubang di jalan tidak diperbaiki. Awas kalian, saya bakar kantor kalau tidak!")
    officer = sign_in("officer")
    text = page(officer, path(case))
    assert "Kata-kata ini mengancam" in text
    seq = Entry.objects.get(report=case, type="received").seq
    for _twice in range(2):
        officer.post(path(case, "ancaman"), {"number": seq, "decision": "threat"})
    told = set(Notice.objects.filter(code="threatened").values_list("account__username", flat=True))
    assert told == {"head", "secretary"}
    assert types(case).count("threatened") == 1
    case.refresh_from_db()
    assert (case.stage, case.answer_due_at) == ("assigned", case.received_at + timedelta(hours=24))


def test_a_dog_that_bites_is_no_abuse(world: World, sign_in: SignIn) -> None:
    case = world.assigned(text="Anjing liar menggigit anak di pasar, saya diancam mau dibunuh pemiliknya.")
    assert "team-rude" not in page(sign_in("officer"), path(case))


def test_the_place_is_drawn_with_what_was_reported_around_it(world: World, sign_in: SignIn) -> None:
    case, other = (world.assigned(lat=-7.0934 + n / 1000, lon=110.9152) for n in range(2))
    Report.objects.filter(pk__in=[case.pk, other.pk]).update(regency_id="33.15")
    text = page(sign_in("officer"), path(case, "sekitar"))
    assert "geo:-7.093400,110.915200" in text
    assert other.number in text
    assert "111 m" in text
    assert other.number not in page(sign_in("verifier"), path(case, "sekitar")).split("111 m")[1]


def long_story(world: World, officer: str = "officer") -> Report:
    case = world.assigned()
    actor = world.actor(officer, case)
    for nth in range(120):
        cases.note(report_id=case.pk, text=f"Catatan nomor {nth}. " + "Kata " * 40, actor=actor, at=world.at)
    return case


def test_a_long_story_is_shown_in_leaves_within_size_and_queries(
    world: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = long_story(world)
    for nth in range(2):
        given = {"text": f"Tugas {nth}", "next_on": "2026-07-23"}
        sign_in("officer").post(path(case, "tugas"), given)
    sign_in("officer").post(path(case, "hubungkan"), {"number": world.assigned().number, "text": "Ruas sama"})
    officer = sign_in("officer")
    with django_assert_max_num_queries(MOST_QUERIES):
        first = page(officer, path(case))
    assert len(first.encode()) <= 100_000
    assert "Catatan nomor 119." in first
    assert "Catatan nomor 3." not in first
    older = first.split("?sebelum=")[1].split('"')[0]
    assert "Catatan nomor 119." not in page(officer, f"{path(case)}?sebelum={older}")
