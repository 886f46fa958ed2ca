"""Writing the queue's own rows: kept selections, who has a case open (worth a minute, swept by whoever comes next)."""

from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.organisations.queries import first_of
from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.board.filters import MOST_SAVED, Chosen, bodies
from rumahrakyat.workbench.models_queue import Presence, SavedFilter

_STALE: Final = timedelta(minutes=10)


def note(*, report: Report, account: Account, at: datetime, writing: bool) -> None:
    values = {"seen_at": at, "writing": writing}
    Presence.objects.update_or_create(report=report, account=account, defaults=values)
    Presence.objects.filter(report=report, seen_at__lt=at - _STALE).delete()


def keep(*, reach: Reach, name: str, chosen: Chosen, shared: bool, at: datetime) -> SavedFilter | None:
    """Keep the selection under a name; the same name again replaces it. None when there are too many."""
    mine = SavedFilter.objects.filter(account=reach.account)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_SAVED:
        return None
    body = first_of(bodies(reach)) if shared and bodies(reach) else None
    values = {"query": chosen.query[:300], "shared_with": body, "made_at": at}
    kept, _new = SavedFilter.objects.update_or_create(account=reach.account, name=name, defaults=values)
    return kept


def drop(*, reach: Reach, key: int) -> None:
    """Only one's own; a colleague's stays."""
    SavedFilter.objects.filter(account=reach.account, pk=key).delete()
