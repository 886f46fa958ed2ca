"""What staff do to a case, through the forms of its page."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from rumahrakyat.duty.models import Clock, EscalationStep
from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.routing.models import Decision
from rumahrakyat.workbench.models import Draft
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World


def photo() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG")
    return SimpleUploadedFile("bukti.jpg", data.getvalue(), "image/jpeg")


def send(client: Client, case: Report, slug: str, **given: object) -> object:
    case.refresh_from_db()
    form = {"token": str(uuid4()), "seen": str(case.last_seq), **given}
    return client.post(f"/kerja/{case.number}/{slug}/", form, follow=True)


def running(report_id: int, obligation: str) -> Clock | None:
    return Clock.objects.filter(report=report_id, obligation=obligation, met_at=None, stopped_at=None).first()


def now_at(case: Report) -> str:
    case.refresh_from_db()
    return case.stage


def test_an_answer_with_a_stage_stops_the_clock(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    page = send(sign_in("officer"), case, "jawab", stage="field_check", text="Tim kami ke lokasi sore ini.")
    assert now_at(case) == "field_check"
    assert running(case.pk, FIRST_RESPONSE) is None
    assert "Terkirim" in page.content.decode()  # type: ignore[attr-defined]


def test_the_same_form_sent_twice_is_one_answer(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    form = {"token": str(uuid4()), "seen": "2", "stage": "field_check", "text": "Tim kami ke lokasi."}
    for _press in range(2):
        assert client.post(f"/kerja/{case.number}/jawab/", form).status_code == 302
    assert case.entries.filter(type="answered").count() == 1


def test_done_needs_a_photo_or_a_reason(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    page = send(client, case, "jawab", stage="resolved", text="Sudah ditambal.")
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "Sudah ditambal." in page.content.decode()  # type: ignore[attr-defined]
    send(client, case, "jawab", stage="resolved", text="Sudah ditambal.", photos=photo())
    assert now_at(case) == "resolved"
    assert case.attachments.count() == 1


def test_done_without_a_photo_tells_why(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    send(sign_in("officer"), case, "jawab", stage="resolved", text="Selesai.", reason="Di dalam rumah warga.")
    assert now_at(case) == "resolved"


def test_an_empty_answer_says_what_to_write(world: World, sign_in: SignIn) -> None:
    page = send(sign_in("officer"), world.assigned(), "jawab", text=" ")
    text = page.content.decode()  # type: ignore[attr-defined]
    assert "Pilih tahap setelah jawaban ini" in text
    assert "Satu kalimat sudah cukup" in text


def test_a_file_that_is_no_photo_is_refused_and_the_words_stay(world: World, sign_in: SignIn) -> None:
    wrong = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    page = send(sign_in("officer"), world.assigned(), "jawab", stage="in_progress", text="Dikerjakan.", photos=wrong)
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "Dikerjakan." in page.content.decode()  # type: ignore[attr-defined]


def test_what_happened_meanwhile_is_shown_and_the_words_stay(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    seen = case.last_seq
    cases.answer(
        report_id=case.pk,
        stage=Stage.VERIFICATION,
        text="Sedang kami cek.",
        actor=world.actor("head", case),
        at=world.at,
    )
    form = {"token": str(uuid4()), "seen": str(seen), "stage": "field_check", "text": "Jawaban saya yang panjang."}
    page = client.post(f"/kerja/{case.number}/jawab/", form)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Kasus bergerak saat Anda menulis" in text
    assert "Sedang kami cek." in text
    assert "Jawaban saya yang panjang." in text


def test_a_question_makes_the_case_wait(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    send(sign_in("officer"), case, "tanya", text="Di kilometer berapa?")
    assert now_at(case) == "waiting_reporter"


def test_an_agency_is_found_by_name_without_a_script_and_gets_the_case(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    page = send(client, case, "serahkan", search="1", find="perhubungan", text="Urusan rambu.")
    text = page.content.decode()  # type: ignore[attr-defined]
    assert "Dinas Perhubungan" in text
    assert "Urusan rambu." in text
    send(client, case, "serahkan", holder="TRANSPORT", text="Urusan rambu.")
    case.refresh_from_db()
    assert case.holder == world.organisations["TRANSPORT"]


@pytest.mark.parametrize("typed", ["grobogan", "toroh", "Depok"])
def test_a_place_finds_its_government(typed: str, world: World, sign_in: SignIn) -> None:
    found = sign_in("officer").get(
        "/kerja/dinas/", {"find": typed, "untuk": "serahkan"}, headers={"HX-Request": "true"}
    )
    assert "Pemerintah Kabupaten Grobogan" in found.content.decode()


def test_not_ours_goes_back_to_the_desk(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    send(sign_in("officer"), case, "kembalikan", text="Bukan jalan provinsi.")
    assert now_at(case) == "received"


def test_a_note_is_kept_and_stops_no_clock(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    page = send(sign_in("officer"), case, "catat", text="Aspal datang Selasa.")
    assert "Aspal datang Selasa." in page.content.decode()  # type: ignore[attr-defined]
    assert running(case.pk, FIRST_RESPONSE) is not None


def test_a_verifier_refers_with_the_bodys_own_words(world: World, sign_in: SignIn) -> None:
    power = world.organisations["POWER"]
    power.referral_text = "Silakan telepon 123, kami bantu bila tidak dijawab."
    power.save()
    case = world.report("Listrik padam sejak semalam.")
    send(sign_in("verifier"), case, "rujuk", to="POWER", text="", dari="masuk")
    assert now_at(case) == "referred"
    assert case.entries.get(type="referred").text == power.referral_text


def test_a_verifier_corrects_place_and_category(world: World, sign_in: SignIn) -> None:
    case = world.report("Jalan rusak.")
    page = send(sign_in("verifier"), case, "koreksi", category="roads", place_code="33.15.01.2001", dari="masuk")
    case.refresh_from_db()
    assert (case.category, case.village_id) == (world.categories["roads"], "33.15.01.2001")
    assert f'data-number="{case.number}"' in page.content.decode()  # type: ignore[attr-defined]


def test_the_places_the_router_left_open_are_there_to_tap_until_one_is_chosen(world: World, sign_in: SignIn) -> None:
    case = world.report("Jalan rusak di Semarang.")
    open_ones = [{"code": "33.15", "label": "Kabupaten Grobogan"}, {"code": "33.21", "label": "Kabupaten Demak"}]
    Decision.objects.create(
        report=case,
        entry=case.entries.get(type="received"),
        at=world.at,
        version="1",
        action="verify",
        kind="complaint",
        places=open_ones,
    )
    client = sign_in("verifier")
    page = client.get(f"/kerja/{case.number}/koreksi/").content.decode()
    assert 'value="33.21"' in page
    assert "Kabupaten Demak" in page
    send(client, case, "koreksi", place_code="33.21", dari="masuk")
    case.refresh_from_db()
    assert case.regency_id == "33.21"
    assert 'name="place_code"' not in client.get(f"/kerja/{case.number}/koreksi/").content.decode()


def test_after_passing_on_the_next_case_comes_at_once(world: World, sign_in: SignIn) -> None:
    first, second = world.report("Lampu jalan mati."), world.report("Jembatan retak di kampung kami.")
    page = send(sign_in("verifier"), first, "teruskan", holder="ROADS", dari="masuk")
    assert now_at(first) == "assigned"
    assert f'data-number="{second.number}"' in page.content.decode()  # type: ignore[attr-defined]


def test_opening_the_case_acknowledges_the_heads_reminder(world: World, sign_in: SignIn) -> None:
    case = world.assigned()
    clock = running(case.pk, FIRST_RESPONSE)
    assert clock is not None
    step = EscalationStep.objects.create(
        clock=clock, code="head", audience="head", organisation=case.holder, due_at=world.at, taken_at=world.at
    )
    sign_in("officer").get(f"/kerja/{case.number}/")
    step.refresh_from_db()
    assert step.acknowledged_at is None
    sign_in("head").get(f"/kerja/{case.number}/")
    step.refresh_from_db()
    assert step.acknowledged_by == world.accounts["head"]


def test_a_draft_waits_for_its_author_alone(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    said = client.post(f"/kerja/{case.number}/simpan/", {"action": "jawab", "text": "Setengah kalimat"})
    assert "draf tersimpan" in said.json()["said"]
    assert "Setengah kalimat" in client.get(f"/kerja/{case.number}/").content.decode()
    assert "Setengah kalimat" not in sign_in("head").get(f"/kerja/{case.number}/").content.decode()
    assert "Setengah" not in Draft.objects.get().sealed


def test_sending_drops_the_draft(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    client.post(f"/kerja/{case.number}/simpan/", {"action": "jawab", "text": "Setengah kalimat"})
    send(client, case, "jawab", stage="in_progress", text="Kalimat utuh.")
    assert not Draft.objects.exists()


def test_words_sent_after_the_session_ended_come_back_after_signing_in(world: World, client: Client) -> None:
    case = world.assigned()
    path = f"/kerja/{case.number}/jawab/"
    away = client.post(path, {"text": "Tulisan yang panjang sekali.", "stage": "in_progress"}, follow=True)
    assert "/masuk/" in away.redirect_chain[-1][0]
    assert "Tulisan Anda tersimpan: masuk lagi untuk meneruskan" in away.content.decode()
    client.force_login(world.accounts["officer"])
    page = client.get(path).content.decode()
    assert "Tulisan yang panjang sekali." in page
    assert "sudah kembali" in page


def test_two_forms_of_one_case_keep_their_drafts_beside_each_other(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(), sign_in("officer")
    client.post(f"/kerja/{case.number}/simpan/", {"action": "jawab", "text": "Jawaban setengah"})
    client.post(f"/kerja/{case.number}/simpan/", {"action": "catat", "text": "Catatan setengah"})
    page = client.get(f"/kerja/{case.number}/").content.decode()
    assert "Jawaban setengah" in page
    assert "Catatan setengah" in page
