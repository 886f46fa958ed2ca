"""Reads of findings, recommendations and cases at the Ombudsman."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from rumahrakyat.duty.models import Breach
from rumahrakyat.handover.models import Appeal
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.oversight.findings.moves import OWED
from rumahrakyat.oversight.models_findings import Finding, OmbudsmanCase, Recommendation
from rumahrakyat.people.roles import EXPLAIN, FIND, OVERSEE_ALL, SEE_ALL

LIMIT = 200
_S = Recommendation.State
_CARRIED_OUT = (_S.DONE, _S.CLOSED)
_OF_CASE = ("report__holder", "report__regency", "report__district", "report__village", "report__category")


def _recommendations() -> QuerySet[Recommendation]:
    wanted = (
        "finding__organisation",
        "finding__entry",
        "finding__report",
        "answer_entry",
        "proof_entry",
        "answered_by",
    )
    return Recommendation.objects.select_related(*wanted)


def _findings() -> QuerySet[Finding]:
    each = Prefetch("recommendations", queryset=_recommendations().order_by("nth"))
    found = Finding.objects.select_related("organisation", "report", "entry", "made_by").prefetch_related(each)
    return found.order_by("-made_at", "-pk")


def _within(scope: Scope) -> Q:
    """Findings that this person may read: all for who watches over everything, else those about the own bodies."""
    if scope.everywhere(FIND) or scope.everywhere(OVERSEE_ALL):
        return Q()
    return Q(organisation__in=scope.organisations(EXPLAIN))


def reads(scope: Scope) -> bool:
    """Whether there may ever be something here for this person. Analysts see numbers, no words."""
    return scope.everywhere(FIND) or scope.may(EXPLAIN) or (scope.everywhere(OVERSEE_ALL) and scope.may(SEE_ALL))


def every(scope: Scope, wanted: str = "", *, at: datetime, limit: int = LIMIT) -> list[Finding]:
    """The newest first. `wanted`: "" all, "menunggu" something is owed, "lewat" something is late."""
    found = _findings().filter(_within(scope))
    if wanted:
        owed = Recommendation.objects.filter(state__in=OWED)
        owed = owed.filter(due_at__lte=at) if wanted == "lewat" else owed
        found = found.filter(pk__in=owed.values("finding"))
    return list(found[:limit])


def one(pk: int, *, scope: Scope) -> Finding | None:
    return _findings().filter(_within(scope), pk=pk).first()


def of_case(report_id: int) -> list[Finding]:
    """The oldest first."""
    return list(_findings().filter(report=report_id).order_by("made_at", "pk"))


def overdue(
    *, at: datetime, organisations: Collection[int] | None = None, limit: int | None = None
) -> list[Recommendation]:
    """Recommendations that were owed past their deadline at `at`, the longest first: for the secretary, the governor,
    the brief. Of a past instant what was carried out or withdrawn since is owed, too; how it was answered is as now.
    `organisations` None: of every body; `limit` None: all of them."""
    ended_since = Q(state__in=_CARRIED_OUT, done_at__gt=at) | Q(state=_S.WITHDRAWN, ended_at__gt=at)
    found = _recommendations().filter(Q(state__in=OWED) | ended_since, due_at__lte=at).order_by("due_at", "pk")
    if organisations is not None:
        found = found.filter(finding__organisation__in=organisations)
    return list(found[:limit])


def counts(scope: Scope, *, at: datetime) -> dict[str, int]:
    """How many recommendations this person may read are owed, and how many of them are late; one query."""
    found = Recommendation.objects.filter(finding__in=Finding.objects.filter(_within(scope)))
    late = Count("pk", filter=Q(state__in=OWED, due_at__lte=at))
    return found.aggregate(owed=Count("pk", filter=Q(state__in=OWED)), late=late)


def brought(*, limit: int = LIMIT) -> list[OmbudsmanCase]:
    """Cases at the Ombudsman: those without an outcome first, then the newest."""
    found = OmbudsmanCase.objects.select_related("entry", "taken_in_by", *_OF_CASE)
    waiting = list(found.filter(outcome="").order_by("asked_at", "pk")[:limit])
    return [*waiting, *found.exclude(outcome="").order_by("-asked_at", "-pk")[: limit - len(waiting)]]


def brought_of(report_id: int) -> OmbudsmanCase | None:
    return OmbudsmanCase.objects.select_related("entry", *_OF_CASE).filter(report=report_id).first()


def newest_breaches(*, limit: int) -> list[Breach]:
    """The newest missed deadlines of the cases themselves, with their cases."""
    found = Breach.objects.filter(own=False).select_related("clock__report__regency", "holder", "clock__rule")
    return list(found.order_by("-due_at", "-pk")[:limit])


def open_appeals(*, limit: int) -> list[Appeal]:
    """Appeals that nobody has decided, the oldest first."""
    found = Appeal.objects.filter(decided_at=None).select_related("report__regency", "against")
    return list(found.order_by("made_at", "pk")[:limit])
