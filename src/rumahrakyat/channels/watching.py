"""Asking providers how they see us, and telling the operator when a channel is in trouble."""

import logging
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from rumahrakyat.channels import health, registry
from rumahrakyat.channels.base import URGENT, DeliveryError
from rumahrakyat.channels.contract import Adapter, Probed, Tallies
from rumahrakyat.channels.health import Health
from rumahrakyat.channels.models import ChannelState, ProviderTally
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.sending import send_now
from rumahrakyat.people.operations import contact_point

logger = logging.getLogger(__name__)

TOLD_AGAIN_AFTER = timedelta(hours=6)


def probe(*, at: datetime) -> None:
    """Ask every provider that can be asked about our credentials and our webhook."""
    for adapter in registry.default():
        if adapter.configured() and isinstance(adapter, Probed):
            _probe(adapter, at)


def _probe(adapter: Adapter, at: datetime) -> None:
    assert isinstance(adapter, Probed)
    try:
        found = adapter.probe(at=at)
        values = {"problems": list(found.problems), "expires_at": found.expires_at}
    except DeliveryError as error:
        values = {"problems": [error.message]}
    ChannelState.objects.update_or_create(channel=adapter.code, defaults={**values, "probed_at": at})


def tally(day: date, *, at: datetime) -> None:
    """Ask every provider that counts how many messages it counted on `day` (UTC)."""
    for adapter in registry.default():
        if not (adapter.configured() and isinstance(adapter, Tallies)):
            continue
        try:
            found = adapter.tally(day)
        except DeliveryError as error:
            logger.warning("%s does not tell its counts: %s", adapter.code, error.message)
            continue
        ProviderTally.objects.update_or_create(
            channel=adapter.code, day=day, defaults={"received": found.received, "sent": found.sent, "at": at}
        )


def alarm(*, at: datetime) -> int:
    """Tell the operator of troubles that are new, or still there after six hours, and of their end. Returns how many
    channels something was told about. Who the operator is stands in RUMAHRAKYAT_OPERATOR."""
    states = {row.channel: row for row in ChannelState.objects.all()}
    found = health.of_all(at=at)
    well = {one.code for one in found if one.state == "well"}
    told = 0
    for one in found:
        state = states.get(one.code) or ChannelState(channel=one.code)
        sentence = "; ".join(one.troubles)[:300]
        if not _worth_telling(state, sentence, at):
            continue
        ChannelState.objects.update_or_create(
            channel=one.code, defaults={"trouble": sentence, "told_at": at if sentence else None}
        )
        _tell(one, sentence, well, at)
        told += 1
    return told


def _worth_telling(state: ChannelState, sentence: str, at: datetime) -> bool:
    if bool(sentence) != bool(state.trouble):
        return True
    return bool(sentence) and (state.told_at is None or at - state.told_at > TOLD_AGAIN_AFTER)


def _tell(one: Health, sentence: str, well: set[str], at: datetime) -> None:
    log: Callable[..., None] = logger.error if sentence else logger.info
    log("channel %s: %s", one.code, sentence or "all is well again")
    with translation.override("id"):
        if sentence:
            what = "; ".join(_(trouble) for trouble in one.troubles)[:300]
            words = _("Channel %(name)s is in trouble: %(what)s.") % {"name": one.label, "what": what}
        else:
            words = _("Channel %(name)s is well again.") % {"name": one.label}
    tell_operator(words, key=f"operator:{one.code}:{int(at.timestamp())}", at=at, well=well)


def tell_operator(
    words: str, *, key: str, at: datetime, well: Collection[str] | None = None, directly: bool = False
) -> int:
    """Queue a sentence for everybody in RUMAHRAKYAT_OPERATOR, by a channel that works. Returns how many it is for.

    `well`: the channels that work, when the caller knows. `directly`: send at once in this process and by any
    configured channel; for when the worker may be what is in trouble, and its channels look so with it.
    """
    if well is None and settings.OPERATORS:
        well = {one.code for one in health.of_all(at=at) if one.configured and (directly or one.state == "well")}
    told = 0
    for scheme, value in settings.OPERATORS:
        fitting = (one for one in registry.default() if scheme in one.capabilities.schemes)
        carrier = next((one for one in fitting if one.code in (well or ())), None)
        if carrier is None:
            logger.error("nobody can be told: no channel that works reaches a %s address", scheme)
            continue
        point = contact_point(scheme=scheme, value=value, at=at)
        message = enqueue(
            channel=carrier.code, contact_point=point, body=words, key=f"{key}:{point.pk}", at=at, priority=URGENT
        )
        if directly:
            send_now(message, at=at)
        told += 1
    return told
