"""Two looks at the daemon's tables: what came in, and what became of what we sent."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from psycopg.rows import DictRow

from rumahrakyat.channels import smstext
from rumahrakyat.channels.contract import Fetched, Raw
from rumahrakyat.channels.gammu import tables

PATIENCE_SECONDS = 10.0
# A row can become visible some seconds after the time that it carries.
OVERLAP = timedelta(seconds=10)


@dataclass
class Message:
    """One message of the inbox: one row, or the rows of its parts, which come one after the other."""

    rows: list[DictRow]
    header: smstext.Header | None

    @property
    def complete(self) -> bool:
        return self.header is None or len(self.rows) >= self.header.total

    @property
    def says_nothing(self) -> bool:
        """Rows that only continue a message whose first row was taken before; the text is always in the first."""
        return self.header is not None and not any(row["text"] for row in self.rows)

    def raw(self) -> Raw:
        first = self.rows[0]
        content = {name: first[name] for name in ("id", "sender", "centre", "line", "coding", "class", "written", "at")}
        parts = [
            {"number": header.number if header else 1, "udh": row["udh"], "text": row["text"]}
            for row, header in ((row, header_of(row)) for row in self.rows)
        ]
        total = self.header.total if self.header else 1
        return Raw(json.dumps({"inbox": {**content, "total": total, "parts": parts}}).encode())


@dataclass
class Inbox:
    """Unprocessed rows of the inbox. A message whose parts are not all there waits for a while (`patience`, seconds);
    since when is kept in the cursor."""

    url: str
    patience: float = field(default_factory=lambda: PATIENCE_SECONDS)
    name: str = "gammu.inbox"
    seconds: int = 5

    def fetch(self, cursor: str) -> Fetched:
        with tables.opened(self.url) as database:
            rows = tables.unprocessed(database)
        known: dict[str, list[float]] = json.loads(cursor) if cursor else {}
        still: dict[str, list[float]] = {}
        items: list[Raw] = []
        tokens: list[str] = []
        for message in messages(rows):
            first = message.rows[0]
            count, since = known.get(str(first["id"]), (0, first["now"]))
            if count != len(message.rows):
                since = first["now"]
            if not message.complete and first["now"] - since < self.patience:
                still[str(first["id"])] = [len(message.rows), since]
                continue
            items += [] if message.says_nothing else [message.raw()]
            tokens += [str(row["id"]) for row in message.rows]
        more = len(rows) == tables.ROWS and bool(tokens)
        return Fetched(items, json.dumps(still) if still else "", more=more, tokens=tokens)

    def settle(self, fetched: Fetched) -> None:
        if fetched.tokens:
            with tables.opened(self.url) as database:
                tables.mark_processed(database, [int(token) for token in fetched.tokens])


@dataclass
class Statuses:
    """Rows of sentitems that changed. The cursor holds a time of the database's and the changes seen since then."""

    url: str
    name: str = "gammu.statuses"
    seconds: int = 10
    overlap: timedelta = field(default=OVERLAP)

    def fetch(self, cursor: str) -> Fetched:
        known: dict[str, Any] = json.loads(cursor) if cursor else {"since": "", "seen": {}}
        with tables.opened(self.url) as database:
            rows = tables.changed(database, since=known["since"], seen=list(known["seen"]))
            states = tables.states(database, sorted({row["key"] for row in rows})) if rows else []
        if not rows:
            return Fetched(cursor=cursor)
        since = str(datetime.fromisoformat(rows[-1]["at"]) - self.overlap)
        seen = known["seen"] | {row["mark"]: row["at"] for row in rows}
        recent = {mark: at for mark, at in seen.items() if at >= since}
        place = json.dumps({"since": since, "seen": recent})
        return Fetched(list(_reports(states)), place, more=len(rows) == tables.ROWS)

    def settle(self, fetched: Fetched) -> None:
        """Nothing to do: the cursor is enough."""


def messages(rows: Iterable[DictRow]) -> list[Message]:
    """Rows in the order of the inbox, those of one long message together."""
    found: list[Message] = []
    open_sets: dict[tuple[object, ...], Message] = {}
    for row in rows:
        header = header_of(row)
        if header is None:
            found.append(Message([row], None))
            continue
        name = (row["line"], row["sender"], header.reference, header.total)
        known = open_sets.get(name)
        # A part that is there already begins another message under the same reference.
        if known is None or header.number in {_number(other) for other in known.rows}:
            open_sets[name] = known = Message([], header)
            found.append(known)
        known.rows.append(row)
    for message in found:
        message.rows.sort(key=_number)
    return found


def header_of(row: DictRow) -> smstext.Header | None:
    """What the row's header says about parts; None when the message is whole."""
    try:
        header = smstext.read_header(bytes.fromhex(row["udh"]))
    except ValueError:
        return None
    return header if header and header.total > 1 else None


def _number(row: DictRow) -> int:
    header = header_of(row)
    return header.number if header else 1


def _reports(states: Sequence[DictRow]) -> Iterable[Raw]:
    for key in dict.fromkeys(row["key"] for row in states):
        parts = [row for row in states if row["key"] == key]
        header = header_of(parts[0])
        content = {
            "key": key,
            "total": header.total if header else 1,
            "states": [[row["status"], row["error"]] for row in parts],
            "at": max(row["at"] for row in parts),
        }
        yield Raw(json.dumps({"report": content}).encode())
