"""Who of a body has how much: the cases of each of its people, what of it is due, and who is away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce

from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.people.models import Account
from rumahrakyat.reports.assignees import ANSWERING
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED

_ENDED: Final = sorted(stage.value for stage in ENDED)
MOST: Final = 200


@dataclass(frozen=True)
class Load:
    """Open cases; those owed until the end of the local day, late ones among them; since when the oldest is here."""

    open: int = 0
    today: int = 0
    late: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class Colleague:
    """`account` None: what nobody has taken. `away`: the absence that holds now, with who stands in."""

    account: Account | None
    load: Load
    away: Absence | None = None


def colleagues(organisations: Collection[int], *, at: datetime) -> list[Colleague]:
    """Everybody who may have a case of these bodies, by name, in three queries; first what nobody has taken."""
    people = people_of(organisations)
    loads = _loads(organisations, at)
    away = away_now([one.pk for one in people], at)
    found = [Colleague(one, loads.get(one.pk, Load()), away.get(one.pk)) for one in people]
    return [Colleague(None, loads.get(None, Load())), *found]


def people_of(organisations: Collection[int]) -> Sequence[Account]:
    """Who may have a case of these bodies, by name; at most `MOST`."""
    held = Membership.objects.filter(organisation__in=organisations, active=True, role__in=ANSWERING)
    return list(Account.objects.filter(is_active=True, pk__in=held.values("account")).order_by("name", "pk")[:MOST])


def away_now(accounts: Collection[int], at: datetime) -> Mapping[int, Absence]:
    rows = Absence.objects.filter(account__in=accounts, since__lte=at).filter(Q(until=None) | Q(until__gt=at))
    return {row.account_id: row for row in rows.select_related("stand_in").order_by("since", "pk")}


def end_of_day(at: datetime) -> datetime:
    """The end of the local day."""
    here = at.astimezone(wallclock.zone())
    return (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _loads(organisations: Collection[int], at: datetime) -> dict[Any, Load]:
    due = Coalesce("answer_due_at", "news_due_at")
    rows = (
        Report.objects.filter(holder__in=organisations)
        .exclude(stage__in=_ENDED)
        .alias(owed_at=due)
        .values("assignee")
        .order_by()
        .annotate(
            cases=Count("pk"),
            today=Count("pk", filter=Q(owed_at__lt=end_of_day(at))),
            late=Count("pk", filter=Q(owed_at__lte=at)),
            oldest=Min("received_at"),
        )
    )
    return {row["assignee"]: Load(row["cases"], row["today"], row["late"], row["oldest"]) for row in rows}
