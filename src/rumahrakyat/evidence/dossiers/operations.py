"""Taking a dossier: made, noted on the case, among its readers and among the dossiers, in one transaction."""

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from rumahrakyat.evidence.dossiers import packing, record
from rumahrakyat.evidence.dossiers.record import Sight
from rumahrakyat.evidence.models_dossiers import Taking
from rumahrakyat.lib.canonical import instant
from rumahrakyat.oversight.findings import queries as findings
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import RECEIVE_COMPLAINTS, SEE_IDENTITY, TAKE_DOSSIER
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports import readings
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.identities import knows_identity
from rumahrakyat.reports.models import Identity, Report

SCHEMA: Final = "rumahrakyat-taking/1"
SHORTEST: Final = 20  # signs of a reason
LONGEST: Final = 1000
_WITH: Final = ("holder", "category", "regency", "district", "village", "reporter", "parent")


class NoReason(Exception):
    """The reason is too short to be one, or longer than a reason."""


class AlreadyTaken(Exception):
    """This form was sent before: its file has left."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for. `token` is of the form. `identity`, `originals`: with them, where one may."""

    token: UUID
    reason: str
    identity: bool = False
    originals: bool = False
    handed_to: str = ""


def may_identify(report: Report, actor: Actor) -> bool:
    """Whether this person's copy may name the reporter: who may know the name anyway; and whoever receives complaints
    for the Ombudsman, when the reporter brought this case there and agreed to be named."""
    if report.identity == Identity.ANONYMOUS:
        return False
    if knows_identity(report, actor):
        return True
    return actor.may(RECEIVE_COMPLAINTS) and findings.brought_of(report.pk) is not None


def may_have_originals(actor: Actor) -> bool:
    """A photo as it came may say where and with which device: only for who may know confidential reporters."""
    return actor.may(SEE_IDENTITY)


def take(
    *, report_id: int, wanted: Wanted, actor: Actor, account: Account | None, at: datetime
) -> tuple[Taking, IO[bytes]]:
    """The noted taking and the file, open at its beginning; closing it deletes it. `account` None: the command line.

    Raises `NotPermitted`, `NoReason`, `AlreadyTaken` when this very form was sent before: nothing is noted twice.
    The case is locked only while it is read, not while its paper is set.
    """
    if not actor.may(TAKE_DOSSIER):
        raise NotPermitted("dossier")
    reason = wanted.reason.replace("\x00", "").strip()
    if not SHORTEST <= len(reason) <= LONGEST:
        raise NoReason
    if Taking.objects.filter(token=wanted.token).exists():
        raise AlreadyTaken
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related(*_WITH).get(pk=report_id)
        sight = _sight(report, wanted, actor)
        made = record.build(report, sight)
    with ExitStack() as unless_done:
        out = unless_done.enter_context(tempfile.TemporaryFile())
        packing.write(out, report, made, _taking(made, wanted, reason, account, at))
        row = _note(_row(report, made, out), wanted, reason, actor, at)
        unless_done.pop_all()  # from here on the caller closes it
    out.seek(0)
    return row, out


def _sight(report: Report, wanted: Wanted, actor: Actor) -> Sight:
    """What was asked for and may not be had is left out rather than refused: the page did not offer it."""
    return Sight(
        identity=wanted.identity and may_identify(report, actor),
        originals=wanted.originals and may_have_originals(actor),
    )


def _taking(made: dict[str, Any], wanted: Wanted, reason: str, account: Account | None, at: datetime) -> dict[str, Any]:
    by = {"username": account.username, "name": account.name, "title": account.title} if account else {}
    return {
        "schema": SCHEMA, "number": made["number"], "taken_at": instant(at),
        "by": {"username": "", "name": "", "title": "", **by}, "reason": reason, "handed_to": wanted.handed_to,
        "identity_shown": made["reporter"]["shown"],
        "record_sha256": hashlib.sha256(record.as_bytes(made)).hexdigest(),
    }  # fmt: skip


def _row(report: Report, made: dict[str, Any], out: IO[bytes]) -> Taking:
    size = out.seek(0, 2)
    out.seek(0)
    return Taking(
        report=report, shows_identity=made["reporter"]["shown"], has_originals=made["sight"]["originals"],
        last_seq=made["chain"]["length"], size=size, sha256=_digest(out),
        record_sha256=hashlib.sha256(record.as_bytes(made)).hexdigest(),
    )  # fmt: skip


def _digest(out: IO[bytes]) -> str:
    made = hashlib.sha256()
    while part := out.read(1 << 20):
        made.update(part)
    return made.hexdigest()


def _note(row: Taking, wanted: Wanted, reason: str, actor: Actor, at: datetime) -> Taking:
    row.token, row.reason, row.handed_to, row.at = wanted.token, reason, wanted.handed_to, at
    row.account_id = actor.account_id
    what = [readings.What.DOSSIER, *([readings.What.IDENTITY] if row.shows_identity else [])]
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            cases.record(
                report_id=row.report_id, entry_type="dossier_taken", actor=actor, at=at, personal={"text": reason},
                data={"sha256": row.sha256, "identity": row.shows_identity, "to": row.handed_to},
            )  # fmt: skip
            readings.note(report_id=row.report_id, actor=actor, what=what, at=at, durable=True)
    except IntegrityError as error:
        raise AlreadyTaken from error
    return row
