"""Asking an outside body by letter, while the case keeps a holder of ours that chases the answer.

The letter holds the matter, never who reported it unless that person agreed. It goes by mail where the body has an
address, else it is printed. With it goes a link to a reply form: made with the installation's key, found again by its
hash, good until it expires or is withdrawn. No clock of ours stops for a letter: asking somebody is no answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import Body
from rumahrakyat.channels.models import DeliveryTask, Message
from rumahrakyat.correspondence.messages import moment
from rumahrakyat.handover import telling, words
from rumahrakyat.handover.models import Letter
from rumahrakyat.handover.terms import terms_of, workdays_after
from rumahrakyat.lib import crypto, jobs
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.operations import contact_point
from rumahrakyat.people.roles import HAND_OVER, VERIFY
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import CannotHold, Changed, NotAllowed, NotPermitted, ReportError
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.moves import required
from rumahrakyat.reports.states import ENDED, Stage

CHANNEL: Final = "email"
_TOKEN: Final = 32  # hexadecimal digits


class AlreadyAsked(ReportError):
    """This body was asked about the case and has not answered yet."""


class NoConsent(ReportError):
    """The reporter is not known by name to the agency: nothing can be named."""


class Closed(ReportError):
    """The letter was withdrawn, or its time is over: `reason` is withdrawn or expired."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Asked:
    """What a letter asks whom. `names_reporter`: the reporter agreed to be named. `printed`: on paper, though there is
    an address."""

    body: Organisation
    text: str
    names_reporter: bool = False
    printed: bool = False
    seen_seq: int | None = None


def send(*, report_id: int, asked: Asked, actor: Actor, at: datetime) -> Letter:
    """Put the matter to an outside body. Raises `NotPermitted`, `NotAllowed`, `Changed`, `NoteRequired`, `CannotHold`
    (no outside body), `AlreadyAsked`, `NoConsent`."""
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related("holder").get(pk=report_id)
        request = required(asked.text)
        _check(report, asked, actor, at)
        assert actor.account_id is not None
        terms = terms_of(asked.body)
        address = "" if asked.printed else terms.email
        number = f"{report.number}/S{Letter.objects.filter(report=report).count() + 1}"
        data: dict[str, object] = {
            "to": asked.body.name, "organisation": asked.body.code, "letter": number, "mail": bool(address)
        }  # fmt: skip
        entry = cases.record(
            report_id=report.pk, entry_type="forwarded", data=data, actor=actor, at=at, report=report,
            personal={"text": request},
        )  # fmt: skip
        letter = Letter.objects.create(
            report=report, number=number, organisation=asked.body, sender=report.holder, entry=entry,
            made_by_id=actor.account_id, made_at=at, names_reporter=asked.names_reporter, by_mail=bool(address),
            token_hash=_hash(token_of(number)), expires_at=at + timedelta(days=terms.valid_days),
            remind_at=workdays_after(at, terms.remind_after),
        )  # fmt: skip
        if address:
            _mail(letter, address, words.SUBJECT, words.MAIL, f"letter:{letter.pk}", at)
    return letter


def _check(report: Report, asked: Asked, actor: Actor, at: datetime) -> None:
    own = actor.may(HAND_OVER) and (actor.organisation_id is None or actor.organisation_id == report.holder_id)
    if actor.account_id is None or not (own or actor.may(VERIFY)):
        raise NotPermitted("forwarded")
    if Stage(report.stage) in ENDED:
        raise NotAllowed("forwarded", Stage(report.stage))
    if asked.seen_seq is not None and report.last_seq > asked.seen_seq:
        later = report.entries.filter(seq__gt=asked.seen_seq, type__in=("handed_over", "returned", "merged"))
        if later.exists():
            raise Changed(report.last_seq)
    if asked.body.kind != Kind.OUTSIDE or not asked.body.active:
        raise CannotHold(asked.body.code)
    if asked.names_reporter and (report.identity != Identity.NAMED or not report.reporter.name):
        raise NoConsent
    if Letter.objects.filter(
        report=report, organisation=asked.body, answered_at=None, withdrawn_at=None, expires_at__gt=at
    ).exists():
        raise AlreadyAsked


def token_of(number: str) -> str:
    """What the link of the letter with this number carries: nobody without the installation's key can make it."""
    return crypto.lookup_hash("letter", number)[:_TOKEN]


def _hash(token: str) -> str:
    return crypto.lookup_hash("letter-token", token)


def link_of(letter: Letter) -> str:
    return f"{settings.PUBLIC_URL}/jawab/{token_of(letter.number)}/"


def by_token(token: str) -> Letter | None:
    """The letter that a link belongs to, open or not."""
    wanted = ("report__holder", "report__category", "report__regency", "report__district", "report__village")
    found = Letter.objects.select_related(*wanted, "report__reporter", "organisation", "sender", "entry")
    return found.filter(token_hash=_hash(token)).first()


def check_open(letter: Letter, at: datetime) -> None:
    """Raises `Closed`."""
    if letter.withdrawn_at is not None:
        raise Closed("withdrawn")
    if at >= letter.expires_at:
        raise Closed("expired")


def values_of(letter: Letter) -> dict[str, str]:
    """What stands in the letter's gaps. Of a confidential case neither its title nor what was said."""
    report = letter.report
    named = words.NAMED.format(name=report.reporter.name) if letter.names_reporter else words.UNNAMED
    return {
        "body": letter.organisation.name,
        "short": letter.organisation.short_name,
        "letter": letter.number,
        "matter": report.title if report.is_public else words.HIDDEN_MATTER,
        "place": _place(report) or words.NO_PLACE,
        "reported": moment(report.received_at),
        "named": named,
        "story": report.public_text if report.is_public else words.HIDDEN_STORY,
        "request": letter.entry.text,
        "link": link_of(letter),
        "until": moment(letter.expires_at),
        "made": moment(letter.made_at),
        "sender": letter.sender.name if letter.sender else "Rumah Rakyat",
    }


def _place(report: Report) -> str:
    parts = [one.full_name for one in (report.village, report.district, report.regency) if one is not None]
    if not report.is_public:
        parts = parts[-1:]
    names = (name for part in parts for name in part.split(", "))  # the name of a village ends in its regency
    return ", ".join(dict.fromkeys(names)) or (report.place_words if report.is_public else "")


def _mail(  # noqa: PLR0917 -- a private step
    letter: Letter, address: str, subject: str, text: str, key: str, at: datetime
) -> None:
    """Queue it. It carries no mark of the case: an answer to it must never count as the reporter's words."""
    values = values_of(letter)
    contact = contact_point(scheme="email", value=address, at=at)
    body = Body(text.format(**values), subject=subject.format(**values), by_person=True)
    letter.message = outbox.enqueue(channel=CHANNEL, contact_point=contact, body=body, key=key, at=at)
    letter.by_mail, letter.bounced_at = True, None
    letter.save(update_fields=["message", "by_mail", "bounced_at"])


def _locked(letter_id: int) -> Letter:
    wanted = Letter.objects.select_related("report", "organisation", "sender", "entry", "report__reporter")
    return wanted.select_for_update(of=("self",)).get(pk=letter_id)


def withdraw(*, letter_id: int, account: Account, at: datetime) -> bool:
    """The link leads nowhere any more, and nobody is reminded. False when it was so already."""
    with transaction.atomic():
        letter = _locked(letter_id)
        if letter.withdrawn_at is not None:
            return False
        letter.withdrawn_at, letter.remind_at = at, None
        letter.save(update_fields=["withdrawn_at", "remind_at"])
        _note(letter, "withdrawn", Actor("staff", frozenset(), account.pk), at)
    return True


def on_paper(*, letter_id: int, account: Account, at: datetime) -> None:
    """The mail cannot arrive: it was printed instead. Closes the task of the mail that came back."""
    with transaction.atomic():
        letter = _locked(letter_id)
        letter.by_mail, letter.bounced_at = False, None
        letter.save(update_fields=["by_mail", "bounced_at"])
        _close_task(letter, account, "printed", at)
        _note(letter, "printed", Actor("staff", frozenset(), account.pk), at)


def mail_again(*, letter_id: int, account: Account, at: datetime) -> bool:
    """To the body's address as it is now; False when it has none. Closes the task of the mail that came back."""
    with transaction.atomic():
        letter = _locked(letter_id)
        address = terms_of(letter.organisation).email
        if not address or letter.withdrawn_at is not None:
            return False
        _close_task(letter, account, "sent to a corrected address", at)
        _mail(letter, address, words.SUBJECT, words.MAIL, f"letter:{letter.pk}:{int(at.timestamp())}", at)
        _note(letter, "mailed", Actor("staff", frozenset(), account.pk), at)
    return True


def _close_task(letter: Letter, account: Account, outcome: str, at: datetime) -> None:
    tasks = DeliveryTask.objects.filter(outbox__message=letter.message, done_at=None)
    tasks.update(done_at=at, done_by=account, outcome=outcome)


def _note(letter: Letter, what: str, actor: Actor, at: datetime) -> None:
    data: dict[str, object] = {"to": letter.organisation.name, "letter": letter.number, "what": what}
    cases.record(report_id=letter.report_id, entry_type="forward_noted", data=data, actor=actor, at=at)


def remind_due(*, at: datetime) -> int:
    """Remind every body that is silent past its time, and tell ours when that was the last time; returns how many."""
    return jobs.drain(lambda: _remind_one(at))


def _remind_one(at: datetime) -> bool:
    with transaction.atomic():
        due = Letter.objects.filter(remind_at__lte=at).order_by("remind_at", "pk")
        pk = due.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True).first()
        if pk is None:
            return False
        letter = _locked(pk)
        terms = terms_of(letter.organisation)
        over = letter.expires_at <= at or not letter.report.is_open
        letter.remind_at = None
        if not over and letter.reminded < terms.most_reminders:
            letter.reminded += 1
            letter.remind_at = workdays_after(at, terms.remind_after)
            _remind(letter, terms.email, at)
        elif not over:
            telling.letter(letter, "letter_silent", at)
        letter.save(update_fields=["reminded", "remind_at"])
    return True


def _remind(letter: Letter, address: str, at: datetime) -> None:
    """By mail where that works; otherwise ours are told, who can telephone."""
    if letter.by_mail and address and letter.bounced_at is None:
        key = f"letter:{letter.pk}:reminder:{letter.reminded}"
        _mail(letter, address, words.REMINDER_SUBJECT, words.REMINDER, key, at)
        _note(letter, "reminded", Actor("system"), at)
    else:
        telling.letter(letter, "letter_silent", at, key=str(letter.reminded))


def notice_bounces(*, at: datetime) -> int:
    """Tell whoever chases the answer that a mail came back; returns how many."""
    returned = Letter.objects.filter(
        bounced_at=None, answered_at=None, withdrawn_at=None, message__status=Message.Status.FAILED
    ).select_related("report__holder", "organisation")
    found = list(returned[:100])
    for letter in found:
        with transaction.atomic():
            if Letter.objects.filter(pk=letter.pk, bounced_at=None).update(bounced_at=at):
                telling.letter(letter, "letter_bounced", at, key=str(letter.message_id))
    return len(found)
