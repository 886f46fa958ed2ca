"""What every channel speaks: plain dataclasses, in and out. Nothing here knows Django, the database or a report."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from rumahrakyat.channels.capabilities import Capabilities as Capabilities  # noqa: PLC0414 -- one place to import from


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach somebody: `tel` (E.164 with +), `wa` (business-scoped user id), `email` (lower case),
    `telegram` (chat id), `facebook`, `instagram`, `x` (the account's id there, never its name)."""

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
    """A file the provider keeps for us. `stored_id` is our InboundMedia row once the event is being processed.

    A file that came inside the message (e-mail) is given as `content`: it is stored when the request is taken apart
    and `digest` names it.
    """

    ref: str
    kind: str = "document"
    mime_type: str = ""
    sha256: str = ""
    filename: str = ""
    caption: str = ""
    content: bytes | None = field(default=None, repr=False)
    digest: str = ""
    size: int = 0
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
    """What an inbound message is. Everything we cannot read is `unsupported`, never an error.

    `automatic`: a machine wrote it (out of office); kept, never answered. `edited` and `removed` are news of an
    earlier message, which `quoted_id` names; `text` holds the new words.
    """

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
    AUTOMATIC = "automatic"
    EDITED = "edited"
    REMOVED = "removed"
    UNSUPPORTED = "unsupported"


class Place(StrEnum):
    """Where in public a message stands."""

    COMMENT = "comment"
    MENTION = "mention"
    POST = "post"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Public:
    """That a message stands where everybody reads it, and how to answer there.

    `post_id`: what a public answer hangs under (the comment or post itself). `parent_id`: the provider's id of what
    it answers, perhaps a message of ours. `link`: where people see it. `author`: the name people know the writer by.
    `private_until`: a private message may answer it until then (None: never).
    """

    place: Place
    post_id: str
    parent_id: str = ""
    link: str = ""
    author: str = ""
    private_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """The case that a message says it is about. `proven`: by a token that only we could have made."""

    number: str
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from outside. `sent_at` is the provider's time, aware, in UTC.

    `text`: the body, the caption of a file, the title of a tapped button, the emoji of a reaction. `changed_to`: the
    new address, for `ADDRESS_CHANGED` only. `group` ties an album together. `line` is the number or mailbox of ours
    that it came to. `truncated`: a part never arrived. `language`: a hint of the provider ("id", "jv", "en", ...).
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
    subject: str = ""
    public: Public | None = None
    about: About | None = None
    group: str = ""
    line: str = ""
    truncated: bool = False
    language: str = ""

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
class ReadUntil:
    """Somebody has read all that we wrote to them up to a moment; the provider names no message."""

    channel: str
    event_key: str
    reader: Address
    at: datetime

    @property
    def order_key(self) -> str:
        return f"read:{self.reader.scheme}:{self.reader.value}"

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


class CallPhase(StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Call:
    """One event of a telephone call. `other` is the citizen's number (None: withheld), `line` ours, `agent` whoever
    picked up, `cause` why it ended (the exchange's word), `seconds` the length when the exchange tells it."""

    channel: str
    call_id: str
    phase: CallPhase
    at: datetime
    direction: Literal["in", "out"] = "in"
    other: Address | None = None
    line: str = ""
    agent: str = ""
    cause: str = ""
    seconds: int | None = None
    recording: MediaRef | None = None

    @property
    def event_key(self) -> str:
        about = f":{self.recording.ref}" if self.recording else ""
        return f"call:{self.call_id}:{self.phase}{about}"

    @property
    def order_key(self) -> str:
        return f"call:{self.call_id}"

    @property
    def sent_at(self) -> datetime:
        return self.at


Event = Inbound | StatusUpdate | ReadUntil | Notice | Call


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
class OutgoingFile:
    """A file inside the message, where a channel can do that (e-mail). `digest` names its content among the blobs."""

    name: str
    mime_type: str
    digest: str


class Manner(StrEnum):
    """To the person; in public under what `Body.reply_to` names; or as the private answer to that public message."""

    DIRECT = "direct"
    PUBLIC = "public"
    PRIVATE_REPLY = "private_reply"


@dataclass(frozen=True, slots=True)
class Body:
    """What to say. `text` always carries the whole meaning, so that a channel without buttons still works.

    `template` is sent when the channel's reply window has closed. `list_label` names the
    button that opens a list (needed when there are more options than buttons fit). `short` says the same in few
    signs, for channels that pay by the sign (`Capabilities.concise`). `subject` and `about` (a tracking number) are
    for channels with threads. `by_person`: somebody of ours wrote it, which some providers give a longer window.
    `files` say nothing that the text does not: a channel that cannot carry them leaves them out.
    """

    text: str
    options: tuple[Option, ...] = ()
    list_label: str = ""
    template: Template | None = None
    ask_location: bool = False
    media: OutgoingMedia | None = None
    reply_to: str = ""
    short: str = ""
    subject: str = ""
    about: str = ""
    manner: Manner = Manner.DIRECT
    by_person: bool = False
    files: tuple[OutgoingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One provider message. `key` is unique for ever: providers that can, recognise a repeated send by it.

    `use_template`: the window is closed, send `body.template`. `by_person`: only the window for people is open.
    """

    address: Address
    body: Body
    key: str
    use_template: bool = False
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider took the message; `external_id` is the id later statuses name ("" when it gives none)."""

    external_id: str


class DeliveryError(Exception):
    """The one way a send or a download fails.

    `message` is for staff and holds no personal data. `permanent`: trying again cannot help. `retry_after`: the wait
    that the provider asks for. `window_closed`: only an approved template may be sent now. `alarm`: the whole channel
    is broken (a dead token), so an operator must look.
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


Priority = Literal[10, 50, 90]
URGENT: Priority = 10
NORMAL: Priority = 50
BULK: Priority = 90
