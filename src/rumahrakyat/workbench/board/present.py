"""The rows of who has a case open. They are worth a minute and are swept away by whoever comes next."""

from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.models_queue import Presence

_STALE: Final = timedelta(minutes=10)


def note(*, report: Report, account: Account, at: datetime, writing: bool) -> None:
    values = {"seen_at": at, "writing": writing}
    Presence.objects.update_or_create(report=report, account=account, defaults=values)
    Presence.objects.filter(report=report, seen_at__lt=at - _STALE).delete()


def others(*, report: Report, account: Account, since: datetime) -> list[Presence]:
    """Who else had it open a moment ago, whoever writes first."""
    found = Presence.objects.filter(report=report, seen_at__gte=since).exclude(account=account)
    return list(found.select_related("account").order_by("-writing", "account__name")[:10])
