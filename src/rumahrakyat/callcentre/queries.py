"""Reads of calls, of who waits to be called back, and of who calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q

from rumahrakyat.callcentre.models import CallBack, CallDraft, CallWork, Outcome, Presence
from rumahrakyat.callcentre.presence import concerns, is_for, names_of
from rumahrakyat.callcentre.taking import STILL_OPEN
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.people.same import of_person
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.queries import of_reporter

# A call whose end was never told is not shown as going on for ever.
LONGEST_CALL: Final = timedelta(hours=2)
RECENT: Final = timedelta(hours=12)
_MOST_RINGING: Final = 30
_WITH: Final = ("contact_point__reporter", "work__account", "work__report", "work__settled_by")


def going_on(*, account: Account, presence: Presence | None, at: datetime) -> list[Call]:
    """The calls to us that ring or are spoken just now and are for this person, the newest first. One query."""
    live = Call.objects.filter(ended_at=None, direction=Call.Direction.IN, started_at__gt=at - LONGEST_CALL)
    rows = live.select_related("contact_point__reporter", "work__account").order_by("-started_at", "-pk")[
        :_MOST_RINGING
    ]
    return [one for one in rows if concerns(one, presence, account)]


def unsettled(*, account: Account, presence: Presence | None, at: datetime) -> list[Call]:
    """Calls of which this person owes the outcome: opened, or answered at their telephone, oldest first."""
    names = [name for name in names_of(presence, account) if name]
    opened = Q(work__account=account, work__outcome="")
    at_phone = Q(work=None, answered_at__isnull=False, ended_at__isnull=False, started_at__gt=at - RECENT)
    named = Q(pk__in=[])
    for name in names:
        named |= Q(agent__iexact=name)
    rows = Call.objects.filter(opened | (at_phone & named)).select_related("contact_point").order_by("started_at")
    return [one for one in rows[:20] if one.agent == "" or is_for(one, set(names)) or hasattr(one, "work")]


def latest(*, limit: int = 30) -> list[Call]:
    """The newest calls of everybody, with what came of them."""
    return list(Call.objects.select_related(*_WITH).order_by("-started_at", "-pk")[:limit])


def find(pk: int) -> Call | None:
    return Call.objects.select_related(*_WITH).filter(pk=pk).first()


def draft_of(call: Call, account: Account) -> CallDraft | None:
    return CallDraft.objects.filter(call=call, account=account).first()


def others_at(call: Call, account: Account, at: datetime) -> list[str]:
    """Names of colleagues who have the page of this call open, too."""
    open_now = CallDraft.objects.filter(call=call, seen_at__gt=at - STILL_OPEN).exclude(account=account)
    return list(open_now.order_by("pk").values_list("account__name", flat=True))


@dataclass(frozen=True)
class Caller:
    """Whose number it is: their cases, earlier calls, and their other addresses."""

    contact: ContactPoint
    name: str
    cases: Sequence[Report]
    calls: Sequence[Call]
    others: Sequence[ContactPoint]


def caller(call: Call, *, named: bool) -> Caller | None:
    """Who calls, as far as that is known; None for a withheld number. `named`: the reader may see names."""
    contact = call.contact_point
    if contact is None:
        return None
    person = of_person("people_contactpoint.reporter_id", contact.reporter_id)
    mine = {point.pk: point for point in ContactPoint.objects.filter(person).select_related("reporter").order_by("pk")}
    earlier = Call.objects.filter(contact_point__in=list(mine)).exclude(pk=call.pk).select_related("work")
    names = [point.reporter.name for point in (mine.get(contact.pk, contact), *mine.values())]
    return Caller(
        contact=contact,
        name=next((name for name in names if name), "") if named else "",
        cases=of_reporter(contact.reporter_id, limit=5),
        calls=list(earlier.order_by("-started_at", "-pk")[:5]),
        others=[point for pk, point in mine.items() if pk != contact.pk],
    )


def recordings_of(call: Call) -> list[InboundMedia]:
    """The recordings of a call that have come."""
    found = InboundMedia.objects.filter(call=call, kind="audio", state=InboundMedia.State.DONE)
    return list(found.order_by("pk"))


def waiting(*, limit: int = 100) -> list[CallBack]:
    """Who waits to be called back, the most urgent first."""
    rows = CallBack.objects.filter(state=CallBack.State.OPEN).select_related("contact_point__reporter", "first_call")
    return list(rows.prefetch_related("tries__account").order_by("next_at", "pk")[:limit])


def to_call_back(at: datetime) -> tuple[int, int]:
    """How many wait to be called back, and of how many of them the time is over. One query."""
    found = CallBack.objects.filter(state=CallBack.State.OPEN).aggregate(
        waiting=Count("pk"), late=Count("pk", filter=Q(next_at__lt=at))
    )
    return found["waiting"], found["late"]


def lately_done(*, since: datetime) -> list[CallBack]:
    rows = CallBack.objects.exclude(state=CallBack.State.OPEN).filter(settled_at__gte=since)
    return list(rows.select_related("contact_point", "settled_by").order_by("-settled_at", "-pk")[:20])


def withheld_missed(*, since: datetime) -> int:
    """Missed calls without a number, which nobody can call back."""
    calls = Call.objects.filter(contact_point=None, direction="in", answered_at=None, ended_at__isnull=False)
    return calls.filter(started_at__gte=since).count()


def day_figures(*, since: datetime, until: datetime) -> dict[str, Any]:
    """Calls of a span: came in, answered, missed, what came of them, called back in time and late. Three
    queries."""
    rows = Call.objects.filter(direction="in", started_at__gte=since, started_at__lt=until)
    by_outcome = dict.fromkeys(Outcome.values, 0)
    works = CallWork.objects.filter(call__in=rows).exclude(outcome="").values_list("outcome", flat=True)
    for outcome in works:
        by_outcome[outcome] += 1
    calls = rows.aggregate(
        calls=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        missed=Count("pk", filter=Q(answered_at=None, ended_at__isnull=False)),
    )
    in_time = ~Q(state=CallBack.State.OPEN) & Q(settled_at__lte=F("due_at"))
    backs = CallBack.objects.filter(first_missed_at__gte=since, first_missed_at__lt=until).aggregate(
        call_backs=Count("pk"), in_time=Count("pk", filter=in_time)
    )
    return {**calls, **backs, "outcomes": by_outcome}
