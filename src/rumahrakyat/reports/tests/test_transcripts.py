"""What is said in a recording: a program may suggest it, a person writes it down."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from rumahrakyat.lib import clock
from rumahrakyat.reports import attachments, effects, hearing, operations, queries, transcripts
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import NoRecording, NoteRequired, NotPermitted
from rumahrakyat.reports.models import Attachment, Report
from rumahrakyat.reports.models_transcripts import Transcript
from rumahrakyat.reports.wording import NOT_WRITTEN_YET
from rumahrakyat.routing.models import Decision
from tests.cast import World

VOICE = Evidence(b"OggS suara", "audio/ogg")
WORDS = "Lampu jalan di depan balai desa Depok mati sejak hari Minggu."


@pytest.fixture
def spoken(world: World) -> Report:
    """A case that was only spoken, and its recording."""
    with clock.frozen(world.at):
        report = world.report(NOT_WRITTEN_YET, evidence=[VOICE])
        attachments.process_pending()
    return report


def recording_of(report: Report) -> Attachment:
    return Attachment.objects.get(report=report)


def write(world: World, report: Report, text: str = WORDS, *, name: str = "verifier", file: object = None) -> None:
    operations.transcribe(
        report_id=report.pk,
        attachment_id=str(file or recording_of(report).pk),
        text=text,
        actor=world.actor(name, report),
        at=world.at + timedelta(minutes=5),
    )


def test_what_a_person_wrote_is_kept_with_the_recording_and_told_in_the_story(world: World, spoken: Report) -> None:
    write(world, spoken)
    row = Transcript.objects.get()
    assert (row.text, row.machine, row.author) == (WORDS, False, world.accounts["verifier"])
    line = queries.story(spoken, staff=True, reporter=False)[-1]
    assert (line.type, line.text) == ("transcribed", WORDS)
    assert not queries.verify(Report.objects.get(pk=spoken.pk))


def test_the_reporter_reads_it_and_the_public_does_not(world: World, spoken: Report) -> None:
    write(world, spoken)
    own = queries.story(spoken, staff=False, reporter=True)
    assert [line.type for line in own][-1] == "transcribed"
    assert [one.text for line in own for one in line.transcripts.values()] == [WORDS]
    others = queries.story(spoken, staff=False, reporter=False)
    assert "transcribed" not in [line.type for line in others]
    assert not any(line.transcripts for line in others)


def test_a_case_that_was_only_spoken_gets_its_title_and_keeps_its_own_text(world: World, spoken: Report) -> None:
    write(world, spoken)
    spoken.refresh_from_db()
    assert (spoken.text, spoken.title) == (NOT_WRITTEN_YET, WORDS.rstrip("."))
    assert transcripts.words_of(spoken) == WORDS


def test_a_case_with_words_of_its_own_keeps_its_title(world: World) -> None:
    report = world.report(evidence=[VOICE])
    before = report.title
    write(world, report)
    report.refresh_from_db()
    assert report.title == before
    assert transcripts.words_of(report) == report.text


def test_the_newest_version_of_a_person_counts_and_the_older_one_is_kept(world: World, spoken: Report) -> None:
    Transcript.objects.create(attachment=recording_of(spoken), text="lampu jala", machine=True, at=world.at)
    write(world, spoken, "Lampu jalan mati.")
    write(world, spoken)
    found = transcripts.of_files([str(recording_of(spoken).pk)])
    assert [(one.text, one.machine) for one in found.values()] == [(WORDS, False)]
    assert Transcript.objects.count() == 3


@pytest.mark.parametrize("name", ["governor", "outsider", "other_officer"])
def test_only_who_may_answer_or_verify_writes_it_down(world: World, spoken: Report, name: str) -> None:
    with pytest.raises(NotPermitted):
        write(world, spoken, name=name)


def test_there_must_be_words_and_a_recording_of_this_case(world: World, spoken: Report) -> None:
    other = world.report(evidence=[VOICE])
    with pytest.raises(NoteRequired):
        write(world, spoken, "  ")
    for wrong in (recording_of(other).pk, "bukan nomor"):
        with pytest.raises(NoRecording):
            write(world, spoken, file=wrong)


def test_the_router_looks_again_while_the_case_is_with_the_desk(world: World, spoken: Report) -> None:
    with clock.frozen(world.at + timedelta(minutes=10)):
        effects.run_due()
        before = Decision.objects.filter(report=spoken).count()
        write(world, spoken)
        effects.run_due()
    first, *_others, newest = Decision.objects.filter(report=spoken).order_by("id")
    assert Decision.objects.filter(report=spoken).count() == before + 1
    assert first.guesses != newest.guesses
    assert "jalan" in " ".join(newest.reasons).lower()


def test_erasing_the_personal_words_erases_these_too(world: World, spoken: Report) -> None:
    write(world, spoken)
    operations.erase_personal(report_id=spoken.pk)
    assert Transcript.objects.get().text == ""
    assert not queries.verify(Report.objects.get(pk=spoken.pk))


# A program of the operator


@pytest.fixture
def program(tmp_path: Path, settings: Settings) -> Path:
    """A script that says how many bytes it heard; the command of this installation."""
    script = tmp_path / "dengar.py"
    script.write_text("import sys; print('terdengar', len(open(sys.argv[1], 'rb').read()), 'bita')")
    settings.TRANSCRIBE_COMMAND = f"{sys.executable} {script} {{file}}"
    settings.TRANSCRIBE_SECONDS = 20
    return script


def suggested(world: World) -> int:
    return hearing.suggest_due(lambda: world.at + timedelta(minutes=1))


@pytest.mark.parametrize("command", ["", "dengar", "dengar 'terbuka"])
def test_without_a_command_that_can_be_read_nothing_is_suggested(
    world: World, spoken: Report, settings: Settings, command: str
) -> None:
    settings.TRANSCRIBE_COMMAND = command
    assert suggested(world) == 0
    assert Transcript.objects.count() == 0


def test_what_the_program_says_is_a_suggestion_until_a_person_has_checked(
    world: World, spoken: Report, program: Path
) -> None:
    assert suggested(world) == 1
    row = Transcript.objects.get()
    assert (row.text, row.machine, row.author) == ("terdengar 10 bita", True, None)
    assert transcripts.words_of(spoken) == NOT_WRITTEN_YET
    assert spoken.entries.filter(type="transcribed").count() == 0


def test_a_recording_is_heard_once(world: World, spoken: Report, program: Path) -> None:
    suggested(world)
    assert suggested(world) == 0
    write(world, world.report(evidence=[VOICE]))
    assert suggested(world) == 0


@pytest.mark.parametrize(
    "code", ["import sys; print('x'); sys.exit(3)", "import time; print('x', flush=True); time.sleep(60)"]
)
def test_a_program_that_fails_or_takes_too_long_suggests_nothing(
    world: World, spoken: Report, program: Path, settings: Settings, code: str
) -> None:
    program.write_text(code)
    settings.TRANSCRIBE_SECONDS = 2
    assert suggested(world) == 1
    assert Transcript.objects.get().text == ""
    assert transcripts.of_files([str(recording_of(spoken).pk)]) == {}


def test_a_program_that_does_not_exist_is_no_disaster(world: World, spoken: Report, settings: Settings) -> None:
    settings.TRANSCRIBE_COMMAND = "/tidak/ada {file}"
    assert suggested(world) == 1
    assert Transcript.objects.get().text == ""


def test_the_command_knows_no_shell(world: World, spoken: Report, program: Path, settings: Settings) -> None:
    settings.TRANSCRIBE_COMMAND = f"{sys.executable} -c \"import sys; print(sys.argv[1:])\" '; rm -rf $HOME' {{file}}"
    suggested(world)
    assert "; rm -rf $HOME" in Transcript.objects.get().text


def test_old_recordings_and_those_of_the_agency_are_left_alone(world: World, spoken: Report, program: Path) -> None:
    assert hearing.suggest_due(lambda: world.at + timedelta(days=30)) == 0
    Attachment.objects.update(by_citizen=False)
    assert suggested(world) == 0
