"""Who may give which role where, invitations, and the end of somebody's service."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.organisations.models_roster import Absence, OnCall, StaffContact
from rumahrakyat.organisations.models_staffing import Invitation
from rumahrakyat.organisations.operations import end_role, grant_role
from rumahrakyat.organisations.rostering import WrongRoster, canonical
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import KEEP_PEOPLE, ROLES
from rumahrakyat.regions.models import Level, Region

VALID_FOR: Final = timedelta(days=7)
_TOKEN_BYTES: Final = 24

# Where a role is held: at a body, at the complaint desk, over a village, over a regency. All others: everywhere.
_AT_A_BODY: Final = frozenset({"officer", "deputy", "head", "field_officer"})
_AT_THE_DESK: Final = frozenset({"desk_officer", "call_agent"})
# What somebody who keeps the people of one body may give there; the rest is the operator's.
_BY_HEADS: Final = frozenset({"officer", "deputy", "field_officer", *_AT_THE_DESK})
_BY_COORDINATORS: Final = frozenset({"officer", "deputy", "head", "field_officer", "village_head"})


class NotYours(PermissionError):
    """This role at this place is not given by whoever asks; nobody gives one to themselves."""


class WrongStaffing(ValueError):
    """`field` of a form is wrong: name, role, organisation, region, until, value, username, password (`words`)."""

    def __init__(self, field: str, words: str = "") -> None:
        super().__init__(field)
        self.field, self.words = field, words


class Unusable(LookupError):
    """An invitation cannot be used: `why` is unknown, used, expired or withdrawn."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Post:
    """A role at its place, and until when it is given."""

    role: str
    organisation: Organisation | None = None
    region: Region | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Invited:
    """Who is invited, and where the link goes: `way` as `Invitation.Way`, `value` as it was typed."""

    name: str
    way: str
    value: str
    title: str = ""


def place_of(role: str) -> str:
    """Where a role is held: body, desk, village, regency, or nothing (everywhere)."""
    if role in _AT_A_BODY:
        return "body"
    if role in _AT_THE_DESK:
        return "desk"
    return {"village_head": "village", "coordinator": "regency"}.get(role, "")


def check_post(post: Post, *, at: datetime) -> None:
    """Raises `WrongStaffing` when the role does not exist or is held elsewhere."""
    if post.role not in ROLES:
        raise WrongStaffing("role")
    place = place_of(post.role)
    body, region = post.organisation, post.region
    if place in {"body", "desk"}:
        fits = body is not None and body.can_hold and (place == "body" or body.kind == Kind.DESK)
        if not fits or region is not None:
            raise WrongStaffing("organisation")
    elif place:
        level = Level.VILLAGE if place == "village" else Level.REGENCY
        if region is None or region.level != level or body is not None:
            raise WrongStaffing("region")
    elif body is not None or region is not None:
        raise WrongStaffing("organisation" if body else "region")
    if post.until is not None and post.until <= at:
        raise WrongStaffing("until")


def may_give(scope: Scope, post: Post) -> bool:
    """Heads give the roles of their own body but their own; coordinators those of their regency's government and
    villages; the operator every role."""
    if scope.everywhere(KEEP_PEOPLE):
        return True
    body, region = post.organisation, post.region
    if body is not None:
        own = body.pk in scope.organisations(KEEP_PEOPLE) and post.role in _BY_HEADS
        there = body.region_id is not None and scope.covers(KEEP_PEOPLE, region=body.region_id)
        return own or (there and post.role in _BY_COORDINATORS)
    within = region is not None and scope.covers(KEEP_PEOPLE, region=region.pk)
    return within and post.role in _BY_COORDINATORS


def givable(scope: Scope) -> list[str]:
    """The roles that somebody may give somewhere, in the order of the roles."""
    if scope.everywhere(KEEP_PEOPLE):
        return list(ROLES)
    found: set[str] = set()
    if scope.organisations(KEEP_PEOPLE):
        found |= _BY_HEADS
    if scope.regions(KEEP_PEOPLE):
        found |= _BY_COORDINATORS
    return [role for role in ROLES if role in found]


def invite(*, invited: Invited, post: Post, by: Account, scope: Scope, at: datetime) -> tuple[Invitation, str]:
    """Returns the invitation and the random part of its link, which is kept nowhere: show it once and send it.

    Raises `WrongStaffing`, `NotYours`.
    """
    check_post(post, at=at)
    if not may_give(scope, post):
        raise NotYours(post.role)
    name = " ".join(invited.name.split())
    if not 2 <= len(name) <= 120:
        raise WrongStaffing("name")
    if invited.way not in Invitation.Way:
        raise WrongStaffing("value")
    try:
        value = canonical(invited.way, invited.value)
    except WrongRoster as error:
        raise WrongStaffing("value") from error
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        made = Invitation.objects.create(
            token_hash=_hash(token), name=name, title=" ".join(invited.title.split())[:160], role=post.role,
            organisation=post.organisation, region=post.region, role_until=post.until, way=invited.way,
            sealed_value=crypto.seal(value), value_hash=crypto.lookup_hash("staff", value), invited_by=by, made_at=at,
            expires_at=at + VALID_FOR,
        )  # fmt: skip
        audit.record(act="people.invited", account=by.pk, at=at, subject=name, data=_said(post))
    return made, token


def withdraw(*, invitation: Invitation, by: Account, at: datetime) -> bool:
    """Whether it could still be withdrawn; its link is dead from now on."""
    with transaction.atomic():
        open_still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        done = bool(open_still.update(withdrawn_at=at))
        if done:
            audit.record(act="people.invitation_withdrawn", account=by.pk, at=at, subject=invitation.name)
    return done


def usable(token: str, *, at: datetime) -> Invitation:
    """The invitation behind a link. Raises `Unusable`."""
    return _usable(Invitation.objects.select_related("organisation", "region"), token, at)


def _usable(rows: QuerySet[Invitation], token: str, at: datetime) -> Invitation:
    found = rows.filter(token_hash=_hash(token[:80])).first()
    if found is None:
        raise Unusable("unknown")
    if found.withdrawn_at is not None:
        raise Unusable("withdrawn")
    if found.accepted_at is not None:
        raise Unusable("used")
    if found.expires_at <= at:
        raise Unusable("expired")
    return found


def accept(*, token: str, username: str, password: str, at: datetime) -> Account:
    """Make the account with its role. Raises `Unusable`, `WrongStaffing` (username, password)."""
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "region")
        found = _usable(rows, token, at)
        account = Account(username=_username(username), name=found.name, title=found.title)
        if found.way == Invitation.Way.EMAIL:
            account.email = found.value
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise WrongStaffing("password", " ".join(error.messages)) from error
        account.set_password(password)
        _enter(found, account, at)
    return account


def invitation_for(email: str, *, at: datetime) -> Invitation | None:
    """The newest open invitation that was sent to this address."""
    open_still = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    hashed = crypto.lookup_hash("staff", email)
    return open_still.filter(way=Invitation.Way.EMAIL, value_hash=hashed).order_by("-made_at", "-pk").first()


def accept_signed_in(*, invitation: Invitation, username: str, email: str, at: datetime) -> Account:
    """The same for somebody whom the house's single sign-on vouches for: the account has no password of its own.
    Raises `Unusable`."""
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "region")
        found = rows.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=at).first()
        if found is None:
            raise Unusable("used")
        account = Account(username=username, name=found.name, title=found.title, email=email)
        account.set_unusable_password()
        _enter(found, account, at)
    return account


def _enter(found: Invitation, account: Account, at: datetime) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise WrongStaffing("username") from error
    grant_role(
        account=account, role=found.role, organisation=found.organisation, region=found.region,
        until=found.role_until, by=found.invited_by, at=at,
    )  # fmt: skip
    StaffContact.objects.create(
        account=account, scheme=found.way, sealed_value=found.sealed_value, value_hash=found.value_hash, made_at=at
    )
    found.accepted_at, found.account = at, account
    found.save(update_fields=["accepted_at", "account"])
    audit.record(act="people.joined", account=account.pk, at=at, subject=account.username, data={"role": found.role})


def _username(typed: str) -> str:
    name = typed.strip().lower()
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError as error:
        raise WrongStaffing("username") from error
    if not 3 <= len(name) <= 60 or Account.objects.filter(username=name).exists():
        raise WrongStaffing("username")
    return name


def give(*, account: Account, post: Post, by: Account, scope: Scope, at: datetime) -> Membership:
    """Give an account that exists a further role. Raises `WrongStaffing`, `NotYours`."""
    check_post(post, at=at)
    if account.pk == by.pk or not may_give(scope, post):
        raise NotYours(post.role)
    with transaction.atomic():
        made = grant_role(
            account=account, role=post.role, organisation=post.organisation, region=post.region, until=post.until,
            by=by, at=at,
        )  # fmt: skip
        audit.record(act="people.role_given", account=by.pk, at=at, subject=account.username, data=_said(post))
    return made


def take_away(*, membership: Membership, by: Account, scope: Scope, at: datetime) -> None:
    """End one role at once. Raises `NotYours`."""
    post = Post(membership.role, membership.organisation, membership.region)
    if membership.account_id == by.pk or not may_give(scope, post):
        raise NotYours(membership.role)
    with transaction.atomic():
        end_role(membership=membership, at=at)
        subject = membership.account.username
        audit.record(act="people.role_ended", account=by.pk, at=at, subject=subject, data=_said(post))


def expired(*, at: datetime) -> list[Membership]:
    """Roles whose day has come and that still stand in the lists."""
    return list(Membership.objects.filter(active=True, until__lte=at).select_related("account").order_by("pk"))


def expire(*, membership: Membership, at: datetime) -> None:
    """Take such a role out of the lists, by nobody's act; once, and not when it was prolonged meanwhile."""
    if not Membership.objects.filter(pk=membership.pk, active=True, until__lte=at).update(active=False):
        return
    subject, post = membership.account.username, Post(membership.role, membership.organisation, membership.region)
    audit.record(act="people.role_expired", account=None, at=at, subject=subject, data=_said(post))


def end_service(*, account: Account, by: Account, at: datetime) -> Mapping[str, int]:
    """Close an account: its roles, turns, absences still to come, contacts and sessions end at once. Nothing is
    deleted that somebody did. Returns how many of each ended; called twice is once. What it holds of cases must have
    been given on before (`reports.operations.release_all`)."""
    with transaction.atomic():
        kept = Account.objects.select_for_update().get(pk=account.pk)
        roles = Membership.objects.filter(account=kept, active=True)
        ended = {"roles": roles.count(), "turns": 0, "contacts": 0, "sessions": 0}
        roles.update(active=False, until=at)
        OnCall.objects.filter(account=kept, since__gte=at).delete()
        ended["turns"] = OnCall.objects.filter(account=kept).filter(Q(until=None) | Q(until__gt=at)).update(until=at)
        standing = Absence.objects.filter(Q(account=kept) | Q(stand_in=kept)).filter(Q(until=None) | Q(until__gt=at))
        standing.filter(since__gte=at).delete()
        standing.filter(since__lt=at).update(until=at)
        ended["contacts"] = StaffContact.objects.filter(account=kept).delete()[0]
        if kept.is_active:
            kept.is_active = False
            kept.set_unusable_password()  # ends every session: their proof is made from the password
            kept.save(update_fields=["is_active", "password"])
            audit.record(act="people.service_ended", account=by.pk, at=at, subject=kept.username, data=ended)
        ended["sessions"] = end_sessions(kept.pk, at=at)
    return ended


def end_sessions(account_id: int, *, at: datetime) -> int:
    """Sign an account out everywhere. A few hundred sessions are open at most: they are looked through."""
    mine = [
        one.pk
        for one in Session.objects.filter(expire_date__gt=at).iterator()
        if str(one.get_decoded().get("_auth_user_id", "")) == str(account_id)
    ]
    return Session.objects.filter(pk__in=mine).delete()[0]


def _said(post: Post) -> dict[str, str]:
    found = {"role": post.role}
    if post.organisation is not None:
        found["organisation"] = post.organisation.code
    if post.region is not None:
        found["region"] = post.region.pk
    if post.until is not None:
        found["until"] = post.until.isoformat()
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
