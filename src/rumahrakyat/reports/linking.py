"""Cases that belong together without being one: linked with a reason, and taken apart where a report tells of two
matters. Staff alone see a link; the reporter is told of a split.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import timeline
from rumahrakyat.reports.errors import CannotLink, CannotSplit
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_links import Link, LinkKind
from rumahrakyat.reports.moves import moving, required

LONGEST_REASON = 300
_LEAST_LETTERS = 10
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Linked:
    """A case that is linked with another one, as seen from there. `came_of_it`: it was split off from that one."""

    report: Report
    reason: str
    since: datetime
    split: bool
    came_of_it: bool


def linked_with(report: Report) -> list[Linked]:
    """The cases linked with this one now, the earliest link first; one query."""
    rows = Link.objects.filter(Q(one=report) | Q(two=report), until=None)
    rows = rows.select_related(*(f"{side}__{name}" for side in ("one", "two") for name in ("holder", "regency")))
    found = []
    for row in rows.order_by("since", "pk"):
        other = row.two if row.one_id == report.pk else row.one
        split = row.kind == LinkKind.SPLIT.value
        found.append(Linked(other, row.reason, row.since, split, split and row.one_id == report.pk))
    return found


def linked_ids(report_id: int) -> frozenset[int]:
    """The ids of the cases linked with this one now."""
    rows = Link.objects.filter(Q(one=report_id) | Q(two=report_id), until=None).values_list("one", "two")
    return frozenset(key for pair in rows for key in pair if key != report_id)


def link(*, report_id: int, other_id: int, text: str, actor: Actor, at: datetime) -> Link:
    """Say that two cases have to do with each other, and why. Raises `CannotLink` for one case, or when they are."""
    if report_id == other_id:
        raise CannotLink("itself")
    with _both(report_id, other_id, actor) as (report, other):
        reason = required(text)
        if _present(report.pk, other.pk).exists():
            raise CannotLink("linked")
        return _join((report, other), reason, LinkKind.RELATED, actor, at)


def unlink(*, report_id: int, other_id: int, text: str, actor: Actor, at: datetime) -> None:
    """They have nothing to do with each other after all. A part that was split off stays so. Raises `CannotLink`."""
    with _both(report_id, other_id, actor) as (report, other):
        reason = required(text)
        if not _present(report.pk, other.pk).exclude(kind=LinkKind.SPLIT).update(until=at):
            raise CannotLink("apart")
        for one, its in ((report, other), (other, report)):
            data: dict[str, object] = {"number": its.number}
            timeline.append(one, "unlinked", actor=actor, at=at, data=data, personal={"text": reason})


def part_of(report: Report, part: str) -> str:
    """The chosen words as they stand in the report. Raises `CannotSplit` when they do not, or when nothing is left."""
    wanted, whole = _SPACE.sub(" ", part).strip(), _SPACE.sub(" ", report.text).strip()
    if len(wanted) < _LEAST_LETTERS or wanted not in whole:
        raise CannotSplit("part")
    rest = _SPACE.sub("", whole.replace(wanted, "", 1))
    if len(rest) < _LEAST_LETTERS:
        raise CannotSplit("all")
    return wanted


def key_of_part(report: Report, part: str) -> str:
    """The source key of the case made from this part: the same part makes it once."""
    return f"split:{report.number}:{hashlib.sha256(part.encode()).hexdigest()[:24]}"


def note_split(*, report: Report, made: Report, text: str, actor: Actor, at: datetime) -> None:
    """Write on both that `made` holds a part of `report`. The caller holds the row lock of `report` (see
    `teamwork.splitting`). The receipt's secret opens both, because its owner got only one."""
    reason = required(text)
    locked = Report.objects.select_for_update(of=("self",)).get(pk=made.pk)
    Report.objects.filter(pk=made.pk).update(secret_hash=report.secret_hash)
    _join((report, locked), reason, LinkKind.SPLIT, actor, at)


def _join(both: tuple[Report, Report], reason: str, kind: LinkKind, actor: Actor, at: datetime) -> Link:
    report, other = both
    one, two = sorted((report, other), key=lambda each: each.pk)
    made = Link.objects.create(
        one=one, two=two, kind=kind, reason=reason[:LONGEST_REASON], made_by_id=actor.account_id, since=at
    )
    first = "split" if kind is LinkKind.SPLIT else "linked"
    data: dict[str, object] = {"number": other.number}
    timeline.append(report, first, actor=actor, at=at, data=data, personal={"reason": reason})
    timeline.append(other, "linked", actor=actor, at=at, data={"number": report.number}, personal={"reason": reason})
    return made


def _present(one_id: int, two_id: int) -> QuerySet[Link]:
    first, second = sorted((one_id, two_id))
    return Link.objects.filter(one=first, two=second, until=None)


@contextmanager
def _both(report_id: int, other_id: int, actor: Actor) -> Iterator[tuple[Report, Report]]:
    """Both cases, locked in one order, so that two links the other way round cannot wait for each other."""
    with transaction.atomic():
        rows = Report.objects.select_for_update(of=("self",)).filter(pk__in=[report_id, other_id]).order_by("pk")
        other = {one.pk: one for one in rows}[other_id]
        with moving(report_id, "link", actor) as (report, _transition):
            yield report, other
