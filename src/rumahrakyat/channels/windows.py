"""How long we may answer freely: providers count from the citizen's last message."""

from datetime import datetime, timedelta

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


def is_open(*, channel: str, contact_point_id: int | None, capabilities: Capabilities, at: datetime) -> bool:
    """Whether a free message is allowed. A little before the provider's limit we already count it as closed."""
    if capabilities.reply_window is None:
        return True
    since = at - capabilities.reply_window + SAFETY
    windows = ReplyWindow.objects.filter(channel=channel, contact_point_id=contact_point_id)
    return windows.filter(last_inbound_at__gt=since).exists()
