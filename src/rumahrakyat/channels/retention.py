"""How long raw requests are kept: long enough to repair a fault of ours, not longer."""

from datetime import datetime, timedelta

from rumahrakyat.channels.models import EarlyStatus, RawInbound

KEPT = timedelta(days=30)
EARLY_STATUSES_KEPT = timedelta(days=7)


def erase(*, at: datetime) -> int:
    """Empty the bodies of requests that were taken apart more than 30 days ago; returns how many. The rows stay, so
    that counts can be compared with the provider's. Failed requests keep their body until somebody has looked."""
    old = RawInbound.objects.filter(state=RawInbound.State.DONE, received_at__lt=at - KEPT).exclude(sealed_body=b"")
    EarlyStatus.objects.filter(recorded_at__lt=at - EARLY_STATUSES_KEPT).delete()
    return old.update(sealed_body=b"", headers={})
