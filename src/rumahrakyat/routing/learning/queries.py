"""Reads of the models: what is at work, on trial and kept; what each can do, in tables for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Category
from rumahrakyat.routing.examples import Example, examples, lesson
from rumahrakyat.routing.learning import shadow, training
from rumahrakyat.routing.learning.shadow import Comparison
from rumahrakyat.routing.models_learning import ModelChange, ModelState, ModelVersion, Target, Training

_KEPT_SHOWN: Final = 20
_CASES_LOOKED_AT: Final = 1_000
_CONFUSED_WITH: Final = 3


@dataclass(frozen=True)
class Overview:
    """What there is for one target. `so_far`: how many usable examples the newest cases hold, counted until there are
    `needed`, and only while there is no version at all. `waiting`: a training that waits or runs; `refused` the last
    one that was refused and after which none was made."""

    active: ModelVersion | None
    trial: ModelVersion | None
    comparison: Comparison | None
    kept: list[ModelVersion]
    waiting: Training | None
    refused: Training | None
    so_far: int = 0
    needed: int = training.LEAST_EXAMPLES

    @property
    def first_day(self) -> bool:
        return not (self.active or self.trial or self.kept)


def overview(target: str, *, at: datetime) -> Overview:
    """At most three queries, and three more while there is no version."""
    rows = list(ModelVersion.objects.select_related("trained_by").filter(target=target).order_by("-pk"))
    by_state = {row.state: row for row in rows if row.state in {ModelState.ACTIVE, ModelState.SHADOW}}
    trial = by_state.get(ModelState.SHADOW)
    wish = Training.objects.filter(target=target).order_by("-pk").first()
    open_one = wish if wish and wish.done_at is None else None
    so_far = 0 if rows else _so_far(target, at)
    return Overview(
        by_state.get(ModelState.ACTIVE),
        trial,
        shadow.compare(trial) if trial else None,
        [row for row in rows if row.state not in by_state or by_state[row.state] != row][:_KEPT_SHOWN],
        open_one,
        wish if wish and wish.refusal else None,
        so_far,
    )


def _so_far(target: str, at: datetime) -> int:
    """Texts are masked one by one, which is dear: no more of them than it takes to know that there are enough."""
    coming = examples(target, until=at, limit=_CASES_LOOKED_AT, most=_CASES_LOOKED_AT)
    taken: list[Example] = []
    while more := list(islice(coming, training.LEAST_EXAMPLES)):
        taken += more
        if len(lesson(taken).texts) >= training.LEAST_EXAMPLES:
            break
    return len(lesson(taken).texts)


@dataclass(frozen=True)
class ClassRow:
    """One category or agency in the report: shares from 0 to 1. `confused`: what it was most often taken for, with how
    often. `threshold`: from which probability on it is acted upon; None when a person always looks."""

    name: str
    support: int
    precision: float
    recall: float
    confused: list[tuple[str, int]]
    threshold: float | None
    leans: bool


@dataclass(frozen=True)
class Shown:
    """A version with its report. `reliability`: from, to, how many, what was promised and what was kept, as shares.
    `apart`: labels left out because there were too few examples, with how many."""

    row: ModelVersion
    changes: list[ModelChange]
    classes: list[ClassRow] = field(default_factory=list)
    reliability: Sequence[Mapping[str, float]] = field(default_factory=list)
    apart: list[tuple[str, int]] = field(default_factory=list)
    unknown: list[tuple[str, int]] = field(default_factory=list)


def version(pk: int) -> Shown | None:
    """Three queries."""
    row = ModelVersion.objects.select_related("trained_by", "replaced").filter(pk=pk).first()
    if row is None:
        return None
    changes = list(row.changes.select_related("by").order_by("-pk"))
    names, report = _names(row.target), row.report
    bins = [{**one, "to": round(one["from"] + 0.1, 1)} for one in report.get("reliability", [])]
    apart = {**report.get("left_out", {}), **report.get("too_rare", {})}
    return Shown(
        row,
        changes,
        _classes(row, names),
        bins,
        [(names.get(label, label), many) for label, many in sorted(apart.items())],
        sorted(report.get("unknown_labels", {}).items()),
    )


def _classes(row: ModelVersion, names: Mapping[str, str]) -> list[ClassRow]:
    labels: list[str] = row.report.get("labels", [])
    confusion: list[list[int]] = row.report.get("confusion", [])
    own: dict[str, dict[str, Any]] = {one["label"]: one for one in row.report.get("per_label", [])}
    found = []
    for nth, label in enumerate(labels):
        taken = [(names.get(other, other), many) for other, many in zip(labels, confusion[nth], strict=True)]
        others = [pair for at, pair in enumerate(taken) if at != nth and pair[1]]
        threshold = _threshold(row, label)
        found.append(
            ClassRow(
                names.get(label, label),
                own[label]["support"],
                own[label]["precision"],
                own[label]["recall"],
                sorted(others, key=lambda pair: (-pair[1], pair[0]))[:_CONFUSED_WITH],
                threshold["at"] if threshold["at"] <= 1 else None,
                threshold["readings"] < 20,
            )
        )
    return sorted(found, key=lambda one: (-one.support, one.name))


def _threshold(row: ModelVersion, label: str) -> dict[str, Any]:
    found: dict[str, Any] = row.thresholds["by_category"].get(label) or row.thresholds["overall"]
    return found


def _names(target: str) -> dict[str, str]:
    if target == Target.AGENCY:
        return dict(Organisation.objects.values_list("code", "short_name"))
    return dict(Category.objects.values_list("code", "name"))


def listed() -> list[ModelVersion]:
    """Every version, the newest first."""
    return list(ModelVersion.objects.select_related("trained_by").order_by("-pk"))


def by_words(words: str, target: str) -> ModelVersion | None:
    """A version of this target by the beginning of its name, when that means one alone."""
    found = list(ModelVersion.objects.filter(target=target, version__startswith=words)[:2]) if words else []
    return found[0] if len(found) == 1 else None
