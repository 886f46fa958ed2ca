"""Whose message it is, which case it answers, and whether an address can be believed.

A telephone number or a chat is believed when its owner has confirmed an alert there. A mail's sender is not: anybody
writes any name on an envelope. A mail counts only as the answer to a letter of ours that went to that very address:
its Message-ID carries a mark that nobody else can make and only the receiver has seen.
"""

from dataclasses import dataclass

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.duty.models_alerts import AlertAttempt
from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models_roster import StaffContact
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.reports.models import Report
from rumahrakyat.writing.models import StaffAnswer


@dataclass(frozen=True)
class Who:
    """The accounts that this address belongs to. `confirmed`: those whose owner has confirmed it."""

    known: frozenset[int]
    confirmed: frozenset[int]


def at_address(inbound: Inbound, contact: ContactPoint) -> Who:
    values = {contact.value, *(address.value for address in inbound.sender.addresses)}
    hashes = [crypto.lookup_hash("staff", value) for value in values]
    rows = StaffContact.objects.filter(value_hash__in=hashes, account__is_active=True)
    found = list(rows.values_list("account_id", "confirmed_at"))
    return Who(frozenset(one for one, _at in found), frozenset(one for one, at in found if at is not None))


def accounts(found: frozenset[int]) -> list[Account]:
    return list(Account.objects.filter(pk__in=found, is_active=True).order_by("pk"))


def is_mail(inbound: Inbound) -> bool:
    return registry.medium(inbound.channel) == "email"


def answers_our_letter(inbound: Inbound, contact: ContactPoint) -> bool:
    """Whether the message quotes one of ours that was sent to this very address."""
    if not inbound.quoted_id:
        return False
    ours = Message.objects.filter(
        channel=inbound.channel, external_id=inbound.quoted_id, direction=Message.Direction.OUT, contact_point=contact
    )
    return ours.exists()


def case_quoted(inbound: Inbound) -> Report | None:
    """The case of the quoted message of ours: an alert, or the answer to an earlier message of theirs."""
    if not inbound.quoted_id:
        return None
    ours = Message.objects.filter(
        channel=inbound.channel, external_id=inbound.quoted_id, direction=Message.Direction.OUT
    ).first()
    if ours is None:
        return None
    attempt = AlertAttempt.objects.filter(message=ours).select_related("alert__report").first()
    if attempt is not None:
        return attempt.alert.report
    key = ours.outbox.key if hasattr(ours, "outbox") else ""
    if not key.startswith("staff:"):
        return None
    earlier = (
        StaffAnswer.objects.filter(message=int(key.removeprefix("staff:").partition(":")[0]))
        .select_related("report")
        .first()
    )
    return earlier.report if earlier else None
