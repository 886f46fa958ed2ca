"""Who takes calls now, and whose call it is that rings."""

import re
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from rumahrakyat.callcentre.models import Presence
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.people.models import Account

_EXTENSION: Final = re.compile(r"[!-~]{0,80}", re.ASCII)  # a number or a user name, as exchanges have them


class NoExtension(ValueError):
    """No exchange calls a telephone by this name."""


class ExtensionTaken(ValueError):
    """Somebody else answers at this extension."""

    def __init__(self, holder: Account) -> None:
        super().__init__(holder.pk)
        self.holder = holder


def of(account: Account) -> Presence | None:
    return Presence.objects.filter(account=account).first()


def set_presence(*, account: Account, state: str, extension: str, at: datetime) -> Presence:
    """Ready or not, and at which extension. The same again changes nothing. Raises `ExtensionTaken`, `NoExtension`."""
    wanted = extension.strip()
    if not _EXTENSION.fullmatch(wanted):
        raise NoExtension(wanted)
    other = Presence.objects.filter(extension__iexact=wanted).exclude(account=account).first() if wanted else None
    if other is not None:
        raise ExtensionTaken(other.account)
    try:
        with transaction.atomic():
            found, _new = Presence.objects.update_or_create(
                account=account, defaults={"state": state, "extension": wanted, "since": at}
            )
    except IntegrityError as error:  # two agents chose it at the same moment
        raise ExtensionTaken(Presence.objects.get(extension=wanted).account) from error
    return found


def busy(*, account: Account, at: datetime) -> None:
    """A call begins for somebody who was ready; who was away stays so."""
    _move(account, Presence.State.READY, Presence.State.AFTER, at)


def free(*, account: Account, at: datetime) -> None:
    """Nothing is owed any more."""
    _move(account, Presence.State.AFTER, Presence.State.READY, at)


def _move(account: Account, before: str, state: str, at: datetime) -> None:
    Presence.objects.filter(account=account, state=before).update(state=state, since=at)


def names_of(presence: Presence | None, account: Account) -> set[str]:
    """The names by which an exchange may call this person."""
    known = {account.username.casefold()}
    return known | {presence.extension.casefold()} if presence and presence.extension else known


def is_for(call: Call, names: set[str]) -> bool:
    """Whether the exchange named one of `names`; several telephones may ring at once."""
    return any(one.strip().casefold() in names for one in call.agent.split(","))


def concerns(call: Call, presence: Presence | None, account: Account) -> bool:
    """Whether a call that goes on is for this person: named by the exchange, or on the shared line while ready."""
    if is_for(call, names_of(presence, account)):
        return True
    return not call.agent and presence is not None and presence.state == Presence.State.READY
