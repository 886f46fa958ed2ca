"""An officer's message becomes an answer on a case, and is told back what was recorded or what is missing.

A listener of `correspondence.staff_words`: it runs in the transaction that marks the message done, so a message is
heard once. Everything that is not clearly an officer's answer is left to the conversations of citizens.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import InboundMedia, Message
from rumahrakyat.correspondence.mail import words_of
from rumahrakyat.lib import crypto
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.people.roles import ANSWER
from rumahrakyat.reports import access
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.writing import fields, quality
from rumahrakyat.writing.from_outside import doing, who
from rumahrakyat.writing.from_outside.reading import Act, Said, read
from rumahrakyat.writing.from_outside.words import SAID, STAGE_WORDS
from rumahrakyat.writing.models import StaffAnswer

SAME_FOR: Final = timedelta(hours=24)  # the same words again within that are the same answer
WAITS_FOR: Final = timedelta(hours=48)  # what was missing may come within that
State = StaffAnswer.State


@dataclass(frozen=True)
class Heard:
    """One message of one of ours about one case."""

    message: Message
    account: Account
    actor: Actor
    report: Report
    said: Said
    media: tuple[int, ...]
    at: datetime


def hear(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> str | None:
    """The answer to somebody of ours who answers a case; None when this is not such a message."""
    quoted = who.case_quoted(inbound)
    text = inbound.text if inbound.quoted_id else words_of(inbound)
    said = read(text, about_a_case=quoted is not None)
    if said is None:
        return None
    found = who.at_address(inbound, contact)
    if not found.known:
        return None
    number = said.number or (quoted.number if quoted else "")
    if not number:
        return SAID["which"] if said.clear else None
    if (refusal := _not_believed(inbound, contact, found, number)) is not None:
        return refusal
    media = tuple(ref.stored_id for ref in inbound.media if ref.stored_id)
    return _of_somebody(found, number, said, message, media, at)


def _not_believed(inbound: Inbound, contact: ContactPoint, found: who.Who, number: str) -> str | None:
    link = link_to(number)
    if not found.confirmed:
        return SAID["unconfirmed"].format(link=link)
    if who.is_mail(inbound) and not who.answers_our_letter(inbound, contact):
        return SAID["unproven"].format(link=link)
    return None


def link_to(number: str) -> str:
    return f"{settings.PUBLIC_URL}/kerja/{number}/"


def _of_somebody(  # noqa: PLR0917 -- a private step of hear
    found: who.Who, number: str, said: Said, message: Message, media: tuple[int, ...], at: datetime
) -> str:
    """Of several people who share an address it is the one who answers for this case."""
    seen = None
    for account in who.accounts(found.confirmed):
        reach = reach_of(account)
        try:
            report = access.get_for_staff(reach, number)
        except access.NotFound:
            continue
        actor = reach.actor_on(report)
        seen = report
        if actor.may(ANSWER) and actor.organisation_id == report.holder_id and report.holder_id is not None:
            return _act(Heard(message, account, actor, report, said, media, at))
    return SAID["not_yours" if seen else "unknown"].format(number=number)


def _act(heard: Heard) -> str:
    number = heard.report.number
    waiting = _waiting(heard)
    match heard.said.act:
        case Act.ASK:
            return doing.ask(heard.report, heard.actor, heard.said.words, at=heard.at)
        case Act.REASON | Act.SEND if waiting is None:
            return SAID["nothing_waits"].format(number=number)
        case Act.REASON if waiting is not None:
            return doing.finish(waiting, heard.actor, at=heard.at, reason=heard.said.words)
        case Act.SEND if waiting is not None:
            return doing.finish(waiting, heard.actor, at=heard.at, consents=True)
    if waiting is not None and heard.media and not heard.said.stage:
        return doing.with_more_files(waiting, heard.media, heard.actor, at=heard.at)
    return _answer(heard)


def _waiting(heard: Heard) -> StaffAnswer | None:
    """What this person said on the case before and could not be recorded yet."""
    mine = StaffAnswer.objects.filter(account=heard.account, report=heard.report, at__gt=heard.at - WAITS_FOR)
    return mine.filter(state__in=[State.NEEDS_PROOF, State.NEEDS_YES]).order_by("-at", "-pk").first()


def _answer(heard: Heard) -> str:
    said, number = heard.said, heard.report.number
    if not said.stage:
        return SAID["no_stage" if said.clear else "how"].format(number=number)
    if len(said.words.split()) < 2:
        word = STAGE_WORDS[said.stage][0].upper()
        return SAID["no_words"].format(number=number, word=word)
    if missing := fields.left_in(said.words):
        return SAID["field"].format(found=", ".join(f"{{{one}}}" for one in missing))
    same = crypto.lookup_hash("staff answer", said.stage, " ".join(said.words.lower().split()))
    if _said_before(heard, same):
        return SAID["before"].format(number=number)
    mine = StaffAnswer.objects.filter(account=heard.account, report=heard.report)
    mine.filter(state__in=[State.NEEDS_PROOF, State.NEEDS_YES]).update(state=State.DROPPED, sealed="")
    row = StaffAnswer(
        message=heard.message,
        account=heard.account,
        report=heard.report,
        stage=said.stage,
        words_hash=same,
        sealed=crypto.seal(said.words),
        media=list(heard.media),
        state=State.DONE,
        at=heard.at,
    )
    return _record(row, heard)


def _said_before(heard: Heard, same: str) -> bool:
    mine = StaffAnswer.objects.filter(account=heard.account, report=heard.report, words_hash=same)
    return mine.filter(at__gt=heard.at - SAME_FOR).exclude(state=State.DROPPED).exists()


def _record(row: StaffAnswer, heard: Heard) -> str:
    number = heard.report.number
    if heard.report.is_public and (found := quality.personal(heard.said.words)):
        return _wait(row, State.NEEDS_YES, SAID["personal"].format(number=number, found=found))
    if InboundMedia.objects.filter(pk__in=heard.media, state=InboundMedia.State.NEW).exists():
        return _wait(row, State.NEEDS_PROOF, SAID["photo_coming"].format(number=number))
    if Stage(row.stage) is Stage.RESOLVED and not heard.media:
        return _wait(row, State.NEEDS_PROOF, SAID["needs_proof"].format(number=number))
    return doing.record(row, heard.actor, at=heard.at)


def _wait(row: StaffAnswer, state: State, words: str) -> str:
    row.state = state
    row.save()
    return words
