"""Messages of a flood, kept until an officer has looked at them; and what becomes of them then."""

from datetime import datetime

from django.db import transaction

from rumahrakyat.channels import outbox, registry
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import flood, intake, messages, words
from rumahrakyat.correspondence.evidence import evidence_of
from rumahrakyat.correspondence.models import CaseMessage, HeldMessage, Pace
from rumahrakyat.correspondence.queries import speaks_for
from rumahrakyat.correspondence.turns import Say
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.reports.attachments import MAX_FILES, Evidence
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.submission import MAX_TEXT

_BETWEEN = "\n\n"


def hold(contact: ContactPoint, message: Message, inbound: Inbound, at: datetime) -> bool:
    """Whether this message belongs to a flood and was put aside. Costs two statements, three for a message held."""
    pace, _new = Pace.objects.select_for_update().get_or_create(contact_point=contact)
    judged = flood.judge(pace.recent, flooding=pace.flooding_since is not None, at=int(at.timestamp()))
    pace.recent = list(judged.recent)
    if not judged.held:
        pace.flooding_since = None
    elif judged.first:
        pace.flooding_since = at
    pace.save(update_fields=["recent", "flooding_since"])
    if not judged.held:
        return False
    HeldMessage.objects.create(message=message, contact_point=contact)
    if words.plain(inbound.text) in words.STOP:
        people.stop_messages(contact=contact, at=at)
    elif judged.first and inbound.public is None:
        key = f"flood:{contact.pk}:{int(at.timestamp())}"
        outbox.enqueue(
            channel=inbound.channel, contact_point=contact, body=messages.body_of(Say("flood")), key=key, at=at
        )
    return True


def release(*, contact_id: int, report: Report, account: Account, at: datetime) -> int:
    """Add everything that is held of a contact to a case: its words as one entry, cut where a case takes no more, and
    every message beside it. Returns how many messages it was; 0 when another officer was faster."""
    with transaction.atomic():
        held = _locked(contact_id)
        if not held:
            return 0
        texts = list(dict.fromkeys(text for one in held if (text := one.message.text.strip())))
        channel = registry.medium(held[0].message.channel)
        files = [media.pk for one in held for media in one.message.media.all()]
        evidence, _refused = evidence_of(files[:MAX_FILES], report)
        if texts or evidence:
            _add(held[0].contact_point, report, _BETWEEN.join(texts), channel, at, evidence)
        linked = [CaseMessage(report=report, message=one.message) for one in held]
        CaseMessage.objects.bulk_create(linked, ignore_conflicts=True, batch_size=1000)
        _settle(contact_id, HeldMessage.State.RELEASED, account, at, report)
    return len(held)


def _add(  # noqa: PLR0917 -- a private step of release
    contact: ContactPoint, report: Report, text: str, channel: str, at: datetime, evidence: list[Evidence]
) -> None:
    cut = text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"
    if speaks_for(contact, report):
        intake.add_words(report=report, text=cut, channel=channel, at=at, evidence=evidence)
    else:
        intake.note(report=report, text=cut, at=at)


def dismiss(*, contact_id: int, account: Account, at: datetime) -> int:
    """Nothing of it is a report. The messages stay; returns how many they were."""
    with transaction.atomic():
        held = _locked(contact_id)
        _settle(contact_id, HeldMessage.State.DISMISSED, account, at, None)
    return len(held)


def _locked(contact_id: int) -> list[HeldMessage]:
    """What is held of a contact. Its pace is locked, so that nothing further is held meanwhile."""
    list(Pace.objects.filter(contact_point=contact_id).select_for_update())
    held = HeldMessage.objects.filter(contact_point=contact_id, state=HeldMessage.State.HELD).order_by("pk")
    return list(held.select_related("message", "contact_point").prefetch_related("message__media"))


def _settle(contact_id: int, state: HeldMessage.State, account: Account, at: datetime, report: Report | None) -> None:
    held = HeldMessage.objects.filter(contact_point=contact_id, state=HeldMessage.State.HELD)
    held.update(state=state, decided_by=account, decided_at=at, report=report)
