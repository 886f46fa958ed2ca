"""A voice note on the case's page: heard, written down, checked when a machine was first."""

import pytest

from rumahrakyat.reports import attachments
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Attachment, Report
from rumahrakyat.reports.models_transcripts import Transcript
from rumahrakyat.reports.wording import NOT_WRITTEN_YET
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

AMR = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50 * 12


@pytest.fixture
def spoken(world: World) -> Report:
    report = world.assigned(text=NOT_WRITTEN_YET, evidence=[Evidence(b"OggS suara", "audio/ogg")])
    attachments.process_pending()
    return report


def sound_of(report: Report) -> Attachment:
    return Attachment.objects.get(report=report)


def test_an_officer_hears_it_and_writes_it_down(spoken: Report, sign_in: SignIn) -> None:
    officer, sound = sign_in("officer"), sound_of(spoken)
    page = officer.get(f"/kerja/{spoken.number}/").content.decode()
    assert f'<source src="/berkas/{sound.pk}/" type="audio/ogg">' in page
    assert 'preload="none"' in page
    answer = officer.post(
        f"/kerja/{spoken.number}/tulis/", {"attachment": str(sound.pk), "text": "Lampu jalan mati sejak Minggu."}
    )
    assert answer.status_code == 302
    after = officer.get(f"/kerja/{spoken.number}/").content.decode()
    assert "Lampu jalan mati sejak Minggu" in after
    spoken.refresh_from_db()
    assert spoken.stage == "assigned"


def test_what_a_machine_wrote_is_marked_until_somebody_has_checked(spoken: Report, sign_in: SignIn) -> None:
    sound = sound_of(spoken)
    Transcript.objects.create(attachment=sound, text="lampu jala mati", machine=True, at=spoken.received_at)
    officer = sign_in("officer")
    assert "Ditulis mesin, belum diperiksa" in officer.get(f"/kerja/{spoken.number}/").content.decode()
    officer.post(f"/kerja/{spoken.number}/tulis/", {"attachment": str(sound.pk), "text": "Lampu jalan mati."})
    assert "Ditulis mesin" not in officer.get(f"/kerja/{spoken.number}/").content.decode()


def test_who_only_reads_the_case_finds_the_player_and_no_form(spoken: Report, sign_in: SignIn) -> None:
    page = sign_in("governor").get(f"/kerja/{spoken.number}/").content.decode()
    assert "<audio" in page
    assert "/tulis/" not in page


def test_an_empty_form_is_answered_beside_its_field(spoken: Report, sign_in: SignIn) -> None:
    sound = sound_of(spoken)
    answer = sign_in("officer").post(f"/kerja/{spoken.number}/tulis/", {"attachment": str(sound.pk), "text": " "})
    assert answer.status_code == 422
    assert f'href="#tulis-{sound.pk}"' in answer.content.decode()
    assert f'id="tulis-{sound.pk}"' in answer.content.decode()


def test_a_recording_that_browsers_cannot_play_is_for_saving(world: World, sign_in: SignIn) -> None:
    report = world.assigned(evidence=[Evidence(AMR, "audio/amr")])
    attachments.process_pending()
    page = sign_in("officer").get(f"/kerja/{report.number}/").content.decode()
    assert "<audio" not in page
    assert "0.12 · AMR" in page
    assert f"/berkas/{sound_of(report).pk}/?unduh=1" in page
