"""What a listener must remember between two units: parts that wait for each other, and messages whose answer may not
have reached the centre. It is kept, sealed, in the listener's cursor, in the transaction that stores what is complete.
"""

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rumahrakyat.channels.contract import Raw
from rumahrakyat.channels.smpp import pdu
from rumahrakyat.lib import crypto

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 600.0
MOST_WAITING = 200
MOST_DOUBTS = 500


@dataclass
class Waiting:
    """The parts of one long message that have come: number to octets."""

    key: str
    total: int
    since: float
    parts: dict[int, str] = field(default_factory=dict)

    def raw(self) -> Raw:
        frames = [self.parts[number] for number in sorted(self.parts)]
        return item(self.key, frames, self.total)


@dataclass
class Memory:
    """`waiting` by what the parts have in common; `doubts` are digests of units that were committed here, but of whose
    answer we do not know whether the centre has it. After a broken session it sends these again."""

    waiting: dict[str, Waiting] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, cursor: str) -> "Memory":
        if not cursor:
            return cls()
        try:
            found: dict[str, Any] = json.loads(crypto.unseal(cursor))
        except crypto.Sealed:
            logger.exception("parts of messages were sealed with a key that is gone")
            return cls()
        waiting = {
            name: Waiting(one["key"], one["total"], one["since"], {int(n): part for n, part in one["parts"].items()})
            for name, one in found["waiting"].items()
        }
        return cls(waiting, list(found["doubts"]))

    def dump(self) -> str:
        """ "" when there is nothing to remember."""
        if not self.waiting and not self.doubts:
            return ""
        waiting = {
            name: {"key": one.key, "total": one.total, "since": one.since, "parts": one.parts}
            for name, one in self.waiting.items()
        }
        return crypto.seal(json.dumps({"waiting": waiting, "doubts": self.doubts[-MOST_DOUBTS:]}))

    def copy(self) -> "Memory":
        copied = {name: Waiting(one.key, one.total, one.since, dict(one.parts)) for name, one in self.waiting.items()}
        return Memory(copied, list(self.doubts))

    def add(self, frame: pdu.Frame, *, key: str, now: float) -> list[Raw]:
        """Take a unit in; what is complete with it."""
        self.doubts.append(digest(frame))
        try:
            message = pdu.delivered(frame)
        except pdu.Unreadable:
            return [item(key, [frame.octets.hex()], 1)]
        part = message.part
        if part is None or message.is_receipt:
            return [item(key, [frame.octets.hex()], 1)]
        name = f"{message.source}|{message.destination}|{part.reference}|{part.total}"
        known = self.waiting.setdefault(name, Waiting(key, part.total, now))
        known.parts[part.number] = frame.octets.hex()
        if len(known.parts) < known.total:
            return self._crowded_out()
        return [self.waiting.pop(name).raw()]

    def _crowded_out(self) -> list[Raw]:
        """So that nobody can make us remember without end, the oldest goes as it is."""
        if len(self.waiting) <= MOST_WAITING:
            return []
        oldest = min(self.waiting, key=lambda name: self.waiting[name].since)
        return [self.waiting.pop(oldest).raw()]

    def overdue(self, *, now: float, patience: float) -> list[Raw]:
        """What has waited too long, without the parts that did not come."""
        late = [name for name, one in self.waiting.items() if now - one.since > patience]
        return [self.waiting.pop(name).raw() for name in late]


def digest(frame: pdu.Frame) -> str:
    """What a unit and its repetition have in common: all but the number in the session."""
    return hashlib.sha256(frame.body).hexdigest()[:24]


def item(key: str, frames: Iterable[str], total: int) -> Raw:
    return Raw(json.dumps({"key": key, "total": total, "pdus": list(frames)}).encode())
