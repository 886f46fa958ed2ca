"""A photo over a thin link: piece by piece, each piece repeated without harm, kept with its case when it is whole."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from rumahrakyat.lib import crypto
from rumahrakyat.lib.images import BadImage, measure
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.relay import handing
from rumahrakyat.relay.errors import BrokenPhoto, NotHanded
from rumahrakyat.relay.models import Handed, PhotoOnItsWay
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.bringing import bring
from rumahrakyat.reports.errors import BadFile, TooManyFiles
from rumahrakyat.reports.models import Attachment
from rumahrakyat.reports.states import REPORTER_PERMISSIONS

MOST_BYTES: Final = 3 * 1024 * 1024  # of one photo: the phone makes them small before
MOST_PIECE: Final = 512 * 1024


@dataclass(frozen=True)
class Piece:
    """Some bytes of the photo whose SHA-256 is `digest` and which has `size` bytes in all, from `offset` on. `phase`:
    "before" or "after" the work, or "signature", which only staff see; empty for a citizen's photo."""

    uuid: UUID
    digest: str
    size: int
    offset: int
    data: bytes
    phase: str = ""


def take_piece(*, account: Account, piece: Piece, at: datetime) -> int:
    """Keep a piece; returns how many bytes are here, which is where the phone goes on. A piece that does not begin
    there changes nothing. When all are here the photo goes to its case, once. Raises `NotHanded`, `BrokenPhoto`."""
    handed = handing.find(account, piece.uuid)
    if handed is None:
        raise NotHanded
    if not 0 < piece.size <= MOST_BYTES:
        raise BrokenPhoto("bytes")
    with transaction.atomic():
        Handed.objects.select_for_update(of=("self",)).get(pk=handed.pk)
        if _is_kept(handed, piece.digest):
            return piece.size
        row, _new = PhotoOnItsWay.objects.get_or_create(
            handed=handed, digest=piece.digest, defaults={"size": piece.size, "updated_at": at}
        )
        if piece.offset != row.have:
            return row.have
        whole = _joined(row, piece.data)
        if len(whole) < piece.size:
            row.have, row.sealed, row.updated_at = len(whole), crypto.seal_bytes(whole), at
            row.save(update_fields=["have", "sealed", "updated_at"])
            return len(whole)
        row.delete()
    _keep(handed, piece, whole, at)
    return piece.size


def _joined(row: PhotoOnItsWay, data: bytes) -> bytes:
    return (crypto.unseal_bytes(bytes(row.sealed)) if row.have else b"") + data


def _is_kept(handed: Handed, digest: str) -> bool:
    """Whether this very photo is with the case already, or with the one that goes on for it."""
    cases = {handed.report_id, handed.report.parent_id} - {None}
    return Attachment.objects.filter(report__in=cases, content_digest=digest).exists()


def _evidence(whole: bytes, phase: str) -> Evidence:
    shown = phase if phase in Attachment.Phase.values else ""
    return Evidence(whole, "image/jpeg", phase=shown, public=phase != "signature")


def _keep(handed: Handed, piece: Piece, whole: bytes, at: datetime) -> None:
    if hashlib.sha256(whole).hexdigest() != piece.digest:
        raise BrokenPhoto("digest")
    try:
        measure(whole)
        is_visit = handed.kind == Handed.Kind.VISIT
        actor = (
            Actor("staff", account_id=handed.account_id)
            if is_visit
            else Actor("citizen", REPORTER_PERMISSIONS, handed.account_id)
        )
        bring(
            report_id=handed.report_id,
            entry_type="visited" if is_visit else "pictured",
            actor=actor,
            at=at,
            evidence=[_evidence(whole, piece.phase if is_visit else "")],
            data={} if is_visit else {"channel": "village"},
        )
    except BadImage as error:
        raise BrokenPhoto(error.reason) from error
    except BadFile as error:
        raise BrokenPhoto(error.reason) from error
    except TooManyFiles as error:
        raise BrokenPhoto("many") from error
