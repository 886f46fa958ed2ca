"""Who reads which brief: whoever holds the permission now, where they hold it, and nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.organisations.scope import Scope, scope_of
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, WEEKLY, of_body, of_regency
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import OVERSEE_ALL, READ_BRIEF, ROLES

_ROLES: Final = [role.name for role in ROLES.values() if READ_BRIEF in role.permissions]


@dataclass(frozen=True)
class Reads:
    """One account and one series of briefs."""

    account: Account
    kind: str
    whose: str


def readers(*, at: datetime) -> list[Reads]:
    """Everybody who is to be sent something at `at`, by account. A stand-in has the briefs of whom they stand in for
    while these are away, and those who are away keep their own."""
    codes = codes_of_active()
    found: list[Reads] = []
    for account in _candidates(at):
        series = series_of(scope_of(account, at=at), codes)
        found += [Reads(account, kind, whose) for kind, whose in series]
    return found


def codes_of_active() -> dict[int, str]:
    """The codes of the bodies that have not ended, by id."""
    return dict(Organisation.objects.filter(active=True).values_list("pk", "code"))


def series_of(scope: Scope, codes: dict[int, str]) -> list[tuple[str, str]]:
    """The (kind, whose) that somebody with this scope reads; `codes` are those of the active bodies by id."""
    if scope.everywhere(READ_BRIEF) and scope.everywhere(OVERSEE_ALL):
        return [(DAILY, ALL)]
    return list(dict.fromkeys(_narrow(scope, codes)))


def _narrow(scope: Scope, codes: dict[int, str]) -> Iterator[tuple[str, str]]:
    for grant in scope.grants:
        if READ_BRIEF not in grant.permissions:
            continue
        if grant.region is not None and grant.organisation is None:
            yield DAILY, of_regency(grant.region)
        elif grant.organisation in codes and grant.region is None:
            yield WEEKLY, of_body(codes[grant.organisation])


def _candidates(at: datetime) -> list[Account]:
    """Accounts that may hold the permission: a role that has it, or one they stand in for."""
    rows = Membership.objects.filter(Q(until=None) | Q(until__gt=at), role__in=_ROLES, active=True)
    holding = rows.values("account")
    away = Absence.objects.filter(account__in=holding, since__lte=at, stand_in__isnull=False)
    standing_in = away.filter(Q(until=None) | Q(until__gt=at)).values("stand_in")
    found = Account.objects.filter(Q(pk__in=holding) | Q(pk__in=standing_in), is_active=True)
    return list(found.order_by("pk"))
