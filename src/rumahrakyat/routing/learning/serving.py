"""The models at work, as the router asks for them: which version is active is read each time, its file once per
process. So a version put to work or taken back holds from the next report on, in all processes."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final

from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.reports.attachments import blobs
from rumahrakyat.reports.models import Category
from rumahrakyat.routing import thresholds
from rumahrakyat.routing.guessing import Codes, Learnt
from rumahrakyat.routing.models_learning import ModelState, ModelVersion, Target

logger = logging.getLogger(__name__)
KEPT: Final = 4  # loaded models: two targets, each with one in the shadow
AGAIN_AFTER: Final = 60.0  # seconds until a file that could not be read is tried again


@dataclass(frozen=True)
class Serving:
    """A version with its model in memory."""

    version_id: int
    learnt: Learnt


_loaded: dict[int, Serving] = {}
_failed: dict[int, float] = {}
_lock = threading.Lock()


def active(target: str = Target.CATEGORY) -> Serving | None:
    """The model at work; None without one, and when its file cannot be read: then the lexicon speaks alone, and the
    page of the models says so."""
    return _serving(target, ModelState.ACTIVE)


def shadow(target: str = Target.CATEGORY) -> Serving | None:
    """The model on trial, if any."""
    return _serving(target, ModelState.SHADOW)


def forget() -> None:
    """Drop what is loaded. For tests."""
    with _lock:
        _loaded.clear()
        _failed.clear()


def _serving(target: str, state: ModelState) -> Serving | None:
    row = ModelVersion.objects.only("pk", "digest", "thresholds").filter(target=target, state=state).first()
    if row is None:
        return None
    with _lock:
        found = _loaded.get(row.pk)
        if found is None and time.monotonic() >= _failed.get(row.pk, 0.0):
            found = _load(row)
    return found


def _load(row: ModelVersion) -> Serving | None:
    from rumahrakyat.understanding.classifier import BadModel, Classifier  # noqa: PLC0415 -- numpy, for those alone who read

    try:
        classifier = Classifier.from_bytes(blobs().get(row.digest))
    except (MissingBlob, BadModel) as problem:
        logger.error("model %s cannot be read (%s): the lexicon decides alone", row.pk, type(problem).__name__)  # noqa: TRY400 -- its trace says nothing more
        _failed[row.pk] = time.monotonic() + AGAIN_AFTER
        return None
    codes = Codes(dict(Category.objects.filter(active=True).values_list("code", "name")))
    found = Serving(row.pk, Learnt(classifier, codes, thresholds.from_json(row.thresholds)))
    while len(_loaded) >= KEPT:
        del _loaded[next(iter(_loaded))]
    _loaded[row.pk] = found
    return found
