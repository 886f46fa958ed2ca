"""Evidence: checked and sealed when it comes, decoded and written anew in a worker."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from rumahrakyat.lib import crypto, jobs, sounds
from rumahrakyat.lib.blobs import BlobStore
from rumahrakyat.lib.images import MAX_BYTES, BadImage, measure, reencode
from rumahrakyat.reports.errors import BadFile, TooManyFiles
from rumahrakyat.reports.models import Attachment, Report

MAX_FILES = 10  # at one time
MAX_FILES_OF_CASE = 60  # with everything that is added later, by whomever
ATTACHMENTS_TASK = "reports.attachments"
ERASED = "erased"  # the `refusal` of a row whose file went when what was personal about its case was erased
_KIND_BY_TYPE = {
    "image/jpeg": Attachment.Kind.IMAGE,
    "image/png": Attachment.Kind.IMAGE,
    "image/webp": Attachment.Kind.IMAGE,
    "audio/ogg": Attachment.Kind.AUDIO,
    "audio/mpeg": Attachment.Kind.AUDIO,
    "audio/mp4": Attachment.Kind.AUDIO,
    "audio/aac": Attachment.Kind.AUDIO,
    "audio/amr": Attachment.Kind.AUDIO,
    "audio/wav": Attachment.Kind.AUDIO,
    "video/mp4": Attachment.Kind.VIDEO,
    "video/3gpp": Attachment.Kind.VIDEO,
    "application/pdf": Attachment.Kind.DOCUMENT,
}


@dataclass(frozen=True)
class Evidence:
    """A file as it came. `media_type` is what the sender claims; images are recognised by their content. `phase`:
    "before" or "after" the work that it proves. `public` False: for staff and the reporter alone (a signature)."""

    data: bytes
    media_type: str
    phase: str = ""
    public: bool = True


def blobs() -> BlobStore:
    return BlobStore(Path(settings.MEDIA_ROOT))


def drafts() -> BlobStore:
    """Files of reports that are not sent yet; swept after a week."""
    return BlobStore(Path(settings.MEDIA_ROOT) / "drafts")


def check(evidence: Sequence[Evidence]) -> None:
    """Raises `TooManyFiles` or `BadFile`, reading headers only: cheap enough for a request."""
    if len(evidence) > MAX_FILES:
        raise TooManyFiles(len(evidence), MAX_FILES)
    for position, file in enumerate(evidence):
        _check_one(position, file)


def _check_one(position: int, file: Evidence) -> None:
    kind = _KIND_BY_TYPE.get(file.media_type.split(";")[0].strip().lower())
    if len(file.data) > MAX_BYTES:
        raise BadFile(position, "bytes")
    if kind in (None, Attachment.Kind.IMAGE):
        try:
            measure(file.data)
        except BadImage as error:
            raise BadFile(position, error.reason) from error
    elif not file.data:
        raise BadFile(position, "empty")


def keep(report: Report, evidence: Sequence[Evidence], *, by_citizen: bool, at: datetime) -> list[Attachment]:
    """Seal and store the originals and name them in the database. Call inside the operation's transaction.

    Raises `TooManyFiles` or `BadFile`. Served copies are made by `process_pending` in a worker.
    """
    check(evidence)
    if evidence and len(evidence) > room(report):
        raise TooManyFiles(len(evidence), MAX_FILES_OF_CASE)
    kept = [
        Attachment(
            report=report,
            kind=_KIND_BY_TYPE.get(file.media_type.split(";")[0].strip().lower(), Attachment.Kind.IMAGE),
            original=blobs().put(crypto.seal_bytes(file.data)),
            content_digest=hashlib.sha256(file.data).hexdigest(),
            media_type=file.media_type.split(";")[0].strip().lower()[:60],
            seconds=_seconds(file),
            by_citizen=by_citizen,
            phase=file.phase,
            public=file.public,
            created_at=at,
        )
        for file in evidence
    ]
    if kept:
        Attachment.objects.bulk_create(kept)
        jobs.wake(ATTACHMENTS_TASK)
    return kept


def _seconds(file: Evidence) -> int | None:
    return sounds.seconds(file.data) if file.media_type.strip().lower().startswith("audio/") else None


def process_pending() -> int:
    """Make the served copies that are still missing; returns how many rows were settled."""
    return jobs.drain(_process_one)


def _process_one() -> bool:
    with transaction.atomic():
        row = (
            Attachment.objects.filter(state=Attachment.State.PENDING)
            .order_by("created_at")
            .select_for_update(skip_locked=True)
            .first()
        )
        if row is None:
            return False
        original = crypto.unseal_bytes(blobs().get(row.original))
        if row.kind == Attachment.Kind.IMAGE:
            _serve_picture(row, original)
        else:
            row.served, row.state = row.original, Attachment.State.READY
        row.save(update_fields=["served", "state", "width", "height", "media_type", "refusal"])
    return True


def _serve_picture(row: Attachment, original: bytes) -> None:
    try:
        picture = reencode(original)
    except BadImage as error:
        row.state, row.refusal = Attachment.State.REFUSED, error.reason
        return
    row.served, row.state = blobs().put(picture.data), Attachment.State.READY
    row.width, row.height, row.media_type = picture.width, picture.height, "image/jpeg"


def served_bytes(row: Attachment) -> bytes:
    """What may be sent to a reader: the rewritten picture, or the unsealed recording or document.

    Raises `lib.blobs.MissingBlob` when the file is gone.
    """
    data = blobs().get(row.served)
    return data if row.kind == Attachment.Kind.IMAGE else crypto.unseal_bytes(data)


def original_bytes(row: Attachment) -> bytes:
    """The file as it came, with whatever a camera noted in it: only for who may know the reporter.

    Raises `lib.blobs.MissingBlob`.
    """
    return crypto.unseal_bytes(blobs().get(row.original))


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def room(report: Report) -> int:
    """How many more files the case takes."""
    return max(MAX_FILES_OF_CASE - Attachment.objects.filter(report=report).count(), 0)


def is_kept(report: Report, file: Evidence) -> bool:
    """Whether this very file is already with the case."""
    digest = hashlib.sha256(file.data).hexdigest()
    return Attachment.objects.filter(report=report, content_digest=digest).exists()
