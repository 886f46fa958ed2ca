"""What is said in a case's recordings: reading it, and writing it down."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError

from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import timeline
from rumahrakyat.reports.errors import NoRecording
from rumahrakyat.reports.models import Attachment, Entry, Report
from rumahrakyat.reports.models_transcripts import Transcript
from rumahrakyat.reports.moves import moving, required
from rumahrakyat.reports.wording import NOT_WRITTEN_YET, title_from


def write(report: Report, attachment_id: str, text: str, *, account_id: int | None, at: datetime) -> Transcript:
    """A person's version. Only for `transcribe`, under the case's lock. Raises `NoRecording`."""
    try:
        recording = Attachment.objects.get(pk=attachment_id, report=report, kind=Attachment.Kind.AUDIO)
    except (Attachment.DoesNotExist, ValidationError) as error:
        raise NoRecording from error
    return Transcript.objects.create(attachment=recording, text=text, author_id=account_id, at=at)


def of_files(attachment_ids: Iterable[str]) -> dict[str, Transcript]:
    """The version that counts, by the file's id: the newest of a person, else the program's suggestion."""
    rows = Transcript.objects.filter(attachment__in=list(attachment_ids)).exclude(text="").select_related("author")
    found: dict[str, Transcript] = {}
    for row in rows.order_by("-machine", "id"):
        found[str(row.attachment_id)] = row
    return found


def words_of(report: Report) -> str:
    """What the citizen said, for whoever must understand the case: its text, or, while that is only the placeholder
    of a voice note, what people wrote down of it. A program's suggestion is nobody's word and is left out."""
    if report.text != NOT_WRITTEN_YET:
        return report.text
    files = Attachment.objects.filter(report=report, kind=Attachment.Kind.AUDIO, by_citizen=True)
    ids = [str(key) for key in files.order_by("created_at", "id").values_list("pk", flat=True)]
    found = of_files(ids)
    written = [found[key].text for key in ids if key in found and not found[key].machine]
    return "\n".join(written) or report.text


def erase(report: Report) -> None:
    """Empty every version; the rows stay. Part of erasing a case's personal words."""
    Transcript.objects.filter(attachment__report=report).update(text="")


def transcribe(*, report_id: int, attachment_id: str, text: str, actor: Actor, at: datetime) -> Entry:
    """Write down what is said in a recording of the case. The reporter may read it; an earlier version is kept.

    A case that was only spoken gets its title from these words; its own text stays as it came. Raises `NoRecording`.
    """
    with moving(report_id, "transcribe", actor) as (report, _transition):
        words = required(text)
        transcript = write(report, attachment_id, words, account_id=actor.account_id, at=at)
        if report.text == NOT_WRITTEN_YET:
            report.title = title_from(words)
            report.save(update_fields=["title"])
        data: dict[str, object] = {"attachment": str(transcript.attachment_id)}
        return timeline.append(report, "transcribed", actor=actor, at=at, data=data, personal={"text": words})
