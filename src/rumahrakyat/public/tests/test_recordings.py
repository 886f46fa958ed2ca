"""A reporter's own recording: on the own page only, in parts when a player jumps."""

import pytest
from django.test import Client

from rumahrakyat.reports import attachments, operations
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Attachment, Report
from rumahrakyat.reports.models_transcripts import Transcript
from rumahrakyat.reports.operations import issue_secret
from tests.cast import World
from tests.pages import PageClient

VOICE = b"OggS" + bytes(range(96))


@pytest.fixture
def spoken(world: World) -> Report:
    report = world.report(evidence=[Evidence(VOICE, "audio/ogg")])
    attachments.process_pending()
    return report


@pytest.fixture
def own(spoken: Report) -> Client:
    """The browser of the reporter, who has proved it."""
    client = PageClient()
    client.post(f"/lacak/{spoken.number}/kode/", {"kode": issue_secret(report=spoken)})
    return client


def address(report: Report) -> str:
    return f"/berkas/{Attachment.objects.get(report=report).pk}/"


def part(client: Client, path: str, asked: str) -> tuple[int, bytes, str]:
    answer = client.get(path, headers={"Range": asked})
    return answer.status_code, answer.content, answer.headers.get("Content-Range", "")


def test_the_reporter_hears_the_own_voice_and_nobody_else_does(spoken: Report, own: Client, client: Client) -> None:
    assert f'<source src="{address(spoken)}" type="audio/ogg">' in own.get(f"/lacak/{spoken.number}/").content.decode()
    assert "<audio" not in client.get(f"/lacak/{spoken.number}/").content.decode()
    assert client.get(address(spoken)).status_code == 404


def test_a_player_gets_the_part_it_asks_for(spoken: Report, own: Client) -> None:
    path = address(spoken)
    whole = own.get(path)
    assert (whole.status_code, whole.content, whole.headers["Accept-Ranges"]) == (200, VOICE, "bytes")
    assert part(own, path, "bytes=0-3") == (206, b"OggS", "bytes 0-3/100")
    assert part(own, path, "bytes=90-") == (206, VOICE[90:], "bytes 90-99/100")
    assert part(own, path, "bytes=-4") == (206, VOICE[-4:], "bytes 96-99/100")
    assert part(own, path, "bytes=98-400") == (206, VOICE[98:], "bytes 98-99/100")


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=-0", "bytes=9-3"])
def test_a_part_that_the_file_does_not_have_is_refused(spoken: Report, own: Client, asked: str) -> None:
    assert part(own, address(spoken), asked) == (416, b"", "bytes */100")


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=0-3,5-6", "lines=1-2", "bytes=a-b"])
def test_what_is_no_single_range_gets_the_whole_file(spoken: Report, own: Client, asked: str) -> None:
    assert part(own, address(spoken), asked)[:2] == (200, VOICE)


def test_saving_names_the_file(spoken: Report, own: Client) -> None:
    assert own.get(address(spoken) + "?unduh=1").headers["Content-Disposition"].endswith('.ogg"')
    assert "Content-Disposition" not in own.get(address(spoken)).headers


def test_what_a_person_wrote_down_is_read_by_the_reporter_and_a_machine_s_guess_is_not(
    world: World, spoken: Report, own: Client, client: Client
) -> None:
    sound = Attachment.objects.get(report=spoken)
    Transcript.objects.create(attachment=sound, text="tebakan mesin", machine=True, at=world.at)
    assert "tebakan" not in own.get(f"/lacak/{spoken.number}/").content.decode()
    operations.transcribe(
        report_id=spoken.pk,
        attachment_id=str(sound.pk),
        text="Lampu mati sejak Minggu.",
        actor=world.actor("verifier", spoken),
        at=world.at,
    )
    assert "Lampu mati sejak Minggu." in own.get(f"/lacak/{spoken.number}/").content.decode()
    assert "Lampu mati" not in client.get(f"/lacak/{spoken.number}/").content.decode()
