"""A message from a chat becomes part of a conversation, and in the end a case: dialogue decides, this carries out.

Runs in the worker inside the transaction that marks the event done (`channels.handing`), one sender at a time.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.channels import media as files
from rumahrakyat.channels import outbox, registry
from rumahrakyat.channels.base import URGENT, Body, Inbound, Kind
from rumahrakyat.channels.models import InboundMedia, Message
from rumahrakyat.correspondence import facts, intake, messages, places, telephone
from rumahrakyat.correspondence.dialogue import Act, Draft, Heard, OpenCase, Say, State, Turn, step
from rumahrakyat.correspondence.models import CaseMessage, Conversation
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.regions.places import locate
from rumahrakyat.reports import access, attachments, queries
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import BadFile, NotAllowed
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import PlaceTold
from rumahrakyat.reports.states import Stage

FOLLOWED_FOR = timedelta(hours=1)
ABANDONED_AFTER = timedelta(minutes=15)
_LATE_DELIVERY = timedelta(hours=1)
_IGNORED = {Kind.REACTION, Kind.STICKER, Kind.ADDRESS_CHANGED}


def receive(inbound: Inbound, at: datetime) -> None:
    """The receiver that `channels` hands messages to."""
    if registry.medium(inbound.channel) == "phone":
        telephone.receive(inbound, at)
        return
    if not inbound.sender.addresses or inbound.kind in _IGNORED:
        return
    first = inbound.sender.addresses[0]
    contact = people.contact_point(scheme=first.scheme, value=first.value, at=at)
    message = Message.objects.get(channel=inbound.channel, external_id=inbound.message_id)
    conversation = _locked(contact, inbound.channel, at)
    if contact.stopped_at:
        people.resume_messages(contact=contact)
    heard = _heard(inbound, message, conversation, at)
    turn = step(State(conversation.state), Draft.load(conversation.draft), heard)
    _carry_out(turn, conversation, message, inbound, at)


def _locked(contact: ContactPoint, channel: str, at: datetime) -> Conversation:
    Conversation.objects.get_or_create(contact_point=contact, channel=channel, defaults={"updated_at": at})
    mine = Conversation.objects.select_for_update(of=("self",)).select_related("contact_point__reporter", "followed")
    return mine.get(contact_point=contact, channel=channel)


def _heard(inbound: Inbound, message: Message, conversation: Conversation, at: datetime) -> Heard:
    cases = queries.open_of_reporter(conversation.contact_point.reporter_id)
    followed = (
        conversation.followed if conversation.followed_at and at - conversation.followed_at < FOLLOWED_FOR else None
    )
    where = inbound.location
    outside = where is not None and locate(where.latitude, where.longitude) is None
    if outside:
        where = None
    return Heard(
        text="" if inbound.choice else inbound.text,
        choice=inbound.choice.id if inbound.choice else "",
        lat=where.latitude if where else None,
        lon=where.longitude if where else None,
        place_name=", ".join(filter(None, (where.name, where.address))) if where else "",
        media=tuple(ref.stored_id for ref in inbound.media if ref.stored_id),
        voice=inbound.kind is Kind.AUDIO,
        outside=outside,
        unreadable=inbound.kind in {Kind.UNSUPPORTED, Kind.CONTACTS},
        message=message.pk,
        quoted=_quoted_case(inbound),
        followed=followed.number if followed else "",
        cases=tuple(OpenCase(c.number, c.title, c.stage == Stage.WAITING_REPORTER.value) for c in cases),
        places=tuple(places.readings(inbound.text)) if conversation.state == State.WHERE else (),
    )


def _quoted_case(inbound: Inbound) -> str:
    if not inbound.quoted_id:
        return ""
    link = CaseMessage.objects.filter(message__channel=inbound.channel, message__external_id=inbound.quoted_id)
    found = link.select_related("report").first()
    return found.report.number if found else ""


def _carry_out(turn: Turn, conversation: Conversation, message: Message, inbound: Inbound, at: datetime) -> None:
    says: list[Say | Body] = list(turn.say)
    if turn.act:
        says += _ACTS[turn.act.name](turn, turn.act, conversation, inbound, at)
        draft, state = Draft(), turn.state
        if turn.act.name == "status":
            draft = turn.draft
    else:
        draft, state = turn.draft, turn.state
    conversation.state, conversation.draft, conversation.updated_at = state.value, draft.dump(), at
    conversation.save(update_fields=["state", "sealed_draft", "updated_at", "followed", "followed_at"])
    for position, say in enumerate(says):
        body = messages.body_of(say) if isinstance(say, Say) else say
        outbox.enqueue(
            channel=inbound.channel,
            contact_point=conversation.contact_point,
            body=body,
            key=f"chat:{message.pk}:{position}",
            at=at,
            priority=URGENT,
        )
    if turn.act and turn.act.name == "stop":
        people.stop_messages(contact=conversation.contact_point, at=at)


def _received_at(inbound: Inbound, at: datetime) -> datetime:
    """The provider's time, unless it lies in the future or so far back that the delivery itself was late."""
    sent = inbound.sent_at
    return sent if at - _LATE_DELIVERY <= sent <= at else at


def _evidence(media_ids: Sequence[int], report: Report | None = None) -> tuple[list[Evidence], int]:
    """The files that are here and can be taken, and how many cannot. Those still under way come later."""
    taken, refused = [], 0
    for row in InboundMedia.objects.filter(pk__in=media_ids, state=InboundMedia.State.DONE):
        file = Evidence(files.blobs().get(row.digest), row.mime_type)
        try:
            attachments.check([file])
        except BadFile:
            refused += 1
        else:
            taken.append(file)
    most = min(attachments.MAX_FILES, attachments.room(report)) if report else attachments.MAX_FILES
    return taken[:most], refused + max(len(taken) - most, 0)


def _file(turn: Turn, _act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> list[Say | Body]:
    return file_draft(turn.draft, conversation, received_at=_received_at(inbound, at), at=at)


def file_draft(draft: Draft, conversation: Conversation, *, received_at: datetime, at: datetime) -> list[Say | Body]:
    """Make the draft a case. The receipt itself follows from the case's first entry."""
    evidence, refused = _evidence(draft.media)
    report, _new = intake.take_in(
        intake=intake.Intake(
            text=draft.text[:10_000],
            channel=conversation.channel,
            received_at=received_at,
            source_key=f"{conversation.channel}:{draft.messages[0]}",
            contact_point=conversation.contact_point,
            place_words=draft.place,
            lat=draft.lat,
            lon=draft.lon,
            occurred_at=received_at,
            evidence=evidence,
        ),
        at=at,
    )
    _belongs(draft, report)
    conversation.followed, conversation.followed_at = report, at
    return _unkept(refused)


def _belongs(draft: Draft, report: Report) -> None:
    for message_id in draft.messages:
        CaseMessage.objects.get_or_create(message_id=message_id, defaults={"report": report})


def _own_case(number: str, conversation: Conversation) -> Report | None:
    """The person's own case; somebody else's number is treated as unknown for anything but its public status."""
    try:
        report = access.get_for_tracking(number)
    except (access.NotFound, ValueError):
        return None
    return report if report.reporter_id == conversation.contact_point.reporter_id else None


def _on_own(number: str, conversation: Conversation, do: Callable[[Report], list[Say | Body]]) -> list[Say | Body]:
    report = _own_case(number, conversation)
    if report is None:
        return [Say("unknown_number", {"number": number})]
    try:
        return do(report)
    except NotAllowed as error:
        return [Say("cannot_now", {"number": number, "stage": facts.stage_name(error.stage.value)})]


def _unkept(count: int) -> list[Say | Body]:
    return [Say("bad_files", {"count": str(count)})] if count else []


def _add(turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> list[Say | Body]:
    def do(report: Report) -> list[Say | Body]:
        draft = turn.draft
        evidence, refused = _evidence(draft.media, report)
        words = ", ".join(filter(None, (draft.text[:200], draft.place)))
        place = None
        if draft.lat is not None or (words and report.regency_id is None):
            # A case that nobody could locate yet: these words may be the place that we asked for.
            place = PlaceTold(draft.lat, draft.lon, words)
        if draft.text or evidence or place:  # a file alone that is still under way joins by itself, see `media_ready`
            intake.add_words(
                report=report, text=draft.text, channel=inbound.channel, at=at, evidence=evidence, place=place
            )
        _belongs(draft, report)
        conversation.followed, conversation.followed_at = report, at
        return [Say("added", {"number": report.number, "holder": facts.holder_name(report)}), *_unkept(refused)]

    return _on_own(act.number, conversation, do)


def _object(turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> list[Say | Body]:
    def do(report: Report) -> list[Say | Body]:
        evidence, refused = _evidence(turn.draft.media, report)
        intake.object_to(report=report, text=turn.draft.text, channel=inbound.channel, at=at, evidence=evidence)
        _belongs(turn.draft, report)
        conversation.followed, conversation.followed_at = report, at
        return [Say("objection_sent", {"number": report.number}), *_unkept(refused)]

    return _on_own(act.number, conversation, do)


def _confirm(_turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> list[Say | Body]:
    def do(report: Report) -> list[Say | Body]:
        intake.confirm(report=report, channel=inbound.channel, at=at)
        return [Say("confirmed", {"number": report.number})]

    return _on_own(act.number, conversation, do)


def _status(_turn: Turn, act: Act, _conversation: Conversation, _inbound: Inbound, _at: datetime) -> list[Say | Body]:
    try:
        report = access.get_for_tracking(act.number)
    except (access.NotFound, ValueError):
        return [Say("unknown_number", {"number": act.number})]
    return [Say("status", facts.status_values(report))]


def _stop(_turn: Turn, _act: Act, _conversation: Conversation, _inbound: Inbound, _at: datetime) -> list[Say | Body]:
    return []


_ACTS = {"file": _file, "add": _add, "object": _object, "confirm": _confirm, "status": _status, "stop": _stop}


def media_ready(media_id: int, at: datetime) -> None:
    """A file has come (or cannot be had): when its message already belongs to a case, it joins the case now."""
    row = InboundMedia.objects.select_related("message__contact_point").get(pk=media_id)
    if row.state != InboundMedia.State.DONE or row.message is None:
        return
    contact = row.message.contact_point
    if contact is not None:
        _locked(contact, row.channel, at)  # whoever is making a case of this message's draft goes first
    link = CaseMessage.objects.filter(message=row.message).select_related("report").first()
    if link is None:
        return
    evidence, refused = _evidence([media_id], link.report)
    if evidence and not attachments.is_kept(link.report, evidence[0]):
        intake.add_words(report=link.report, text="", channel=row.channel, at=at, evidence=evidence)
    if refused and contact is not None:
        body = messages.body_of(Say("bad_files", {"count": "1"}))
        outbox.enqueue(channel=row.channel, contact_point=contact, body=body, key=f"media:{media_id}", at=at)


def file_abandoned(*, at: datetime, limit: int = 200) -> int:
    """File the drafts that were told long enough ago and never confirmed; returns how many."""
    done = 0
    while done < limit and _file_one_abandoned(at):
        done += 1
    return done


def _file_one_abandoned(at: datetime) -> bool:
    with transaction.atomic():
        old = Conversation.objects.exclude(sealed_draft="").filter(updated_at__lt=at - ABANDONED_AFTER)
        conversation = old.order_by("updated_at").select_for_update(of=("self",), skip_locked=True).first()
        if conversation is None:
            return False
        draft = Draft.load(conversation.draft)
        if draft.text and draft.messages:
            told_at = conversation.updated_at
            file_draft(replace(draft, options=()), conversation, received_at=told_at, at=at)
        conversation.state, conversation.draft, conversation.updated_at = State.IDLE.value, {}, at
        conversation.save(update_fields=["state", "sealed_draft", "updated_at", "followed", "followed_at"])
    return True
