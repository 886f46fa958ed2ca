"""A complaint told to the telephone's recorder becomes a case at once; a caller who asks hears how a case stands.

Nobody can be asked back in the call, so nothing waits here: the case is there with the recording, and a person writes
down what was said (`reports.transcripts`).
"""

from datetime import datetime
from typing import Final

from django.utils import timezone, translation
from django.utils.formats import date_format

from rumahrakyat.channels import calls, registry
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.channels.voice import lending
from rumahrakyat.channels.voice.words import ENGLISH, INDONESIAN, JAVANESE, digits_aloud
from rumahrakyat.correspondence import facts, intake
from rumahrakyat.correspondence.models import CaseCall, CaseMessage
from rumahrakyat.lib.ids import WrongNumber
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.people.operations import contact_point
from rumahrakyat.reports import access
from rumahrakyat.reports.models import Report, StageChoices
from rumahrakyat.reports.wording import NOT_WRITTEN_YET

# What a caller hears about a case. Public facts only: anybody may key in a number.
_CASE: Final = {
    INDONESIAN: "Laporan nomor {digits}. Tahapnya: {stage}. {sentence}",
    JAVANESE: "Laporan nomer {digits}. Tahapipun: {stage}. {sentence}",
    ENGLISH: "Report number {digits}. It is at the stage: {stage}. {sentence}",
}
_ENGLISH_DUE: Final = "{holder} must answer before {moment}."
_ENGLISH_WAITING: Final = "It waits for the reporter until {moment}."
_ENGLISH_HELD: Final = "It is with {holder}."


def receive(inbound: Inbound, at: datetime) -> None:
    """A message that came through a telephone: a recording. In the transaction that marks its event done.

    A second recording in the same call joins the case of the first. The file joins when it has come (`media_ready`).
    """
    message = Message.objects.get(channel=inbound.channel, external_id=inbound.message_id)
    call = _call(inbound, at)
    contact = _contact(inbound, call, at)
    if contact is not None and message.contact_point_id is None:
        message.contact_point = contact
        message.save(update_fields=["contact_point"])
    report = _case_of(call) or _file(inbound, message, contact, at)
    CaseMessage.objects.get_or_create(message=message, defaults={"report": report})
    if call is not None:
        CaseCall.objects.get_or_create(call=call, report=report)


def _call(inbound: Inbound, at: datetime) -> Call | None:
    """The call it was said in, locked; perhaps not yet told to us otherwise."""
    if not inbound.group:
        return None
    return calls.of(inbound.channel, inbound.group, started_at=inbound.sent_at, at=at)


def _contact(inbound: Inbound, call: Call | None, at: datetime) -> ContactPoint | None:
    """Who called: as the message says, or as the call is known. None when the number was withheld."""
    if inbound.sender.addresses:
        first = inbound.sender.addresses[0]
        return contact_point(scheme=first.scheme, value=first.value, at=at)
    return call.contact_point if call else None


def _case_of(call: Call | None) -> Report | None:
    link = CaseCall.objects.filter(call=call).select_related("report").order_by("pk").first() if call else None
    return link.report if link else None


def _file(inbound: Inbound, message: Message, contact: ContactPoint | None, at: datetime) -> Report:
    report, _new = intake.take_in(
        intake=intake.Intake(
            text=inbound.text.strip() or NOT_WRITTEN_YET,
            channel=registry.medium(inbound.channel),
            received_at=min(inbound.sent_at, at),
            source_key=f"{inbound.channel}:{message.pk}",
            contact_point=contact,
            occurred_at=inbound.sent_at,
        ),
        at=at,
    )
    return report


def status_aloud(digits: str, language: str, at: datetime) -> str | None:  # noqa: ARG001 -- what stands is said as it is
    """How the case with this number stands, as a sentence to be spoken; None when there is none."""
    try:
        report = access.get_for_tracking(digits)
    except (access.NotFound, WrongNumber):
        return None
    values = facts.status_values(report) if language != ENGLISH else _english(report)
    words = {**values, "digits": digits_aloud(report.number)}
    return _CASE.get(language, _CASE[INDONESIAN]).format(**words)


def _english(report: Report) -> dict[str, str]:
    due, holder = report.answer_due_at or report.reporter_due_at, facts.holder_name(report)
    with translation.override("en"):
        stage = str(StageChoices(report.stage).label)
        moment = date_format(timezone.localtime(due), "l, j F, H:i") if due else ""
    template = _ENGLISH_DUE if report.answer_due_at else _ENGLISH_WAITING if due else _ENGLISH_HELD
    return {"stage": stage, "sentence": template.format(holder=holder, moment=moment)}


def callers_are_texted() -> bool:
    """Whether this installation has a channel that sends short messages."""
    channels = registry.default()
    return any(one.medium == "sms" and one.capabilities.push and one.configured() for one in channels)


def register() -> None:
    """Lend the telephone channels what they need from here; called once at start."""
    lending.lend_status(status_aloud)
    lending.lend_texting(callers_are_texted)
