"""Village heads without the app: "WARGA Bu Sri: jembatan patah" by SMS or WhatsApp, and the news that come back.

The sentences are data in Indonesian: they are messages.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import reaching, staff_words
from rumahrakyat.correspondence.messages import short_moment
from rumahrakyat.correspondence.models import CaseMessage
from rumahrakyat.lib import clock, crypto
from rumahrakyat.organisations.models_roster import StaffContact
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.people.roles import FILE_FOR_VILLAGERS
from rumahrakyat.relay import outcomes
from rumahrakyat.relay.filing import Story, Way, carry
from rumahrakyat.relay.models import Carried
from rumahrakyat.relay.villages import plain, villages_of
from rumahrakyat.reports import timeline
from rumahrakyat.reports.errors import EmptyText, TextTooLong
from rumahrakyat.reports.models import Entry, Identity, Report

SAME_WITHIN: Final = timedelta(days=1)
LONGEST_NAME: Final = 60
_BEGINS: Final = re.compile(r"\s*warga\b[\s,.-]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_NOBODY: Final = frozenset({"tanpanama", "anonim", "tidakmaudisebut"})
HOW: Final = (
    "Belum menjadi laporan, Pak/Bu. Tulis: WARGA nama: ceritanya. "
    "Contoh: WARGA Bu Sri: jembatan RT 03 patah. Bila tidak mau disebut: WARGA tanpa nama: ceritanya."
)
TAKEN: Final = "Laporan {name} diterima, nomor {number}. Harus dijawab sebelum {until}. Kabarnya kami kirim ke sini."
AGAIN: Final = "Laporan {name} ini sudah kami terima, nomor {number}. Tidak perlu dikirim lagi."
DANGER: Final = "Ada bahaya? Telepon 112 sekarang. "
TOO_LONG: Final = (
    "Ceritanya terlalu panjang untuk satu laporan. Mohon dibagi dua, masing-masing mulai dengan WARGA nama:"
)
TELL: Final = "Sampaikan kepada {name} ({number}): {sentence} {next}"


def hear(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> str | None:
    """The answer to a village head who speaks for a villager; None when it is no such message: then it is the words of
    a citizen like any other, whoever wrote it."""
    found = _BEGINS.fullmatch(inbound.text)
    account = _village_head(inbound, contact) if found else None
    if found is None or account is None:
        return None
    name, colon, text = (part.strip() for part in found["rest"].partition(":"))
    if not (name and colon and text) or len(name) > LONGEST_NAME:
        return HOW
    digest = crypto.lookup_hash("village words", str(account.pk), plain(name), plain(text))
    before = _same(account, digest, at)
    if before is not None:
        return AGAIN.format(name=name, number=before.number)
    try:
        report = _carry(account, name, text, Way(Carried.Via.MESSAGE, _key(message), at, inbound.sent_at, digest), at)
    except TextTooLong:
        return TOO_LONG
    except EmptyText:
        return HOW
    CaseMessage.objects.get_or_create(message=message, defaults={"report": report})
    until = short_moment(report.answer_due_at) if report.answer_due_at else "-"
    return (DANGER if report.urgent else "") + TAKEN.format(name=name, number=report.number, until=until)


def _key(message: Message) -> str:
    return f"village-message:{message.pk}"


def _village_head(inbound: Inbound, contact: ContactPoint) -> Account | None:
    """Who wrote from a number that was confirmed as a village head's own."""
    values = {contact.value, *(address.value for address in inbound.sender.addresses)}
    hashes = [crypto.lookup_hash("staff", value) for value in values]
    confirmed = StaffContact.objects.filter(value_hash__in=hashes, confirmed_at__isnull=False, account__is_active=True)
    for one in confirmed.select_related("account").order_by("pk"):
        if scope_of(one.account).may(FILE_FOR_VILLAGERS):
            return one.account
    return None


def _same(account: Account, digest: str, at: datetime) -> Report | None:
    found = Carried.objects.filter(account=account, text_hash=digest, created_at__gt=at - SAME_WITHIN)
    row = found.select_related("report").order_by("-created_at").first()
    return row.report if row else None


def _carry(account: Account, name: str, text: str, way: Way, at: datetime) -> Report:
    scope = scope_of(account)
    villages = villages_of(scope)
    nobody = plain(name) in _NOBODY
    story = Story(
        village=villages[0].code if villages else "",
        text=text,
        name="" if nobody else name,
        identity=Identity.ANONYMOUS if nobody else Identity.NAMED,
        read_back=True,  # whoever writes for somebody vouches for it
    )
    report = carry(account=account, story=story, scope=scope, way=way, at=at)
    report.refresh_from_db(fields=["answer_due_at"])
    return report


def tell_head(entry: Entry) -> None:
    """News for a villager who left no number go to the village head, to be told. Runs once, in a worker."""
    outcome = outcomes.of_report(entry.report_id)
    if outcome is None or outcome.carried.reachable or outcome.word != entry.pk:
        return
    head = Account.objects.get(pk=outcome.carried.account_id)
    way = _way_to(head)
    if way is None:
        return
    channel, contact = way
    words = TELL.format(
        name=outcome.name or "warga (tanpa nama)",
        number=outcome.report.number,
        sentence=outcome.sentence,
        next=outcome.next,
    )
    message = outbox.enqueue(
        channel=channel, contact_point=contact, body=words.strip(), key=f"village:{entry.pk}", at=clock.now()
    )
    CaseMessage.objects.get_or_create(message=message, defaults={"report": outcome.report})


def _way_to(head: Account) -> tuple[str, ContactPoint] | None:
    """The first confirmed number of a village head that something here can write to; none when the role has ended."""
    if not scope_of(head).may(FILE_FOR_VILLAGERS):
        return None
    for one in StaffContact.objects.filter(account=head, confirmed_at__isnull=False).order_by("order", "pk"):
        found = reaching.carriers(one.scheme)
        if found:
            return found[0].code, people.contact_point(scheme=one.scheme, value=one.value, at=clock.now())
    return None


def register() -> None:
    """Called once at start."""
    staff_words.add_listener("30 village", hear)
    timeline.on(
        ["answered", "resolved", "asked", "referred", "rejected", "expired", "extended"], "relay.tell_head", tell_head
    )
