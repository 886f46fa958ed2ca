"""The briefs of the demo's last week: frozen and sent each morning, today's on its way through the stand-ins."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from rumahrakyat.channels.models import Message, Outbox, StandinRecord
from rumahrakyat.lib import clock, crypto
from rumahrakyat.organisations.models_roster import StaffContact
from rumahrakyat.oversight.briefs import keeping, sending
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, MONDAY, WEEKLY, Edition, of_body
from rumahrakyat.oversight.briefs.readers import Reads, readers
from rumahrakyat.oversight.briefs.rules import hour
from rumahrakyat.oversight.models_briefs import BriefAlertRule
from rumahrakyat.people.models import Account

DAYS: Final = 7
_MAILBOXES: Final = ("gubernur", "wagub", "sekda")
_BODIES: Final = ("DPUBMCK", "DISDIKBUD", "DINKES")


def hold() -> None:
    """While the month is being played nobody is told of it as if it were today."""
    BriefAlertRule.objects.update(on=False)


def held() -> bool:
    """Whether a month was begun and its end never came."""
    rules = BriefAlertRule.objects.filter(edited_at=None)
    return rules.exists() and not rules.filter(on=True).exists()


def release() -> None:
    BriefAlertRule.objects.filter(edited_at=None).update(on=True)


def send(*, until: datetime) -> int:
    """The briefs of the last days for those who watch over the province, and of the last Monday for some bodies;
    returns how many were frozen. What was sent in the past arrived then; today's leaves now."""
    _mailboxes(until)
    editions = list(_editions(until))
    everybody = readers(at=until)
    for edition in editions:
        mine = [one for one in everybody if (one.kind, one.whose) == (edition.kind, edition.whose)]
        _send(edition, mine, past=edition is not editions[-1])
    release()
    return len(editions)


def _editions(until: datetime) -> list[Edition]:
    today = until.astimezone(Edition(DAILY, ALL, until.date()).zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    daily = [Edition(DAILY, ALL, day) for day in days]
    monday = next(day for day in days if day.weekday() == MONDAY)
    weekly = [Edition(WEEKLY, of_body(code), monday) for code in _BODIES]
    return [one for one in [*weekly, *daily] if one.planned_at(hour()) <= until and _exists(one)]


def _exists(edition: Edition) -> bool:
    return not edition.body or Account.objects.filter(username=f"kepala.{edition.body.lower()}").exists()


def _send(edition: Edition, mine: list[Reads], *, past: bool) -> None:
    at = edition.planned_at(hour())
    with clock.frozen(at):
        brief = keeping.freeze(edition, at=at)
        for one in mine:
            sending.deliver(sending.Thing(brief=brief), one.account, at=at)
    if past:
        messages = list(brief.sent.exclude(message=None).values_list("message_id", flat=True))
        Outbox.objects.filter(message__in=messages).update(state=Outbox.State.SENT, attempted_at=F("created_at"))
        told = {"status": Message.Status.READ, "status_at": F("recorded_at"), "sent_at": F("recorded_at")}
        Message.objects.filter(pk__in=messages).update(**told)


def _mailboxes(at: datetime) -> None:
    """A mailbox on the stand-in for each of those at the top, beside their telephone."""
    for account in Account.objects.filter(username__in=_MAILBOXES, is_demo=True):
        address = f"{account.username}@pos.demo"
        StaffContact.objects.get_or_create(
            account=account,
            scheme=StaffContact.Scheme.EMAIL,
            value_hash=crypto.lookup_hash("staff", address),
            defaults={"sealed_value": crypto.seal(address), "order": 2, "made_at": at},
        )
        StandinRecord.objects.get_or_create(
            channel="email", kind="person", key=address, defaults={"at": at, "data": {"name": account.name}}
        )
