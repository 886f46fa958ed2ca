"""The words about a case that stand outside its timeline. Whoever adds a table with such words adds it here."""

from django.db.models import F, Q

from rumahrakyat.callcentre.models import CallDraft, CallWork
from rumahrakyat.channels.models import InboundEvent, Message, Outbox, RawInbound
from rumahrakyat.correspondence.models import Mention, SocialIntake
from rumahrakyat.desk.models_intake import DeskIntake, Receipt
from rumahrakyat.duplicates.models import Suggestion
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.handover.models import Answer
from rumahrakyat.lib import crypto
from rumahrakyat.operate.erasing_files import calls_of
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_joined import Participation
from rumahrakyat.reports.models_links import Link
from rumahrakyat.routing.models import Decision
from rumahrakyat.satisfaction.models import Survey
from rumahrakyat.workbench.models import Draft
from rumahrakyat.writing.models import Proposal, StaffAnswer


def messages(report: Report) -> int:
    """How many messages of the case have words still."""
    return Message.objects.filter(case__report=report).exclude(sealed_content="").count()


def erase(report: Report) -> None:
    _of_channels(report)
    _of_intake(report)
    _of_staff(report)


def _of_channels(report: Report) -> None:
    """What is still to be sent is not: it would be empty. A raw request of a provider goes with all that came in it,
    since all of it was taken apart."""
    mine = Message.objects.filter(case__report=report)
    waiting = Outbox.objects.filter(message__in=mine, state__in=[Outbox.State.QUEUED, Outbox.State.RETRY])
    waiting.update(state=Outbox.State.WITHHELD)
    came = mine.filter(direction=Message.Direction.IN).values_list("channel", "external_id")
    keys = Q(pk__in=[])
    for channel, external_id in came:
        keys |= Q(channel=channel, event_key=external_id)
    events = InboundEvent.objects.filter(keys)
    events.filter(state=InboundEvent.State.DONE).update(sealed_payload="")
    RawInbound.objects.filter(events__in=events, state=RawInbound.State.DONE).update(sealed_body=b"", headers={})
    mine.update(sealed_content="")
    Mention.objects.filter(Q(report=report) | Q(message__in=mine)).update(sealed_author="", link="", reason="")


def _of_intake(report: Report) -> None:
    """How it was told: at a counter, on the telephone, in a post; and what was said about it in the end."""
    SocialIntake.objects.filter(report=report).update(sealed_author="", link="")
    DeskIntake.objects.filter(report=report).update(sealed_helper="", late_reason="")
    Receipt.objects.filter(report=report).update(sealed_secret="")
    CallWork.objects.filter(report=report).update(sealed_notes="")
    CallDraft.objects.filter(call__in=calls_of(report)).update(sealed_words="")
    Survey.objects.filter(report=report).update(sealed_words="")
    Report.objects.filter(pk=report.pk).update(secret_hash="")


def _of_staff(report: Report) -> None:
    """What the machine and people of ours noted beside the timeline."""
    Draft.objects.filter(report=report).delete()
    Proposal.objects.filter(report=report).update(sealed=crypto.seal("{}"), sealed_final="", sealed_reason="")
    StaffAnswer.objects.filter(report=report).update(sealed="", words_hash="", media=[])
    Answer.objects.filter(letter__report=report).update(sealed="")
    Alert.objects.filter(report=report).update(words=F("kind"))
    Participation.objects.filter(report=report).update(reason="")
    Link.objects.filter(Q(one=report) | Q(two=report)).update(reason="")
    Suggestion.objects.filter(Q(first=report) | Q(second=report)).update(reasons={})
    Decision.objects.filter(report=report).update(why="", places=[], inputs={}, said=[], referral_text="")
