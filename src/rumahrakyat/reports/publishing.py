"""What of a case everybody may read and see: the public copy of the words, and which photos.

The original never changes. Every change is an entry with its reason that staff read; what stood there before stands in
it, so nothing is lost.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final

from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import timeline
from rumahrakyat.reports.errors import Changed, NoPhoto, TextTooLong
from rumahrakyat.reports.models import Attachment, Entry, Report
from rumahrakyat.reports.moves import moving, required
from rumahrakyat.reports.submission import clean
from rumahrakyat.reports.wording import public_copy

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
MOST_TITLE: Final = 120
# Comparing takes the square of the pieces; nobody reads the difference of more than these.
_MOST_PIECES: Final = 3000


@dataclass(frozen=True)
class Piece:
    """A stretch of a comparison: "same", "gone" from the first text, or "new" in the second."""

    what: str
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """The way from one text to the other, word by word. Pure."""
    one, two = _PIECE.findall(before), _PIECE.findall(after)
    if len(one) + len(two) > _MOST_PIECES:
        return [Piece("gone", before), Piece("new", after)] if before != after else [Piece("same", before)]
    found: list[Piece] = []
    for tag, first, first_end, second, second_end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(one[first:first_end])))
            continue
        if first_end > first:
            found.append(Piece("gone", "".join(one[first:first_end])))
        if second_end > second:
            found.append(Piece("new", "".join(two[second:second_end])))
    return found


def personal_in(text: str) -> list[str]:
    """What the masks would still take out of a text: numbers, addresses and names that lead to a person."""
    return [
        piece.text.strip() for piece in compare(text, public_copy(text)) if piece.what == "gone" and piece.text.strip()
    ]


@dataclass(frozen=True)
class Copy:
    """The public title and text as somebody wants them."""

    title: str
    text: str


def edit_public(
    *, report_id: int, copy: Copy, reason: str, actor: Actor, at: datetime, seen_seq: int | None = None
) -> Report:
    """Put other words before the public. Raises `Changed` when somebody else did so meanwhile, and `TextTooLong`.

    Words that are the same as those that stand there change nothing and write nothing.
    """
    with moving(report_id, "edit_public", actor, seen_seq) as (report, _transition):
        why, text, title = required(reason), clean(copy.text), " ".join(clean(copy.title).split())
        if len(title) > MOST_TITLE:
            raise TextTooLong(len(title), MOST_TITLE)
        if (text, title) == (report.public_text, report.title):
            return report
        if seen_seq is not None and _edited_since(report, seen_seq):
            raise Changed(report.last_seq)
        before = {"before": report.public_text, "title_before": report.title}
        report.public_text, report.title = text, title
        report.save(update_fields=["public_text", "title"])
        personal: dict[str, object] = {"text": why, "after": text, "title_after": title, **before}
        timeline.append(report, "public_edited", actor=actor, at=at, personal=personal)
    return report


def _edited_since(report: Report, seen_seq: int) -> bool:
    return Entry.objects.filter(report=report, seq__gt=seen_seq, type="public_edited").exists()


def set_photo_public(
    *, report_id: int, attachment_id: str, public: bool, reason: str, actor: Actor, at: datetime
) -> Report:
    """Hide a photo of the case from everybody but staff and the reporter, or show it again. Twice is once.

    Raises `NoPhoto` when it is not a photo of this case.
    """
    with moving(report_id, "edit_public", actor) as (report, _transition):
        why = required(reason)
        photo = Attachment.objects.filter(pk=attachment_id, report=report, kind=Attachment.Kind.IMAGE).first()
        if photo is None:
            raise NoPhoto
        if photo.public != public:
            Attachment.objects.filter(pk=photo.pk).update(public=public)
            entry_type = "photo_shown" if public else "photo_hidden"
            data: dict[str, object] = {"photo": str(photo.pk)}
            timeline.append(report, entry_type, actor=actor, at=at, data=data, personal={"text": why})
    return report
