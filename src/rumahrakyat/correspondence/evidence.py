"""Files that came with messages, as evidence of a case."""

from collections.abc import Sequence

from rumahrakyat.channels import media as files
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.reports import attachments
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import BadFile
from rumahrakyat.reports.models import Report


def evidence_of(media_ids: Sequence[int], report: Report | None = None) -> tuple[list[Evidence], int]:
    """The files that are here and can be taken, and how many cannot. Those still under way come later."""
    taken, refused = [], 0
    for row in InboundMedia.objects.filter(pk__in=media_ids, state=InboundMedia.State.DONE):
        file = Evidence(files.blobs().get(row.digest), row.mime_type)
        try:
            attachments.check([file])
        except BadFile:
            refused += 1
        else:
            taken.append(file)
    most = min(attachments.MAX_FILES, attachments.room(report)) if report else attachments.MAX_FILES
    return taken[:most], refused + max(len(taken) - most, 0)
