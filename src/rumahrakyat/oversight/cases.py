"""The cases behind every figure: the same conditions as in `statements`, as lists that can be paged through by key.

Every other duty of `duties` is counted like the first answer, by clocks of its own. A test compares the length of
these lists with the figure for every figure, body, regency and channel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from django.db.models import Case, F, FilteredRelation, Model, Q, QuerySet, When
from django.db.models.functions import ExtractHour

from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.queries import running_first_response
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.duties import DUTIES, FIRST
from rumahrakyat.oversight.figures import SOON
from rumahrakyat.oversight.periods import Span, Window
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED, Closing

M = TypeVar("M", bound=Model)
PAGE: Final = 50
NONE: Final = "-"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RUNNING: Final = Q(met_at=None, stopped_at=None)
_OWED: Final = (Q(stopped_at=None) | Q(stopped_at__gt=F("due_at"))) & Q(paused_at=None)
_ON_TIME: Final = Q(met_at__lte=F("due_at"))
_PROMISE: Final = frozenset({d.DUE, d.ON_TIME, d.MISSED, d.AGAIN})
OF_CLOCKS: Final = frozenset({d.ANSWERED, d.WAITING, d.SOON, d.LATE}) | _PROMISE
# What waits longest comes first; everything else newest first.
OLDEST_FIRST: Final = frozenset({d.WAITING, d.SOON, d.LATE})
_WITH: Final = ("holder", "regency", "district", "village", "category")


@dataclass(frozen=True)
class Filter:
    """What a reader asks for. `body`: an organisation's code, "-" for the desk; `regency`: a code, "-" for not placed.

    `district` and `category` are codes ("-": none is known yet), a category with everything beneath it; `kind` is the
    sort of report. `duty`: a code of `duties.DUTIES`, for figures of clocks; "" is the first answer. `hour` is an hour
    of today, local; only for what came in.
    """

    figure: str
    body: str = ""
    regency: str = ""
    channel: str = ""
    stage: str = ""
    hour: int | None = None
    district: str = ""
    category: str = ""
    kind: str = ""
    duty: str = ""


@dataclass(frozen=True)
class Row:
    """One case in a list. `clock` is the answer the figure counts, or the one owed now; None when nothing is owed."""

    report: Report
    clock: Clock | None


@dataclass(frozen=True)
class Page:
    """Part of a list. `total` is the length of the whole; `older` the key of the next part, empty at the end."""

    rows: Sequence[Row]
    total: int
    older: str = ""


def listed(wanted: Filter, window: Window, sight: Sight, *, after: str = "", limit: int = PAGE) -> Page:
    """The cases of a figure. `after` is the key a page gave as `older`; anything else there is taken as the start.

    Raises `KeyError` for an unknown figure.
    """
    if wanted.figure in OF_CLOCKS:
        return _of_clocks(wanted, window, sight, after, limit)
    return _of_reports(wanted, window, sight, after, limit)


def counted(wanted: Filter, window: Window, sight: Sight) -> int:
    """How many cases the list has. Raises `KeyError` for an unknown figure or duty."""
    return (clocks if wanted.figure in OF_CLOCKS else reports)(wanted, window, sight).count()


def clocks(wanted: Filter, window: Window, sight: Sight) -> QuerySet[Clock]:
    """The clocks a figure counts, unordered. Raises `KeyError` for an unknown duty."""
    duty = DUTIES[wanted.duty or FIRST]
    found = Clock.objects.filter(obligation=duty.obligation)
    if duty.amount is not None:
        found = found.filter(rule__amount=duty.amount)
    body = "accountable" if wanted.figure in _PROMISE else "holder"
    if body == "accountable":
        found = _charged(found)
    return found.filter(_clock_condition(wanted.figure, window), _narrowed(wanted, body, "report__", sight))


def _charged(found: QuerySet[Clock]) -> QuerySet[Clock]:
    """With `accountable`: whoever held the case longest until the deadline passed, even if it was handed over since."""
    held = Case(When(breached_at__isnull=False, missed__isnull=False, then=F("missed__holder")), default=F("holder"))
    of_case = FilteredRelation("breaches", condition=Q(breaches__own=False))
    return found.annotate(missed=of_case, accountable=held)


def owed_in(span: Span, sight: Sight) -> QuerySet[Clock]:
    """Everything that fell due in a span, whatever was owed, as lists of what fell due have it, with `on_time`."""
    found = Clock.objects.filter(_OWED, due_at__gte=span.since, due_at__lte=span.until)
    if not sight.everything:  # whose it was matters only to a reader who sees some and not others
        found = _charged(found).filter(_narrowed(Filter(d.DUE), "accountable", "report__", sight))
    return found.annotate(on_time=Case(When(_ON_TIME, then=1), default=0))


def _clock_condition(figure: str, window: Window) -> Q:
    at, span = window.at, window.promise
    late = _RUNNING & Q(paused_at=None, due_at__lte=at)
    due = _OWED & Q(due_at__gte=span.since, due_at__lte=span.until)
    return {
        d.ANSWERED: Q(met_at__gte=window.taken_in.since, met_at__lte=window.end),
        d.WAITING: _RUNNING & Q(paused_at=None),
        d.SOON: _RUNNING & Q(paused_at=None, due_at__gt=at, due_at__lte=at + SOON),
        d.LATE: late,
        d.DUE: due,
        d.ON_TIME: due & _ON_TIME,
        d.MISSED: due & (Q(met_at=None) | Q(met_at__gt=F("due_at"))),
        d.AGAIN: due & Q(cycle__gt=1),
    }[figure]


def reports(wanted: Filter, window: Window, sight: Sight) -> QuerySet[Report]:
    """The cases a figure counts, unordered. Raises `KeyError` for an unknown figure."""
    ended = Q(closed_at__gte=window.promise.since, closed_at__lte=window.promise.until)
    condition = {
        d.IN: Q(received_at__gte=window.taken_in.since, received_at__lte=window.end),
        d.SOLVED: ended & Q(closing=Closing.REPORTER.value),
        d.EXPIRED: ended & Q(closing=Closing.SYSTEM.value),
        d.STAGE: ~Q(stage__in=sorted(stage.value for stage in ENDED)),
    }[wanted.figure]
    found = Report.objects.filter(condition, _narrowed(wanted, "holder", "", sight))
    if wanted.hour is not None:
        found = found.annotate(hour=ExtractHour("received_at", tzinfo=window.zone)).filter(hour=wanted.hour)
    return found


def _narrowed(wanted: Filter, body: str, report: str, sight: Sight) -> Q:
    condition = Q()
    if not sight.everything:
        condition = Q(**{f"{body}__in": sorted(sight.organisations)}) | Q(
            **{f"{report}regency__in": sorted(sight.regencies)}
        )
    if wanted.body:
        condition &= Q(**{body: None if wanted.body == NONE else _body_id(wanted.body)})
    if wanted.regency:
        condition &= Q(**{f"{report}regency": None if wanted.regency == NONE else wanted.regency})
    if wanted.channel:
        condition &= Q(**{f"{report}channel": wanted.channel})
    if wanted.stage:
        condition &= Q(**{f"{report}stage": wanted.stage})
    if wanted.kind:
        condition &= Q(**{f"{report}kind": wanted.kind})
    if wanted.district:
        condition &= Q(**{f"{report}district": None if wanted.district == NONE else wanted.district})
    if wanted.category:
        condition &= _of_category(wanted.category, f"{report}category")
    return condition


def _of_category(code: str, column: str) -> Q:
    if code == NONE:
        return Q(**{column: None})
    return Q(**{f"{column}__code": code}) | Q(**{f"{column}__parent__code": code})


def _body_id(code: str) -> int:
    found = by_code(code)
    return found.pk if found else 0


def _of_clocks(wanted: Filter, window: Window, sight: Sight, after: str, limit: int) -> Page:
    found = clocks(wanted, window, sight)
    column = order_of(wanted.figure)
    total = found.count()
    rows = list(after_key(found, column, wanted.figure in OLDEST_FIRST, after).select_related(
        "holder", *(f"report__{name}" for name in _WITH))[: limit + 1])  # fmt: skip
    older = key_of(getattr(rows[limit - 1], column), rows[limit - 1].pk) if len(rows) > limit else ""
    return Page([Row(clock.report, clock) for clock in rows[:limit]], total, older)


def _of_reports(wanted: Filter, window: Window, sight: Sight, after: str, limit: int) -> Page:
    found = reports(wanted, window, sight)
    column = order_of(wanted.figure)
    total = found.count()
    rows = list(after_key(found, column, wanted.figure in OLDEST_FIRST, after).select_related(*_WITH)[: limit + 1])
    owed = running_first_response([report.pk for report in rows[:limit]])
    older = key_of(getattr(rows[limit - 1], column), rows[limit - 1].pk) if len(rows) > limit else ""
    return Page([Row(report, owed.get(report.pk)) for report in rows[:limit]], total, older)


def order_of(figure: str) -> str:
    """The column by which the list of a figure is ordered."""
    if figure in OF_CLOCKS:
        return "met_at" if figure == d.ANSWERED else "due_at"
    return "closed_at" if figure in (d.SOLVED, d.EXPIRED) else "received_at"


def key_of(instant: datetime, pk: int) -> str:
    """Names a place in a list, for `after_key`."""
    return f"{(instant - _EPOCH) // timedelta(microseconds=1)}-{pk}"


def after_key(found: QuerySet[M], column: str, oldest_first: bool, after: str) -> QuerySet[M]:
    """The rest of a list in its order; from the beginning for anything that `key_of` did not write."""
    sign, beyond = ("", "gt") if oldest_first else ("-", "lt")
    ordered = found.order_by(f"{sign}{column}", f"{sign}pk")
    micros, dash, pk = after.partition("-")
    if not (dash and micros.isdecimal() and pk.isdecimal() and len(after) < 40):
        return ordered
    instant = _EPOCH + timedelta(microseconds=int(micros))
    return ordered.filter(Q(**{f"{column}__{beyond}": instant}) | Q(**{column: instant, f"pk__{beyond}": int(pk)}))
