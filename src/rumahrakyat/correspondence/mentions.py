"""What is said in public: sorted first, and a case only when it is clearly one or an officer says so."""

from dataclasses import replace
from datetime import datetime

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Inbound, Place
from rumahrakyat.channels.models import InboundMedia, Message
from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.danger import danger_in
from rumahrakyat.correspondence.doing import received_at
from rumahrakyat.correspondence.evidence import evidence_of
from rumahrakyat.correspondence.models import CaseMessage, Mention
from rumahrakyat.correspondence.queries import case_of_message, open_cases_of, speaks_for
from rumahrakyat.correspondence.sorting import Guess, Seen, Sorted, sort
from rumahrakyat.lib import crypto
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import Account
from rumahrakyat.reports import access
from rumahrakyat.reports.errors import NotAllowed
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.submission import MAX_TEXT

_ONLY_A_PICTURE = "Kiriman gambar tanpa kata."


def take(inbound: Inbound, message: Message, at: datetime) -> Mention:
    """Sort a public message, and act where the verdict is certain."""
    public = inbound.public
    assert public is not None
    verdict = _sorted(inbound, message)
    mention = Mention.objects.create(
        message=message,
        channel=inbound.channel,
        place=public.place,
        sealed_author=crypto.seal(public.author) if public.author else "",
        link=public.link[:500],
        # A story that names us is told to us alone, and answered there.
        under="" if public.place is Place.STORY else public.post_id,
        private_until=public.private_until,
        guess=verdict.guess,
        score=verdict.score,
        reason=verdict.reason[:200],
        suggested=_numbered(verdict.case),
        state=Mention.State.WAITING,
        received_at=received_at(inbound, at),
    )
    _act(mention, verdict, at)
    return mention


def _act(mention: Mention, verdict: Sorted, at: datetime) -> None:
    contact = mention.message.contact_point
    if contact is not None and contact.stopped_at and verdict.guess is not Guess.CHATTER:
        people.resume_messages(contact=contact)  # whoever writes again ends the silence
    if verdict.guess is Guess.COMPLAINT:
        file(mention, account=None, at=at)
    elif verdict.guess is Guess.REPLY and mention.suggested is not None:
        add(mention, mention.suggested, account=None, at=at)
    elif verdict.guess is Guess.CHATTER:
        settle(mention, Mention.State.CHATTER, account=None, at=at)


def _sorted(inbound: Inbound, message: Message) -> Sorted:
    public, contact = inbound.public, message.contact_point
    assert public is not None
    others = [one for one in (public.parent_id, public.post_id, inbound.quoted_id) if one != inbound.message_id]
    thread = case_of_message(inbound.channel, *others)
    seen = Seen(
        text=inbound.text,
        addressed=public.place is not Place.COMMENT,
        thread_case=thread.number if thread else "",
        own_cases=tuple(case.number for case in open_cases_of(contact)) if contact else (),
        has_media=bool(inbound.media),
    )
    verdict = sort(seen)
    if verdict.guess is Guess.DOUBTFUL and danger_in(inbound.text):
        return replace(verdict, guess=Guess.COMPLAINT, reason="Menyebut bahaya bagi jiwa")  # not a moment to ponder
    return verdict


def _numbered(number: str) -> Report | None:
    try:
        return access.get_for_tracking(number) if number else None
    except (access.NotFound, ValueError):
        return None


def sort_again(mention: Mention, text: str) -> Sorted:
    """What a mention is now that its words have changed. It stays where it is: people have seen it."""
    contact = mention.message.contact_point
    own = tuple(case.number for case in open_cases_of(contact)) if contact else ()
    return sort(Seen(text=text, addressed=mention.place != Place.COMMENT, own_cases=own))


def file(mention: Mention, *, account: Account | None, at: datetime) -> Report:
    """Make a case of it. Its first entry answers in public, with the number."""
    message = mention.message
    evidence, _refused = evidence_of(list(InboundMedia.objects.filter(message=message).values_list("pk", flat=True)))
    again = f":{mention.round}" if mention.round else ""
    report, _new = intake.take_in(
        intake=intake.Intake(
            text=mention.text.strip()[:MAX_TEXT] or _ONLY_A_PICTURE,
            channel=registry.medium(mention.channel),
            reply_channel=mention.channel,
            received_at=mention.received_at,
            source_key=f"{mention.channel}:{message.pk}{again}",
            contact_point=message.contact_point,
            name="" if message.contact_point else mention.author,
            occurred_at=mention.received_at,
            evidence=evidence,
            under=mention.under,
        ),
        at=at,
    )
    if mention.link:
        intake.note(report=report, text=f"Asal laporan: {mention.link}", at=at)
    settle(mention, Mention.State.REPORT, account=account, at=at, report=report)
    return report


def add(mention: Mention, report: Report, *, account: Account | None, at: datetime) -> None:
    """Words for a known case: the reporter's own are added to it, those of others are a note for staff."""
    message, channel = mention.message, registry.medium(mention.channel)
    evidence, _refused = evidence_of(
        list(InboundMedia.objects.filter(message=message).values_list("pk", flat=True)), report
    )
    text = mention.text.strip()[:MAX_TEXT]
    own = message.contact_point is not None and speaks_for(message.contact_point, report)
    if own and (text or evidence):
        try:
            intake.add_words(report=report, text=text, channel=channel, at=at, evidence=evidence)
        except NotAllowed:
            own = False
    if not own:
        author = mention.author or "seseorang"
        words = f"Komentar {author} di {registry.label(mention.channel)}: {text or _ONLY_A_PICTURE} {mention.link}"
        intake.note(report=report, text=words.strip(), at=at)
    settle(mention, Mention.State.REPLY, account=account, at=at, report=report)


def settle(
    mention: Mention, state: Mention.State, *, account: Account | None, at: datetime, report: Report | None = None
) -> None:
    """Write down what became of it."""
    mention.state, mention.report, mention.decided_by, mention.decided_at = state, report, account, at
    mention.save(update_fields=["state", "report", "decided_by", "decided_at"])
    if report is not None:
        CaseMessage.objects.update_or_create(message=mention.message, defaults={"report": report})
