"""Who is on call in the demo: every body has an officer, a deputy and a head with invented numbers, the desk a day and
a night, and one deputy is on leave. So the whole ladder can be tried on the pages of the stand-ins."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.demo.cast import username_of
from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.organisations.models_roster import Absence, OnCall, StaffContact
from rumahrakyat.people.models import Account

_LEAVE: Final = timedelta(days=45)
_TURNS: Final = (("officer", "petugas"), ("deputy", "wakil"), ("head", "kepala"))
_HOUSE: Final = ("verifikator", "verifikator2", "gubernur", "sekda", "operator", "wagub")
_REGENTS: Final = "kepaladaerah."
_STANDINS: Final = ("smshttp", "whatsapp")
_ON_LEAVE: Final = "wakil.dishub"


def create(*, at: datetime) -> int:
    """Enter the roster of every body that has none; returns how many turns were entered. Needs the cast."""
    accounts = {one.username: one for one in Account.objects.filter(is_demo=True)}
    with transaction.atomic():
        turns = list(_turns(accounts, at))
        OnCall.objects.bulk_create(turns)
        called = {turn.account_id for turn in turns}
        named = [
            one
            for one in accounts.values()
            if one.pk in called or one.username in _HOUSE or one.username.startswith(_REGENTS)
        ]
        StaffContact.objects.bulk_create((_contact(one, at) for one in named), ignore_conflicts=True)
        _leave(accounts, at)
        _telephones(named, at)
    return len(turns)


def number_of(username: str) -> str:
    """The same invented number for the same person, always."""
    digits = int.from_bytes(hashlib.sha256(f"n{username}".encode()).digest()[:8]) % 10**6
    return f"+6281299{digits:06}"


def _turns(accounts: dict[str, Account], at: datetime) -> Iterator[OnCall]:
    known = set(OnCall.objects.values_list("organisation_id", flat=True))
    for body in Organisation.objects.filter(active=True).exclude(kind=Kind.OUTSIDE).order_by("pk"):
        if body.pk in known:
            continue
        for audience, prefix in _TURNS:
            account = accounts.get(f"{prefix}.{username_of(body)}")
            if account is not None and not (body.kind == Kind.DESK and audience == "officer"):
                yield OnCall(organisation=body, audience=audience, account=account, since=at, made_at=at)
        if body.kind == Kind.DESK:
            yield from _desk(body, accounts, at)


def _desk(body: Organisation, accounts: dict[str, Account], at: datetime) -> Iterator[OnCall]:
    for username, begins, ends in (("verifikator", time(6), time(22)), ("verifikator2", time(22), time(6))):
        account = accounts.get(username)
        if account is not None:
            yield OnCall(
                organisation=body,
                audience="officer",
                account=account,
                begins=begins,
                ends=ends,
                since=at,
                made_at=at,
            )


def _contact(account: Account, at: datetime) -> StaffContact:
    number = number_of(account.username)
    return StaffContact(
        account=account,
        scheme=StaffContact.Scheme.TEL,
        sealed_value=crypto.seal(number),
        value_hash=crypto.lookup_hash("staff", number),
        made_at=at,
    )


def _leave(accounts: dict[str, Account], at: datetime) -> None:
    away, officer = accounts.get(_ON_LEAVE), accounts.get(_ON_LEAVE.replace("wakil", "petugas"))
    if away is None or officer is None or Absence.objects.filter(account=away).exists():
        return
    Absence.objects.create(
        account=away, since=at, until=at + _LEAVE, stand_in=officer, reason="Cuti tahunan", made_at=at
    )


def _telephones(named: Sequence[Account], at: datetime) -> None:
    """Their telephones exist on the stand-ins, so that what is written to them arrives and can be answered there."""
    StandinRecord.objects.bulk_create(
        (
            StandinRecord(
                channel=channel,
                kind="person",
                key=number_of(one.username).removeprefix("+"),
                at=at,
                data={"name": f"{one.name}, {one.title}" if one.title else one.name},
            )
            for one in named
            for channel in _STANDINS
        ),
        ignore_conflicts=True,
    )
