"""Which person of the holding body a case is with. Internal: no clock, no stage and no citizen knows of it.

Only somebody who works for the body that holds the case and may answer can have it. It leaves the person when the case
leaves the body, and when the person leaves the body; it stays with them when the case ends, so that an objection finds
them again. Two people who give one case away at once: the second is told (`Changed`), nothing is overwritten.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, DISPATCH, ROLES
from rumahrakyat.reports import timeline
from rumahrakyat.reports.errors import AlreadyWith, Changed, NotAMember, NotPermitted, WithNobody
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.moves import moving

ANSWERING: Final = sorted(role.name for role in ROLES.values() if ANSWER in role.permissions)
_TYPES: Final = ("given", "taken", "put_back", "released")


def members_of(organisation_id: int) -> Q:
    """The condition on `Account` of whoever may have a case that this body holds."""
    held = Membership.objects.filter(organisation=organisation_id, active=True, role__in=ANSWERING)
    return Q(is_active=True, pk__in=held.values("account"))


def give_to_person(
    *, report_id: int, person: int, actor: Actor, at: datetime, text: str = "", seen_seq: int | None = None
) -> Report:
    """Give a case to a colleague, or from one to another; `text` is a line for them, kept inside.

    Raises `NotAMember` for somebody who does not answer for the holding body, `AlreadyWith` when it is with them.
    """
    with moving(report_id, "give_to_person", actor, seen_seq) as (report, _transition):
        _unmoved(report, seen_seq)
        if not Account.objects.filter(members_of(report.holder_id or 0), pk=person).exists():
            raise NotAMember(person)
        personal: dict[str, object] | None = {"text": text.strip()[:500]} if text.strip() else None
        _put(report, person, "given", actor, at, personal=personal)
    return report


def take(*, report_id: int, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """Take a case oneself, also from a colleague. Raises `AlreadyWith`, `NotAMember`."""
    with moving(report_id, "take", actor, seen_seq) as (report, _transition):
        _unmoved(report, seen_seq)
        if actor.account_id is None:
            raise NotAMember(0)
        _put(report, actor.account_id, "taken", actor, at)
    return report


def put_back(*, report_id: int, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """Nobody of the body has it any more: whoever has it says so, or whoever gives cases out. Raises `WithNobody`."""
    with moving(report_id, "put_back", actor, seen_seq) as (report, _transition):
        _unmoved(report, seen_seq)
        if report.assignee_id is None:
            raise WithNobody
        if report.assignee_id != actor.account_id and not actor.may(DISPATCH):
            raise NotPermitted("put_back")
        _put(report, None, "put_back", actor, at)
    return report


def release_all(*, account_id: int, actor: Actor, at: datetime, holder_id: int | None = None) -> list[str]:
    """Somebody has left (`holder_id`: this body alone): nobody has their cases any more and they stand with those that
    no one has taken. Returns the numbers of those that are still open.

    Each case in a transaction of its own, so it can be begun again when it is interrupted; called twice is once.
    """
    freed = []
    held = Report.objects.filter(assignee=account_id)
    if holder_id is not None:
        held = held.filter(holder=holder_id)
    for key in list(held.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            report = Report.objects.select_for_update(of=("self",)).get(pk=key)
            if report.assignee_id != account_id:
                continue
            _put(report, None, "released", actor, at)
        if report.is_open:
            freed.append(report.number)
    return freed


def _put(
    report: Report,
    person: int | None,
    entry_type: str,
    actor: Actor,
    at: datetime,
    *,
    personal: dict[str, object] | None = None,
) -> None:
    if person is not None and report.assignee_id == person:
        raise AlreadyWith(person)
    data: dict[str, object] = {"person": person, "person_before": report.assignee_id}
    report.assignee_id = person
    report.save(update_fields=["assignee"])
    timeline.append(report, entry_type, actor=actor, at=at, data=data, personal=personal)


def _unmoved(report: Report, seen_seq: int | None) -> None:
    """These entries weigh nothing for an answer that is being written, but they do for the next of their own kind."""
    if seen_seq is None or report.last_seq <= seen_seq:
        return
    if Entry.objects.filter(report=report, seq__gt=seen_seq, type__in=_TYPES).exists():
        raise Changed(report.last_seq)
