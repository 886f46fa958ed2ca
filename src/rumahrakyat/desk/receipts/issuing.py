"""Receipts on paper: the secret is printed once; a lost receipt gets another secret, and the old one is void."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rumahrakyat.correspondence.models import Listener
from rumahrakyat.desk.models import Ticket
from rumahrakyat.desk.models_intake import Receipt
from rumahrakyat.lib import crypto
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.people import audit
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Identity, Report

# After the first printing the same sheet can be printed again for so long: a printer jams, paper ends, the other size
# was wanted. Later, whoever prints gets the receipt without the secret.
PRINTED_FOR: Final = timedelta(minutes=5)
KEPT: Final = timedelta(minutes=30)  # unprinted


class NotTheReporter(Exception):
    """What was told does not fit the report."""


@dataclass(frozen=True)
class Where:
    """Who hands the receipt out, and at which visit."""

    account: Account
    point: ServicePoint | None = None
    ticket: Ticket | None = None


@dataclass(frozen=True)
class Proof:
    """What the person says who has lost a receipt: telephone or e-mail, the name, or that the officer has asked
    questions and was satisfied (`answers`: what was asked about, in a few words, never the answers)."""

    contact: str = ""
    name: str = ""
    answers: str = ""


def issue(*, report: Report, where: Where, once: str, at: datetime, checked: str = "") -> Receipt:
    """A receipt with a fresh secret; the one before stops working. `once` makes a second press the same receipt."""
    with transaction.atomic():
        receipt, new = Receipt.objects.get_or_create(
            once=once,
            defaults={
                "report": report,
                "account": where.account,
                "service_point": where.point,
                "ticket": where.ticket,
                "issued_at": at,
                "checked": checked,
            },
        )
        if new:
            Receipt.objects.filter(report=report).exclude(pk=receipt.pk).update(sealed_secret="")
            receipt.sealed_secret = crypto.seal(operations.issue_secret(report=report))
            receipt.save(update_fields=["sealed_secret"])
    return receipt


def secret_to_print(*, report: Report, account: Account, at: datetime) -> str:
    """The secret for the sheet that is printed now, for whoever handed the receipt out; empty once it was printed.

    The first call starts the few minutes in which the sheet can be printed again.
    """
    with transaction.atomic():
        found = Receipt.objects.select_for_update().filter(report=report, account=account).order_by("-pk").first()
        if found is None or not found.sealed_secret:
            return ""
        if at > found.issued_at + KEPT or (found.printed_at and at > found.printed_at + PRINTED_FOR):
            found.sealed_secret = ""
            found.save(update_fields=["sealed_secret"])
            return ""
        if found.printed_at is None:
            found.printed_at = at
            found.save(update_fields=["printed_at"])
        return crypto.unseal(found.sealed_secret)


def issue_again(*, report: Report, proof: Proof, where: Where, once: str, at: datetime) -> Receipt:
    """A receipt was lost and the person was checked: a new secret, said on the case and in the audit trail.

    Raises `NotTheReporter`; nothing is changed then.
    """
    checked = _checked(report, proof)
    with transaction.atomic():
        if known := Receipt.objects.filter(once=once).first():
            return known
        receipt = issue(report=report, where=where, once=once, at=at, checked=checked)
        actor = Actor("staff", frozenset(), where.account.pk)
        data: dict[str, object] = {"checked": checked}
        operations.record(report_id=report.pk, entry_type="receipt_reissued", data=data, actor=actor, at=at)
        audit.record(
            act="desk.receipt_reissued",
            account=where.account.pk,
            at=at,
            subject=report.number,
            data={"checked": checked, "asked_about": proof.answers[:120]},
        )
    return receipt


def _checked(report: Report, proof: Proof) -> str:
    if proof.contact.strip():
        if _is_contact(report, proof.contact):
            return Receipt.Checked.CONTACT
        raise NotTheReporter
    if proof.name.strip():
        if report.identity != Identity.ANONYMOUS and _plain(report.reporter.name) == _plain(proof.name) != "":
            return Receipt.Checked.NAME
        raise NotTheReporter
    if len(proof.answers.split()) >= 2:
        return Receipt.Checked.QUESTIONS
    raise NotTheReporter


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalpha())


def _is_contact(report: Report, typed: str) -> bool:
    mine = ContactPoint.objects.filter(value_hash__in=_hashes(typed))
    listening = Listener.objects.filter(report=report, contact_point__in=mine)
    own = mine.filter(reporter=report.reporter_id)
    return own.exists() or listening.exists()


def _hashes(typed: str) -> list[str]:
    """How an address that somebody types is found: as a telephone number, as an e-mail address."""
    if "@" in typed:
        return [crypto.lookup_hash("email", typed.strip().lower())]
    try:
        return [crypto.lookup_hash("tel", parse_phone(typed))]
    except WrongPhone:
        return []


def of_contact(typed: str) -> list[Report]:
    """The newest reports of a telephone number or address, for somebody who lost the number, too."""
    mine = ContactPoint.objects.filter(value_hash__in=_hashes(typed)).values_list("reporter", flat=True)
    return list(Report.objects.filter(reporter__in=list(mine)).order_by("-pk")[:5])


def newest(*, report: Report, account: Account) -> Receipt | None:
    """The latest receipt of the report that this account handed out."""
    return Receipt.objects.filter(report=report, account=account).order_by("-pk").first()


def handed_out(*, report: Report, account: Account) -> bool:
    return Receipt.objects.filter(report=report, account=account).exists()
