"""Sealing a day: one fingerprint of every case's last entry, tied to the seal before."""

import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from rumahrakyat.evidence.models import Seal, SealedHead
from rumahrakyat.evidence.seals import tree
from rumahrakyat.evidence.seals.signing import sign
from rumahrakyat.lib import locks, wallclock
from rumahrakyat.lib.canonical import canonical, instant
from rumahrakyat.reports.attachments import blobs

LOCK: Final = "evidence.seals"  # whoever holds it seals, or keeps others from sealing while the past is being filled in
SCHEMA: Final = "rumahrakyat-seal/1"
GENESIS: Final = "0" * 64
# A seal made later than this after its day ended says so. The first does not: no seal was owed before it.
LATE_AFTER: Final = timedelta(hours=3)

# A sealed case that is gone, was cut short, or whose sealed entry has another hash now.
BROKEN: Final = """
SELECT s.number, s.last_seq,
       CASE WHEN r.id IS NULL THEN 'missing' WHEN e.id IS NULL THEN 'cut' ELSE 'rewritten' END AS reason
FROM evidence_sealedhead s
LEFT JOIN reports_report r ON r.number = s.number COLLATE "default"
LEFT JOIN reports_entry e ON e.report_id = r.id AND e.seq = s.last_seq
WHERE e.hash IS DISTINCT FROM s.head_hash
ORDER BY s.number
"""
# One statement, hence one state of the record. A case that no longer fits what was sealed of it keeps its old leaf.
_ADVANCE: Final = """
INSERT INTO evidence_sealedhead AS s (number, last_seq, head_hash, serial)
SELECT r.number, r.last_seq, r.head_hash, %(serial)s FROM reports_report r
LEFT JOIN evidence_sealedhead k ON r.number = k.number COLLATE "default"
WHERE r.last_seq > 0 AND (k.number IS NULL OR r.last_seq > k.last_seq AND EXISTS (
    SELECT 1 FROM reports_entry e WHERE e.report_id = r.id AND e.seq = k.last_seq AND e.hash = k.head_hash))
ON CONFLICT (number) DO UPDATE
SET last_seq = excluded.last_seq, head_hash = excluded.head_hash, serial = excluded.serial
"""


@dataclass
class _Drawn:
    """The tree of one seal while it is drawn."""

    cases: int = 0
    entries: int = 0
    changed: int = 0
    nodes: list[bytes] = field(default_factory=list)
    changes: "hashlib._Hash" = field(default_factory=hashlib.sha256)


def due_day(*, at: datetime) -> date | None:
    """The oldest local day that is over and not sealed; None when there is none. The first sealed day is the one before
    the first sealing, if anything was recorded by then."""
    yesterday = wallclock.day_of(at) - timedelta(days=1)
    newest = Seal.objects.order_by("-day").values_list("day", flat=True).first()
    if newest is not None:
        return newest + timedelta(days=1) if newest < yesterday else None
    return yesterday if _recorded_by(yesterday) else None


def seal_next(*, at: datetime) -> Seal | None:
    """Seal the oldest day that is due; None when none is. Any number may call at once: each day is sealed once."""
    with transaction.atomic():
        locks.wait(LOCK)
        day = due_day(at=at)
        return None if day is None else _seal(day, at)


def _recorded_by(day: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM reports_report WHERE recorded_at < %s)", [wallclock.end_of(day)])
        return bool(cursor.fetchone()[0])


def _seal(day: date, at: datetime) -> Seal:
    before = Seal.objects.order_by("-serial").first()
    serial = before.serial + 1 if before else 1
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({BROKEN}) AS broken")  # noqa: S608 -- our own words
        (faults,) = cursor.fetchone()
        cursor.execute(_ADVANCE, {"serial": serial})
    drawn, changes = _draw(serial)
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "installation": settings.PUBLIC_URL,
        "serial": serial,
        "day": day.isoformat(),
        "zone": settings.TIME_ZONE,
        "sealed_at": instant(at),
        "late": before is not None and at > wallclock.end_of(day) + LATE_AFTER,
        "cases": drawn.cases,
        "entries": drawn.entries,
        "root": tree.root(drawn.nodes).hex(),
        "changed": drawn.changed,
        "changes_sha256": drawn.changes.hexdigest(),
        "faults": faults,
        "previous": before.sha256 if before else GENESIS,
    }
    raw = canonical(content)
    signature, public_key = sign(raw)
    return Seal.objects.create(
        **{name: content[name] for name in ("serial", "late", "cases", "entries", "faults", "root", "previous")},
        day=day, sealed_at=at, content=raw, sha256=hashlib.sha256(raw).hexdigest(), signature=signature,
        public_key=public_key, nodes=b"".join(drawn.nodes), changes=changes,
    )  # fmt: skip


def _draw(serial: int) -> tuple[_Drawn, str]:
    """Every leaf in the order of the numbers, in one pass and little memory; the new ones into a file of their own."""
    drawn, packed = _Drawn(), io.BytesIO()
    packer = zlib.compressobj(6, wbits=31)
    for chunk in _chunks():
        leaves, fresh = [], []
        for number, last_seq, head_hash, of_serial in chunk:
            text = tree.leaf_text(number, last_seq, head_hash)
            leaves.append(tree.leaf(text))
            drawn.entries += last_seq
            if of_serial == serial:
                fresh.append(text + "\n")
        drawn.nodes.append(tree.root(leaves))
        drawn.cases += len(leaves)
        drawn.changed += len(fresh)
        lines = "".join(fresh).encode("ascii")
        drawn.changes.update(lines)
        packed.write(packer.compress(lines))
    packed.write(packer.flush())
    return drawn, blobs().put(packed.getvalue())


def _chunks() -> Iterator[list[tuple[str, int, str, int]]]:
    rows = SealedHead.objects.order_by("number").values_list("number", "last_seq", "head_hash", "serial")
    found = rows.iterator(chunk_size=tree.CHUNK * 8)
    while chunk := list(islice(found, tree.CHUNK)):
        yield chunk
