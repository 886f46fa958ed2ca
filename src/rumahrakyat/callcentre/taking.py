"""Taking a call: open it, write while it goes on, make a report of it or add to one, say what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from rumahrakyat.callcentre import presence
from rumahrakyat.callcentre.errors import (
    AlreadyRegistered,
    AlreadySettled,
    CaseMissing,
    NotHeard,
    OutcomeMissing,
    Unsettled,
)
from rumahrakyat.callcentre.models import CallDraft, CallWork, Outcome, Presence
from rumahrakyat.channels.base import CallPhase
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.models import CaseCall
from rumahrakyat.correspondence.queries import speaks_for
from rumahrakyat.duplicates.following import follow
from rumahrakyat.duplicates.queries import Told
from rumahrakyat.lib import crypto
from rumahrakyat.people import audit
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.reports.errors import EmptyText, NoteRequired
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.operations import issue_secret

FIELDS: Final = (
    "what", "place", "name", "phone", "identity", "secret", "language", "notes", "number", "words", "follow",
)  # fmt: skip
LONGEST: Final = 10_000
NAMES_A_CASE: Final = frozenset({Outcome.ADDED, Outcome.STATUS})
_ABOUT_CASES: Final = "phone"
STILL_OPEN: Final = timedelta(seconds=20)  # a page that is open says so at least this often


@dataclass(frozen=True)
class Spoken:
    """What a caller said, as the agent wrote it down. `phone`: E.164, given when the number is withheld or another is
    wanted; `secret`: keep it off the public pages. `follow`: a case to go on in instead of a case of its own."""

    what: str
    place: str = ""
    name: str = ""
    phone: str = ""
    identity: str = Identity.NAMED
    secret: bool = False
    agreed: bool = False
    follow: str = ""


@dataclass(frozen=True)
class Filed:
    """`secret`: the code to read out, where nothing else leads back to the report; empty when the same form made it
    before. `joined`: it goes on in the case that was chosen."""

    report: Report
    secret: str
    joined: bool


def open_call(*, call: Call, account: Account, at: datetime) -> CallDraft:
    """The call is looked at by this agent; the first to do so owes its outcome, unless nobody took it. Raises
    `Unsettled` when an earlier one is still owed."""
    known = CallDraft.objects.filter(call=call, account=account).first()
    if known is not None and hasattr(call, "work"):
        if at - known.seen_at >= STILL_OPEN / 4:
            seen(call=call, account=account, at=at)
        return known
    with transaction.atomic():
        owed = CallWork.objects.filter(account=account, outcome="").exclude(call=call).select_related("call")
        earlier = owed.order_by("opened_at").first()
        if earlier is not None:
            raise Unsettled(earlier.call)
        if call.ended_at is None or call.answered_at is not None:
            CallWork.objects.get_or_create(call=call, defaults={"account": account, "opened_at": at})
        draft, _new = CallDraft.objects.get_or_create(
            call=call, account=account, defaults={"token": uuid4().hex, "seen_at": at}
        )
        if call.ended_at is None:
            presence.busy(account=account, at=at)
    return draft


def line_moved(call: Call, phase: CallPhase, at: datetime) -> None:
    """Whoever picked up owes the outcome, not who opened the page while it rang; of a call that nobody took, nobody
    does, unless something was written. Told by the exchange's events."""
    work = CallWork.objects.filter(call=call, outcome="").first()
    if work is None:
        return
    if phase is CallPhase.ANSWERED and call.agent:
        at_phone = Presence.objects.filter(Q(extension__iexact=call.agent) | Q(account__username__iexact=call.agent))
        found = at_phone.exclude(account=work.account_id).first()
        if found is not None:
            CallWork.objects.filter(pk=work.pk).update(account=found.account_id)
    elif call.ended_at is not None and call.answered_at is None and not _written(call):
        work.delete()
        presence.free(account=work.account, at=at)


def _written(call: Call) -> bool:
    return CallDraft.objects.filter(call=call).exclude(sealed_words="").exists()


def seen(*, call: Call, account: Account, at: datetime) -> None:
    """The page of the call is still open."""
    CallDraft.objects.filter(call=call, account=account).update(seen_at=at)


def keep(*, call: Call, account: Account, words: Mapping[str, str], at: datetime) -> CallDraft | None:
    """Keep what is being written; None when this agent has not opened the call."""
    draft = CallDraft.objects.filter(call=call, account=account).first()
    if draft is None:
        return None
    draft.words = {name: words.get(name, "")[:LONGEST] for name in FIELDS}
    draft.saved_at = draft.seen_at = at
    draft.save(update_fields=["sealed_words", "saved_at", "seen_at"])
    return draft


def register(*, call: Call, told: Spoken, token: str, account: Account, at: datetime, second: bool = False) -> Filed:
    """Make a report of what was said: received when the call began, once for each `token`. `second`: another matter of
    the same call. An anonymous report is tied neither to the call nor to its number.

    Raises `NotHeard`, `AlreadyRegistered` (a colleague was faster), and the errors of `reports.submission.submit`.
    """
    if not told.agreed:
        raise NotHeard
    with transaction.atomic():
        work = _locked(call, account, at)
        if work.outcome == Outcome.REGISTERED and not second and not _made_by(token):
            raise AlreadyRegistered(work.report, work.settled_by)
        report, new = intake.take_in(intake=_intake(call, told, token, account), at=at)
        secret = issue_secret(report=report) if new else ""
        if told.identity != Identity.ANONYMOUS:
            CaseCall.objects.get_or_create(call=call, report=report)
        joined = new and bool(told.follow) and _follow(report, told, at)
        if not second and not work.outcome:
            tied = report if told.identity != Identity.ANONYMOUS else None
            _say(work, Outcome.REGISTERED, tied, account, at)
        # What was written is a report now; a further matter begins on an empty page with a token of its own.
        CallDraft.objects.filter(call=call, account=account).update(sealed_words="", token=uuid4().hex)
    alone = told.identity == Identity.ANONYMOUS or not (told.phone or call.contact_point)
    return Filed(report, secret if alone else "", joined)


def _made_by(token: str) -> bool:
    return Report.objects.filter(source_key=_key(token)).exists()


def _key(token: str) -> str:
    return f"call:{token}"


def _intake(call: Call, told: Spoken, token: str, account: Account) -> intake.Intake:
    known = None
    if told.identity != Identity.ANONYMOUS:
        if told.phone:
            known = intake.Contact("tel", told.phone, _ABOUT_CASES)
        elif call.contact_point is not None:
            known = intake.Contact(call.contact_point.scheme, call.contact_point.value, _ABOUT_CASES)
    return intake.Intake(
        text=told.what,
        channel=_ABOUT_CASES,
        received_at=call.started_at,
        source_key=_key(token),
        identity=told.identity,
        confidential=told.secret,
        name="" if told.identity == Identity.ANONYMOUS else told.name,
        contact=known,
        place_words=told.place,
        occurred_at=call.started_at,
        actor=Actor("staff", intake.CITIZEN.permissions, account.pk),
    )


def _follow(report: Report, told: Spoken, at: datetime) -> bool:
    said = Told(told.what, "", told.place)
    return follow(report=report, number=told.follow, told=said, at=at)


def add(*, call: Call, report: Report, words: str, account: Account, at: datetime) -> bool:
    """Words for a case that exists. True when the caller speaks for it: then they stand there as the reporter's own;
    otherwise they are a note to those who handle it, for anybody could name a number. Raises `EmptyText`,
    `AlreadySettled`, and the errors of `reports.operations.reply`."""
    with transaction.atomic():
        work = _locked(call, account, at)
        if work.outcome:
            raise AlreadySettled(work.settled_by, work.outcome)
        if not words.strip():
            raise EmptyText
        own = call.contact_point is not None and speaks_for(call.contact_point, report)
        if own:
            intake.add_words(report=report, text=words, channel=_ABOUT_CASES, at=at)
        else:
            intake.note(report=report, text=f"Dari seorang penelepon: {words.strip()}", at=at)
        CaseCall.objects.get_or_create(call=call, report=report)
        _say(work, Outcome.ADDED, report, account, at)
    return own


def settle(
    *, call: Call, outcome: str, notes: str, account: Account, at: datetime, report: Report | None = None
) -> None:
    """Say what came of the call, once. Somebody else's word stands: `AlreadySettled`. Raises `OutcomeMissing`,
    `CaseMissing`, `NoteRequired` (an abusive caller: what was said, so that it can be judged)."""
    if outcome not in Outcome.values or outcome == Outcome.REGISTERED:
        raise OutcomeMissing
    if outcome in NAMES_A_CASE and report is None:
        raise CaseMissing
    if outcome == Outcome.ABUSIVE and not notes.strip():
        raise NoteRequired
    with transaction.atomic():
        work = _locked(call, account, at)
        if work.outcome:
            if work.outcome == outcome and work.settled_by_id == account.pk:
                return
            raise AlreadySettled(work.settled_by, work.outcome)
        work.sealed_notes = crypto.seal(notes.strip()[:LONGEST]) if notes.strip() else ""
        _say(work, Outcome(outcome), report, account, at)
        if outcome == Outcome.ABUSIVE:
            audit.record(act="call.abusive", account=account.pk, at=at, subject=f"call {call.pk}")


def _locked(call: Call, account: Account, at: datetime) -> CallWork:
    CallWork.objects.get_or_create(call=call, defaults={"account": account, "opened_at": at})
    rows = CallWork.objects.select_for_update(of=("self",)).select_related("report", "settled_by")
    return rows.get(call=call)


def _say(work: CallWork, outcome: Outcome, report: Report | None, account: Account, at: datetime) -> None:
    work.outcome, work.report, work.settled_by, work.settled_at = outcome, report, account, at
    work.save(update_fields=["outcome", "report", "sealed_notes", "settled_by", "settled_at"])
    owed = CallWork.objects.filter(account=account, outcome="").exists()
    if not owed:
        presence.free(account=account, at=at)
