"""How long we may answer freely: providers count from the citizen's last message."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection

from rumahrakyat.channels.base import Capabilities
from rumahrakyat.channels.models import DeliveryTask, Message, Outbox, ReplyWindow
from rumahrakyat.lib import jobs
from rumahrakyat.people.models import ContactPoint

WITHHELD_FOR = timedelta(days=14)
SAFETY = timedelta(minutes=2)


def opened(*, channel: str, contact_point: ContactPoint, sent_at: datetime, at: datetime) -> None:
    """The contact wrote: the window counts from `sent_at`, and what was withheld from them may go out now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO channels_replywindow (channel, contact_point_id, last_inbound_at) VALUES (%s, %s, %s) "
            "ON CONFLICT (channel, contact_point_id) DO UPDATE SET last_inbound_at = "
            "GREATEST(channels_replywindow.last_inbound_at, EXCLUDED.last_inbound_at)",
            [channel, contact_point.pk, sent_at],
        )
    release(channel=channel, contact_point=contact_point, at=at)


def release(*, channel: str, contact_point: ContactPoint, at: datetime) -> None:
    """Queue again what the closed window held back, unless it is too old to be news."""
    withheld = Outbox.objects.filter(
        channel=channel,
        contact_point=contact_point,
        state=Outbox.State.WITHHELD,
        created_at__gt=at - WITHHELD_FOR,
        task__isnull=False,
        task__done_at=None,
    )
    rows = list(withheld.values_list("pk", flat=True))
    if not rows:
        return
    Message.objects.filter(outbox__in=rows).update(status=Message.Status.QUEUED, status_at=at)
    DeliveryTask.objects.filter(outbox__in=rows).update(done_at=at, outcome="the citizen wrote again")
    Outbox.objects.filter(pk__in=rows).update(
        state=Outbox.State.QUEUED, next_at=at, attempts=0, error="", used_template=False
    )
    jobs.wake("channels.outbox")


class Window(StrEnum):
    """What a provider lets us send just now: anything, only what a person wrote, or nothing but templates."""

    OPEN = "open"
    PERSON = "person"
    CLOSED = "closed"


def state(*, channel: str, contact_point_id: int | None, capabilities: Capabilities, at: datetime) -> Window:
    """How far the window is open. A little before the provider's limit we already count it as closed."""
    if capabilities.reply_window is None:
        return Window.OPEN
    mine = ReplyWindow.objects.filter(channel=channel, contact_point_id=contact_point_id)
    return judged(mine.values_list("last_inbound_at", flat=True).first(), capabilities=capabilities, at=at)


def judged(last: datetime | None, *, capabilities: Capabilities, at: datetime) -> Window:
    """How far the window is open that the citizen's words at `last` opened (None: they never wrote)."""
    if capabilities.reply_window is None:
        return Window.OPEN
    if last is None:
        return Window.CLOSED
    passed = at - last + SAFETY
    if passed < capabilities.reply_window:
        return Window.OPEN
    return Window.PERSON if capabilities.person_window and passed < capabilities.person_window else Window.CLOSED
