"""What somebody on call writes back: "OK 4821". Everything else they write is a citizen's message like any other."""

import re
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q

from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence.messages import short_moment
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.alerts.operations import CONFIRMABLE, Came, Outcome
from rumahrakyat.duty.alerts.words import ACCEPT, ANSWERS, HOW_BY_SMS
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt
from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models_roster import StaffContact
from rumahrakyat.organisations.roster import AUDIENCES, body_for, load
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.people.same import person_of

REMEMBERED_FOR: Final = timedelta(days=7)  # a code is free again later
_SAID: Final = re.compile(r"(?P<ok>ok\w{0,3}|oce|siap|terima|diterima)?[\s.:,#-]*(?P<code>\d{4}|\d{6})", re.IGNORECASE)
_AGREED: Final = re.compile(r"(?:ok\w{0,3}|siap|terima|diterima|ya|baik)\b[\s.!]*", re.IGNORECASE)
_END: Final = re.compile(r"[\s.!,]*")


def hear(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> str | None:
    """The answer to somebody of ours who confirms an alert; None when this is not such a message."""
    code = code_in(inbound)
    if not code and not (inbound.quoted_id and _AGREED.fullmatch(_first_line(inbound.text))):
        return None
    accounts = _accounts(inbound, contact)
    if not accounts:
        return None
    alert = _with_code(code, at) if code else _quoted(inbound)
    if alert is None:
        return ANSWERS["unknown"].format(code=code) if code else None
    account = _entitled(alert, accounts, at)
    if account is None:
        return ANSWERS["not_yours"].format(code=alert.code)
    outcome = alerts.acknowledge(alert_id=alert.pk, account=account, how=message.channel, at=at, value=contact.value)
    return answer(outcome)


def code_in(inbound: Inbound) -> str:
    """The code that a button carries or that was typed, alone or after a word of consent; empty when there is none."""
    if inbound.choice is not None:
        return inbound.choice.id.removeprefix(ACCEPT) if inbound.choice.id.startswith(ACCEPT) else ""
    line = _first_line(inbound.text)
    found = _SAID.match(line)
    if found is None or not _END.fullmatch(line[found.end() :]):
        return ""
    alone = line == inbound.text.strip()
    return found["code"] if found["ok"] or alone else ""


def answer(outcome: Outcome) -> str:
    """What whoever confirmed is told."""
    alert = outcome.alert
    what = alert.report.number if alert.report else "Uji peringatan"
    when = short_moment(alert.acknowledged_at or alert.ended_at or alert.raised_at)
    who = str(alert.acknowledged_by) if alert.acknowledged_by else "-"
    link = f"{settings.PUBLIC_URL}{alert.path}" if alert.path else ""
    name = {Came.FRESH: "thanks", Came.BEFORE: "before", Came.OTHER: "other", Came.ENDED: "ended"}[outcome.came]
    said = ANSWERS[name].format(what=what, when=when, who=who, link=link).strip()
    if outcome.came is Came.FRESH and alert.report and alert.code:
        said += HOW_BY_SMS.format(number=alert.report.number)
    return said


def _first_line(text: str) -> str:
    """A letter's answer stands above its signature."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _accounts(inbound: Inbound, contact: ContactPoint) -> set[int]:
    """Whose address this is: somebody who was told something there, or who gave it as a way to them."""
    person = person_of(contact.reporter_id)
    told = AlertAttempt.objects.filter(contact_point__reporter__in=person, account__isnull=False)
    found = set(told.values_list("account_id", flat=True).distinct())
    values = {contact.value, *(address.value for address in inbound.sender.addresses)}
    hashes = [crypto.lookup_hash("staff", value) for value in values]
    found.update(StaffContact.objects.filter(value_hash__in=hashes).values_list("account_id", flat=True))
    return found


def _with_code(code: str, at: datetime) -> Alert | None:
    alerts_of = Alert.objects.filter(code=code).select_related("report", "acknowledged_by")
    still_open = alerts_of.filter(state__in=CONFIRMABLE).first()
    return still_open or alerts_of.filter(raised_at__gt=at - REMEMBERED_FOR).order_by("-raised_at").first()


def _quoted(inbound: Inbound) -> Alert | None:
    told = AlertAttempt.objects.filter(message__channel=inbound.channel, message__external_id=inbound.quoted_id)
    attempt = told.select_related("alert").first()
    return attempt.alert if attempt is not None and attempt.alert.code else None


def _entitled(alert: Alert, accounts: set[int], at: datetime) -> Account | None:
    """Which of these accounts is on the alert's list: told of it, replaced by who was told, or on call for it now."""
    told = alert.attempts.exclude(message=None).filter(Q(account__in=accounts) | Q(stands_in_for__in=accounts))
    found = accounts & {one for row in told.values_list("account_id", "stands_in_for_id") for one in row}
    reached = AUDIENCES[AUDIENCES.index(alert.audience) : AUDIENCES.index(alert.rung) + 1]
    for audience in reached if not found else ():
        order = load(body_for(alert.organisation, audience), [audience], at=at).order(audience, at)
        found |= accounts & {one.account for one in order.called}
    return Account.objects.filter(pk__in=found, is_active=True).order_by("pk").first()
