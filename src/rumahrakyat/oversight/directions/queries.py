"""Reads of directions and of watched cases."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from rumahrakyat.oversight.directions import watching
from rumahrakyat.oversight.models_directions import Direction, WatchedCase
from rumahrakyat.people.roles import DIRECT, OVERSEE_ALL, SEE_ALL
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report

LIMIT: Final = 200
_LEFT: Final = Q(delivered_at__isnull=False)
_ASKED: Final = Q(kind=Direction.Kind.ASK)
OWED, OVERDUE, EXPLAINED, SAID = "ditunggu", "lewat", "dijawab", "pesan"


def conditions(at: datetime) -> dict[str, Q]:
    """What each filter of the list shows. An overdue explanation is one that is waited for, too."""
    return {
        "": Q(),
        OWED: _ASKED & Q(open=True),
        OVERDUE: _ASKED & Q(open=True, answer_due_at__lte=at),
        EXPLAINED: _ASKED & Q(answered_at__isnull=False),
        SAID: Q(kind=Direction.Kind.WORD),
    }


def reads_all(reach: Reach) -> bool:
    """Directions name cases, so they are not for those who see numbers only."""
    return reach.scope.everywhere(OVERSEE_ALL) and reach.scope.everywhere(SEE_ALL)


def within(reach: Reach) -> Q:
    """The directions that a reader of the pages that watch may see: all; else those about cases and bodies of the
    territories in which the reader directs, whoever gave them, because they stand on those cases' timelines."""
    if reads_all(reach):
        return Q()
    found = Q(report__in=Report.objects.filter(reach.cases(DIRECT)))
    for region in sorted(reach.scope.regions(DIRECT)):
        found |= Q(report=None, organisation__region=region)
    return found


def every(wanted: str, seen: Q, *, at: datetime, limit: int = LIMIT) -> list[Direction]:
    """The newest of a filter, in one query; what was taken back before it left is on no list. Raises `KeyError`."""
    found = _all().filter(seen, conditions(at)[wanted]).exclude(delivered_at=None, ended_at__isnull=False)
    return list(found[:limit])


def counts(seen: Q, *, at: datetime) -> dict[str, int]:
    """How many stand behind each filter."""
    parts = {f"n_{nth}": Count("pk", filter=one) for nth, one in enumerate(conditions(at).values()) if one}
    found = Direction.objects.filter(seen).exclude(delivered_at=None, ended_at__isnull=False)
    counted = found.aggregate(n_0=Count("pk"), **parts)
    return {name: counted[f"n_{nth}"] for nth, name in enumerate(conditions(at))}


def one(pk: int, seen: Q | None = None) -> Direction | None:
    return _all().filter(seen or Q(), pk=pk).first()


def of_bodies(bodies: Collection[int]) -> list[Direction]:
    """What reached these bodies: explanations that are owed first, the longest; then the newest."""
    found = _all().filter(_LEFT, organisation__in=bodies)
    return list(found.order_by("-open", "answer_due_at", "-given_at")[:LIMIT])


def open_to(bodies: Collection[int]) -> dict[int, Direction]:
    """The explanation asked of each of these bodies about itself that is still owed; one query."""
    found = Direction.objects.filter(organisation__in=bodies, report=None, open=True)
    return {row.organisation_id: row for row in found}


def beside_case(report: Report, account: int) -> QuerySet[Direction, Any]:
    """For the page of a case: what is owed or was said about it, and what this person gave that has not left yet."""
    left = _LEFT & (Q(open=True) | Q(kind=Direction.Kind.WORD))
    mine = Q(delivered_at=None, ended_at=None, given_by=account)
    found = Direction.objects.filter(left | mine, report=report).order_by("-given_at")
    return found.values(
        "id", "kind", "title", "organisation_id", "answer_due_at", "deliver_at", "delivered_at", "given_by_id", "urgent"
    )[:10]


def watchers_of(report: Report) -> QuerySet[WatchedCase, Any]:
    """Who keeps an eye on a case, by office, the first first."""
    return watching.now().filter(report=report).order_by("since").values("title", "account_id")


def watched_numbers() -> QuerySet[WatchedCase, Any]:
    """The cases that are watched now, by number with the office, for marking them in a list."""
    return watching.now().order_by("-since").values("report__number", "title")[:LIMIT]


def watched(reach: Reach) -> list[WatchedCase]:
    """The watched cases within reach, the own first, then the newest."""
    found = watching.now().select_related(
        "report__holder", "report__regency", "report__district", "report__village", "report__category", "account"
    )
    if not reads_all(reach):
        found = found.filter(report__in=Report.objects.filter(reach.cases(DIRECT)))
    rows = list(found.order_by("-since", "-pk")[:LIMIT])
    return sorted(rows, key=lambda row: row.account_id != reach.account.pk)


def _all() -> QuerySet[Direction]:
    found = Direction.objects.select_related(
        "organisation", "report__holder", "report__regency", "report__category", "given_by", "answered_by", "ended_by",
        "entry__account", "answer_entry", "breach",
    )  # fmt: skip
    return found.order_by("-given_at", "-pk")
