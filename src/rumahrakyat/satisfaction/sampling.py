"""Which closed cases are called: a random sample each day, the same for everybody who draws it again.

From the surveys of lately closed cases that have no answer yet: at random within each holder (stratum), in proportion,
at least one of each as far as the day's number goes. Left out: anonymous reporters, who said STOP, whoever has no
telephone number, and whoever was drawn within the time of rest.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.reports.models import Identity
from rumahrakyat.satisfaction import wording
from rumahrakyat.satisfaction.models import FeedbackCall, Survey

_MOST_LOOKED_AT: Final = 5000
State = FeedbackCall.State


class Settled(ValueError):
    """Somebody has made this call meanwhile."""


def draw(*, day: date, at: datetime) -> int:
    """Draw the sample of a day, once; returns how many calls it has."""
    rules = wording.survey().sample
    if FeedbackCall.objects.filter(drawn_for=day).exists():
        return 0
    frame = _frame(day, at)
    wanted = min(rules.most, max(rules.fewest, -(-len(frame) * rules.percent // 100)))
    strata: dict[str, list[Survey]] = {}
    for survey in frame:
        strata.setdefault(survey.holder.code if survey.holder else "", []).append(survey)
    rng = random.Random(f"{rules.seed}:{day.isoformat()}")  # noqa: S311 -- to be drawn again by whoever checks it
    chosen = stratified({code: [one.pk for one in rows] for code, rows in strata.items()}, wanted, rng)
    by_id = {one.pk: one for one in frame}
    with transaction.atomic():
        rows = [_row(by_id[pk], day) for pk in chosen]
        FeedbackCall.objects.bulk_create(rows, ignore_conflicts=True)
    return len(chosen)


def stratified(strata: Mapping[str, Sequence[int]], wanted: int, rng: random.Random) -> list[int]:
    """`wanted` of all, one of each stratum first, then wherever the share drawn is smallest. Pure."""
    left = {code: rng.sample(sorted(rows), len(rows)) for code, rows in sorted(strata.items())}
    sizes = {code: len(rows) for code, rows in left.items()}
    order = rng.sample(sorted(left), len(left))
    chosen: list[int] = []
    while len(chosen) < wanted and any(left.values()):
        open_ones = [code for code in order if left[code]]
        code = min(open_ones, key=lambda one: (sizes[one] - len(left[one])) / sizes[one])
        chosen.append(left[code].pop())
    return chosen


def _frame(day: date, at: datetime) -> list[Survey]:
    """The cases that could be called, one for each person, with the number to call."""
    rules = wording.survey().sample
    rows = Survey.objects.filter(answered_at=None, closed_at__gt=at - rules.since, call=None)
    rows = rows.exclude(report__identity=Identity.ANONYMOUS).select_related("holder", "report__reporter")
    surveys = list(rows.order_by("pk")[:_MOST_LOOKED_AT])
    resting = FeedbackCall.objects.filter(drawn_for__gt=day - rules.rest).values_list("person", flat=True)
    seen = set(resting)
    numbers = _numbers(surveys)
    frame = []
    for survey in surveys:
        person = _person(survey)
        if person in seen or survey.report.reporter_id not in numbers:
            continue
        seen.add(person)
        survey.contact_point = numbers[survey.report.reporter_id]
        frame.append(survey)
    return frame


def _person(survey: Survey) -> int:
    reporter = survey.report.reporter
    return reporter.same_as_id or reporter.pk


def _numbers(surveys: Sequence[Survey]) -> dict[int, ContactPoint]:
    """By reporter: a telephone number. None for a reporter any of whose addresses asked for silence."""
    points = ContactPoint.objects.filter(reporter__in={one.report.reporter_id for one in surveys}).order_by("-pk")
    silent = {one.reporter_id for one in points if one.stopped_at is not None}
    return {one.reporter_id: one for one in points if one.scheme == "tel" and one.reporter_id not in silent}


def _row(survey: Survey, day: date) -> FeedbackCall:
    assert survey.contact_point is not None
    return FeedbackCall(
        survey=survey,
        person=_person(survey),
        contact_point=survey.contact_point,
        drawn_for=day,
        stratum=survey.holder.code if survey.holder else "",
    )


def settle(*, call_id: int, state: str, account: Account, at: datetime) -> FeedbackCall:
    """They would not answer, or could not be reached; the last of the attempts ends it. Raises `Settled`."""
    with transaction.atomic():
        row = FeedbackCall.objects.select_for_update(of=("self",)).get(pk=call_id)
        if row.state != State.OPEN:
            raise Settled
        row.attempts += 1
        if state == State.REFUSED or row.attempts >= wording.survey().sample.attempts:
            row.state, row.settled_at, row.settled_by = state, at, account
        row.save(update_fields=["attempts", "state", "settled_at", "settled_by"])
    return row
