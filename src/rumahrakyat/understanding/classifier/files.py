"""Classifiers as files: a zip of plain arrays and JSON texts (``.npz``). Nothing in it can run when it is opened, as a
pickle could; a file that was damaged or made by something else is refused."""

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rumahrakyat.understanding.classifier.errors import BadModel
from rumahrakyat.understanding.classifier.features import Floats

FORMAT = "rumahrakyat-classifier-1"
_ARRAYS = ("rarity", "weights", "bias")
_NAMES = ("labels", "terms", "letters", "hints")
# Everything that numpy, zip and JSON raise over bytes that are not what they should be.
_BROKEN = (OSError, ValueError, KeyError, EOFError, AttributeError, TypeError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class Content:
    """What a file holds. `weights` has a row per term, run of letters and hint, in that order, and a column per label;
    `rarity` a number per term and run of letters."""

    labels: list[str]
    terms: list[str]
    letters: list[str]
    hints: list[str]
    rarity: Floats
    weights: Floats
    bias: Floats


def digest(content: Content) -> str:
    """The SHA-256 over the content, whatever the file around it looks like."""
    found = hashlib.sha256(_words(content))
    for name in _ARRAYS:
        found.update(np.ascontiguousarray(getattr(content, name), dtype="<f4").tobytes())
    return found.hexdigest()


def pack(content: Content) -> bytes:
    about = json.dumps({"format": FORMAT, "digest": digest(content)}).encode()
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        about=_as_array(about),
        words=_as_array(_words(content)),
        rarity=content.rarity.astype("<f4"),
        weights=content.weights.astype("<f4"),
        bias=content.bias.astype("<f4"),
    )
    return buffer.getvalue()


def unpack(data: bytes) -> Content:
    """Raises `BadModel` unless this is exactly what `pack` made."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            words = json.loads(file["words"].tobytes())
            arrays = {name: file[name].astype(np.float32, copy=False) for name in _ARRAYS}
    except _BROKEN as broken:
        raise BadModel("not a classifier of Rumah Rakyat, or damaged") from broken
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise BadModel(f"a classifier of another format; this version reads {FORMAT}")
    content = _checked(words, arrays)
    if digest(content) != about.get("digest"):
        raise BadModel("the classifier is damaged: its content differs from its fingerprint")
    return content


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise BadModel(f"cannot read {path}: {problem.strerror or problem}") from problem


def _checked(words: Any, arrays: dict[str, npt.NDArray[np.float32]]) -> Content:
    lists: list[list[str]] = []
    for name in _NAMES:
        found = words.get(name) if isinstance(words, dict) else None
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            raise BadModel("the classifier's words are not as they should be")
        lists.append(found)
    labels, terms, letters, hints = lists
    features = len(terms) + len(letters)
    shapes = {"rarity": (features,), "weights": (features + len(hints), len(labels)), "bias": (len(labels),)}
    if any(arrays[name].shape != shape for name, shape in shapes.items()):
        raise BadModel("the classifier's tables do not fit together")
    return Content(labels=labels, terms=terms, letters=letters, hints=hints, **arrays)


def _words(content: Content) -> bytes:
    words = {name: getattr(content, name) for name in _NAMES}
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def _as_array(data: bytes) -> npt.NDArray[np.uint8]:
    return np.frombuffer(data, dtype=np.uint8)
