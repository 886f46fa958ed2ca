"""A brief or an alert reaches its reader once on WhatsApp and once by e-mail; whoever has neither gets one SMS or
Telegram message. Everything that is sent is written with its message in one transaction, so that a killed worker has
either sent it or not; then the outbox of `channels` tries until it arrives.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from rumahrakyat.channels import media
from rumahrakyat.channels.base import NORMAL, URGENT, Body, OutgoingFile, Priority
from rumahrakyat.channels.models import DeliveryTask, Outbox
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.watching import tell_operator
from rumahrakyat.duty.alerts.calling import Way, ways
from rumahrakyat.lib.failpoints import reach
from rumahrakyat.organisations import rota
from rumahrakyat.organisations.models_roster import StaffContact
from rumahrakyat.organisations.roster import quiet_until, ways_of
from rumahrakyat.oversight.briefs import editions, keeping, message, paper
from rumahrakyat.oversight.briefs.editions import MONDAY, WEEKLY, Edition
from rumahrakyat.oversight.briefs.readers import Reads, readers
from rumahrakyat.oversight.briefs.rules import hour_to_send
from rumahrakyat.oversight.models_briefs import Brief, BriefAlert, BriefSent
from rumahrakyat.people.models import Account
from rumahrakyat.people.operations import contact_point

logger = logging.getLogger(__name__)

_BOTH: Final = ("whatsapp", "email")
_LOST: Final = (Outbox.State.FAILED, Outbox.State.WITHHELD)
FAILED: Final = "failed"


@dataclass(frozen=True)
class Thing:
    """What is sent: a brief or an alert."""

    brief: Brief | None = None
    alert: BriefAlert | None = None

    @property
    def sent(self):  # type: ignore[no-untyped-def] # the manager's own query set
        return BriefSent.objects.filter(brief=self.brief, alert=self.alert)

    @property
    def key(self) -> str:
        return f"brief:{self.brief.pk}" if self.brief else f"brief-alert:{self.alert.pk if self.alert else 0}"

    def lock(self) -> None:
        """Two workers that have the same thing to send come one after the other."""
        if self.brief is not None:
            Brief.objects.select_for_update().get(pk=self.brief.pk)
        elif self.alert is not None:
            BriefAlert.objects.select_for_update().get(pk=self.alert.pk)

    def body(self) -> Body:
        if self.brief is not None:
            return message.body_of(self.brief.content, attachment(self.brief))
        assert self.alert is not None
        return message.alert_body(
            self.alert.words, f"{settings.PUBLIC_URL}{self.alert.path}" if self.alert.path else ""
        )

    @property
    def priority(self) -> Priority:
        return URGENT if self.alert is not None else NORMAL


def send_due(*, at: datetime) -> int:
    """Send today's briefs to whoever has not got theirs; returns to how many. From the hour of the brief until the end
    of its day, so that a machine that was started late sends today's and never yesterday's. In somebody's hours of
    quiet theirs waits. One that cannot be made is logged and tried again a minute later; the others go out."""
    local = at.astimezone(Edition("daily", editions.ALL, at.date()).zone)
    begins = hour_to_send()
    if begins is None or local.time() < begins:
        return 0
    done = 0
    for one in _without_theirs(local):
        if quiet_until(one.account.pk, at) is None:
            done += _sent(Edition(one.kind, one.whose, local.date()), one.account, at)
    return done


def _sent(edition: Edition, account: Account, at: datetime) -> bool:
    try:
        return _send_brief(edition, account, at)
    except Exception:
        logger.exception("the %s brief of %s cannot be made", edition.kind, edition.whose)
        words = f"Ringkasan {edition.whose} tanggal {edition.day} tidak dapat disusun. Sebabnya ada di catatan sistem."
        tell_operator(words, key=f"brief:unmade:{edition.day:%Y%m%d}", at=at)
        return False


def _without_theirs(local: datetime) -> list[Reads]:
    day = local.date()
    sent = set(
        BriefSent.objects.filter(brief__day=day, turn=1)
        .values_list("account", "brief__kind", "brief__whose")
        .distinct()
    )
    return [
        one
        for one in readers(at=local)
        if (one.account.pk, one.kind, one.whose) not in sent and (one.kind != WEEKLY or day.weekday() == MONDAY)
    ]


def _send_brief(edition: Edition, account: Account, at: datetime) -> bool:
    return deliver(Thing(brief=keeping.freeze(edition, at=at)), account, at=at)


def send_again(brief: Brief, account: Account, *, at: datetime) -> bool:
    """A reader asks for it once more; not twice within a minute, whatever was clicked."""
    newest = BriefSent.objects.filter(brief=brief, account=account).aggregate(turn=Max("turn"), at=Max("at"))
    if newest["at"] is not None and (at - newest["at"]).total_seconds() < 60:
        return False
    return deliver(Thing(brief=brief), account, at=at, turn=(newest["turn"] or 0) + 1)


def deliver(thing: Thing, account: Account, *, at: datetime, turn: int = 1) -> bool:
    """Queue it for this reader; False when it was before."""
    body = thing.body()
    with transaction.atomic():
        thing.lock()
        if thing.sent.filter(account=account, turn=turn).exists():
            return False
        found = chosen(ways_to(account))
        for way in found:
            _queue(thing, account, way, body, at, turn)
        if not found:
            BriefSent.objects.create(
                brief=thing.brief, alert=thing.alert, account=account, turn=turn, at=at, outcome=FAILED
            )
            _tell_operator(thing, account, at)
        reach("briefs.before_commit")
    return True


def ways_to(account: Account) -> list[Way]:
    """Every way to the person, the best first."""
    given = ways_of(account, StaffContact.objects.filter(account=account))
    return list(ways(rota.Order(called=(rota.Called(account.pk, given),)))) if given else []


def chosen(found: Sequence[Way]) -> list[Way]:
    """WhatsApp and e-mail, one of each; else the first way there is."""
    both = [next((way for way in found if way.adapter.medium == medium), None) for medium in _BOTH]
    return [way for way in both if way is not None] or list(found[:1])


def _queue(thing: Thing, account: Account, way: Way, body: Body, at: datetime, turn: int) -> None:  # noqa: PLR0917
    contact = contact_point(scheme=way.scheme, value=way.value, at=at)
    queued = enqueue(
        channel=way.adapter.code,
        contact_point=contact,
        body=body,
        key=f"{thing.key}:{account.pk}:{turn}:{way.adapter.code}",
        at=at,
        priority=thing.priority,
    )
    BriefSent.objects.create(
        brief=thing.brief,
        alert=thing.alert,
        account=account,
        turn=turn,
        channel=way.adapter.code,
        message=queued,
        at=at,
    )


def attachment(brief: Brief) -> OutgoingFile:
    """The page as a file; the same bytes for everybody, stored once."""
    raw = paper.pdf(brief.content, brief.sha256)
    return OutgoingFile(paper.file_name(brief.content), "application/pdf", media.blobs().put(raw))


def follow_up(*, at: datetime) -> int:
    """What cannot be delivered on one channel is tried on the next; when nothing is left, the operator is told."""
    done = 0
    while _one_lost(at):
        done += 1
    return done


def _one_lost(at: datetime) -> bool:
    with transaction.atomic():
        lost = BriefSent.objects.filter(outcome="", message__outbox__state__in=_LOST)
        row = lost.select_related("account", "brief", "alert").select_for_update(of=("self",), skip_locked=True).first()
        if row is None:
            return False
        BriefSent.objects.filter(pk=row.pk).update(outcome=FAILED)
        tasks = DeliveryTask.objects.filter(outbox__message=row.message_id, done_at=None)
        tasks.update(done_at=at, outcome="told another way")
        _another_way(Thing(row.brief, row.alert), row, at)
    return True


def _another_way(thing: Thing, row: BriefSent, at: datetime) -> None:
    before = thing.sent.filter(account=row.account, turn=row.turn)
    tried = set(before.values_list("channel", flat=True))
    way = next((one for one in ways_to(row.account) if one.adapter.code not in tried), None)
    if way is not None:
        _queue(thing, row.account, way, thing.body(), at, row.turn)
    elif not before.filter(~Q(outcome=FAILED)).exists():
        _tell_operator(thing, row.account, at)


def _tell_operator(thing: Thing, account: Account, at: datetime) -> None:
    logger.warning("%s cannot be delivered to account %s", thing.key, account.pk)
    # Once a day: whoever else it is about is found by the log, and by the rows that say "failed".
    words = (
        f"Ringkasan atau peringatan tidak dapat disampaikan kepada {account.username}, mungkin juga kepada yang lain: "
        "periksa nomor dan alamat para pembaca ringkasan."
    )
    tell_operator(words, key=f"brief:nobody:{at:%Y%m%d}", at=at)
