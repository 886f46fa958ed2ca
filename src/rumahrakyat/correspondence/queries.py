"""Reads of who is kept informed, and of who speaks for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence.models import HeldMessage, Listener, Mention, SocialIntake
from rumahrakyat.people.models import Account, ContactPoint, Reporter
from rumahrakyat.people.same import person_of
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED, Stage

_MOST_CASES = 20
_MOST_LISTENED = 100
_SUGGESTED = 3
_ENDED = sorted(stage.value for stage in ENDED)


def channels_of(report_id: int) -> QuerySet[Listener, Any]:
    """The `channel`s on which people hear how a case goes on, each once; people who asked for silence are left out."""
    listeners = Listener.objects.filter(report=report_id, contact_point__stopped_at=None)
    return listeners.values("channel").distinct().order_by("channel")


def speaks_for(contact: ContactPoint, report: Report) -> bool:
    """Whether what this contact says counts as the reporter's words: the same person, or one that listens to the case
    because the receipt secret was given."""
    if report.reporter_id == contact.reporter_id or report.reporter_id in person_of(contact.reporter_id):
        return True
    return Listener.objects.filter(report=report, contact_point=contact).exists()


def open_cases_of(contact: ContactPoint) -> list[Report]:
    """The cases that have not ended and for which this contact speaks, newest first."""
    # As a list: an OR with a subquery would read every case.
    mine = Listener.objects.filter(contact_point=contact).order_by("-pk")
    listened = list(mine.values_list("report", flat=True)[:_MOST_LISTENED])
    own = Q(reporter__in=person_of(contact.reporter_id)) | Q(pk__in=listened)
    found = Report.objects.filter(own).exclude(stage__in=_ENDED).select_related("holder")
    return list(found.order_by("-received_at")[:_MOST_CASES])


def ended_cases_of(contact: ContactPoint, *, since: datetime) -> list[Report]:
    """The cases of this contact that ended since then and go on as no other, newest end first."""
    mine = Listener.objects.filter(contact_point=contact).order_by("-pk")
    listened = list(mine.values_list("report", flat=True)[:_MOST_LISTENED])
    own = Q(reporter__in=person_of(contact.reporter_id)) | Q(pk__in=listened)
    found = Report.objects.filter(own, stage__in=_ENDED, closed_at__gte=since).exclude(stage=Stage.MERGED.value)
    return list(found.order_by("-closed_at")[:_MOST_CASES])


def case_of_message(channel: str, *external_ids: str) -> Report | None:
    """The case to which one of these messages of a channel belongs."""
    wanted = [one for one in external_ids if one]
    if not wanted:
        return None
    found = Message.objects.filter(channel=channel, external_id__in=wanted, case__isnull=False)
    message = found.select_related("case__report").order_by("-pk").first()
    return message.case.report if message else None


@dataclass(frozen=True)
class Flooding:
    """The held messages of one contact, as one line of the social inbox."""

    contact: ContactPoint
    channel: str
    count: int
    last_at: datetime
    example: str


def waiting_mentions(*, limit: int, before: tuple[datetime, int] | None = None) -> list[Mention]:
    """Public messages that wait for a person, newest first; `before` is the (received_at, id) of the last one seen."""
    found = Mention.objects.filter(state=Mention.State.WAITING)
    if before:
        found = found.filter(received_at__lte=before[0]).exclude(received_at=before[0], pk__gte=before[1])
    wanted = found.select_related("message__contact_point__reporter", "latest", "suggested").prefetch_related(
        "message__media"
    )
    return list(wanted.order_by("-received_at", "-pk")[:limit])


def waiting_posts() -> QuerySet[Mention, Any]:
    """What stands in the social inbox: each waiting mention, and each contact with held messages once."""
    held = HeldMessage.objects.filter(state=HeldMessage.State.HELD).order_by().values("contact_point").distinct()
    mentions = Mention.objects.filter(state=Mention.State.WAITING).order_by().values("pk")
    return mentions.union(held, all=True)


def floods() -> list[Flooding]:
    """Contacts with held messages, the latest first, each with its newest words."""
    held = HeldMessage.objects.filter(state=HeldMessage.State.HELD).order_by()
    rows = held.values("contact_point").annotate(count=Count("pk"), last=Max("pk")).order_by("-last")[:20]
    newest = {
        one.pk: one
        for one in HeldMessage.objects.filter(pk__in=[row["last"] for row in rows]).select_related(
            "message", "contact_point"
        )
    }
    return [
        Flooding(
            contact=newest[row["last"]].contact_point,
            channel=newest[row["last"]].message.channel,
            count=row["count"],
            last_at=newest[row["last"]].message.recorded_at,
            example=newest[row["last"]].message.text,
        )
        for row in rows
    ]


def cases_of_authors(mentions: Sequence[Mention]) -> dict[int, list[Report]]:
    """The open cases of the writers of these mentions, by contact point: suggestions for "add to a case". Three
    queries, however many mentions there are."""
    contacts = {one.message.contact_point for one in mentions if one.message.contact_point is not None}
    heads = {contact.reporter.same_as_id or contact.reporter_id for contact in contacts}
    people = dict(Reporter.objects.filter(Q(pk__in=heads) | Q(same_as__in=heads)).values_list("pk", "same_as_id"))
    still_open = Report.objects.exclude(stage__in=_ENDED)
    of_person: dict[int, list[Report]] = {}
    for report in still_open.filter(reporter__in=people).order_by("-received_at"):
        of_person.setdefault(people[report.reporter_id] or report.reporter_id, []).append(report)
    joined = Listener.objects.filter(contact_point__in=contacts).exclude(report__stage__in=_ENDED)
    of_contact: dict[int, list[Report]] = {}
    for listener in joined.select_related("report"):
        of_contact.setdefault(listener.contact_point_id, []).append(listener.report)
    found = {}
    for contact in contacts:
        own = of_person.get(contact.reporter.same_as_id or contact.reporter_id, [])
        if all_of_them := list(dict.fromkeys([*own, *of_contact.get(contact.pk, [])])):
            found[contact.pk] = all_of_them[:_SUGGESTED]
    return found


def last_decision(account: Account, *, since: datetime) -> Mention | None:
    """What this officer decided last, when that was not before `since`."""
    mine = Mention.objects.filter(decided_by=account, decided_at__gte=since).exclude(state=Mention.State.WAITING)
    return mine.select_related("message", "latest", "report").order_by("-decided_at", "-pk").first()


def intake_of_link(digest: str) -> SocialIntake | None:
    return SocialIntake.objects.select_related("report").filter(link_digest=digest).first() if digest else None


def mention_of_link(link: str) -> Mention | None:
    """The newest public message that came in by itself with this link."""
    found = Mention.objects.filter(link=link).select_related("report", "message")
    return found.order_by("-pk").first() if link else None
