"""One text from many people: noticed as it comes in, offered as one line, gathered into one case in small steps.

Gathering merges the members one by one in a worker, each in a transaction of its own; the campaign's cursor says how
far it came, so a killed worker goes on where it was. Scattering takes every one of them apart again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from rumahrakyat.duplicates import data
from rumahrakyat.duplicates.matching import Match
from rumahrakyat.duplicates.models import Campaign, Fingerprint
from rumahrakyat.lib import jobs, locks
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.reports import merging
from rumahrakyat.reports.access import Reach, reach_of
from rumahrakyat.reports.errors import CannotMerge, NotAllowed, NotPermitted
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED, TRANSITIONS, Stage

TASK: Final = "duplicates.campaigns"
GATHERED: Final = "Teks yang sama dikirim banyak orang; ditangani sebagai satu kasus."
SCATTERED: Final = "Penggabungan laporan serupa diurungkan."
_MERGEABLE: Final = sorted(stage.value for stage in TRANSITIONS["merge"].from_)
_ENDED: Final = sorted(stage.value for stage in ENDED)


class NothingToGather(Exception):
    """No member can be joined: they ended, or somebody else is at it."""


def notice(fingerprint: Fingerprint, report: Report, found: Sequence[Match], *, at: datetime) -> Campaign | None:
    """Put a new report into the campaign it belongs to; make one when enough different people have said the same."""
    rule = data.rules().campaign
    if fingerprint.campaign_id or len(fingerprint.words) < rule.words:
        return None
    since = report.received_at - timedelta(days=rule.days)
    copies = [one for one in found if one.likeness.copy >= rule.copy and one.candidate.traits.received_at >= since]
    known = next((one.candidate.campaign_id for one in copies if one.candidate.campaign_id), None)
    if known is None:
        others = {one.candidate.person for one in copies} - {report.reporter_id}
        if len(others) + 1 < rule.reports:
            return None
    return _enrol(fingerprint, [one.candidate.report_id for one in copies], known, report, at)


def _enrol(
    fingerprint: Fingerprint, copies: Sequence[int], known: int | None, report: Report, at: datetime
) -> Campaign:
    with transaction.atomic():
        if known is None:
            # Two workers that meet here would make two campaigns of one text.
            locks.wait("duplicates.campaigns")
            member = Fingerprint.objects.filter(pk__in=copies, campaign__isnull=False).first()
            known = member.campaign_id if member else None
        if known is None:
            campaign = Campaign.objects.create(first_id=min([*copies, report.pk]), opened_at=at, last_at=at)
        else:
            campaign = Campaign.objects.get(pk=known)
            Campaign.objects.filter(pk=known, last_at__lt=at).update(last_at=at)
        Fingerprint.objects.filter(pk__in=[*copies, report.pk], campaign=None).update(campaign=campaign)
        fingerprint.campaign = campaign
    return campaign


def gather(*, campaign_id: int, account: Account, at: datetime) -> Campaign:
    """Have the members within this account's reach go on as one case: the earliest that is still open. A worker does
    it. Raises `NotPermitted`, `NothingToGather`."""
    reach = reach_of(account)
    _must_verify(reach)
    with transaction.atomic():
        campaign = _locked(campaign_id)
        head = campaign.head if campaign.head and _takes_in(campaign.head) else _earliest(campaign, reach)
        if head is None or campaign.work:
            raise NothingToGather
        campaign.head, campaign.decided_by, campaign.decided_at, campaign.dismissed_at = head, account, at, None
        _begin(campaign, Campaign.Work.GATHER)
    return campaign


def scatter(*, campaign_id: int, account: Account, at: datetime) -> Campaign:
    """Take apart again what was gathered: each member is a case of its own, as before. Raises as `gather`."""
    _must_verify(reach_of(account))
    with transaction.atomic():
        campaign = _locked(campaign_id)
        if campaign.head is None or campaign.work:
            raise NothingToGather
        campaign.decided_by, campaign.decided_at = account, at
        _begin(campaign, Campaign.Work.SCATTER)
    return campaign


def dismiss(*, campaign_id: int, account: Account, at: datetime) -> bool:
    """It is no campaign, or each shall stand by itself: the line is not shown again. Raises `NotPermitted`."""
    _must_verify(reach_of(account))
    still = Campaign.objects.filter(pk=campaign_id, dismissed_at=None, work="")
    return bool(still.update(dismissed_at=at, decided_by=account, decided_at=at))


def _must_verify(reach: Reach) -> None:
    if not reach.has(VERIFY):
        raise NotPermitted("campaign")


def _locked(campaign_id: int) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("head")
    found = rows.filter(pk=campaign_id).first()
    if found is None:
        raise NothingToGather
    return found


def _begin(campaign: Campaign, work: Campaign.Work) -> None:
    newest = Fingerprint.objects.filter(campaign=campaign).aggregate(last=Max("report"))["last"]
    campaign.work, campaign.cursor, campaign.until = work, 0, newest or 0
    campaign.save()
    jobs.wake(TASK)


def _takes_in(report: Report) -> bool:
    return Stage(report.stage) not in ENDED | {Stage.RESOLVED}


def _earliest(campaign: Campaign, reach: Reach) -> Report | None:
    """Public before confidential: most members are, and only cases of one kind can be joined."""
    members = Report.objects.filter(reach.cases(VERIFY), fingerprint__campaign=campaign)
    still_open = members.exclude(stage__in=[*_ENDED, Stage.RESOLVED.value])
    return still_open.order_by("-visibility", "received_at", "pk").first()


def step(*, at: datetime) -> bool:
    """Deal with the next member of a campaign at work; False when there is none. Any number may run at once."""
    with transaction.atomic():
        rows = Campaign.objects.exclude(work="").select_related("head", "decided_by").order_by("pk")
        campaign = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if campaign is None:
            return False
        following = _following(campaign)
        if following is None:
            _finish(campaign)
        else:
            _deal_with(campaign, following, at)
            campaign.cursor = following.pk
            campaign.save(update_fields=["cursor"])
    return True


def _following(campaign: Campaign) -> Report | None:
    assert campaign.head is not None
    members = Report.objects.filter(
        fingerprint__campaign=campaign, pk__gt=campaign.cursor, pk__lte=campaign.until
    ).exclude(pk=campaign.head.pk)
    if campaign.work == Campaign.Work.GATHER:
        members = members.filter(stage__in=_MERGEABLE, visibility=campaign.head.visibility)
    else:
        members = members.filter(stage=Stage.MERGED.value, parent=campaign.head)
    return members.order_by("pk").first()


def _deal_with(campaign: Campaign, member: Report, at: datetime) -> None:
    """In the name of whoever decided, with what they may do now. A member that cannot be joined stays as it is."""
    assert campaign.decided_by is not None
    assert campaign.head is not None
    actor: Actor = reach_of(campaign.decided_by).actor_on(member)
    try:
        with transaction.atomic():
            if campaign.work == Campaign.Work.GATHER:
                merging.merge(report_id=member.pk, into_id=campaign.head.pk, text=GATHERED, actor=actor, at=at)
            else:
                merging.unmerge(report_id=member.pk, text=SCATTERED, actor=actor, at=at)
    except (CannotMerge, NotAllowed, NotPermitted):
        return


def _finish(campaign: Campaign) -> None:
    if campaign.work == Campaign.Work.SCATTER:
        campaign.head = None
    campaign.work = Campaign.Work.NONE
    campaign.save(update_fields=["head", "work"])


@dataclass(frozen=True)
class Tally:
    """Of the members within a reader's reach: how many there are, how many are joined, and whether the case that stands
    for all is one of them."""

    count: int
    joined: int
    readable: bool


def tally(campaigns: Sequence[Campaign], within: Q) -> dict[int, Tally]:
    """By campaign. One query."""
    members = Report.objects.filter(within, fingerprint__campaign__in=campaigns).order_by()
    stands = Coalesce("fingerprint__campaign__head", "fingerprint__campaign__first")
    rows = members.values("fingerprint__campaign").annotate(
        all=Count("pk"),
        joined=Count("pk", filter=Q(stage=Stage.MERGED.value)),
        readable=Count("pk", filter=Q(pk=stands)),
    )
    return {row["fingerprint__campaign"]: Tally(row["all"], row["joined"], bool(row["readable"])) for row in rows}
