"""What somebody of ours still holds, and giving it on when their service or one of their roles ends. No clock is
touched: the body answers for its cases, whoever of its people has them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rumahrakyat.organisations import staffing
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.models_roster import OnCall
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people import notices
from rumahrakyat.people.actors import NOBODY, Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, DISPATCH
from rumahrakyat.reports.assignees import give_to_person, members_of, release_all
from rumahrakyat.reports.errors import AlreadyWith, NotAllowed, NotAMember, NotPermitted
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_tasks import Task
from rumahrakyat.reports.states import ENDED

TASK: Final = "reports.leaving"
LEFT: Final = "people_left"
notices.declare(LEFT, _("%(name)s has left: %(given)s cases went to %(to)s, %(freed)s back to the queue"))
_ENDED: Final = sorted(stage.value for stage in ENDED)
_LISTED: Final = 20


@dataclass(frozen=True)
class Held:
    """`cases`: the most urgent of the open cases; `count` all of them. Tasks that are open, turns that hold."""

    count: int
    cases: list[Report]
    tasks: int
    turns: int


@dataclass(frozen=True)
class Left:
    """How many open cases went to the colleague, how many back to the queues of their bodies, and their bodies."""

    given: int
    freed: int
    bodies: frozenset[int]


def holdings(account: Account, *, at: datetime) -> Held:
    """What stands with this person now."""
    cases = _open_cases(account).select_related("holder").order_by("answer_due_at", "pk")
    return Held(
        count=cases.count(),
        cases=list(cases[:_LISTED]),
        tasks=Task.objects.filter(assignee=account, state="open").count(),
        turns=OnCall.objects.filter(account=account).filter(Q(until=None) | Q(until__gt=at)).count(),
    )


def successors(account: Account) -> list[Account]:
    """Colleagues to whom all open cases could go: whoever may have cases at each of the bodies that hold them; when it
    has none, of the bodies it works for."""
    bodies = set(_open_cases(account).values_list("holder_id", flat=True).distinct())
    found = Account.objects.exclude(pk=account.pk)
    if not bodies:
        return []
    for body in bodies:
        found = found.filter(members_of(body or 0))
    return list(found.order_by("name", "pk")[:200])


def leave(*, account: Account, to: Account | None, by: Account, at: datetime) -> Left:
    """End somebody's service: open cases go to `to`, or (also where `to` does not work) to their bodies' queues; then
    the account is closed and the heads of these bodies are told. Each case is given on in a transaction of its own;
    interrupted, it is begun again."""
    cases = list(_open_cases(account).order_by("pk"))
    bodies = frozenset(one.holder_id for one in cases if one.holder_id is not None)
    bodies |= frozenset(
        Membership.objects.filter(account=account, active=True, organisation__isnull=False).values_list(
            "organisation_id", flat=True
        )
    )
    given = sum(_given(one, to, by, at) for one in cases) if to is not None else 0
    freed = release_all(account_id=account.pk, actor=Actor("staff", frozenset({DISPATCH}), by.pk), at=at)
    Task.objects.filter(assignee=account, state="open").update(assignee=to)
    staffing.end_service(account=account, by=by, at=at)
    left = Left(given, len(freed), bodies)
    _tell(account, to, by, left, at)
    return left


def take_role(*, membership: Membership, by: Account, scope: Scope, at: datetime) -> list[str]:
    """End one role at once; cases that the person may not have any more go back to their bodies' queues. Returns the
    numbers of those that are open. Raises `staffing.NotYours`."""
    with transaction.atomic():
        staffing.take_away(membership=membership, by=by, scope=scope, at=at)
        return _release(membership.account_id, Actor("staff", frozenset({DISPATCH}), by.pk), at)


def end_expired(*, at: datetime) -> int:
    """Roles whose day has come are ended in every list, as they are for entering from that moment on, and the cases
    that came with them go back. Returns how many."""
    expired = staffing.expired(at=at)
    for membership in expired:
        with transaction.atomic():
            staffing.expire(membership=membership, at=at)
            _release(membership.account_id, NOBODY, at)
    return len(expired)


def _release(account_id: int, actor: Actor, at: datetime) -> list[str]:
    """Cases of bodies that this person does not answer for (any more)."""
    bodies = Report.objects.filter(assignee=account_id, holder__isnull=False).values_list("holder_id", flat=True)
    lost = [
        body for body in sorted(set(bodies)) if not Account.objects.filter(members_of(body), pk=account_id).exists()
    ]
    return [
        number for body in lost for number in release_all(account_id=account_id, actor=actor, at=at, holder_id=body)
    ]


def _given(report: Report, to: Account, by: Account, at: datetime) -> bool:
    actor = Actor("staff", frozenset({ANSWER, DISPATCH}), by.pk, report.holder_id)
    try:
        give_to_person(report_id=report.pk, person=to.pk, actor=actor, at=at)
    except (NotAMember, AlreadyWith, NotPermitted, NotAllowed):
        return False  # it goes back to the queue of its body instead
    return True


def _tell(account: Account, to: Account | None, by: Account, left: Left, at: datetime) -> None:
    heads = Membership.objects.filter(organisation__in=left.bodies, role="head", active=True, account__is_active=True)
    notices.tell(
        accounts=heads.values_list("account_id", flat=True),
        code=LEFT,
        key=f"left:{account.pk}",
        path=f"/kerja/petugas/{account.pk}/",
        at=at,
        by=by.pk,
        data={"name": account.name, "given": left.given, "to": to.name if to else "-", "freed": left.freed},
    )


def _open_cases(account: Account) -> QuerySet[Report]:
    return Report.objects.filter(assignee=account).exclude(stage__in=_ENDED)
