"""The seals as they are published, and the proof that one of them holds a case."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from rumahrakyat.evidence.models import Seal, SealedHead, Verification
from rumahrakyat.evidence.seals import tree
from rumahrakyat.evidence.seals.sealing import BROKEN, LATE_AFTER, due_day
from rumahrakyat.lib import wallclock

SILENT_AFTER: Final = timedelta(hours=48)


@dataclass(frozen=True)
class Broken:
    """A case that does not fit what was sealed of it. `reason`: missing, cut or rewritten."""

    number: str
    last_seq: int
    reason: str


def newest() -> Seal | None:
    return Seal.objects.order_by("-serial").first()


def listed(*, before: int | None = None, limit: int = 60) -> list[Seal]:
    """The newest first; those with a serial below `before`, if given."""
    found = Seal.objects.defer("nodes").order_by("-serial")
    return list(found.filter(serial__lt=before)[:limit] if before else found[:limit])


def of_day(day: date) -> Seal | None:
    return Seal.objects.filter(day=day).first()


def published(seal: Seal) -> dict[str, Any]:
    """A seal as it goes out: what was sealed, its fingerprint, and who signed it."""
    return {
        "seal": json.loads(bytes(seal.content)),
        "sha256": seal.sha256,
        "signature": {"algorithm": "Ed25519", "public_key": seal.public_key, "value": seal.signature},
    }


def every() -> Iterator[dict[str, Any]]:
    """All seals as published, the oldest first."""
    for seal in Seal.objects.defer("nodes").order_by("serial").iterator(chunk_size=500):
        yield published(seal)


def proof_for(number: str) -> dict[str, Any] | None:
    """The way from the case's leaf to the root of the newest seal, in canonical values; None when no seal holds it yet.

    `seal` is the published seal itself, so that its root can be compared with a copy that somebody else keeps.
    """
    seal = newest()
    head = SealedHead.objects.filter(number=number).first()
    if seal is None or head is None:
        return None
    index = SealedHead.objects.filter(number__lt=number).count()
    nth, inside = divmod(index, tree.CHUNK)
    rows = SealedHead.objects.order_by("number").values_list("number", "last_seq", "head_hash")
    leaves = [tree.leaf(tree.leaf_text(*row)) for row in rows[nth * tree.CHUNK : (nth + 1) * tree.CHUNK]]
    packed = bytes(seal.nodes)
    nodes = [packed[start : start + 32] for start in range(0, len(packed), 32)]
    beside = [*tree.path(leaves, inside), *tree.path(nodes, nth)]
    content = published(seal)
    return {
        "number": number,
        "seq": head.last_seq,
        "head": head.head_hash,
        "day": content["seal"]["day"],
        "root": seal.root,
        "sealed_at": content["seal"]["sealed_at"],
        "leaf": leaves[inside].hex(),
        "index": index,
        "size": seal.cases,
        "path": [one.hex() for one in beside],
        "seal": content,
    }


def broken(*, limit: int = 100) -> list[Broken]:
    """Cases that do not fit the newest seal: somebody took away or rewrote what had been sealed."""
    with connection.cursor() as cursor:
        cursor.execute(f"{BROKEN} LIMIT %s", [limit])
        return [Broken(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class State:
    """How sealing and verifying stand. `overdue`: a day that is over long enough is not sealed."""

    seal: Seal | None
    overdue: bool
    last: Verification | None
    running: Verification | None
    silent: bool


def state(*, at: datetime) -> State:
    """`silent`: for two days no run through the record came to its end."""
    due = due_day(at=at)
    finished = Verification.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    running = Verification.objects.filter(finished_at=None).order_by("pk").first()
    since = finished.finished_at if finished else None
    silent = since is not None and at - since > SILENT_AFTER
    return State(newest(), due is not None and at > wallclock.end_of(due) + LATE_AFTER, finished, running, silent)
