"""What the conversation decided, carried out: file, add, object, appeal, open again, confirm, status, join, stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Body, Inbound
from rumahrakyat.correspondence import after_end, facts, intake, joining_people, languages
from rumahrakyat.correspondence.evidence import evidence_of
from rumahrakyat.correspondence.models import CaseMessage, Conversation, Listener
from rumahrakyat.correspondence.queries import speaks_for
from rumahrakyat.correspondence.turns import Act, Draft, Say, Turn
from rumahrakyat.reports import access, afterwards
from rumahrakyat.reports.errors import NotAllowed
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.operations import PlaceTold
from rumahrakyat.reports.submission import MAX_TEXT

Says = list[Say | Body]
_LATE_DELIVERY = timedelta(hours=1)


def received_at(inbound: Inbound, at: datetime) -> datetime:
    """The provider's time, unless it lies in the future or so far back that the delivery itself was late."""
    sent = inbound.sent_at
    return sent if at - _LATE_DELIVERY <= sent <= at else at


def carry_out(turn: Turn, conversation: Conversation, inbound: Inbound, at: datetime) -> Says:
    """Do what the turn decided; returns what is to be said about it."""
    assert turn.act is not None
    return _ACTS[turn.act.name](turn, turn.act, conversation, inbound, at)


def _file(turn: Turn, _act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> Says:
    return file_draft(turn.draft, conversation, received=received_at(inbound, at), at=at)


def file_draft(draft: Draft, conversation: Conversation, *, received: datetime, at: datetime) -> Says:
    """Make the draft a case. The receipt itself follows from the case's first entry."""
    evidence, refused = evidence_of(draft.media)
    report, _new = intake.take_in(
        intake=intake.Intake(
            text=draft.text[:MAX_TEXT],
            channel=registry.medium(conversation.channel),
            reply_channel=conversation.channel,
            received_at=received,
            source_key=f"{conversation.channel}:{draft.messages[0]}",
            contact_point=conversation.contact_point,
            place_words=draft.place,
            lat=draft.lat,
            lon=draft.lon,
            occurred_at=received,
            evidence=evidence,
        ),
        at=at,
    )
    if draft.about:
        words = f"Pengirim menyebut laporan {draft.about}, tetapi tidak terbukti itu laporannya. Mungkin berkaitan."
        intake.note(report=report, text=words, at=at)
    if draft.follows:
        intake.note(report=report, text=f"Kelanjutan laporan {draft.follows}, yang sudah selesai.", at=at)
    _belongs(draft, report)
    conversation.followed, conversation.followed_at = report, at
    return _unkept(refused)


def _belongs(draft: Draft, report: Report) -> None:
    for message_id in draft.messages:
        CaseMessage.objects.get_or_create(message_id=message_id, defaults={"report": report})


def _own_case(number: str, conversation: Conversation, *, proven: bool = False) -> Report | None:
    """The person's own case; somebody else's number is treated as unknown for anything but its public status."""
    try:
        report = access.get_for_tracking(number)
    except (access.NotFound, ValueError):
        return None
    return report if proven or speaks_for(conversation.contact_point, report) else None


def _on_own(number: str, conversation: Conversation, do: Callable[[Report], Says], *, proven: bool = False) -> Says:
    report = _own_case(number, conversation, proven=proven)
    if report is None:
        return [Say("unknown_number", {"number": number})]
    try:
        return do(report)
    except NotAllowed as error:
        stage = facts.stage_name(error.stage.value, languages.of_talk(conversation))
        return [Say("cannot_now", {"number": number, "stage": stage})]
    except afterwards.TooLate as error:
        return [Say("appeal_late", {"number": error.number})]


def _unkept(count: int) -> Says:
    return [Say("bad_files", {"count": str(count)})] if count else []


def _add(turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> Says:
    def do(report: Report) -> Says:
        if afterwards.is_over(report, at):
            return _continue(turn, report, conversation, inbound, at)
        refused = add_draft(turn.draft, report, channel=registry.medium(inbound.channel), at=at)
        _talks_about(conversation, report, at)
        if ended := after_end.added(report):
            return [ended, *_unkept(refused)]
        values = {"number": report.number, "holder": facts.holder_name(report), "agency": facts.short_name(report)}
        return [Say("added", values), *_unkept(refused)]

    proven = inbound.about is not None and inbound.about.proven and inbound.about.number == act.number
    return _on_own(act.number, conversation, do, proven=proven)


def _continue(turn: Turn, old: Report, conversation: Conversation, inbound: Inbound, at: datetime) -> Says:
    """Words about a case that ended long ago become a report of their own, which names the old one."""
    draft = turn.draft if turn.draft.text else replace(turn.draft, text=f"Kelanjutan laporan {old.number}")
    filed = file_draft(replace(draft, follows=old.number), conversation, received=received_at(inbound, at), at=at)
    return [Say("too_late_after_end", {"number": old.number}), *filed]


def add_draft(draft: Draft, report: Report, *, channel: str, at: datetime) -> int:
    """Add what was told to a case as its reporter's words; returns how many files could not be taken."""
    evidence, refused = evidence_of(draft.media, report)
    words = ", ".join(filter(None, (draft.text[:200], draft.place)))
    place = None
    if draft.lat is not None or (words and report.regency_id is None):
        # A case that nobody could locate yet: these words may be the place that we asked for.
        place = PlaceTold(draft.lat, draft.lon, words)
    if draft.text or evidence or place:  # a file alone that is still under way joins by itself, see `media_ready`
        text = draft.text[:MAX_TEXT]
        intake.add_words(report=report, text=text, channel=channel, at=at, evidence=evidence, place=place)
    _belongs(draft, report)
    return refused


def _talks_about(conversation: Conversation, report: Report, at: datetime) -> None:
    """The case is what is talked about now; and who writes privately hears of it privately from now on."""
    conversation.followed, conversation.followed_at = report, at
    mine = Listener.objects.filter(report=report, contact_point=conversation.contact_point)
    mine.filter(channel=conversation.channel).exclude(under="").update(under="")


def _object(turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> Says:
    def do(report: Report) -> Says:
        evidence, refused = evidence_of(turn.draft.media, report)
        medium = registry.medium(inbound.channel)
        intake.object_to(report=report, text=turn.draft.text, channel=medium, at=at, evidence=evidence)
        _belongs(turn.draft, report)
        _talks_about(conversation, report, at)
        return [Say("objection_sent", {"number": report.number}), *_unkept(refused)]

    return _on_own(act.number, conversation, do)


def _appeal(turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> Says:
    def do(report: Report) -> Says:
        said = after_end.appeal(turn.draft, report, inbound, at)
        _belongs(turn.draft, report)
        return list(said)

    return _on_own(act.number, conversation, do)


def _reopen(_turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> Says:
    def do(report: Report) -> Says:
        said = after_end.reopen(report, inbound, at)
        _talks_about(conversation, report, at)
        return list(said)

    return _on_own(act.number, conversation, do)


def _confirm(_turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, at: datetime) -> Says:
    def do(report: Report) -> Says:
        intake.confirm(report=report, channel=registry.medium(inbound.channel), at=at)
        return [Say("confirmed", {"number": report.number})]

    return _on_own(act.number, conversation, do)


def _status(turn: Turn, act: Act, conversation: Conversation, inbound: Inbound, _at: datetime) -> Says:
    try:
        report = access.get_for_tracking(act.number)
    except (access.NotFound, ValueError):
        return [Say("unknown_number", {"number": act.number})]
    language = languages.of_talk(conversation, turn.draft.text, inbound.text)
    return [Say("status", facts.status_values(report, language))]


def _join(_turn: Turn, act: Act, conversation: Conversation, _inbound: Inbound, at: datetime) -> Says:
    """The receipt secret proves the reporter. Guessing is hopeless (53 bits), and twenty tries are a flood.

    Of an anonymous case no address is kept, not even when its reporter offers one: that was promised.
    """
    try:
        report = access.get_for_tracking(act.number)
    except (access.NotFound, ValueError):
        return [Say("join_failed")]
    if not access.proves_reporter(report, act.secret):
        return [Say("join_failed")]
    if report.identity == Identity.ANONYMOUS:
        return [Say("join_anonymous", {"number": report.number, "link": facts.link(report)})]
    contact = conversation.contact_point
    intake.listen(report=report, contact_point=contact, channel=conversation.channel, at=at)
    joining_people.joined(contact, report, at)
    _talks_about(conversation, report, at)
    return [Say("joined", {"number": report.number})]


def _stop(_turn: Turn, _act: Act, _conversation: Conversation, _inbound: Inbound, _at: datetime) -> Says:
    return []


_ACTS: dict[str, Callable[[Turn, Act, Conversation, Inbound, datetime], Says]] = {
    "file": _file,
    "add": _add,
    "object": _object,
    "appeal": _appeal,
    "reopen": _reopen,
    "confirm": _confirm,
    "status": _status,
    "join": _join,
    "stop": _stop,
}
