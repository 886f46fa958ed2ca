"""What people made of cases, as examples to learn from: a text with its right category or its right agency.

A person's word makes an example: a verifier who confirmed or corrected, anybody who classified on the case's page, an
officer who handed it over. A case that was handled to the end where the router had put it, without a word against,
says the same more quietly: it counts half for the category. What the router alone decided is no example: a model must
not learn from itself. Texts leave here masked; confidential cases only where the setting allows it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from rumahrakyat.reports.models import Entry, Report, Visibility
from rumahrakyat.reports.states import Stage
from rumahrakyat.reports.transcripts import words_of
from rumahrakyat.reports.wording import NOT_WRITTEN_YET, public_copy
from rumahrakyat.routing.models import Decision, Outcome
from rumahrakyat.routing.models_learning import Target

HANDLED: Final = frozenset({Stage.RESOLVED.value, Stage.CLOSED.value})
UNUSABLE: Final = frozenset({Stage.REJECTED.value, Stage.MERGED.value})
COLUMNS: Final = ("text", "label", "weight", "source")
MOST_CASES: Final = 200_000
_PART: Final = 1_000
_SHORTEST: Final = 12  # characters; less is a greeting
_MOVES: Final = frozenset({"assigned", "handed_over", "returned"})


@dataclass(frozen=True)
class Told:
    """What happened to a case, in codes. `moves`: (type, whether a person did it) of each change of hands in order;
    `classified`: the categories that persons noted, in order; `chosen` and `confirmed`: what a verifier made of the
    router's proposal."""

    stage: str
    category: str | None
    holder: str | None
    moves: Sequence[tuple[str, bool]] = ()
    classified: Sequence[str] = ()
    chosen: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Label:
    code: str
    weight: float
    source: str


@dataclass(frozen=True)
class Example:
    """`person` tells apart whose words these are, `case` is the report's key; neither leaves the database."""

    case: int
    person: int
    text: str
    label: str
    weight: float
    source: str


def label_of(told: Told, target: str) -> Label | None:
    """What the case teaches about `target`; None when nobody said anything that can be learnt from. Pure."""
    if told.stage in UNUSABLE:
        return None
    return _agency(told) if target == Target.AGENCY else _category(told)


def _category(told: Told) -> Label | None:
    if told.category is None:
        return None
    if told.chosen or told.classified:
        return Label(told.category, 1.0, "corrected")
    if told.confirmed:
        return Label(told.category, 1.0, "confirmed")
    moved = any(move in {"handed_over", "returned"} for move, _by_person in told.moves)
    return Label(told.category, 0.5, "handled") if told.stage in HANDLED and not moved else None


def _agency(told: Told) -> Label | None:
    if told.holder is None or told.stage == Stage.REFERRED.value or not told.moves:
        return None
    if told.stage in HANDLED:
        return Label(told.holder, 1.0, "handled")
    last, by_person = told.moves[-1]
    if not by_person or last == "returned":
        return None
    if last == "handed_over":
        return Label(told.holder, 1.0, "handed_over")
    return Label(told.holder, 1.0, "confirmed" if told.confirmed else "corrected")


def examples(
    target: str, *, since: datetime | None = None, until: datetime | None = None, limit: int, most: int = MOST_CASES
) -> Iterator[Example]:
    """The newest `limit` examples among the newest `most` cases received in the window, the newest first, masked."""
    cases = _cases(since, until)
    found, before = 0, None
    for _part in range(0, most, _PART):
        rows = cases if before is None else cases.filter(pk__lt=before)
        part = list(rows.select_related("category", "holder").order_by("-pk")[:_PART])
        if not part:
            return
        before = part[-1].pk
        for report, told in _with_history(part):
            label = label_of(told, target)
            text = _text(report) if label else ""
            if label is None or len(text) < _SHORTEST:
                continue
            yield Example(report.pk, report.reporter_id, text, label.code, label.weight, label.source)
            found += 1
            if found >= limit:
                return


def _cases(since: datetime | None, until: datetime | None) -> QuerySet[Report]:
    found = Report.objects.exclude(text="").exclude(stage__in=UNUSABLE)
    if since is not None:
        found = found.filter(received_at__gte=since)
    if until is not None:
        found = found.filter(received_at__lt=until)
    return found if settings.LEARN_FROM_CONFIDENTIAL else found.exclude(visibility=Visibility.CONFIDENTIAL)


def _with_history(reports: Sequence[Report]) -> Iterator[tuple[Report, Told]]:
    keys = [report.pk for report in reports]
    entries: dict[int, list[Mapping[str, Any]]] = {}
    wanted = Entry.objects.filter(report__in=keys, type__in=[*_MOVES, "classified"]).order_by("report", "seq")
    for row in wanted.values("report_id", "type", "actor_kind", "data"):
        entries.setdefault(row["report_id"], []).append(row)
    decided: dict[int, list[Mapping[str, Any]]] = {}
    for made in Decision.objects.filter(report__in=keys).values("report_id", "outcome", "chosen_category_id"):
        decided.setdefault(made["report_id"], []).append(made)
    for report in reports:
        yield report, _told(report, entries.get(report.pk, []), decided.get(report.pk, []))


def _told(report: Report, entries: Sequence[Mapping[str, Any]], decisions: Sequence[Mapping[str, Any]]) -> Told:
    return Told(
        stage=report.stage,
        category=report.category.code if report.category else None,
        holder=report.holder.code if report.holder else None,
        moves=[(row["type"], row["actor_kind"] == "staff") for row in entries if row["type"] in _MOVES],
        classified=_changes(entries),
        chosen=any(made["chosen_category_id"] for made in decisions),
        confirmed=any(made["outcome"] == Outcome.CONFIRMED for made in decisions),
    )


def _changes(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """The categories that persons put in place of another. Noting a place repeats the category, which says nothing."""
    before, found = None, []
    for row in entries:
        if row["type"] != "classified":
            continue
        now = row["data"].get("category")
        if row["actor_kind"] == "staff" and now and now != before:
            found.append(now)
        before = now
    return found


def _text(report: Report) -> str:
    words = words_of(report) if report.text == NOT_WRITTEN_YET else report.text
    return "" if words == NOT_WRITTEN_YET else public_copy(words).strip()


# -- what goes into a model ------------------------------------------------------------------------------------------

FROM_ONE_PERSON: Final = 2
LEAST_OF_A_LABEL: Final = 5


@dataclass(frozen=True)
class Lesson:
    """Texts with their labels, ready to learn from. `left_out`: how many examples each label too rare had; `repeated`
    how many were not used because one person or one text would have spoken too often."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    sources: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    repeated: int = 0

    @property
    def classes(self) -> int:
        return len(set(self.labels))


def lesson(found: Iterable[Example]) -> Lesson:
    """What of these examples is learnt from. Pure.

    At most two texts of one person: a feature that a model keeps stands in three reports, so it never comes from one
    person alone. Copies of a text count once. An example of half the weight is taken every second time, by its case's
    number, so that the same history makes the same model.
    """
    kept: list[Example] = []
    of_person: dict[int, int] = {}
    seen: set[str] = set()
    repeated = 0
    for one in found:
        if one.weight < 1.0 and one.case % 2:
            continue
        copy = " ".join(one.text.casefold().split())
        if copy in seen or of_person.get(one.person, 0) >= FROM_ONE_PERSON:
            repeated += 1
            continue
        seen.add(copy)
        of_person[one.person] = of_person.get(one.person, 0) + 1
        kept.append(one)
    many: dict[str, int] = {}
    for one in kept:
        many[one.label] = many.get(one.label, 0) + 1
    used = [one for one in kept if many[one.label] >= LEAST_OF_A_LABEL]
    sources: dict[str, int] = {}
    for one in used:
        sources[one.source] = sources.get(one.source, 0) + 1
    return Lesson(
        [one.text for one in used],
        [one.label for one in used],
        sources,
        {label: count for label, count in sorted(many.items()) if count < LEAST_OF_A_LABEL},
        repeated,
    )


def as_csv(found: Iterable[Example]) -> Iterator[str]:
    """The examples as lines of a CSV file, a header first. A cell that a spreadsheet would calculate is quoted with an
    apostrophe."""
    yield _line(COLUMNS)
    for one in found:
        text = f"'{one.text}" if one.text[:1] in "=+-@\t\r" else one.text
        yield _line((text, one.label, f"{one.weight:g}", one.source))


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
