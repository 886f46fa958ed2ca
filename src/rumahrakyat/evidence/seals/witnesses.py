"""Copies of every seal to people outside our reach: whoever keeps one can tell later whether we changed anything."""

import logging
from datetime import datetime

from django.conf import settings

from rumahrakyat.channels import registry
from rumahrakyat.channels.health import of_all
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.evidence.models import Seal
from rumahrakyat.evidence.seals.wording import as_text
from rumahrakyat.people.operations import contact_point

logger = logging.getLogger(__name__)


def tell_witnesses(seal: Seal, *, at: datetime) -> int:
    """Queue the seal for every address of RUMAHRAKYAT_WITNESSES, once each. Returns for how many."""
    if not settings.WITNESSES:
        return 0
    configured = {one.code for one in of_all(at=at) if one.configured}
    told = 0
    for scheme, value in settings.WITNESSES:
        fitting = (one for one in registry.default() if scheme in one.capabilities.schemes)
        carrier = next((one for one in fitting if one.code in configured), None)
        if carrier is None:
            logger.error("a witness has no copy of the seal of %s: no channel reaches a %s address", seal.day, scheme)
            continue
        point = contact_point(scheme=scheme, value=value, at=at)
        enqueue(channel=carrier.code, contact_point=point, body=as_text(seal), key=f"seal:{seal.day}:{point.pk}", at=at)
        told += 1
    return told
