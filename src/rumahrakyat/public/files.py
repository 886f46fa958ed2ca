"""Evidence as it may be seen: rewritten pictures, recordings, documents. Whoever may not see a file finds none."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from rumahrakyat.lib import clock
from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import SEE_ALL, SEE_CASE
from rumahrakyat.public.drawer import drawer_of
from rumahrakyat.reports import access, readings
from rumahrakyat.reports.attachments import served_bytes
from rumahrakyat.reports.models import Attachment

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PLAYED = {Attachment.Kind.AUDIO, Attachment.Kind.VIDEO}
_ENDINGS = {
    "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/aac": "aac", "audio/amr": "amr",
    "audio/wav": "wav", "video/mp4": "mp4", "video/3gpp": "3gp", "application/pdf": "pdf",
}  # fmt: skip


@require_GET
def attachment(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """The file, or the part of a recording that a player asks for. `unduh` in the address saves it instead."""
    reach = access.reach_of(request.user) if isinstance(request.user, Account) else None
    try:
        row = access.get_attachment(str(attachment_id), reach=reach, reporter_of=drawer_of(request).owned())
        data = served_bytes(row)
    except (access.NotFound, MissingBlob) as error:
        raise Http404 from error
    _note(reach, row)
    played = row.kind in _PLAYED
    response = _part(request, data, row.media_type) if played else HttpResponse(data, content_type=row.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=86400"
    if row.kind != Attachment.Kind.IMAGE and not (played and "unduh" not in request.GET):
        ending = _ENDINGS.get(row.media_type, "bin")
        response.headers["Content-Disposition"] = f'attachment; filename="berkas-{str(row.pk)[:8]}.{ending}"'
    return response


def _note(reach: access.Reach | None, row: Attachment) -> None:
    """That one of ours had it open. Pictures are rewritten copies; recordings and documents are served as they came."""
    if reach is None:
        return
    actor = reach.actor_on(row.report)
    if actor.may(SEE_CASE, SEE_ALL):
        what = readings.What.FILE if row.kind == Attachment.Kind.IMAGE else readings.What.ORIGINAL
        readings.note(report_id=row.report_id, actor=actor, what=[what], at=clock.now())


def _part(request: HttpRequest, data: bytes, media_type: str) -> HttpResponse:
    """206 with the bytes of one range, 416 when the file has none of them, 200 with all of it otherwise (RFC 9110)."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()) or "If-Range" in request.headers:
        response = HttpResponse(data, content_type=media_type)
    elif (span := _span(asked.group(1), asked.group(2), len(data))) is None:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(data)}"})
    else:
        first, last = span
        response = HttpResponse(data[first : last + 1], status=206, content_type=media_type)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _span(first: str, last: str, length: int) -> tuple[int, int] | None:
    """The first and last byte of the range; without a first, the last so many bytes are meant."""
    begin = int(first) if first else max(length - int(last), 0)
    end = min(int(last), length - 1) if first and last else length - 1
    return (begin, end) if begin <= end else None
