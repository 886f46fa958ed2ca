"""When a life is in danger, the numbers to call go out at once: with the intake itself, before anybody or anything has
decided whose case it is. A government that answers in 24 hours must not stand between a person and an ambulance.
"""

from dataclasses import replace
from datetime import datetime

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import URGENT, Manner
from rumahrakyat.correspondence import messages, reaching
from rumahrakyat.correspondence.models import CaseMessage, Listener
from rumahrakyat.correspondence.turns import Say
from rumahrakyat.reports.models import Report
from rumahrakyat.understanding.data import lexicon
from rumahrakyat.understanding.signals import Emergency


def danger_in(text: str) -> Emergency | None:
    """The danger to life that a text tells of, with the numbers for it."""
    return lexicon().alarms.emergency(text)


def say_of(danger: Emergency) -> Say:
    """What a person in a conversation is told, before the story is complete."""
    return Say("danger_now", {"call": danger.text, "call_short": danger.short})


def warn(*, report: Report, danger: Emergency, at: datetime) -> None:
    """Queue the numbers for everybody who listens to the case, ahead of the receipt; in public without a word of what
    was reported. Called twice it says it once."""
    values = {"number": report.number, "subject": f"Laporan {report.number}", "call": danger.text}
    values["call_short"] = danger.short
    body = messages.notice("danger", values)
    public = messages.public_notice("danger", values, open_case=True)
    for listener in Listener.objects.filter(report=report).select_related("contact_point__reporter__preferred_contact"):
        channel, contact = reaching.way_to(listener)
        in_public = bool(listener.under) and (channel, contact) == (listener.channel, listener.contact_point)
        if contact.stopped_at:
            continue
        said = replace(public, reply_to=listener.under, manner=Manner.PUBLIC) if in_public else body
        key = f"danger:{report.pk}:{listener.pk}"
        message = outbox.enqueue(channel=channel, contact_point=contact, body=said, key=key, at=at, priority=URGENT)
        CaseMessage.objects.get_or_create(message=message, defaults={"report": report})
