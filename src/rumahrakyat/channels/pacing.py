"""Not faster than a provider allows: so many messages a second in all, and a pause between two to one person.

One instant per channel is enough to count by (the generic cell rate algorithm): every message moves `paced_until` on by
the time it takes up, and the channel is full while that lies more than a second ahead.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection

from rumahrakyat.channels.contract import Adapter
from rumahrakyat.channels.models import ChannelState, Outbox

BURST = timedelta(seconds=1)

_TAKE = """
INSERT INTO channels_channelstate (channel, paced_until, alarm, problems, trouble)
VALUES (%(channel)s, %(at)s, '', '[]', '')
ON CONFLICT (channel) DO UPDATE SET
    paced_until = GREATEST(channels_channelstate.paced_until, %(at)s) + make_interval(secs => %(takes)s)
"""


def take(adapter: Adapter, *, at: datetime) -> None:
    """Count one message that is about to be sent."""
    rate = adapter.capabilities.per_second
    if rate:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, {"channel": adapter.code, "at": at, "takes": 1 / rate})


def full(adapters: Iterable[Adapter], *, at: datetime) -> list[str]:
    """The channels that take nothing more just now."""
    paced = [adapter.code for adapter in adapters if adapter.capabilities.per_second]
    ahead = ChannelState.objects.filter(channel__in=paced, paced_until__gt=at + BURST)
    return list(ahead.values_list("channel", flat=True))


def too_soon_until(adapter: Adapter, outbox: Outbox, *, at: datetime) -> datetime | None:
    """When this contact may be written to again, if that is not yet now."""
    pause = adapter.capabilities.per_contact
    if not pause or outbox.contact_point_id is None:
        return None
    others = Outbox.objects.filter(channel=outbox.channel, contact_point=outbox.contact_point_id).exclude(pk=outbox.pk)
    last = others.filter(attempted_at__gt=at - pause).order_by("-attempted_at").values_list("attempted_at", flat=True)
    latest = last.first()
    return latest + pause if latest else None
