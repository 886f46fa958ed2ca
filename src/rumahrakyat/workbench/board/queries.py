"""Reads of the queue's own rows: kept selections, who has a case open."""

from datetime import datetime

from django.db.models import Q, QuerySet

from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.board.filters import MOST_SAVED, bodies
from rumahrakyat.workbench.models_queue import Presence, SavedFilter


def saved(reach: Reach) -> QuerySet[SavedFilter]:
    """This person's own selections and those that their colleagues share, by name."""
    shared = Q(shared_with__in=bodies(reach)) if bodies(reach) else Q(pk__in=[])
    found = SavedFilter.objects.filter(Q(account=reach.account) | shared).order_by("name", "pk")
    return found[: 2 * MOST_SAVED]


def others(*, report: Report, account: Account, since: datetime) -> list[Presence]:
    """Who else had it open a moment ago, whoever writes first."""
    found = Presence.objects.filter(report=report, seen_at__gte=since).exclude(account=account)
    return list(found.select_related("account").order_by("-writing", "account__name")[:10])
