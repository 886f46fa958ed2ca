"""Cases that those who direct keep an eye on: every holder sees it, and the watcher is told when one moves."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.models_directions import WatchedCase
from rumahrakyat.people import notices
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import DIRECT
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry, Report

# Entries that move a case in the sense a watcher means. Notes and reminders of the house are none.
MOVES: Final = frozenset(
    {
        "assigned", "answered", "resolved", "asked", "replied", "objected", "confirmed", "handed_over", "returned",
        "referred", "rejected", "expired", "breached", "appealed", "appeal_decided", "merged", "unmerged",
        "agency_joined", "contributed", "disputed", "dispute_decided", "body_answered", "explained",
        "explanation_given", "visited", "extended",
    }
)  # fmt: skip
# What the bell says; of everything else that the case moved.
TOLD: Final = frozenset(
    {"answered", "resolved", "objected", "confirmed", "handed_over", "breached", "expired", "appealed"}
)


def watch(*, report: Report, account: Account, at: datetime) -> WatchedCase:
    """Mark the case. Once is enough: marking it again is the same mark."""
    if not acts.may_direct(account, report=report):
        raise NotPermitted(DIRECT)
    title = account.title or account.name
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        known = WatchedCase.objects.filter(report=held, account=account, until=None).first()
        if known is not None:
            return known
        _record(held, "watched", title, account, at)
        return WatchedCase.objects.create(report=held, account=account, title=title, since=at, told_seq=held.last_seq)


def unwatch(*, report: Report, account: Account, at: datetime) -> bool:
    """Take the own mark off; whether there was one."""
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        known = WatchedCase.objects.filter(report=held, account=account, until=None).first()
        if known is None:
            return False
        known.until = at
        known.save(update_fields=["until"])
        _record(held, "unwatched", known.title, account, at)
    return True


def _record(report: Report, entry_type: str, title: str, account: Account, at: datetime) -> None:
    cases.record(
        report_id=report.pk, entry_type=entry_type, data={"title": title}, actor=acts.staff(account.pk), at=at,
        report=report,
    )  # fmt: skip


def now() -> QuerySet[WatchedCase]:
    return WatchedCase.objects.filter(until=None)


def tell_watchers(*, at: datetime) -> int:
    """Tell every watcher of what moved since they were told last; how many marks were looked at.

    Whoever may not read the case any more, or directs no longer, is not told, and the mark ends."""
    moved = now().filter(report__last_seq__gt=F("told_seq")).select_related("report", "account", "report__category")
    rows = list(moved.order_by("pk")[:100])
    for one in rows:
        if acts.may_direct(one.account, report=one.report):
            _tell(one, at)
            WatchedCase.objects.filter(pk=one.pk, told_seq__lt=one.report.last_seq).update(told_seq=one.report.last_seq)
        else:
            unwatch(report=one.report, account=one.account, at=at)
    return len(rows)


def _tell(one: WatchedCase, at: datetime) -> None:
    since = Entry.objects.filter(report=one.report, seq__gt=one.told_seq, seq__lte=one.report.last_seq, type__in=MOVES)
    entry = since.exclude(account=one.account_id).order_by("-seq").first()
    if entry is None:
        return
    code = f"watched_{entry.type}" if entry.type in TOLD else "watched_moved"
    notices.tell(
        accounts=[one.account_id], code=code, key=f"watched:{one.report_id}:{entry.seq}",
        path=f"/kerja/{one.report.number}/", at=at, number=one.report.number, by=entry.account_id,
    )  # fmt: skip


def moves_of_watched(since: datetime, until: datetime) -> dict[int, int]:
    """How often each case that was watched at `until` moved from `since` up to then, by its id; only those that did."""
    watched = WatchedCase.objects.filter(Q(until=None) | Q(until__gt=until), since__lte=until)
    entries = Entry.objects.filter(report__in=watched.values("report"), at__gte=since, at__lt=until, type__in=MOVES)
    return dict(entries.values_list("report").annotate(n=Count("pk")).order_by())
