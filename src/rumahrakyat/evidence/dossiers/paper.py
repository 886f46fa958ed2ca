"""The dossier on paper: PDF/A-2b, tagged, with a thumbnail of every picture."""

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from PIL import Image

from rumahrakyat.evidence.dossiers.view import parsed, view
from rumahrakyat.lib import typeset
from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.reports.attachments import served_bytes
from rumahrakyat.reports.models import Attachment, Report

_SIDE: Final = 420  # pixels of the longer side of a thumbnail


def pdf(report: Report, record: Mapping[str, Any], taking: Mapping[str, Any], sha256: str) -> bytes:
    """Dated at the taking; the same record and taking give the same bytes."""
    pictures = dict(_thumbnails(report, record))
    sheet = typeset.Sheet(
        __package__,
        "dossier.typ",
        view(record, taking, sha256, {name.removesuffix(".jpg"): name for name in pictures}),
        code=f"{record['number']} sha256:{sha256}",
        dated=parsed(str(taking["taken_at"])),
        pictures=pictures,
        standard="a-2b",
    )
    return typeset.pdf(sheet)


def _thumbnails(report: Report, record: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Small pictures by file name; one whole picture is in memory at a time."""
    for listed in record["attachments"]:
        if listed["kind"] != Attachment.Kind.IMAGE or not listed["file"]:
            continue
        row = Attachment.objects.get(pk=listed["id"], report=report)
        try:
            data = served_bytes(row)
        except MissingBlob:  # gone since the record was read: the list says where it should be
            continue
        small = io.BytesIO()
        with Image.open(io.BytesIO(data)) as picture:
            picture.thumbnail((_SIDE, _SIDE))
            picture.convert("RGB").save(small, "JPEG", quality=78)
        yield f"{listed['id']}.jpg", small.getvalue()
