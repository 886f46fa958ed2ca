"""Training a model on the installation's own cases, or on a file, and keeping it as a candidate.

A wish (`ask`) is fulfilled by a worker, at the lowest priority and on a bounded number of examples, so that nothing
that people wait for is slower for it. The texts are masked before they get here (`routing.examples`), and a word stays
in a model only when it stands in three reports, which are never all of one person.
"""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from rumahrakyat.lib import jobs
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.regions.province import active
from rumahrakyat.reports.models import Category
from rumahrakyat.reports.wording import public_copy
from rumahrakyat.routing import thresholds
from rumahrakyat.routing.examples import Lesson, examples, lesson
from rumahrakyat.routing.guessing import Codes
from rumahrakyat.routing.learning import versions
from rumahrakyat.routing.learning.versions import Made, Origin
from rumahrakyat.routing.models_learning import ModelVersion, Target, Training
from rumahrakyat.routing.thresholds import Costs, Thresholds

TASK: Final = "routing.train"
MOST_EXAMPLES: Final = 20_000
LEAST_EXAMPLES: Final = 60
LEAST_CLASSES: Final = 2
RARE: Final = 3  # a word of fewer reports is left out: it may be somebody's name
SEED: Final = 20
LOST_AFTER: Final = timedelta(hours=3)  # a worker that began longer ago has died
_LOWEST_PRIORITY: Final = 19


class CannotTrain(Exception):
    """No model can be made. `code` names why, `data` the figures for a sentence."""

    code = ""

    def __init__(self, **data: Any) -> None:
        super().__init__(data)
        self.data = data


class TooLittle(CannotTrain):
    """`found` examples of `classes` labels with at least five each; `needed` and `needed_classes` would do."""

    code = "too_little"


class UnknownLabels(CannotTrain):
    """None of the file's labels is a category or an agency of this installation."""

    code = "unknown_labels"


class AlreadyAsked(CannotTrain):
    """A training of this target waits or runs."""

    code = "already_asked"


@dataclass(frozen=True)
class _Names:
    """Which codes labels mean: those of the categories, or of the agencies."""

    codes: Codes

    def known(self, labels: Sequence[str]) -> tuple[dict[str, str], dict[str, int]]:
        """The code of each label that means one, and how often each other label stands there."""
        meant: dict[str, str] = {}
        unknown: dict[str, int] = {}
        for label in labels:
            code = meant.get(label) or self.codes.of_label(label)
            if code is None:
                unknown[label] = unknown.get(label, 0) + 1
            else:
                meant[label] = code
        return meant, unknown


def train_from_history(
    *,
    target: str,
    at: datetime,
    account: Account | None = None,
    since: datetime | None = None,
    reason: str = "",
    limit: int = MOST_EXAMPLES,
) -> ModelVersion:
    """A candidate made from the newest `limit` examples among cases received from `since` to `at`.

    Raises `TooLittle`."""
    learnt = lesson(examples(target, since=since, until=at, limit=min(limit, MOST_EXAMPLES)))
    about: dict[str, Any] = {"sources": learnt.sources, "repeated": learnt.repeated, "too_rare": learnt.left_out}
    origin = Origin("history", since=since, until=at)
    made = _gently(lambda: _made(learnt, about))
    return versions.keep(target=target, made=made, origin=origin, account=account, at=at, reason=reason)


@dataclass(frozen=True)
class File:
    """Texts with their labels as they stood in a file of this name."""

    name: str
    texts: Sequence[str] = field(repr=False)
    labels: Sequence[str] = field(repr=False)


def train_from_file(
    *, target: str, file: File, at: datetime, account: Account | None = None, reason: str = ""
) -> ModelVersion:
    """A candidate made from a file, of which the last `MOST_EXAMPLES` rows count. Texts are masked like those of cases;
    labels may be codes or names, rows of unknown ones are left out and told. Raises `TooLittle`, `UnknownLabels`."""
    meant, unknown = _names(target).known(file.labels)
    if not meant:
        raise UnknownLabels(labels=sorted(unknown)[:10])
    rows = [
        (public_copy(text).strip(), meant[label])
        for text, label in zip(file.texts, file.labels, strict=True)
        if label in meant and text.strip()
    ][-MOST_EXAMPLES:]
    distinct = dict.fromkeys(rows)
    learnt = Lesson([text for text, _label in distinct], [label for _text, label in distinct], {"file": len(distinct)})
    about = {"sources": learnt.sources, "repeated": len(rows) - len(distinct), "unknown_labels": unknown}
    made = _gently(lambda: _made(learnt, about))
    return versions.keep(
        target=target, made=made, origin=Origin("file", file.name), account=account, at=at, reason=reason
    )


def _names(target: str) -> _Names:
    if target == Target.AGENCY:
        return _Names(Codes(dict(Organisation.objects.filter(active=True).values_list("code", "name"))))
    return _Names(Codes(dict(Category.objects.values_list("code", "name"))))


def costs() -> Costs:
    """What a mistake, a look and waiting cost in this province: `costs` of its ``province.json``, else the usual."""
    return Costs(**active().document("province.json").get("costs", {}))


def _made(learnt: Lesson, about: dict[str, Any]) -> Made:
    from rumahrakyat.understanding.classifier import NothingToLearn, nearly, train  # noqa: PLC0415 -- numpy and scikit-learn

    # A campaign that hundreds send in nearly the same words is one example, or it would be learnt by heart.
    kept, copies, near = nearly.first_of_each(learnt.texts)
    learnt = replace(learnt, texts=[learnt.texts[at] for at in kept], labels=[learnt.labels[at] for at in kept])
    about = {**about, "repeated": about["repeated"] + copies + near}
    if len(learnt.texts) < LEAST_EXAMPLES or learnt.classes < LEAST_CLASSES:
        raise _too_little(learnt)
    try:
        trained = train(learnt.texts, learnt.labels, seed=SEED, rare=RARE)
    except NothingToLearn as problem:
        raise _too_little(learnt) from problem
    readings = [thresholds.Reading(one.label, one.probability, one.right) for one in trained.held_out]
    found: Thresholds = thresholds.choose(readings, costs())
    report = trained.report.as_data() | about | {"gain": _gain(readings, found)}
    classifier = trained.classifier
    return Made(classifier.version, classifier.to_bytes(), len(readings), len(classifier.labels), found, report)


def _gain(readings: Sequence[thresholds.Reading], found: Thresholds) -> dict[str, float]:
    """Of held-out readings: the share that would be acted on, and how much of that would be right."""
    acted = [one for one in readings if one.probability >= found.for_category(one.category)]
    right = sum(one.right for one in acted)
    return {
        "acts": round(len(acted) / len(readings), 4) if readings else 0.0,
        "right": round(right / len(acted), 4) if acted else 0.0,
    }


def _too_little(learnt: Lesson) -> TooLittle:
    return TooLittle(
        found=len(learnt.texts), classes=learnt.classes, needed=LEAST_EXAMPLES, needed_classes=LEAST_CLASSES
    )


def _gently(work: Callable[[], Made]) -> Made:
    """Runs it in a thread of its own that yields to every other: on Linux a thread has a priority, which it may lower
    but never raise again, so the worker's own threads must not be the ones."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="training", initializer=_yield_to_others) as pool:
        return pool.submit(work).result()


def _yield_to_others() -> None:
    # Not every system lets a thread choose; it then works at the usual priority.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST_PRIORITY)


# -- in the background -----------------------------------------------------------------------------------------------


def ask(*, target: str, account: Account | None, at: datetime, reason: str = "") -> Training:
    """Have a model trained soon on the cases up to now. Raises `AlreadyAsked`."""
    try:
        with transaction.atomic():
            wish = Training.objects.create(target=target, asked_by=account, asked_at=at, reason=reason.strip()[:300])
    except IntegrityError as taken:
        raise AlreadyAsked(target=target) from taken
    jobs.wake(TASK)
    return wish


def step(*, at: datetime) -> bool:
    """Fulfil the oldest wish that nobody works on. False when there is none."""
    with transaction.atomic():
        waiting = Training.objects.select_related("asked_by").filter(done_at=None).exclude(began_at__gt=at - LOST_AFTER)
        wish = waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk").first()
        if wish is None:
            return False
        wish.began_at = at
        wish.save(update_fields=["began_at"])
    try:
        wish.version = train_from_history(target=wish.target, at=at, account=wish.asked_by, reason=wish.reason)
    except CannotTrain as problem:
        wish.refusal, wish.refusal_data = problem.code, problem.data
    wish.done_at = at
    wish.save(update_fields=["version", "refusal", "refusal_data", "done_at"])
    return True
