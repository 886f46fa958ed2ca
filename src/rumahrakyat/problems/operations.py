"""What people make of a sign, and what happens to a problem. Each step is a line of the problem's own story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import NAME_PROBLEM
from rumahrakyat.problems.models import Problem, ProblemCase, ProblemEvent, Sign, SignCase
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report

SHORTEST: Final = 5  # characters of a name or a reason
LONGEST_NAME: Final = 160
LONGEST: Final = 2_000
DECIDABLE: Final = (Sign.State.NEW, Sign.State.WATCHING, Sign.State.ENDED)
What = ProblemEvent.What


class Refused(ValueError):
    """An expected failure of one of these operations."""


class NotPermitted(Refused):
    """This account does not name problems there."""


class TooFewWords(Refused):
    """A name, a reason or an outcome (`field`) is missing, or is longer than fits."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NotNow(Refused):
    """Somebody decided meanwhile."""


class NoSuchCase(Refused):
    """No case of this number is within reach, or it does not belong to the problem."""


@dataclass(frozen=True)
class Named:
    """What somebody says a problem is. `public`: the description may be shown to everybody."""

    name: str
    description: str = ""
    public: bool = False


def may_decide(reach: Reach, owner: int | None, place: str | None) -> bool:
    """Whether somebody names problems of this body at this place; of what nobody holds only who does so everywhere."""
    scope = reach.scope
    return scope.everywhere(NAME_PROBLEM) or (
        owner is not None and scope.covers(NAME_PROBLEM, organisation=owner, region=place)
    )


def accept(*, sign_id: int, named: Named, reach: Reach, at: datetime) -> Problem:
    """Name the problem behind a sign; its cases become the problem's. Raises `Refused`."""
    name = _words(named.name, LONGEST_NAME, "name")
    with transaction.atomic():
        sign = _sign(sign_id, reach)
        problem = Problem.objects.create(
            name=name,
            description=named.description.strip()[:LONGEST],
            public=named.public,
            place=sign.place,
            topic=sign.topic,
            lead=sign.owner,
            sign=sign,
            opened_at=at,
            opened_by=reach.account,
        )
        reports = SignCase.objects.filter(sign=sign).order_by("report").values_list("report", flat=True)
        _put(problem, list(reports), reach.account, at)
        _say(problem, What.NAMED, reach.account, at, words=name)
        _decide(sign, Sign.State.ACCEPTED, reach.account, at)
    return problem


def dismiss(*, sign_id: int, reason: str, reach: Reach, at: datetime) -> Sign:
    """Nothing lies behind it. It is offered again only when it has doubled. Raises `Refused`."""
    words = _words(reason, LONGEST, "reason")
    with transaction.atomic():
        sign = _sign(sign_id, reach)
        sign.dismissed_observed, sign.reason = sign.observed, words
        _decide(sign, Sign.State.DISMISSED, reach.account, at)
    return sign


def watch(*, sign_id: int, reach: Reach, at: datetime) -> Sign:
    """Not clear yet: it stays on the list. Raises `Refused`."""
    with transaction.atomic():
        sign = _sign(sign_id, reach)
        if sign.state == Sign.State.ENDED:
            raise NotNow
        _decide(sign, Sign.State.WATCHING, reach.account, at)
    return sign


def add_case(*, problem_id: int, number: str, reach: Reach, at: datetime) -> None:
    """A case that the account can see belongs to it too; again is not an error. Raises `Refused`."""
    with transaction.atomic():
        problem = _problem(problem_id, reach)
        report = Report.objects.filter(reach.cases(), number=number).first()
        if report is None:
            raise NoSuchCase
        if _put(problem, [report.pk], reach.account, at):
            _say(problem, What.ADDED, reach.account, at, number=report.number)


def remove_case(*, problem_id: int, number: str, reach: Reach, at: datetime) -> None:
    """It is another matter. Raises `Refused`."""
    with transaction.atomic():
        problem = _problem(problem_id, reach)
        found = ProblemCase.objects.filter(problem=problem, report__number=number)
        case = found.filter(report__in=Report.objects.filter(reach.cases())).first()
        if case is None:
            raise NoSuchCase
        case.delete()
        _say(problem, What.REMOVED, reach.account, at, number=number)


def close(*, problem_id: int, outcome: str, reach: Reach, at: datetime) -> Problem:
    """What came of it. Raises `Refused`."""
    words = _words(outcome, LONGEST, "outcome")
    with transaction.atomic():
        problem = _problem(problem_id, reach)
        problem.state, problem.closed_at = Problem.State.CLOSED, at
        problem.save(update_fields=["state", "closed_at"])
        _say(problem, What.CLOSED, reach.account, at, words=words)
    return problem


def _words(given: str, most: int, field: str) -> str:
    words = " ".join(given.replace("\x00", "").split())
    if not SHORTEST <= len(words) <= most:
        raise TooFewWords(field)
    return words


def _sign(pk: int, reach: Reach) -> Sign:
    sign = Sign.objects.select_for_update(of=("self",)).select_related("place", "topic", "owner").get(pk=pk)
    if not may_decide(reach, sign.owner_id, sign.place_id):
        raise NotPermitted
    if sign.state not in DECIDABLE:
        raise NotNow
    return sign


def _problem(pk: int, reach: Reach) -> Problem:
    problem = Problem.objects.select_for_update(of=("self",)).get(pk=pk)
    if not may_decide(reach, problem.lead_id, problem.place_id):
        raise NotPermitted
    if problem.state != Problem.State.OPEN:
        raise NotNow
    return problem


def _decide(sign: Sign, state: Sign.State, account: Account, at: datetime) -> None:
    sign.state, sign.decided_at, sign.decided_by = state, at, account
    sign.save(update_fields=["state", "decided_at", "decided_by", "reason", "dismissed_observed"])


def _put(problem: Problem, reports: Sequence[int], account: Account, at: datetime) -> bool:
    """Whether anything was added."""
    known = set(ProblemCase.objects.filter(problem=problem, report__in=reports).values_list("report", flat=True))
    new = [pk for pk in reports if pk not in known]
    ProblemCase.objects.bulk_create(
        [ProblemCase(problem=problem, report_id=pk, added_at=at, added_by=account) for pk in new]
    )
    return bool(new)


def _say(problem: Problem, what: str, account: Account, at: datetime, *, number: str = "", words: str = "") -> None:
    ProblemEvent.objects.create(problem=problem, what=what, number=number, words=words, account=account, at=at)
