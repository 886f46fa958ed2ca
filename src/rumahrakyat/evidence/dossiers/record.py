"""The machine-readable half of a dossier: what stands in the database about one case, in values that can be hashed.

The same state and the same rights give the same bytes. Who takes it, and when, stands beside it (`packing`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from rumahrakyat.evidence.dossiers import around, said
from rumahrakyat.evidence.seals.queries import proof_for
from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.lib.canonical import canonical, instant, moment
from rumahrakyat.organisations.queries import names_by_code
from rumahrakyat.reports import attachments, chain, readings
from rumahrakyat.reports.models import Attachment, Entry, Identity, Report
from rumahrakyat.reports.queries import entries_of

SCHEMA: Final = "rumahrakyat-dossier/1"
_ENDINGS: Final = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "audio/ogg": "ogg", "audio/mpeg": "mp3",
    "audio/mp4": "m4a", "audio/aac": "aac", "audio/amr": "amr", "audio/wav": "wav", "video/mp4": "mp4",
    "video/3gpp": "3gp", "application/pdf": "pdf",
}  # fmt: skip
Values = dict[str, Any]


@dataclass(frozen=True)
class Sight:
    """With which rights a dossier is made: whether it names a reporter who is known, and holds the files as they came.
    An anonymous reporter is never named: nothing is kept that could be."""

    identity: bool = False
    originals: bool = False


def build(report: Report, sight: Sight) -> Values:
    """Everything about the case, ready for `canonical`. Reads; writes nothing. `report` is read afresh by the caller,
    in the transaction in which all this is read."""
    entries = entries_of(report)
    texts = {entry.pk: entry.text for entry in entries}
    return {
        "schema": SCHEMA,
        "number": report.number,
        "installation": {"name": "Rumah Rakyat", "zone": settings.TIME_ZONE},
        "sight": {"identity": sight.identity, "originals": sight.originals},
        "chain": {"genesis": chain.GENESIS, "length": report.last_seq, "head": report.head_hash},
        "entries": [_entry(one, report.number) for one in entries],
        "bodies": _bodies(entries),
        "report": _facts(report),
        "reporter": _reporter(report, sight),
        "clocks": around.clocks(report),
        "breaches": around.breaches(report, texts),
        "reprimands": around.reprimands(report),
        "findings": around.findings(report),
        "letters": around.letters(report),
        "appeals": around.appeals(report, texts),
        "messages": said.messages(report, full=sight.identity),
        "calls": said.calls(report),
        "attachments": [_attachment(nth, one, sight) for nth, one in enumerate(_files(report), 1)],
        "readings": _readings(report),
        "seal": proof_for(report.number),
    }


def as_bytes(record: Values) -> bytes:
    return canonical(record)


def _entry(one: Entry, number: str) -> Values:
    state = "kept" if one.personal is not None else "erased" if one.personal_digest else "none"
    return {
        "number": number,
        "seq": one.seq,
        "type": one.type,
        "at": instant(one.at),
        "recorded_at": instant(one.recorded_at),
        "actor": one.actor,
        "data": one.data,
        "personal": one.personal,
        "personal_digest": one.personal_digest,
        "personal_state": state,
        "hash": one.hash,
        "who": {
            "name": one.account.name if one.account else "",
            "organisation": one.organisation.name if one.organisation else "",
        },
    }


def _bodies(entries: Sequence[Entry]) -> dict[str, str]:
    """The names, as they are now, of the bodies that entries name by code."""
    keys = ("holder", "from", "organisation")
    return names_by_code({str(code) for one in entries for key in keys if (code := one.data.get(key))})


def _named(one: Any, code: str = "code") -> Values | None:
    return None if one is None else {"code": getattr(one, code), "name": one.name}


def _facts(report: Report) -> Values:
    point = None if report.lat is None or report.lon is None else f"{report.lat:.6f},{report.lon:.6f}"
    return {
        "kind": report.kind, "visibility": report.visibility, "identity": report.identity, "channel": report.channel,
        "title": report.title, "text": report.text, "public_text": report.public_text, "urgent": report.urgent,
        "stage": report.stage, "closing": report.closing, "referred_to": report.referred_to,
        "holder": _named(report.holder), "category": _named(report.category),
        "regency": _named(report.regency), "district": _named(report.district), "village": _named(report.village),
        "place": report.place_words, "point": point, "goes_on_as": report.parent.number if report.parent else None,
        "occurred_at": moment(report.occurred_at), "received_at": moment(report.received_at),
        "recorded_at": moment(report.recorded_at), "closed_at": moment(report.closed_at),
        "answer_due_at": moment(report.answer_due_at), "erased": not report.text,
    }  # fmt: skip


def _reporter(report: Report, sight: Sight) -> Values:
    shown = sight.identity and report.identity != Identity.ANONYMOUS
    contacts: list[Values] = []
    if shown:
        found = report.reporter.contact_points.order_by("pk")
        contacts = [{"scheme": one.scheme, "value": one.value} for one in found if one.sealed_value]
    return {
        "identity": report.identity,
        "shown": shown,
        "erased": report.reporter.erased_at is not None,
        "name": (report.reporter.name or None) if shown else None,
        "contacts": contacts,
    }


def _files(report: Report) -> list[Attachment]:
    return list(Attachment.objects.filter(report=report).order_by("created_at", "pk"))


def _attachment(nth: int, one: Attachment, sight: Sight) -> Values:
    ending = _ENDINGS.get(one.media_type, "bin")
    served, absent = _served(one)
    original = _original(one) if sight.originals else None
    return {
        "id": str(one.pk), "kind": one.kind, "media_type": one.media_type, "state": one.state, "phase": one.phase,
        "by_citizen": one.by_citizen, "public": one.public, "created_at": instant(one.created_at),
        "width": one.width, "height": one.height, "seconds": one.seconds, "content_sha256": one.content_digest,
        "file": f"attachments/{nth:02d}-{one.pk}.{ending}" if served is not None else None,
        "sha256": attachments.digest_of(served) if served is not None else None,
        "bytes": len(served) if served is not None else None,
        "original": f"originals/{nth:02d}-{one.pk}.bin" if original is not None else None,
        "absent": absent,
    }  # fmt: skip


def _served(one: Attachment) -> tuple[bytes | None, str]:
    """The file that is served, or why there is none."""
    if one.state != Attachment.State.READY:
        return None, str(one.state)
    try:
        return attachments.served_bytes(one), ""
    except MissingBlob:
        return None, "missing"


def _original(one: Attachment) -> bytes | None:
    try:
        return attachments.original_bytes(one)
    except MissingBlob:
        return None


def content_of(report: Report, listed: Mapping[str, Any]) -> Sequence[tuple[str, bytes]]:
    """The files of one attachment of the record, read again: one at a time is in memory."""
    one = Attachment.objects.get(pk=listed["id"], report=report)
    found = [(str(listed["file"]), attachments.served_bytes(one))] if listed["file"] else []
    if listed["original"]:
        found.append((str(listed["original"]), attachments.original_bytes(one)))
    return found


def _readings(report: Report) -> list[Values]:
    return [
        {
            "at": instant(one.at), "what": one.what, "roles": one.roles,
            "username": one.account.username if one.account else "",
            "name": one.account.name if one.account else "",
            "organisation": one.organisation.name if one.organisation else "",
        }
        for one in readings.of_case(report.pk)
    ]  # fmt: skip
