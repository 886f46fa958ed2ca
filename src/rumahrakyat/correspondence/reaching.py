"""Which way a person is reached: where they wrote, where they asked to hear from us, or, when that fails for good and
they allowed it, another of their addresses.
"""

from datetime import datetime

from rumahrakyat.channels import codec, outbox, registry, statuses
from rumahrakyat.channels.base import Manner
from rumahrakyat.channels.contract import Adapter
from rumahrakyat.channels.models import Outbox
from rumahrakyat.correspondence.models import CaseMessage, Listener
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.people.same import person_of

# In this order another way is tried: what costs the citizen nothing and needs no window comes first.
_ORDER = ("sms", "email", "whatsapp", "telegram")


def carriers(scheme: str) -> list[Adapter]:
    """The channels of this installation that can write to such an address, best first."""
    able = [adapter for adapter in registry.default() if _reaches(adapter, scheme)]
    return sorted(able, key=lambda adapter: _ORDER.index(adapter.medium) if adapter.medium in _ORDER else len(_ORDER))


def _reaches(adapter: Adapter, scheme: str) -> bool:
    return adapter.capabilities.push and scheme in adapter.capabilities.schemes and adapter.configured()


def channel_for(*, contact: ContactPoint, channel: str) -> str:
    """The channel on which somebody who came by `channel` is answered: the same one, or, when nothing can be pushed
    there (telephone, desk, village hall), the best that reaches the address. Empty when there is none."""
    if channel in registry.default() and registry.get(channel).capabilities.push:
        return channel
    found = carriers(contact.scheme)
    return found[0].code if found else ""


def way_to(listener: Listener) -> tuple[str, ContactPoint]:
    """Channel and address for news of a case: the person's own choice before the way the case came."""
    reporter = listener.contact_point.reporter
    chosen = reporter.preferred_contact
    if chosen is None or chosen.stopped_at or not _works(reporter.preferred_channel, chosen):
        return listener.channel, listener.contact_point
    return reporter.preferred_channel, chosen


def _works(channel: str, contact: ContactPoint) -> bool:
    return any(adapter.code == channel for adapter in carriers(contact.scheme))


def fall_back(failed: Outbox, at: datetime) -> str:
    """A message cannot be delivered: send it another way when its person allowed that. The label of the channel that
    was taken, empty when there is none. Called once per message, in the transaction that gives it up."""
    contact = failed.contact_point
    if contact is None or contact.reporter.fallback_since is None:
        return ""
    if codec.load_body(failed.message.content).manner is not Manner.DIRECT:
        return ""  # what was said in public is not said again in private
    tried = {(failed.channel, contact.pk)}
    for other in _other_addresses(contact):
        for adapter in carriers(other.scheme):
            if (adapter.code, other.pk) not in tried:
                _send(failed, adapter, other, at)
                return str(adapter.label)
    return ""


def _other_addresses(contact: ContactPoint) -> list[ContactPoint]:
    """Every address of the person that did not ask for silence; the failing one first, for another channel may do."""
    mine = ContactPoint.objects.filter(reporter__in=person_of(contact.reporter_id), stopped_at=None)
    return sorted(mine, key=lambda point: (point.pk != contact.pk, point.pk))


def _send(failed: Outbox, adapter: Adapter, contact: ContactPoint, at: datetime) -> None:
    body = codec.load_body(failed.message.content)
    message = outbox.enqueue(
        channel=adapter.code, contact_point=contact, body=body, key=f"fallback:{failed.key}", at=at
    )
    link = CaseMessage.objects.filter(message=failed.message).first()
    if link is not None:
        CaseMessage.objects.get_or_create(message=message, defaults={"report": link.report})


def register() -> None:
    """Lend the fallback to `channels`; called once at start."""
    statuses.lend_fallback(fall_back)
