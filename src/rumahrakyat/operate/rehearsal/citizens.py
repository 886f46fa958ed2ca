"""Citizens who do not exist: a number and message ids for each text, the same at every replay. Pure."""

import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rumahrakyat.operate.rehearsal.texts import Row

# No Indonesian operator has the prefix 0800 for mobile numbers, and fifteen digits are two more than any of theirs.
PREFIX = "62800"
DIGITS = 10
JSON = dict[str, Any]


@dataclass(frozen=True)
class Citizen:
    row: Row
    number: str

    @property
    def e164(self) -> str:
        return f"+{self.number}"

    def message_id(self, turn: int) -> str:
        """The provider's id of this citizen's message number `turn` (0: the text itself)."""
        return f"wamid.rehearsal.{self.number}.{turn}"


def citizens(rows: Iterable[Row], *, seed: str) -> list[Citizen]:
    """One for each row. The number follows from seed, id and words, so that the same file with the same seed brings
    the same people with the same messages, and another seed brings others."""
    taken: set[int] = set()
    found = []
    for row in rows:
        digest = hashlib.sha256(f"{seed}\x1f{row.identity}\x1f{row.line}\x1f{row.text}".encode()).digest()
        serial = int.from_bytes(digest[:8], "big") % 10**DIGITS
        while serial in taken:
            serial = (serial + 1) % 10**DIGITS
        taken.add(serial)
        found.append(Citizen(row, f"{PREFIX}{serial:0{DIGITS}d}"))
    return found


def message(citizen: Citizen, *, turn: int, text: str, seconds: int) -> JSON:
    """A text message as the provider's manual shows it; `seconds` since 1970."""
    return {
        "id": citizen.message_id(turn),
        "from": citizen.number,
        "timestamp": str(seconds),
        "type": "text",
        "text": {"body": text},
    }


def body(messages: Sequence[JSON]) -> bytes:
    """One delivery of the provider: a batch spread over several entries and changes, as its manual allows."""
    changes = [_change(part) for part in chunks(messages, 5)]
    entries = [{"id": "rehearsal", "changes": list(part)} for part in chunks(changes, 2)]
    return json.dumps({"object": "whatsapp_business_account", "entry": entries}, ensure_ascii=False).encode()


def _change(messages: Sequence[JSON]) -> JSON:
    people = [{"profile": {"name": "Warga Uji"}, "wa_id": one["from"]} for one in messages]
    value = {"messaging_product": "whatsapp", "contacts": people, "messages": list(messages)}
    return {"field": "messages", "value": value}


def deliveries(messages: Sequence[JSON], *, batch: int, twice: bool, seed: str) -> list[bytes]:
    """The bodies to deliver. `twice`: every message in two of them, shuffled anew, so the batches differ as well."""
    order = random.Random(seed)  # noqa: S311 -- a rehearsal that can be repeated, not a secret
    bodies = [body(part) for part in chunks(messages, batch)]
    if twice:
        again = order.sample(messages, len(messages))
        bodies += [body(part) for part in chunks(again, batch)]
        order.shuffle(bodies)
    return bodies


def chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
