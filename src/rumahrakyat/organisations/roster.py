"""Who is reached for a body and an audience at a moment: the rows of the roster, read once and put in order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from rumahrakyat.lib import wallclock
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.organisations import rota
from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.organisations.models_roster import Absence, Audience, OnCall, QuietHours, StaffContact
from rumahrakyat.organisations.queries import desk
from rumahrakyat.people.models import Account

# From the bottom up; the first three belong to a body, the others to the whole installation.
AUDIENCES: Final = tuple(one.value for one in Audience)
OF_BODY: Final = AUDIENCES[:3]
OF_ALL: Final = AUDIENCES[3:]
# At the desk it is the verifiers who empty the inbox.
_AT_DESK: Final[Mapping[str, str]] = {"officer": "verifier"}


@dataclass(frozen=True)
class Lists:
    """All lists of one body (None: those of the installation) as they stand now and later."""

    turns: Mapping[str, Sequence[rota.Turn]]
    holders: Mapping[str, Sequence[int]]
    people: Mapping[int, rota.Person]
    accounts: Mapping[int, Account]
    closed: bool = False

    def order(self, audience: str, at: datetime) -> rota.Order:
        """Who is called at `at`. Where no turn was ever entered, the holders of the role serve, the oldest account
        first, so that an installation works from its first day."""
        if self.closed:
            return rota.Order(skipped=(rota.Skipped(None, rota.Why.CLOSED),))
        serving, entered = self._serving(audience, at)
        found = rota.order(serving, self.people, at)
        if serving:
            return found
        return rota.Order(skipped=(rota.Skipped(None, rota.Why.NO_TURN if entered else rota.Why.NOBODY),))

    def _serving(self, audience: str, at: datetime) -> tuple[Sequence[int], bool]:
        kept = [
            one
            for one in self.turns.get(audience, ())
            if (one.since is None or one.since <= at) and (one.until is None or at < one.until)
        ]
        if kept:
            return rota.serving(kept, at, wallclock.zone()), True
        return self.holders.get(audience, ()), False


def load(organisation: Organisation | None, audiences: Collection[str], *, at: datetime) -> Lists:
    """The lists from `at` on, in a fixed number of queries (one more round for each link of a chain of stand-ins)."""
    body = heir_of(organisation) if organisation else None
    if organisation is not None and body is None:
        return Lists({}, {}, {}, {}, closed=True)
    on_call, held = _on_call(body, audiences, at), _holders(body, audiences)
    named = {row.account.pk: row.account for row in on_call} | {who.pk: who for _audience, who in held}
    people, accounts = _people(named, at)
    turns: dict[str, list[rota.Turn]] = defaultdict(list)
    for row in on_call:
        turns[row.audience].append(_turn(row))
    holders: dict[str, list[int]] = defaultdict(list)
    for audience, who in held:
        holders[audience].append(who.pk)
    return Lists(turns, holders, people, accounts)


def heir_of(organisation: Organisation) -> Organisation | None:
    """The body itself while it is active, else the active one that took over in the end; None when there is none."""
    seen: set[int] = set()
    current: Organisation | None = organisation
    while current is not None and not current.active:
        if current.pk in seen:
            return None
        seen.add(current.pk)
        current = current.successor
    return current


def body_for(organisation: Organisation | None, audience: str) -> Organisation | None:
    """Whose list it is: the installation's for those at the top, the desk's where no body is named."""
    if audience in OF_ALL:
        return None
    return organisation or desk()


def quiet_hours(account_id: int) -> QuietHours:
    """The person's hours of quiet, or the usual ones."""
    return QuietHours.objects.filter(account=account_id).first() or QuietHours(
        account_id=account_id, begins=rota.QUIET[0], ends=rota.QUIET[1]
    )


def quiet_until(account_id: int, at: datetime) -> datetime | None:
    """When the quiet that this person has at `at` ends; None when they may be disturbed."""
    hours = quiet_hours(account_id)
    return rota.quiet_until(at, (hours.begins, hours.ends), wallclock.zone())


def ways_of(account: Account, contacts: Iterable[StaffContact]) -> tuple[tuple[str, str], ...]:
    """What the person gave, in their order; without any, the mobile number of the account."""
    given = tuple((one.scheme, one.value) for one in sorted(contacts, key=lambda one: (one.order, one.pk)))
    if given or not account.phone:
        return given
    try:
        return ((StaffContact.Scheme.TEL.value, parse_phone(account.phone)),)
    except WrongPhone:
        return ()


def _on_call(body: Organisation | None, audiences: Collection[str], at: datetime) -> list[OnCall]:
    rows = OnCall.objects.filter(organisation=body, audience__in=audiences).filter(Q(until=None) | Q(until__gt=at))
    return list(rows.select_related("account"))


def _turn(row: OnCall) -> rota.Turn:
    days = frozenset(int(day) for day in row.weekdays)
    return rota.Turn(row.account_id, row.order, days, row.begins, row.ends, row.since, row.until)


def _holders(body: Organisation | None, audiences: Collection[str]) -> list[tuple[str, Account]]:
    """Audience and account, each pair once."""
    at_desk = body is not None and body.kind == Kind.DESK
    roles = {_AT_DESK.get(one, one) if at_desk else one: one for one in audiences}
    places = Q(organisation=body) | Q(organisation=None) if at_desk else Q(organisation=body)
    rows = Membership.objects.filter(places, role__in=roles, region=None, active=True)
    if at_desk:
        rows = rows.exclude(~Q(role="verifier"), organisation=None)
    found = [(roles[row.role], row.account) for row in rows.select_related("account").order_by("account_id", "pk")]
    return list(dict.fromkeys(found))


def _people(named: dict[int, Account], at: datetime) -> tuple[dict[int, rota.Person], dict[int, Account]]:
    """Everybody named, and everybody who stands in for them."""
    people: dict[int, rota.Person] = {}
    accounts: dict[int, Account] = {}
    these = named
    while these:
        away, contacts = _away(these, at), _contacts(these)
        for account in these.values():
            ways = ways_of(account, contacts[account.pk])
            people[account.pk] = rota.Person(account.is_active, ways, tuple(away[account.pk]))
        accounts |= these
        stand_ins = {one.stand_in for some in away.values() for one in some if one.stand_in is not None}
        these = Account.objects.in_bulk(stand_ins - accounts.keys())
    return people, accounts


def _away(accounts: Collection[int], at: datetime) -> dict[int, list[rota.Away]]:
    found: dict[int, list[rota.Away]] = defaultdict(list)
    rows = Absence.objects.filter(account__in=accounts).filter(Q(until=None) | Q(until__gt=at)).order_by("since", "pk")
    for row in rows:
        found[row.account_id].append(rota.Away(row.since, row.until, row.stand_in_id))
    return found


def _contacts(accounts: Collection[int]) -> dict[int, list[StaffContact]]:
    found: dict[int, list[StaffContact]] = defaultdict(list)
    for row in StaffContact.objects.filter(account__in=accounts):
        found[row.account_id].append(row)
    return found
