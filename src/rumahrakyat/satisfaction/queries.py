"""Figures of satisfaction for a period: by body, by element, with how many answered and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Report
from rumahrakyat.satisfaction import wording
from rumahrakyat.satisfaction.asking import digest_of, token_of
from rumahrakyat.satisfaction.index import Index, reckon, sample_size
from rumahrakyat.satisfaction.models import FeedbackCall, Survey


@dataclass(frozen=True)
class Figure:
    """One body's figures, or everybody's (`organisation` None and `all`). `ended`: cases whose end could be judged;
    `asked`: to whom a question went out or who was called; `needed`: answers that would speak for all of them."""

    organisation: Organisation | None
    ended: int
    asked: int
    index: Index
    by_ending: dict[str, Index] = field(default_factory=dict)
    all: bool = False

    @property
    def needed(self) -> int:
        return sample_size(self.ended)

    @property
    def enough(self) -> bool:
        """Whether an index is said at all."""
        return self.index.answers >= wording.survey().fewest and self.index.exact is not None

    @property
    def speaks_for_all(self) -> bool:
        return self.index.answers >= self.needed > 0


def figures(*, since: datetime, until: datetime, within: Q | None = None) -> list[Figure]:
    """All together first, then each body by its name; cases that ended from `since` up to `until`. `within`: a
    condition on `Survey` for what the reader may see. One query."""
    rows = Survey.objects.filter(within or Q(), closed_at__gte=since, closed_at__lt=until).select_related("holder")
    by_body: dict[int | None, list[Survey]] = {}
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        by_body.setdefault(row.holder_id, []).append(row)
    everybody = [one for group in by_body.values() for one in group]
    single = [_figure(group[0].holder, group) for group in by_body.values()]
    single.sort(key=lambda one: one.organisation.name if one.organisation else "")
    return [_figure(None, everybody, everything=True), *single]


def _figure(organisation: Organisation | None, rows: Sequence[Survey], *, everything: bool = False) -> Figure:
    endings = sorted({one.ending for one in rows})
    return Figure(
        organisation,
        len(rows),
        sum(1 for one in rows if one.sent_at or one.answered_at),
        reckon(one.marks for one in rows),
        {code: reckon(one.marks for one in rows if one.ending == code) for code in endings},
        everything,
    )


def by_link(token: str) -> Survey | None:
    return Survey.objects.filter(token_digest=digest_of(token)).select_related("report__holder").first()


def of_report(report: Report) -> Survey | None:
    return Survey.objects.filter(report=report).first()


def open_link(report: Report) -> str:
    """Where the reporter may still judge the service; empty when there is nothing to judge, or it is done."""
    survey = of_report(report)
    return f"/survei/{token_of(report.pk)}/" if survey and survey.answered_at is None else ""


def calls_to_make() -> list[FeedbackCall]:
    rows = FeedbackCall.objects.filter(state=FeedbackCall.State.OPEN)
    wanted = rows.select_related("survey__report", "survey__holder", "contact_point__reporter")
    return list(wanted.order_by("attempts", "-drawn_for", "pk")[:50])


def call_to_make(pk: int) -> FeedbackCall | None:
    rows = FeedbackCall.objects.select_related("survey__report", "survey__holder", "contact_point__reporter")
    return rows.filter(pk=pk).first()


def words_said(*, since: datetime, until: datetime, within: Q) -> list[dict[str, Any]]:
    """What people wrote in their own words, newest first."""
    rows = Survey.objects.filter(within, closed_at__gte=since, closed_at__lt=until).exclude(sealed_words="")
    return [
        {"number": one.report.number, "words": one.words, "at": one.answered_at}
        for one in rows.select_related("report").order_by("-answered_at", "-pk")[:20]
    ]
