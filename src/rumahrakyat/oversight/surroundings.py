"""What stands around the clocks on the page "now": bursts and named problems, and what people say of the service.

Searched for at most every minute and a half, like the promise: see `promise`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from rumahrakyat.oversight import reckonings
from rumahrakyat.oversight.models import Reckoning
from rumahrakyat.oversight.periods import Window
from rumahrakyat.oversight.promise import FRESH
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.problems import queries as problems
from rumahrakyat.problems.models import Problem, Sign, SignCase
from rumahrakyat.satisfaction import wording
from rumahrakyat.satisfaction.index import ELEMENTS, Index, sample_size

SIGNS: Final = 3
PROBLEMS: Final = 3
_POINTS: Final = 12

_SUMS: Final = ", ".join(
    f"coalesce(sum(s.marks[{nth}]), 0), count(*) FILTER (WHERE s.marks[{nth}] > 0)" for nth in range(1, ELEMENTS + 1)
)
# Cases that ended in the span, how many were asked, how many marked anything, and the marks of each element.
_OPINION: Final = f"""
SELECT count(*), count(*) FILTER (WHERE s.sent_at IS NOT NULL OR s.answered_at IS NOT NULL),
    count(*) FILTER (WHERE s.marks && ARRAY[1, 2, 3, 4]::smallint[]), {_SUMS}
FROM satisfaction_survey s
WHERE s.closed_at >= %(since)s AND s.closed_at <= %(until)s
    AND (%(everything)s OR s.holder_id = ANY(%(organisations)s::bigint[])
        OR s.regency_id = ANY(%(regencies)s::text[]))
"""  # noqa: S608 -- put together from constants; values are parameters


@dataclass(frozen=True)
class Opinion:
    """What people said of the service for cases that ended in the span. `value` is the index of satisfaction, 25 to
    100; None while too few answered for any to be said. `needed`: answers that would speak for all of them."""

    ended: int = 0
    asked: int = 0
    answers: int = 0
    needed: int = 0
    value: float | None = None
    band: str = ""

    @property
    def speaks_for_all(self) -> bool:
        return self.answers >= self.needed > 0


@dataclass(frozen=True)
class Noticed:
    """A first sign that nobody has decided about. `points`: its cases over its own time, oldest first."""

    pk: int
    name: str
    kind: str
    state: str
    observed: int
    expected: float
    window_hours: int
    open: int
    since: str
    topic: str
    place: str
    points: tuple[int, ...] = ()

    def as_sign(self) -> Sign:
        """For whoever puts signs into words; not to be saved."""
        return Sign(
            pk=self.pk, kind=self.kind, state=self.state, observed=self.observed, expected=self.expected,
            window_hours=self.window_hours, since=datetime.fromisoformat(self.since), evidence={"open": self.open},
        )  # fmt: skip


@dataclass(frozen=True)
class Named:
    """A problem that was given a name and is not closed."""

    pk: int
    name: str
    cases: int
    opened_at: str


@dataclass(frozen=True)
class Surroundings:
    at: datetime
    signs: list[Noticed] = field(default_factory=list)
    problems: list[Named] = field(default_factory=list)
    opinion: Opinion = field(default_factory=Opinion)


def surroundings(window: Window, sight: Sight, have: Mapping[str, Reckoning] | None = None) -> Surroundings:
    """What was found at most a minute and a half before `window.at`."""
    known = reckonings.known(key_of(window, sight), window.at, FRESH, have)
    return look(window, sight) if known is None else _read(known.at, known.rows)


def look(window: Window, sight: Sight) -> Surroundings:
    """Look anew and keep the result."""
    rows = _seen(window, sight)
    reckonings.keep(key_of(window, sight), window.at, rows)
    return _read(window.at, rows)


def seen(window: Window, sight: Sight) -> Surroundings:
    """Looked at anew and not kept."""
    return _read(window.at, _seen(window, sight))


def _seen(window: Window, sight: Sight) -> dict[str, Any]:
    found = problems.offered(_within(sight, "owner"), limit=SIGNS)
    points = _lines(found, window.at)
    return {
        "signs": [_noticed(one, points.get(one.pk, ())) for one in found],
        "problems": [
            {
                "pk": one.pk,
                "name": one.name,
                "cases": getattr(one, "n_cases", 0),
                "opened_at": one.opened_at.isoformat(),
            }
            for one in problems.problems(_within(sight, "lead") & ~Q(state=Problem.State.CLOSED), limit=PROBLEMS)
        ],
        "opinion": asdict(opinion(window, sight)),
    }


def opinion(window: Window, sight: Sight) -> Opinion:
    """Counted from the surveys of cases that ended in the span of the promise; one query."""
    span = window.promise
    with connection.cursor() as cursor:
        cursor.execute(_OPINION, {**sight.parameters, "since": span.since, "until": span.until})
        ended, asked, answers, *marks = cursor.fetchone()
    index = Index(answers, tuple(marks[1::2]), tuple(marks[0::2]))
    enough = answers >= wording.survey().fewest and index.exact is not None
    value = float(index.value) if enough and index.value is not None else None
    return Opinion(ended, asked, answers, sample_size(ended), value, index.band if enough else "")


def key_of(window: Window, sight: Sight) -> str:
    return f"around:{window.promise_code}:{reckonings.whose(sight)}"


def _within(sight: Sight, column: str) -> Q:
    return problems.watched(
        column, everything=sight.everything, organisations=sight.organisations, regencies=sight.regencies
    )


def _noticed(one: Sign, points: Sequence[int]) -> dict[str, Any]:
    return {
        "pk": one.pk, "name": one.suggested, "kind": one.kind, "state": one.state, "observed": one.observed,
        "expected": one.expected, "window_hours": one.window_hours, "open": one.evidence.get("open", 0),
        "since": one.since.isoformat(), "topic": one.topic.code, "place": one.place_id, "points": list(points),
    }  # fmt: skip


def _lines(found: Sequence[Sign], at: datetime) -> dict[int, list[int]]:
    """How the cases of each sign came, in equal parts of the time from its first until now."""
    lines = {one.pk: [0] * _POINTS for one in found}
    since = {one.pk: one.since for one in found}
    rows = SignCase.objects.filter(sign__in=list(lines)).values_list("sign", "report__received_at")
    for sign, received_at in rows:
        whole = max(timedelta(minutes=1), at - since[sign])
        nth = int(_POINTS * max(timedelta(), received_at - since[sign]) / whole)
        lines[sign][min(_POINTS - 1, nth)] += 1
    return lines


def _read(at: datetime, rows: dict[str, Any]) -> Surroundings:
    return Surroundings(
        at,
        [Noticed(**{**one, "points": tuple(one["points"])}) for one in rows["signs"]],
        [Named(**one) for one in rows["problems"]],
        Opinion(**rows["opinion"]),
    )
