"""Taking in a report: the one function every origin ends in."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from rumahrakyat.lib import clock, crypto, ids
from rumahrakyat.lib.geo import cell_of
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Reporter
from rumahrakyat.reports import attachments, timeline, wording
from rumahrakyat.reports.errors import EmptyText, TextTooLong
from rumahrakyat.reports.models import Attachment, Identity, Kind, Report, Visibility

MAX_TEXT = 10_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Submission:
    """What a citizen told us, by whatever way.

    `source_key` makes a repeated submission the same report (channel and message id, or the form's one-time key).
    `lat`/`lon` in degrees (WGS 84) or None. `received_at` is when the provider or our server got it.
    `urgent`: it tells of danger to life.
    """

    text: str
    channel: str
    reporter: Reporter
    received_at: datetime
    source_key: str | None = None
    kind: str = Kind.COMPLAINT
    identity: str = Identity.NAMED
    visibility: str = Visibility.PUBLIC
    place_words: str = ""
    lat: float | None = None
    lon: float | None = None
    occurred_at: datetime | None = None
    evidence: Sequence[attachments.Evidence] = ()
    urgent: bool = False


def clean(text: str) -> str:
    """NFC, no control characters (PostgreSQL refuses NUL, readers are fooled by the others), no outer space.

    Raises `EmptyText` or `TextTooLong`.
    """
    cleaned = _CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()
    if not cleaned:
        raise EmptyText
    if len(cleaned) > MAX_TEXT:
        raise TextTooLong(len(cleaned), MAX_TEXT)
    return cleaned


def submit(*, submission: Submission, actor: Actor, at: datetime) -> tuple[Report, bool]:
    """Store the report with its first entry, clock and effects in one transaction.

    Returns the report and whether it is new: a known `source_key` returns the report it made the first time.
    Raises `EmptyText`, `TextTooLong`, `TooManyFiles`, `BadFile`.
    """
    text = clean(submission.text)
    try:
        with transaction.atomic():
            if submission.source_key and (known := _known(submission.source_key)):
                return known, False
            return _create(submission, text, actor, at), True
    except IntegrityError:
        # Two deliveries of one submission met: the other one won.
        known = _known(submission.source_key or "")
        if known is None:
            raise
        return known, False


def _known(source_key: str) -> Report | None:
    return Report.objects.filter(source_key=source_key).first()


def next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('reports_serial')")
        (serial,) = cursor.fetchone()
    return int(serial)


def _create(submission: Submission, text: str, actor: Actor, at: datetime) -> Report:
    report = Report(
        number=ids.tracking_number(next_serial()),
        source_key=submission.source_key,
        kind=submission.kind,
        visibility=submission.visibility,
        urgent=submission.urgent,
        identity=submission.identity,
        channel=submission.channel,
        reporter=submission.reporter,
        text=text,
        public_text=wording.public_copy(text),
        title=wording.title_from(text),
        place_words=submission.place_words.replace("\x00", "")[:300],
        lat=submission.lat,
        lon=submission.lon,
        cell=cell_of(submission.lat, submission.lon),
        occurred_at=submission.occurred_at,
        received_at=submission.received_at,
        recorded_at=clock.now(),
    )
    report.save(force_insert=True)
    kept = attachments.keep(report, submission.evidence, by_citizen=True, at=at)
    _first_entry(report, kept, actor)
    return report


def _first_entry(report: Report, kept: list[Attachment], actor: Actor) -> None:
    has_point = report.lat is not None and report.lon is not None
    timeline.append(
        report,
        "received",
        actor=actor,
        at=report.received_at,
        data={
            "channel": report.channel,
            "kind": report.kind,
            "identity": report.identity,
            "visibility": report.visibility,
            "attachments": [{"id": str(one.pk), "digest": one.content_digest} for one in kept],
        },
        personal={
            "text": report.text,
            "place": report.place_words,
            "point": f"{report.lat:.6f},{report.lon:.6f}" if has_point else "",
        },
    )


def issue_secret(*, report: Report) -> str:
    """A fresh receipt secret (16 digits) for the report; only its slow hash is kept, an earlier one stops working."""
    secret = ids.receipt_secret()
    Report.objects.filter(pk=report.pk).update(secret_hash=crypto.slow_hash(secret))
    return secret
