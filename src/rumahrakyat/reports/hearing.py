"""Speech to text by a program of the operator's choice: a suggestion, never an answer, until a person has checked it.

Off unless `RUMAHRAKYAT_TRANSCRIBE_COMMAND` is set. The command is a line of words, run without a shell; `{file}` stands
for the name of the recording, which lies in a folder of its own for as long as the program runs. What the program
writes to its standard output is the suggestion.
"""

import logging
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from rumahrakyat.lib import jobs
from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.reports.attachments import served_bytes
from rumahrakyat.reports.models import Attachment
from rumahrakyat.reports.models_transcripts import Transcript

logger = logging.getLogger(__name__)

TASK = "reports.hearing"
# A command set later does not begin with the archive.
NEWER_THAN = timedelta(days=7)
MOST_OUTPUT = 40_000  # bytes
MOST_TEXT = 10_000  # characters
_SUFFIXES = {
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "audio/wav": ".wav",
}


class HearingFailed(Exception):
    """The program could not be started, took too long, or ended with an error. The message holds no words."""


def command() -> list[str]:
    """The command as the operator set it, in words; empty when speech to text is off, or the command cannot be read."""
    try:
        words = shlex.split(settings.TRANSCRIBE_COMMAND)
    except ValueError:
        words = [settings.TRANSCRIBE_COMMAND]
    if words and not any("{file}" in word for word in words):
        logger.error("RUMAHRAKYAT_TRANSCRIBE_COMMAND names no {file} or has an open quote: speech to text stays off")
        return []
    return words


def suggest_due(now: Callable[[], datetime]) -> int:
    """Have the program listen to every recent recording that nobody has written down; returns how many."""
    if not command():
        return 0
    return jobs.drain(lambda: _next(now))


def _next(now: Callable[[], datetime]) -> bool:
    row = _claim(now())
    if row is None:
        return False
    try:
        text = hear(served_bytes(row.attachment), row.attachment.media_type)
    except (HearingFailed, MissingBlob) as error:
        logger.warning("recording %s was not understood: %s", row.attachment_id, error)
        return True
    Transcript.objects.filter(pk=row.pk).update(text=text, at=now())
    return True


def _claim(at: datetime) -> Transcript | None:
    """The empty row of the next recording. It is committed first: a program that brings us down has had its try."""
    due = Attachment.objects.filter(
        kind=Attachment.Kind.AUDIO,
        state=Attachment.State.READY,
        created_at__gte=at - NEWER_THAN,
        by_citizen=True,
        transcripts=None,
    )
    recording = due.order_by("created_at").first()
    if recording is None:
        return None
    try:
        with transaction.atomic():
            return Transcript.objects.create(attachment=recording, machine=True, at=at)
    except IntegrityError:  # another worker took it
        return None


def hear(recording: bytes, media_type: str) -> str:
    """What the program says is said. Raises HearingFailed."""
    with tempfile.TemporaryDirectory(prefix="rumahrakyat-") as folder:
        file = Path(folder) / f"rekaman{_SUFFIXES.get(media_type, '.bin')}"
        file.write_bytes(recording)
        words = [word.replace("{file}", str(file)) for word in command()]
        output = Path(folder) / "keluaran"
        _run(words, output, folder)
        with output.open("rb") as said:
            text = said.read(MOST_OUTPUT).decode("utf-8", "ignore")
    return " ".join(text.replace("\x00", "").split())[:MOST_TEXT]


def _run(words: Sequence[str], output: Path, folder: str) -> None:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
    try:
        with output.open("wb") as said:
            program = subprocess.Popen(  # noqa: S603 -- the operator's own command, without a shell
                words,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=environment,
                start_new_session=True,
            )
    except OSError as error:
        raise HearingFailed(f"the program could not be started ({type(error).__name__})") from error
    try:
        status = program.wait(timeout=settings.TRANSCRIBE_SECONDS)
    except subprocess.TimeoutExpired as error:
        os.killpg(program.pid, signal.SIGKILL)  # with whatever it started itself
        program.wait()
        raise HearingFailed(f"the program took longer than {settings.TRANSCRIBE_SECONDS} seconds") from error
    if status != 0:
        raise HearingFailed(f"the program ended with status {status}")
