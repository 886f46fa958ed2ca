"""A private message becomes part of a conversation, and in the end a case: dialogue decides, this carries out.

Runs in the worker inside the transaction that marks the event done (`channels.handing`), one sender at a time.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.channels import outbox, registry
from rumahrakyat.channels.base import URGENT, Body, Inbound, Kind
from rumahrakyat.channels.models import InboundMedia, Message
from rumahrakyat.correspondence import (
    danger,
    doing,
    intake,
    languages,
    mail,
    messages,
    places,
    staff_words,
    words,
)
from rumahrakyat.correspondence.dialogue import Draft, Heard, OpenCase, Say, State, Turn, step
from rumahrakyat.correspondence.evidence import evidence_of
from rumahrakyat.correspondence.models import CaseMessage, Conversation
from rumahrakyat.correspondence.queries import case_of_message, ended_cases_of, open_cases_of
from rumahrakyat.correspondence.words import option_in, plain
from rumahrakyat.lib import jobs
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.regions.places import locate
from rumahrakyat.reports import attachments
from rumahrakyat.reports.appeals import WITHIN
from rumahrakyat.reports.states import Stage

FOLLOWED_FOR = timedelta(hours=1)
OFFERED_FOR = timedelta(hours=48)
ABANDONED_AFTER = timedelta(minutes=15)
ALBUM_PAUSE = timedelta(seconds=20)
_HAPPENED_THERE = "what_happened_there"


def converse(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> None:
    """Take a private message as the next turn of its conversation."""
    conversation = locked(contact, inbound.channel, at)
    if contact.stopped_at:
        people.resume_messages(contact=contact)
    if chosen := languages.chosen_in(inbound.text):
        people.choose_language(reporter=contact.reporter, language=chosen)
        _say([Say("language_chosen")], conversation, message, at, chosen)
        conversation.save()
        return
    heard = _heard(inbound, message, conversation, at)
    state, draft = State(conversation.state), Draft.load(conversation.draft)
    if mail.is_proven(inbound):
        # An answer to a message of ours about a case: whatever else is being talked about goes on after it.
        aside = step(State.IDLE, Draft(), replace(heard, choice=""))
        turn = replace(aside, state=state) if aside.act else aside
        _carry_out(turn, conversation, message, inbound, at, keep=draft if aside.act else None)
        return
    _carry_out(step(state, draft, heard), conversation, message, inbound, at)


def locked(contact: ContactPoint, channel: str, at: datetime) -> Conversation:
    """The conversation with a contact on a channel, made when there is none, locked until the transaction ends."""
    Conversation.objects.get_or_create(contact_point=contact, channel=channel, defaults={"updated_at": at})
    mine = Conversation.objects.select_for_update(of=("self",)).select_related("contact_point__reporter", "followed")
    return mine.get(contact_point=contact, channel=channel)


def _heard(inbound: Inbound, message: Message, conversation: Conversation, at: datetime) -> Heard:
    cases = open_cases_of(conversation.contact_point)
    followed = (
        conversation.followed if conversation.followed_at and at - conversation.followed_at < FOLLOWED_FOR else None
    )
    where = inbound.location
    outside = where is not None and locate(where.latitude, where.longitude) is None
    if outside:
        where = None
    choice = inbound.choice.id if inbound.choice else _picked(inbound.text, conversation, at)
    text = mail.words_of(inbound)
    about = mail.unproven(inbound, conversation.contact_point)
    return Heard(
        text="" if choice else text,
        choice=choice,
        lat=where.latitude if where else None,
        lon=where.longitude if where else None,
        place_name=", ".join(filter(None, (where.name, where.address))) if where else "",
        media=tuple(ref.stored_id for ref in inbound.media if ref.stored_id),
        voice=inbound.kind is Kind.AUDIO,
        outside=outside,
        unreadable=inbound.kind in {Kind.UNSUPPORTED, Kind.CONTACTS},
        message=message.pk,
        quoted=_quoted_case(inbound, conversation.contact_point),
        followed=followed.number if followed else "",
        cases=tuple(OpenCase(c.number, c.title, c.stage == Stage.WAITING_REPORTER.value) for c in cases),
        places=tuple(places.readings(text)) if conversation.state == State.WHERE and not choice else (),
        about=about,
        ended=_ended(text, conversation.contact_point, at),
    )


def _ended(text: str, contact: ContactPoint, at: datetime) -> tuple[OpenCase, ...]:
    """The cases that ended lately: asked only for words that may be about such."""
    if not (words.APPEAL.match(text) or words.OBJECT.match(text)):
        return ()
    return tuple(OpenCase(one.number, one.title) for one in ended_cases_of(contact, since=at - WITHIN))


def _picked(text: str, conversation: Conversation, at: datetime) -> str:
    """The option that a bare "2", or its very words, means: where buttons cannot be tapped they are typed."""
    if not conversation.offered or conversation.offered_at is None or at - conversation.offered_at > OFFERED_FOR:
        return ""
    number = option_in(text)
    if 1 <= number <= len(conversation.offered):
        return str(conversation.offered[number - 1][0])
    typed = plain(text)
    return next((str(choice) for choice, words in conversation.offered if typed and plain(words) == typed), "")


def _quoted_case(inbound: Inbound, contact: ContactPoint) -> str:
    told = mail.told_case(inbound, contact)
    if told:
        return told
    report = case_of_message(inbound.channel, inbound.quoted_id)
    return report.number if report else ""


def _carry_out(
    turn: Turn,
    conversation: Conversation,
    message: Message,
    inbound: Inbound,
    at: datetime,
    *,
    keep: Draft | None = None,
) -> None:
    """Do what was decided and say what is to be said. `keep`: a draft that this message leaves as it was."""
    says: doing.Says = list(turn.say)
    peril = danger.danger_in(mail.words_of(inbound))
    if peril and not (turn.act and turn.act.name == "file"):  # filing says it by itself
        says.insert(0, danger.say_of(peril))
    conversation.ask_at = None
    if turn.act:
        says += doing.carry_out(turn, conversation, inbound, at)
        draft = turn.draft if turn.act.name in {"status", "join"} else Draft()
    else:
        draft = turn.draft
        if inbound.group and [say.name for say in turn.say] == [_HAPPENED_THERE]:
            conversation.ask_at, says = at + ALBUM_PAUSE, []  # the words may come with the next picture
    if inbound.truncated:
        says.append(Say("truncated"))
    language = languages.of_talk(conversation, turn.draft.text, mail.words_of(inbound))
    kept = draft if keep is None else keep
    conversation.state, conversation.draft, conversation.updated_at = turn.state.value, kept.dump(), at
    _say(says, conversation, message, at, language)
    conversation.save()
    if turn.act and turn.act.name == "stop":
        people.stop_messages(contact=conversation.contact_point, at=at)


def _say(says: doing.Says, conversation: Conversation, message: Message, at: datetime, language: str) -> None:
    """Queue the answers, and remember the options of the last: a bare number is one of them, and of no earlier ones."""
    offered: list[list[str]] = []
    for position, say in enumerate(says):
        body = messages.body_of(say, language) if isinstance(say, Say) else say
        offered = [[option.id, option.title] for option in body.options] or offered
        outbox.enqueue(
            channel=conversation.channel,
            contact_point=conversation.contact_point,
            body=_answering(body, message),
            key=f"chat:{message.pk}:{position}",
            at=at,
            priority=URGENT,
        )
    conversation.offered, conversation.offered_at = offered, at if offered else None


def _answering(body: Body, message: Message) -> Body:
    """With the subject of the letter it answers, where there are such."""
    subject = str(message.content.get("subject", ""))
    return replace(body, subject=subject) if subject and not body.subject else body


def media_ready(media_id: int, at: datetime) -> None:
    """A file has come (or cannot be had): when its message already belongs to a case, it joins the case now."""
    row = InboundMedia.objects.select_related("message__contact_point").get(pk=media_id)
    if row.message is not None and staff_words.take_file(media_id, row.message, at):
        return
    if row.state != InboundMedia.State.DONE or row.message is None:
        return
    contact = row.message.contact_point
    if contact is not None:
        locked(contact, row.channel, at)  # whoever is making a case of this message's draft goes first
    link = CaseMessage.objects.filter(message=row.message).select_related("report").first()
    if link is None:
        return
    evidence, refused = evidence_of([media_id], link.report)
    if evidence and not attachments.is_kept(link.report, evidence[0]):
        channel = registry.medium(row.channel)
        intake.add_words(report=link.report, text="", channel=channel, at=at, evidence=evidence)
    if refused and contact is not None and not hasattr(row.message, "mention"):
        body = messages.body_of(Say("bad_files", {"count": "1"}))
        outbox.enqueue(channel=row.channel, contact_point=contact, body=body, key=f"media:{media_id}", at=at)


def file_abandoned(*, at: datetime) -> int:
    """File the drafts that were told long enough ago and never confirmed; returns how many."""
    return jobs.drain(lambda: _file_one_abandoned(at))


def _file_one_abandoned(at: datetime) -> bool:
    with transaction.atomic():
        old = Conversation.objects.exclude(sealed_draft="").filter(updated_at__lt=at - ABANDONED_AFTER)
        conversation = old.order_by("updated_at").select_for_update(of=("self",), skip_locked=True).first()
        if conversation is None:
            return False
        draft = Draft.load(conversation.draft)
        if draft.text and draft.messages:
            told_at = conversation.updated_at
            doing.file_draft(replace(draft, options=()), conversation, received=told_at, at=at)
        conversation.state, conversation.draft, conversation.updated_at = State.IDLE.value, {}, at
        conversation.save(update_fields=["state", "sealed_draft", "updated_at", "followed", "followed_at"])
    return True


def ask_after_albums(*, at: datetime) -> int:
    """Ask what happened where an album came in without any words; returns how many were asked."""
    return jobs.drain(lambda: _ask_after_one_album(at))


def _ask_after_one_album(at: datetime) -> bool:
    with transaction.atomic():
        due = Conversation.objects.filter(ask_at__lte=at).order_by("ask_at")
        conversation = due.select_for_update(of=("self",), skip_locked=True).select_related("contact_point").first()
        if conversation is None:
            return False
        if conversation.state == State.WHAT and not Draft.load(conversation.draft).text and conversation.ask_at:
            outbox.enqueue(
                channel=conversation.channel,
                contact_point=conversation.contact_point,
                body=messages.body_of(Say(_HAPPENED_THERE)),
                key=f"album:{conversation.pk}:{int(conversation.ask_at.timestamp())}",
                at=at,
            )
        conversation.ask_at = None
        conversation.save(update_fields=["ask_at"])
    return True
