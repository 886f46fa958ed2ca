"""The files of a case that is erased: evidence, what came with messages, recordings, files of proposed answers."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q, QuerySet

from rumahrakyat.channels import media
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.reports import attachments
from rumahrakyat.reports.attachments import ERASED
from rumahrakyat.reports.models import Attachment, Report
from rumahrakyat.writing.models import ProposalFile


@dataclass(frozen=True)
class Stored:
    """A file by its digest. `evidence`: of a case, in the store of cases; else of a message, in that of channels."""

    digest: str
    evidence: bool

    @property
    def path(self) -> Path:
        store = attachments.blobs() if self.evidence else media.blobs()
        return store.path(self.digest)


def of(report: Report) -> set[Stored]:
    pairs = Attachment.objects.filter(report=report).values_list("original", "served")
    evidence = {digest for pair in pairs for digest in pair}
    evidence |= set(ProposalFile.objects.filter(proposal__report=report).values_list("blob", flat=True))
    sent = set(_media(report).values_list("digest", flat=True))
    return {Stored(one, True) for one in evidence - {""}} | {Stored(one, False) for one in sent - {""}}


def erase(report: Report) -> None:
    """The rows name no file that anybody may open; the digests stay: the chain holds them, too."""
    Attachment.objects.filter(report=report).update(state=Attachment.State.REFUSED, refusal=ERASED, public=False)
    kept = InboundMedia.State.FAILED
    _media(report).update(state=kept, error=ERASED, sealed_filename="", ref="")


def remove(named: set[Stored]) -> None:
    """But not what another case names as well: the same picture sent twice is one file."""
    for one in named:
        if not _is_named_elsewhere(one):
            one.path.unlink(missing_ok=True)


def calls_of(report: Report) -> QuerySet[Call]:
    """The calls that were about this case and about no other with words."""
    others = Report.objects.exclude(pk=report.pk).exclude(text="")
    return Call.objects.filter(cases__report=report).exclude(cases__report__in=others)


def _media(report: Report) -> QuerySet[InboundMedia]:
    return InboundMedia.objects.filter(Q(message__case__report=report) | Q(call__in=calls_of(report)))


def _is_named_elsewhere(one: Stored) -> bool:
    if not one.evidence:
        return InboundMedia.objects.filter(digest=one.digest).exclude(error=ERASED).exists()
    of_cases = Attachment.objects.filter(Q(original=one.digest) | Q(served=one.digest)).exclude(refusal=ERASED)
    return of_cases.exists() or ProposalFile.objects.filter(blob=one.digest, proposal__report__text__gt="").exists()
