"""Photographs and scans of a draft at a counter: sealed, in the folder of unsent drafts that is swept after a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rumahrakyat.lib import crypto
from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.reports import attachments
from rumahrakyat.reports.attachments import Evidence

MOST: Final = attachments.MAX_FILES


@dataclass(frozen=True)
class Photo:
    """`digest` names the sealed file; `name` is what the officer sees of it."""

    digest: str
    media_type: str
    name: str = ""


def keep(evidence: Evidence, name: str) -> Photo:
    """Check and store a file. Raises `reports.errors.BadFile`."""
    attachments.check([evidence])
    return Photo(attachments.drafts().put(crypto.seal_bytes(evidence.data)), evidence.media_type, name[:60])


def as_evidence(kept: Sequence[Photo]) -> list[Evidence]:
    """The files for the operation that files the report; one that was swept meanwhile is left out."""
    found = []
    for one in kept[:MOST]:
        try:
            found.append(Evidence(crypto.unseal_bytes(attachments.drafts().get(one.digest)), one.media_type))
        except MissingBlob:
            continue
    return found
