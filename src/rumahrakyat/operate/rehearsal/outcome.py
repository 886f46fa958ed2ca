"""What became of the rehearsal's messages, as the database tells it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rumahrakyat.channels.models import InboundEvent
from rumahrakyat.correspondence.models import Conversation
from rumahrakyat.lib import crypto
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.reports.models import PendingEffect, Report
from rumahrakyat.routing.models import Decision

AT_A_TIME = 1000
Item = TypeVar("Item")


@dataclass(frozen=True)
class Filed:
    """How the reports of the rehearsal stand: `undecided` have neither a holder nor a decision with reasons."""

    reports: int
    routed: int
    inbox: int
    undecided: int
    pending: int


def reports_by_number(numbers: Sequence[str]) -> dict[str, list[int]]:
    """The reports (ids) of each of these telephone numbers (E.164) that has any."""
    found: dict[str, list[int]] = {}
    for part in _parts(numbers):
        by_hash = {crypto.lookup_hash("tel", number): number for number in part}
        rows = Report.objects.filter(
            reporter__contact_points__scheme="tel", reporter__contact_points__value_hash__in=list(by_hash)
        )
        for value_hash, report in rows.values_list("reporter__contact_points__value_hash", "pk"):
            found.setdefault(by_hash[value_hash], []).append(report)
    return found


def conversation_states(numbers: Sequence[str]) -> dict[str, str]:
    """Where the WhatsApp conversation with each of these numbers stands."""
    found: dict[str, str] = {}
    for part in _parts(numbers):
        by_hash = {crypto.lookup_hash("tel", number): number for number in part}
        points = ContactPoint.objects.filter(scheme="tel", value_hash__in=list(by_hash)).values_list("pk", "value_hash")
        names = {key: by_hash[value_hash] for key, value_hash in points}
        talks = Conversation.objects.filter(channel="whatsapp", contact_point__in=list(names))
        found |= {names[key]: state for key, state in talks.values_list("contact_point", "state")}
    return found


def handed_on(message_ids: Sequence[str]) -> set[str]:
    """Those of the provider's message ids that were processed (or given up)."""
    done: set[str] = set()
    for part in _parts(message_ids):
        events = InboundEvent.objects.filter(channel="whatsapp", event_key__in=part).exclude(state="new")
        done |= set(events.values_list("event_key", flat=True))
    return done


def ids_of(numbers: Sequence[str]) -> dict[str, int]:
    """The reports of these tracking numbers that exist."""
    found: dict[str, int] = {}
    for part in _parts(numbers):
        found |= dict(Report.objects.filter(number__in=part).values_list("number", "pk"))
    return found


def filed(report_ids: Collection[int]) -> Filed:
    """The outcome of these reports."""
    routed = inbox = undecided = pending = 0
    for part in _parts(sorted(report_ids)):
        decided = set(Decision.objects.filter(report__in=part).exclude(reasons=[]).values_list("report", flat=True))
        for key, holder, stage in Report.objects.filter(pk__in=part).values_list("pk", "holder", "stage"):
            routed += holder is not None
            inbox += holder is None and stage == "received" and key in decided
            undecided += holder is None and key not in decided
        pending += PendingEffect.objects.filter(entry__report__in=part).count()
    return Filed(len(report_ids), routed, inbox, undecided, pending)


def _parts(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[start : start + AT_A_TIME] for start in range(0, len(items), AT_A_TIME)]
