"""The contract of a channel: what an adapter must do, and what it may do besides.

A channel folder implements `Adapter`; `inbox` and `outbox` do everything else (storing, ordering, retrying), so an
adapter only translates.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from rumahrakyat.channels.base import Address, Capabilities, Event, Inbound, MediaRef, Outgoing, Receipt


class Verdict(StrEnum):
    """Whether a request comes from the provider. `MISSING` is answered 401, `FORGED` 403."""

    GENUINE = "genuine"
    MISSING = "missing"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as an adapter sees it: raw bytes, header names in lower case. `url` is the public address with
    its query as the provider wrote it, `client` the network address of whoever asks."""

    method: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    url: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a provider: to a handshake, or to a request that has been stored."""

    status: int
    text: str = ""
    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Media:
    """A downloaded file, checked against the provider's digest."""

    content: bytes
    mime_type: str = ""


@runtime_checkable
class Adapter(Protocol):
    """A channel. Adapters hold no state between calls and touch neither database nor reports.

    `medium` is the channel as people count it: "sms" for every way of carrying an SMS, otherwise the code itself.
    `configured` tells whether this installation uses the channel at all; `check_config` returns plain sentences for
    staff about what is missing or wrong, empty means ready. `verify` decides over raw bytes, in constant time.
    `check` is the quick look before storing: it raises `MalformedPayload` when the body is not in the provider's
    format. `parse` returns every item of a batch and skips nothing: an item it cannot read is an `Inbound` of kind
    unsupported; `at` is when we received the body, for items without a time. `send` and `fetch_media` raise
    `DeliveryError` alone. `headers_kept` are the request headers worth keeping beside the body.
    """

    code: str
    medium: str
    label: str
    capabilities: Capabilities
    headers_kept: Sequence[str]

    def configured(self) -> bool: ...

    def verify(self, request: Request) -> Verdict: ...

    def handshake(self, request: Request) -> Answer | None: ...

    def check(self, raw: bytes) -> None: ...

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]: ...

    def send(self, outgoing: Outgoing) -> Receipt: ...

    def fetch_media(self, ref: MediaRef) -> Media: ...

    def check_config(self) -> list[str]: ...


# What an adapter may do besides; each is asked for with isinstance.


@runtime_checkable
class TakesQuery(Protocol):
    """A provider that writes its message into the address, with GET perhaps: `raw` is what is stored and parsed.
    `handshake` is asked first and returns None when the request is a message."""

    def raw(self, request: Request) -> bytes: ...


@runtime_checkable
class Acknowledges(Protocol):
    """A provider that reads our answer: TwiML, a word it waits for, nothing. Called when the request is stored."""

    def acknowledge(self, request: Request, *, at: datetime) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Raw:
    """Something that came in by another way than a webhook, exactly as it came."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one look found. `cursor` is where the next look begins, stored in the transaction that stores `items`;
    `more` asks for another look at once; `tokens` are for `Feed.settle`."""

    items: Sequence[Raw] = ()
    cursor: str = ""
    more: bool = False
    tokens: Sequence[str] = ()


@runtime_checkable
class Feed(Protocol):
    """A source that we ask about every `seconds` seconds (5 at least). `fetch` raises DeliveryError."""

    name: str
    seconds: int

    def fetch(self, cursor: str) -> Fetched: ...

    def settle(self, fetched: Fetched) -> None:
        """Tell the source that everything is committed here. Repeating it is harmless; it may never be called."""


@runtime_checkable
class Polled(Protocol):
    def feeds(self) -> Sequence[Feed]: ...


class NotStored(Exception):
    """The database is away: tell the sender to come back."""


class Store(Protocol):
    """What a listener gives what it heard to; committed on return. Raises NotStored."""

    def cursor(self, name: str) -> str:
        """Where `name` stopped, "" in the beginning."""

    def take(self, items: Sequence[Raw], *, name: str = "", cursor: str = "") -> None:
        """Store `items`, and `cursor` under `name` when it is given, in one transaction."""


@runtime_checkable
class Listener(Protocol):
    """A connection kept open, in a process of its own: a mail server, a session with an SMS centre, an event stream.

    `listen` runs in a thread until `stopping` is set and raises when the connection breaks: it is then started again
    after a pause that grows. Never acknowledge anything before `store.take` has returned.
    """

    name: str

    def listen(self, store: Store, stopping: threading.Event) -> None: ...


@runtime_checkable
class Listening(Protocol):
    def listeners(self) -> Sequence[Listener]: ...


@dataclass(frozen=True, slots=True)
class Probe:
    """How the provider sees us just now: plain sentences about what is wrong, and when our credential ends."""

    problems: Sequence[str] = ()
    expires_at: datetime | None = None


@runtime_checkable
class Probed(Protocol):
    def probe(self, *, at: datetime) -> Probe:
        """Ask the provider. Raises DeliveryError."""


@runtime_checkable
class Registers(Protocol):
    def register(self) -> None:
        """Tell the provider where to bring its messages; an operator asks for it. Raises DeliveryError."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages the provider counted on one day; None where it does not tell."""

    received: int | None = None
    sent: int | None = None


@runtime_checkable
class Tallies(Protocol):
    def tally(self, day: date) -> Tally:
        """The provider's own count of `day` (in UTC). Raises DeliveryError."""


@runtime_checkable
class Completes(Protocol):
    """A provider that only announces some messages: `complete` asks it for the rest, before the message is handed on
    and outside any transaction. It raises DeliveryError; when it has failed for good, the message goes as it is."""

    def lacks(self, inbound: Inbound) -> bool: ...

    def complete(self, inbound: Inbound) -> Inbound: ...


@runtime_checkable
class Names(Protocol):
    """A provider that tells who somebody is only when asked. Asked once, when a person writes for the first time and
    the message does not name them; without an answer the message goes on nameless."""

    def name_of(self, address: Address) -> str:
        """Raises DeliveryError."""
