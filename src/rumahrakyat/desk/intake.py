"""Taking in at a counter, in two minutes: a draft kept with every pause, then one report, its receipt, its consent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import uuid4

from django.db import transaction

from rumahrakyat.correspondence import intake
from rumahrakyat.desk import photos
from rumahrakyat.desk.models import Counter, Ticket
from rumahrakyat.desk.models_intake import DeskIntake, IntakeDraft, Receipt
from rumahrakyat.desk.photos import Photo
from rumahrakyat.desk.receipts import issuing
from rumahrakyat.duplicates import following, queries
from rumahrakyat.duplicates.queries import Offer, Told
from rumahrakyat.lib import crypto, wallclock
from rumahrakyat.lib.phone import parse_phone
from rumahrakyat.people import operations as people
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import REGISTER
from rumahrakyat.regions.queries import full_name
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Identity, Report

FIELDS: Final = (
    "text", "name", "phone", "way", "place", "where", "identity", "consent", "read_back", "cannot_read", "helper",
    "language", "paper_on", "late_reason", "follow",
)  # fmt: skip
MOST_KEPT: Final = 12_000  # characters of one field
LANGUAGES: Final = ("id", "jv", "en")


@dataclass(frozen=True)
class Form:
    """What was told and how, checked in shape. `phone` in E.164 or empty; `where` a region's code or empty."""

    text: str
    name: str = ""
    phone: str = ""
    way: str = "whatsapp"
    place: str = ""
    where: str = ""
    identity: str = Identity.NAMED
    consent: str = DeskIntake.Consent.SAID
    read_back: bool = False
    cannot_read: bool = False
    helper: str = ""
    language: str = "id"
    paper_on: date | None = None
    late_reason: str = ""
    follow: str = ""
    photos: Sequence[Photo] = ()


@dataclass(frozen=True)
class Made:
    """`new` is False when the same form was sent before."""

    report: Report
    receipt: Receipt
    new: bool


def draft_of(*, ticket: Ticket, account: Account, at: datetime) -> IntakeDraft:
    """The draft for the person with this ticket; made when there is none."""
    draft, _new = IntakeDraft.objects.get_or_create(
        ticket=ticket, defaults={"account": account, "token": uuid4().hex, "saved_at": at}
    )
    return draft


def words_of(draft: IntakeDraft) -> dict[str, Any]:
    """What was typed, by field; `photos` are those already uploaded."""
    return dict(json.loads(crypto.unseal(draft.sealed))) if draft.sealed else {}


def photos_of(words: dict[str, Any]) -> list[Photo]:
    return [Photo(**one) for one in words.get("photos", [])]


def keep(*, ticket: Ticket, account: Account, words: dict[str, Any], at: datetime) -> IntakeDraft:
    """Keep what was typed; fields that are not given stay as they were."""
    with transaction.atomic():
        draft_of(ticket=ticket, account=account, at=at)
        draft = IntakeDraft.objects.select_for_update().get(ticket=ticket)
        known = words_of(draft)
        known.update({name: value for name, value in words.items() if name in {*FIELDS, "photos"}})
        draft.sealed, draft.saved_at = crypto.seal(json.dumps(known)), at
        draft.save(update_fields=["sealed", "saved_at"])
    return draft


def alike(text: str, where: str, place: str, *, at: datetime) -> list[Offer]:
    """Open public cases that are very probably the same, with how many people told them."""
    if len(text.split()) < 3:
        return []
    return queries.offers(Told(text, where, place), at=at)


def take_in(*, form: Form, ticket: Ticket, account: Account, token: str, at: datetime) -> Made:
    """Make the report, its receipt and the note of how it was told, in one transaction; drop the draft.

    `token` makes a form sent twice one report. A paper that came earlier keeps its own day as the day of the matter;
    the report is received now, and its clock begins now. Raises what `correspondence.intake.take_in` raises.
    """
    with transaction.atomic():
        report, new = intake.take_in(intake=_intake(form, account, token, at), at=at)
        once = f"desk:{report.pk}"
        counter = ticket.counter
        if new:
            _note(form, report, ticket, account, at)
        where = issuing.Where(account, ticket.service_point, ticket)
        receipt = issuing.issue(report=report, where=where, once=once, at=at)
        if new and form.follow and form.identity != Identity.CONFIDENTIAL:
            told = Told(form.text, form.where, form.place)
            following.follow(report=report, number=form.follow, told=told, at=at)
        if new:
            people.choose_language(reporter=report.reporter, language=form.language)
            _serving(ticket, counter, at)
        IntakeDraft.objects.filter(ticket=ticket).delete()
    return Made(report, receipt, new)


def _intake(form: Form, account: Account, token: str, at: datetime) -> intake.Intake:
    anonymous = form.identity == Identity.ANONYMOUS
    named = full_name(form.where)
    words = ", ".join(filter(None, (form.place if form.place.casefold() not in named.casefold() else "", named)))
    contact = intake.Contact("tel", parse_phone(form.phone), form.way) if form.phone and not anonymous else None
    occurred = datetime.combine(form.paper_on, time(12), wallclock.zone()) if form.paper_on else None
    return intake.Intake(
        text=form.text,
        channel="desk",
        received_at=at,
        source_key=f"desk:{token}",
        identity=form.identity,
        name="" if anonymous else form.name,
        contact=contact,
        place_words=words,
        occurred_at=occurred,
        evidence=photos.as_evidence(form.photos),
        actor=Actor("staff", intake.CITIZEN.permissions | {REGISTER}, account.pk),
    )


def _note(form: Form, report: Report, ticket: Ticket, account: Account, at: datetime) -> None:
    DeskIntake.objects.create(
        report=report,
        ticket=ticket,
        account=account,
        service_point=ticket.service_point,
        counter=ticket.counter,
        at=at,
        consent=form.consent,
        read_back=form.read_back,
        cannot_read=form.cannot_read,
        sealed_helper=crypto.seal(form.helper) if form.helper else "",
        paper_on=form.paper_on,
        late_reason=form.late_reason,
    )
    data: dict[str, object] = {
        "point": ticket.service_point.code,
        "consent": form.consent,
        "read_back": form.read_back,
        "cannot_read": form.cannot_read,
        "paper_on": form.paper_on.isoformat() if form.paper_on else None,
    }
    personal: dict[str, object] = {"helper": form.helper, "text": form.late_reason}
    actor = Actor("staff", frozenset({REGISTER}), account.pk)
    operations.record(report_id=report.pk, entry_type="told_at_desk", data=data, actor=actor, at=at, personal=personal)


def _serving(ticket: Ticket, counter: Counter | None, at: datetime) -> None:
    """Whoever was taken in is being served, even if nobody pressed the button."""
    if counter is not None:
        Ticket.objects.filter(pk=ticket.pk, state=Ticket.State.CALLED).update(state=Ticket.State.SERVING, served_at=at)


def made_before(token: str) -> Report | None:
    """The report that a form with this token made already."""
    return Report.objects.filter(source_key=f"desk:{token}").first() if len(token) == 32 else None


def discard(*, ticket: Ticket) -> None:
    """Forget what was typed for this ticket; photographs are swept with all that was never sent."""
    IntakeDraft.objects.filter(ticket=ticket).delete()
