"""The one entrance. Web form, chat, desk, telephone and any later origin come in through these functions, so that
consent, receipts, duplicates and who is told afterwards cannot differ between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rumahrakyat.correspondence import danger, reaching
from rumahrakyat.correspondence.models import Listener
from rumahrakyat.people import operations as people
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import ContactPoint, Reporter
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.reports import afterwards, attachments, merging, operations
from rumahrakyat.reports.models import Entry, Identity, Kind, Report, Visibility
from rumahrakyat.reports.states import REPORTER_PERMISSIONS
from rumahrakyat.reports.submission import Submission

CITIZEN = Actor("citizen", REPORTER_PERMISSIONS)
CLERK = Actor("system", frozenset({VERIFY}))


class ContactWithoutName(ValueError):
    """Anonymous means that nothing is kept to reach the person, yet a contact was given: ask which is meant."""


@dataclass(frozen=True)
class Contact:
    """How to reach the reporter: a scheme and canonical value (see `people.ContactPoint`), answered on `channel`, or
    on the best that reaches the address when nothing can be pushed there. Without `channel`: known, not written to."""

    scheme: str
    value: str
    channel: str


@dataclass(frozen=True)
class Intake:
    """A report as an origin hands it in.

    `contact` or an existing `contact_point` (chat) or neither. `source_key` must be the same when the same submission
    is repeated. `received_at`: when the provider or our server got it. Texts are taken as they came. `channel` is the
    medium that people count; `reply_channel` the code of the channel to answer on, when it is another. `under`: what
    was said stood in public, and answers hang under this message. `reporter`: whose report it is where somebody else
    knows that better than the address does (several villagers share a telephone).
    """

    text: str
    channel: str
    received_at: datetime
    source_key: str | None
    kind: str = Kind.COMPLAINT
    identity: str = Identity.NAMED
    confidential: bool = False
    name: str = ""
    contact: Contact | None = None
    contact_point: ContactPoint | None = None
    reporter: Reporter | None = None
    place_words: str = ""
    lat: float | None = None
    lon: float | None = None
    occurred_at: datetime | None = None
    evidence: Sequence[attachments.Evidence] = ()
    reply_channel: str = ""
    under: str = ""
    actor: Actor = CITIZEN


def take_in(*, intake: Intake, at: datetime) -> tuple[Report, bool]:
    """Store a report and who is to be told about it, in one transaction. Returns it and whether it is new. One that
    tells of danger to life is flagged, and the numbers to call are on their way before anything else.

    Raises `ContactWithoutName` and the errors of `reports.submission.submit`.
    """
    anonymous = intake.identity == Identity.ANONYMOUS
    peril = danger.danger_in(intake.text)
    if anonymous and (intake.contact or intake.name.strip()):
        raise ContactWithoutName
    with transaction.atomic():
        contact = _contact_point(intake, at)
        reporter = intake.reporter or (contact.reporter if contact else _reporter(intake, at, anonymous=anonymous))
        report, new = operations.submit(
            submission=_submission(intake, reporter, urgent=peril is not None), actor=intake.actor, at=at
        )
        channel = intake.contact.channel if intake.contact else intake.reply_channel or intake.channel
        if new and contact and channel:
            listen(report=report, contact_point=contact, channel=channel, at=at, under=intake.under)
        if new and peril:
            danger.warn(report=report, danger=peril, at=at)
    return report, new


def _contact_point(intake: Intake, at: datetime) -> ContactPoint | None:
    if intake.contact_point or not intake.contact:
        return intake.contact_point
    given = intake.contact
    return people.contact_point(scheme=given.scheme, value=given.value, at=at, name=intake.name.strip())


def _reporter(intake: Intake, at: datetime, *, anonymous: bool) -> Reporter:
    return people.anonymous_reporter(at=at, name="" if anonymous else intake.name.strip())


def _submission(intake: Intake, reporter: Reporter, *, urgent: bool) -> Submission:
    return Submission(
        text=intake.text,
        channel=intake.channel,
        reporter=reporter,
        received_at=intake.received_at,
        source_key=intake.source_key,
        kind=intake.kind,
        identity=intake.identity,
        visibility=Visibility.CONFIDENTIAL if intake.confidential else Visibility.PUBLIC,
        place_words=intake.place_words,
        lat=intake.lat,
        lon=intake.lon,
        occurred_at=intake.occurred_at,
        evidence=intake.evidence,
        urgent=urgent,
    )


def listen(*, report: Report, contact_point: ContactPoint, channel: str, at: datetime, under: str = "") -> None:
    """Tell this contact how the case goes on: on the channel they came by, or the best that reaches the address when
    nothing can be pushed there. Without any there is no listener: the case page and the receipt remain."""
    channel = reaching.channel_for(contact=contact_point, channel=channel)
    if channel:
        listener = Listener(report=report, contact_point=contact_point, channel=channel, under=under, since=at)
        Listener.objects.bulk_create([listener], ignore_conflicts=True)  # one statement; who listens already stays


def add_words(
    *,
    report: Report,
    text: str,
    channel: str,
    at: datetime,
    evidence: Sequence[attachments.Evidence] = (),
    place: operations.PlaceTold | None = None,
) -> Entry:
    """The reporter adds words, files or the place to the own case; the caller has made sure that it is the reporter.
    What is said about a case that was merged is said to the one that goes on for it."""
    report = merging.head_of(report)
    return operations.reply(
        report_id=report.pk, text=text, actor=CITIZEN, at=at, channel=channel, evidence=evidence, place=place
    )


def note(*, report: Report, text: str, at: datetime) -> Entry:
    """An internal note that a machine writes for staff: what came in beside the case, never shown to anybody else."""
    return operations.note(report_id=report.pk, text=text, actor=CLERK, at=at)


def object_to(
    *, report: Report, text: str, channel: str, at: datetime, evidence: Sequence[attachments.Evidence] = ()
) -> Report:
    """The reporter disagrees: see `reports.operations.object_to`. Raises `afterwards.TooLate` for a case that ended
    more than thirty days ago."""
    if afterwards.is_over(report, at):
        raise afterwards.TooLate(report.number)
    return operations.object_to(
        report_id=report.pk, text=text, actor=CITIZEN, at=at, channel=channel, evidence=evidence
    )


def appeal(
    *, report: Report, text: str, channel: str, at: datetime, evidence: Sequence[attachments.Evidence] = ()
) -> Report:
    """The reporter appeals to a higher officer: see `reports.appeals.appeal`."""
    return operations.appeal(report_id=report.pk, text=text, actor=CITIZEN, at=at, channel=channel, evidence=evidence)


def confirm(*, report: Report, channel: str, at: datetime, rating: int | None = None) -> Report:
    """The reporter says that it is solved."""
    return operations.confirm(report_id=report.pk, actor=CITIZEN, at=at, channel=channel, rating=rating)
