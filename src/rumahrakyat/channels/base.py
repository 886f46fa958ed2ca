"""What every channel speaks: plain dataclasses in and out, and the contract of an adapter.

Nothing here knows Django, the database or a report. A channel folder implements `Adapter`; `inbox` and
`outbox` do everything else (storing, ordering, retrying), so an adapter only translates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach somebody: `tel` (E.164 with +), `wa` (business-scoped user id), `email`, ..."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote. Several addresses name the same person; the first is the one to answer to."""

    addresses: tuple[Address, ...] = ()
    display_name: str = ""

    @property
    def key(self) -> str:
        """The most lasting address, used to keep one person's messages in order ("" when nobody is named)."""
        lasting = [a for a in self.addresses if a.scheme != "tel"] or list(self.addresses)
        return f"{lasting[0].scheme}:{lasting[0].value}" if lasting else ""


@dataclass(frozen=True, slots=True)
class MediaRef:
    """A file the provider keeps for us. `stored_id` is our InboundMedia row once the event is being processed."""

    ref: str
    kind: str = "document"
    mime_type: str = ""
    sha256: str = ""
    filename: str = ""
    caption: str = ""
    stored_id: int | None = None


@dataclass(frozen=True, slots=True)
class Location:
    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The button or list row a citizen tapped; `id` is what we sent with it."""

    id: str
    title: str = ""
    description: str = ""


class Kind(StrEnum):
    """What an inbound message is. Everything we cannot read is `unsupported`, never an error."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CHOICE = "choice"
    CONTACTS = "contacts"
    REACTION = "reaction"
    ADDRESS_CHANGED = "address_changed"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from outside. `sent_at` is the provider's time, aware, in UTC.

    `text` holds the words of the message: the body, the caption of a file, the title of a tapped button, the
    emoji of a reaction. `changed_to` is set for `ADDRESS_CHANGED` only: the sender's new address.
    """

    channel: str
    message_id: str
    kind: Kind
    sender: Sender
    sent_at: datetime
    text: str = ""
    media: tuple[MediaRef, ...] = ()
    location: Location | None = None
    choice: Choice | None = None
    quoted_id: str = ""
    forwarded: bool = False
    changed_to: Address | None = None

    @property
    def event_key(self) -> str:
        return self.message_id

    @property
    def order_key(self) -> str:
        return self.sender.key or f"message:{self.message_id}"


class Status(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """The provider's word on a message of ours. `key` is the `Outgoing.key` when the provider returns it."""

    channel: str
    external_id: str
    status: Status
    at: datetime
    error: str = ""
    permanent: bool = True
    window_closed: bool = False
    key: str = ""

    @property
    def event_key(self) -> str:
        return f"status:{self.external_id}:{self.status}:{int(self.at.timestamp())}"

    @property
    def order_key(self) -> str:
        return f"status:{self.external_id}"

    @property
    def sent_at(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Notice:
    """What the provider says about our account (a template approved, a limit changed): for the operator."""

    channel: str
    event_key: str
    subject: str
    at: datetime

    @property
    def order_key(self) -> str:
        return f"notice:{self.event_key}"

    @property
    def sent_at(self) -> datetime:
        return self.at


Event = Inbound | StatusUpdate | Notice


@dataclass(frozen=True, slots=True)
class Option:
    """A button or a list row we offer."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template, for use outside the reply window. Parameters fill its body in order."""

    name: str
    parameters: tuple[str, ...] = ()
    language: str = "id"


@dataclass(frozen=True, slots=True)
class OutgoingMedia:
    """A public link the provider may fetch; `kind` is image, audio, video or document."""

    link: str
    kind: str = "image"
    filename: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What to say. `text` always carries the whole meaning, so that a channel without buttons still works.

    `template` is used instead of the text when the channel's reply window has closed. `list_label` names the
    button that opens a list (needed when there are more options than buttons fit).
    """

    text: str
    options: tuple[Option, ...] = ()
    list_label: str = ""
    template: Template | None = None
    ask_location: bool = False
    media: OutgoingMedia | None = None
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One provider message. `key` is unique for ever: providers that can, recognise a repeated send by it.

    `use_template` says the reply window is closed: send `body.template`, not the text.
    """

    address: Address
    body: Body
    key: str
    use_template: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider took the message; `external_id` is the id later statuses name ("" when it gives none)."""

    external_id: str


class DeliveryError(Exception):
    """The one way a send or a download fails.

    `message` is for staff and holds no personal data. `permanent`: trying again cannot help. `retry_after`:
    when the provider asks to wait. `window_closed`: only an approved template may be sent now. `alarm`: the
    whole channel is broken (a dead token), so an operator must look and other sends would fail too.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        window_closed: bool = False,
        alarm: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.retry_after = retry_after
        self.window_closed = window_closed
        self.alarm = alarm


class MalformedPayload(Exception):
    """The body is not in the provider's format at all; a repeated delivery would not help."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do. `reply_window` None: write at any time. `push` False: nothing leaves the house."""

    push: bool = True
    media: bool = False
    location: bool = False
    ask_location: bool = False
    max_text: int = 4096
    max_interactive_text: int = 0
    max_buttons: int = 0
    max_rows: int = 0
    reply_window: timedelta | None = None
    templates: bool = False
    receipts: bool = False
    max_media_bytes: int = 0


class Verdict(StrEnum):
    """Whether a request comes from the provider. `MISSING` is answered 401, `FORGED` 403."""

    GENUINE = "genuine"
    MISSING = "missing"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as an adapter sees it: raw bytes, header names in lower case."""

    method: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """A plain-text answer to a provider's handshake."""

    status: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A downloaded file, checked against the provider's digest."""

    content: bytes
    mime_type: str = ""


@runtime_checkable
class Adapter(Protocol):
    """A channel. Adapters hold no state between calls and touch neither database nor reports.

    `verify` decides over raw bytes, in constant time. `check` is the quick look before storing: it raises
    `MalformedPayload` when the body is not in the provider's format. `parse` returns every item of a batch and
    skips nothing: an item it cannot read is an `Inbound` of kind unsupported; `at` is when we received the body,
    for items without a time. `send` and `fetch_media` raise `DeliveryError` alone. `check_config` returns plain
    sentences for staff; empty means ready. `headers_kept` are the request headers worth keeping beside the body.
    """

    code: str
    label: str
    capabilities: Capabilities
    headers_kept: Sequence[str]

    def verify(self, request: Request) -> Verdict: ...

    def handshake(self, request: Request) -> Answer | None: ...

    def check(self, raw: bytes) -> None: ...

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]: ...

    def send(self, outgoing: Outgoing) -> Receipt: ...

    def fetch_media(self, ref: MediaRef) -> Media: ...

    def check_config(self) -> list[str]: ...


Priority = Literal[10, 50, 90]
URGENT: Priority = 10
NORMAL: Priority = 50
BULK: Priority = 90
