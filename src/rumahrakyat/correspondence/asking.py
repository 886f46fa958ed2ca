"""Asking in private for what a public complaint lacks, where the provider or the citizen allows that."""

from datetime import datetime

from rumahrakyat.channels import outbox, registry, windows
from rumahrakyat.channels.base import Body, Manner
from rumahrakyat.correspondence import messages
from rumahrakyat.correspondence.models import CaseMessage, Conversation, Listener, Mention
from rumahrakyat.correspondence.turns import Say
from rumahrakyat.reports.models import Attachment, Report


def privately(report: Report, *, key: str, at: datetime) -> None:
    """Ask whoever reported in public for the place or a photo, once, when either is missing and a way is open."""
    listeners = Listener.objects.filter(report=report).exclude(under="").select_related("contact_point")
    for listener in listeners:
        missing = _missing(report)
        mention = Mention.objects.filter(report=report, under=listener.under).order_by("pk").first()
        if not missing or mention is None or listener.contact_point.stopped_at:
            continue
        body = _body(report, missing, mention, listener, at)
        if body is not None:
            _send(report, listener, body, f"{key}:{listener.pk}", at)


def _missing(report: Report) -> list[str]:
    wanted = ["place"] if report.regency_id is None else []
    if not Attachment.objects.filter(report=report).exists():
        wanted.append("photo")
    return wanted


def _body(report: Report, missing: list[str], mention: Mention, listener: Listener, at: datetime) -> Body | None:
    """As the private answer to the public message while that is allowed; else as a message, when the citizen has
    written to us privately and the window is open."""
    values = {"number": report.number, "missing": ", dan ".join(messages.MISSING[one] for one in missing)}
    body = messages.body_of(Say("private_ask", values))
    if mention.private_until is not None and at < mention.private_until:
        return Body(
            body.text, short=body.short, about=report.number, manner=Manner.PRIVATE_REPLY, reply_to=listener.under
        )
    contact, channel = listener.contact_point, listener.channel
    wrote = Conversation.objects.filter(contact_point=contact, channel=channel).exists()
    capabilities = registry.get(channel).capabilities
    if not wrote:
        return None
    window = windows.state(channel=channel, contact_point_id=contact.pk, capabilities=capabilities, at=at)
    return body if window is windows.Window.OPEN else None


def _send(report: Report, listener: Listener, body: Body, key: str, at: datetime) -> None:
    contact, channel = listener.contact_point, listener.channel
    message = outbox.enqueue(channel=channel, contact_point=contact, body=body, key=key, at=at)
    CaseMessage.objects.get_or_create(message=message, defaults={"report": report})
    known = {"followed": report, "followed_at": at}
    Conversation.objects.update_or_create(
        contact_point=contact, channel=channel, defaults=known, create_defaults={**known, "updated_at": at}
    )
