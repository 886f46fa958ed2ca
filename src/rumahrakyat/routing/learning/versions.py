"""The one write path of models: keep a trained one, try it in the shadow, put it to work, take it back, retire it.

Every step is recorded with who, when and why. At most one version of a target is active and at most one in the shadow.
Without an active one the router goes by the lexicon alone, as on the first day.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from rumahrakyat.lib import locks
from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.people.models import Account
from rumahrakyat.reports.attachments import blobs
from rumahrakyat.routing.models_learning import ModelChange, ModelState, ModelVersion
from rumahrakyat.routing.thresholds import Thresholds

Deed = ModelChange.Deed
MOST_REASON = 300


class ModelProblem(Exception):
    """A model cannot be used as asked. `code` names what is wrong."""

    code = ""


class NoSuchModel(ModelProblem):
    code = "unknown"


class NoReason(ModelProblem):
    code = "no_reason"


class NotNow(ModelProblem):
    """Its state does not allow it: it is at work already, or not in use."""

    code = "not_now"


class NothingToRollBack(ModelProblem):
    code = "nothing_active"


class BrokenModel(ModelProblem):
    """Its file is missing or damaged."""

    code = "broken"


@dataclass(frozen=True)
class Origin:
    """Where a model comes from. `since` and `until`: the window of the history; `name`: the file's."""

    source: str
    name: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class _By:
    account: Account | None
    at: datetime
    reason: str


@dataclass(frozen=True)
class Made:
    """A trained model that is not kept yet: its file, and what is known about it."""

    version: str
    data: bytes
    examples: int
    classes: int
    thresholds: Thresholds
    report: dict[str, Any] = field(default_factory=dict)


def keep(
    *, target: str, made: Made, origin: Origin, account: Account | None, at: datetime, reason: str = ""
) -> ModelVersion:
    """Store the file, then the row that names it. The same model trained again is the version that it was."""
    digest = blobs().put(made.data)
    with transaction.atomic():
        locks.wait("routing.models", target)
        known = ModelVersion.objects.filter(target=target, version=made.version).first()
        if known is not None:
            return known
        row = ModelVersion.objects.create(
            target=target,
            version=made.version,
            digest=digest,
            bytes=len(made.data),
            trained_at=at,
            trained_by=account,
            source=origin.source,
            source_name=origin.name[:200],
            since=origin.since,
            until=origin.until,
            examples=made.examples,
            classes=made.classes,
            report=made.report,
            thresholds=made.thresholds.as_json(),
        )
        _record(row, Deed.TRAINED, _By(account, at, reason))
    return row


@transaction.atomic
def start_shadow(*, version_id: int, account: Account | None, at: datetime, reason: str) -> ModelVersion:
    """Let it read every new report beside the active one; what it says is kept and nothing follows from it. Another one
    in the shadow goes back among the candidates. Raises `ModelProblem`."""
    row, by = _locked(version_id), _given(account, at, reason)
    if row.state in {ModelState.SHADOW, ModelState.ACTIVE}:
        raise NotNow(row.state)
    readable(row)
    ModelVersion.objects.filter(target=row.target, state=ModelState.SHADOW).update(state=ModelState.CANDIDATE)
    return _moved(row, ModelState.SHADOW, Deed.SHADOWED, by)


@transaction.atomic
def activate(*, version_id: int, account: Account | None, at: datetime, reason: str) -> ModelVersion:
    """Put it to work in every process, from the next report on. The one before it is retired and remembered for a
    roll-back. Raises `ModelProblem`."""
    row, by = _locked(version_id), _given(account, at, reason)
    if row.state == ModelState.ACTIVE:
        raise NotNow(row.state)
    readable(row)
    before = ModelVersion.objects.filter(target=row.target, state=ModelState.ACTIVE).first()
    if before is not None:
        _set(before, ModelState.RETIRED)
    row.replaced = before
    row.save(update_fields=["replaced"])
    return _moved(row, ModelState.ACTIVE, Deed.ACTIVATED, by)


@transaction.atomic
def roll_back(*, target: str, account: Account | None, at: datetime, reason: str) -> ModelVersion | None:
    """One step back: what was at work before the active version is so again; None when that was the lexicon alone. Even
    one whose file was lost: the router then goes by the lexicon until it is found. Raises `ModelProblem`."""
    locks.wait("routing.models", target)
    by = _given(account, at, reason)
    found = ModelVersion.objects.select_related("replaced").filter(target=target, state=ModelState.ACTIVE).first()
    if found is None:
        raise NothingToRollBack(target)
    before = found.replaced
    _moved(found, ModelState.RETIRED, Deed.ROLLED_BACK, by)
    if before is None:
        return None
    return _moved(before, ModelState.ACTIVE, Deed.ACTIVATED, by)


@transaction.atomic
def retire(*, version_id: int, account: Account | None, at: datetime, reason: str) -> ModelVersion:
    """Take a candidate or the one in the shadow out of use. The active one is rolled back instead. Raises
    `ModelProblem`."""
    row, by = _locked(version_id), _given(account, at, reason)
    if row.state in {ModelState.ACTIVE, ModelState.RETIRED}:
        raise NotNow(row.state)
    return _moved(row, ModelState.RETIRED, Deed.RETIRED, by)


def readable(row: ModelVersion) -> None:
    """Raises `BrokenModel` unless the version's file is there and a model."""
    from rumahrakyat.understanding.classifier import BadModel, Classifier  # noqa: PLC0415 -- numpy, which pages do not need

    try:
        Classifier.from_bytes(blobs().get(row.digest))
    except (MissingBlob, BadModel) as problem:
        raise BrokenModel(row.version) from problem


def _locked(version_id: int) -> ModelVersion:
    target = ModelVersion.objects.filter(pk=version_id).values_list("target", flat=True).first()
    if target is None:
        raise NoSuchModel(version_id)
    locks.wait("routing.models", target)
    return ModelVersion.objects.select_for_update().get(pk=version_id)


def _given(account: Account | None, at: datetime, reason: str) -> _By:
    if not reason.strip():
        raise NoReason
    return _By(account, at, reason.strip())


def _moved(row: ModelVersion, state: ModelState, deed: ModelChange.Deed, by: _By) -> ModelVersion:
    _set(row, state)
    _record(row, deed, by)
    return row


def _set(row: ModelVersion, state: ModelState) -> None:
    row.state = state
    row.save(update_fields=["state"])


def _record(row: ModelVersion, deed: ModelChange.Deed, by: _By) -> None:
    ModelChange.objects.create(version=row, deed=deed, by=by.account, at=by.at, reason=by.reason[:MOST_REASON])
