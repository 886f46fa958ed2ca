"""Reads of letters, disputes and words after the end, for the pages of ours and of citizens."""

from django.db.models import Q, QuerySet

from rumahrakyat.handover.models import AfterWord, Answer, Dispute, Letter
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.roles import DECIDE_DISPUTE, HAND_OVER
from rumahrakyat.reports.models import Report

_REGIONS = {
    "regency": "report__regency_id",
    "district": "report__district_id",
    "village": "report__village_id",
}
_OF_CASE = ("report__holder", "report__regency", "report__district", "report__village", "report__category")


def letters_of(report_id: int) -> list[Letter]:
    """All letters about a case, oldest first."""
    return list(Letter.objects.filter(report=report_id).select_related("organisation").order_by("made_at", "pk"))


def letters(cases: Q, *, limit: int = 100) -> list[Letter]:
    """Letters about cases that `cases` (a condition on `Report`) covers: those that wait first, then the newest."""
    within = Report.objects.filter(cases).values("pk")
    found = Letter.objects.filter(report__in=within).select_related("organisation", "report", "sender")
    waiting = found.filter(answered_at=None, withdrawn_at=None).order_by("-bounced_at", "made_at")[:limit]
    others = found.exclude(answered_at=None, withdrawn_at=None).order_by("-made_at")[:limit]
    return [*sorted(waiting, key=lambda one: (one.bounced_at is None, one.made_at)), *others][:limit]


def letter(pk: int) -> Letter | None:
    found = Letter.objects.select_related(*_OF_CASE, "report__reporter", "organisation", "sender", "entry", "message")
    return found.filter(pk=pk).first()


def answers(one: Letter) -> list[Answer]:
    return list(Answer.objects.filter(letter=one).select_related("entry", "settled_by").order_by("at", "pk"))


def _of_scope(scope: Scope) -> Q:
    """Disputes that this person decides, or whose body is a side."""
    if scope.everywhere(DECIDE_DISPUTE):
        return Q()
    own = scope.organisations(HAND_OVER)
    condition = scope.condition(DECIDE_DISPUTE, organisation="report__holder_id", regions=_REGIONS)
    return condition | Q(first__in=own) | Q(second__in=own)


def _disputes() -> QuerySet[Dispute]:
    wanted = ("first", "second", "said_first", "said_second", "decided_for", "decided_by", "decision")
    return Dispute.objects.select_related(*_OF_CASE, *wanted)


def disputes(scope: Scope) -> tuple[list[Dispute], list[Dispute]]:
    """The open ones by what is due first, and the newest that are settled."""
    mine = _disputes().filter(_of_scope(scope))
    still_open = mine.filter(settled_at=None).order_by("until", "pk")[:100]
    return list(still_open), list(mine.exclude(settled_at=None).order_by("-settled_at")[:20])


def dispute(pk: int, *, scope: Scope) -> Dispute | None:
    return _disputes().filter(_of_scope(scope), pk=pk).first()


def after_words(cases: Q) -> list[AfterWord]:
    """What waits, the oldest first."""
    within = Report.objects.filter(cases).values("pk")
    found = AfterWord.objects.filter(report__in=within, settled_at=None).select_related("entry", *_OF_CASE)
    return list(found.order_by("at", "pk")[:100])


def after_word(pk: int) -> AfterWord | None:
    found = AfterWord.objects.select_related("entry", "settled_by", "report__reporter", *_OF_CASE)
    return found.filter(pk=pk).first()
