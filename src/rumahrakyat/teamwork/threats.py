"""Threats in what a citizen wrote: written down as such, and told to those who look after our people.

The case goes on like any other: no stage and no clock moves, and the citizen is answered as before.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumahrakyat.organisations.models import Membership
from rumahrakyat.people import notices
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import EXPLAIN, ROLES, RULE_ON_BREACH
from rumahrakyat.reports import timeline
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.moves import moving

THREATENED: Final = "threatened"
notices.declare(THREATENED, _("%(by)s reports a threat on %(number)s"))


def _roles(permission: str) -> list[str]:
    return sorted(role.name for role in ROLES.values() if permission in role.permissions)


_HEADS: Final = _roles(EXPLAIN)
_SECRETARIES: Final = _roles(RULE_ON_BREACH)


def report_threat(*, report_id: int, entry_seq: int, threat: bool, actor: Actor, at: datetime) -> Entry | None:
    """Say that the words of entry `entry_seq` threaten or abuse: the head of the body that holds the case is told, for
    a `threat` the secretary, too. None when these words were reported before."""
    with transaction.atomic(), moving(report_id, "report_threat", actor) as (report, _transition):
        about = Entry.objects.filter(report=report, seq=entry_seq, actor_kind="citizen")
        before = Entry.objects.filter(report=report, type=THREATENED, data__entry=entry_seq)
        if not about.exists() or before.exists():
            return None
        data: dict[str, object] = {"entry": entry_seq, "threat": threat}
        entry = timeline.append(report, THREATENED, actor=actor, at=at, data=data)
        notices.tell(
            accounts=_those_above(report, threat=threat),
            code=THREATENED,
            key=f"threat:{entry.pk}",
            path=f"/kerja/{report.number}/",
            at=at,
            number=report.number,
            by=actor.account_id,
        )
    return entry


def _those_above(report: Report, *, threat: bool) -> list[int]:
    people = Membership.objects.filter(active=True, account__is_active=True)
    found = list(
        people.filter(role__in=_HEADS, organisation=report.holder_id).values_list("account", flat=True)
        if report.holder_id
        else []
    )
    if threat or not found:
        found += people.filter(role__in=_SECRETARIES, organisation=None).values_list("account", flat=True)
    return found
