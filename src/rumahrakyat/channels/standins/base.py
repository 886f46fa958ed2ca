"""What a stand-in must do, and what it may do besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable

from django.urls import URLPattern, URLResolver

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.store import Store

JSON = dict[str, Any]
ProviderRequest = tuple[str, str, Mapping[str, str], bytes]
"""Method, path on this machine (with its query), headers, body."""
Named = tuple[str, str]
"""A name in code and the msgid of its label."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person does on the page. `choice` is the id of the option tapped, `under` the key of the message that is
    answered or stands above, `public` one of the stand-in's `publics` ("" for a private message)."""

    text: str = ""
    choice: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_name: str = ""
    file: bytes | None = None
    mime_type: str = ""
    filename: str = ""
    public: str = ""
    under: str = ""
    subject: str = ""


class WrongPerson(ValueError):
    """The typed number, name or address cannot be one; str(error) is a sentence for the page."""


class CannotSay(ValueError):
    """The provider would not let a person send this; str(error) is a sentence for the page."""


class Standin(Protocol):
    """A provider on this machine. One per channel code, made once per process; what it remembers is in `store`.

    `person_label` is the msgid of what is typed for a new person ("Mobile number", "Account name", ...). `publics`
    are the public ways a person may write ("comment", "mention", "post", "story"). `switches` are the troubles a
    person can switch on; "twice" (deliver everything twice) and "away" (hold everything back) are done by the
    delivery loop, the others by the stand-in itself. `urlpatterns` are the provider's API as our adapter calls it,
    mounted at /dev/<code>/api/.
    """

    code: str
    title: str
    store: Store
    takes_files: bool
    takes_places: bool
    has_subject: bool

    @property
    def person_label(self) -> str: ...

    @property
    def publics(self) -> Sequence[str]: ...

    @property
    def switches(self) -> Sequence[Named]: ...

    @property
    def urlpatterns(self) -> Sequence[URLPattern | URLResolver]: ...

    def person(self, typed: str, name: str) -> tuple[str, str]:
        """The key and the shown name of a person. Raises WrongPerson."""

    def say(self, person: StandinRecord, said: Said, *, at: datetime) -> None:
        """Remember what the person says (`store.add`) and queue what the provider would send us (`store.deliver`).
        Raises CannotSay."""

    def requests(self, items: Sequence[JSON]) -> list[ProviderRequest]:
        """The provider's signed requests for queued items; empty where delivery is not over HTTP (then `say` delivers
        by itself)."""


# What a stand-in may do besides; each is asked for with isinstance.


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages dress a stand-in. `about` is the msgid of a sentence for the first page, `ours` the number or
    account people write to, `style` the shape of a conversation. `phones`: the keys of people are telephone numbers.
    `marks`: *bold*, _italic_ and ~struck~ are shown as such. `quotes`: a person can answer one particular message.
    `private`: a person can write without the public."""

    about: str = ""
    ours: str = ""
    style: Literal["chat", "sms", "mail"] = "chat"
    phones: bool = False
    marks: bool = False
    quotes: bool = True
    private: bool = True


@runtime_checkable
class Dressed(Protocol):
    look: Look


@runtime_checkable
class Reads(Protocol):
    """A provider that tells when a person has read a message."""

    def seen(self, person: StandinRecord, *, at: datetime) -> None:
        """The person looks at the conversation: advance what was delivered, and tell our side."""


@runtime_checkable
class Tricky(Protocol):
    """Things beside writing that a person can make happen in a conversation (block us, let a day pass)."""

    @property
    def tricks(self) -> Sequence[Named]: ...

    def do(self, person: StandinRecord, trick: str, *, at: datetime) -> None: ...


@runtime_checkable
class Asking(Protocol):
    """Boxes a new person may tick; the ticked ones become true in `person.data`."""

    @property
    def person_options(self) -> Sequence[Named]: ...


@runtime_checkable
class Noting(Protocol):
    """A sentence under the conversation about its state just now ("" for none), in the reader's language."""

    def note(self, person: StandinRecord, *, at: datetime) -> str: ...


class OwnPages(Protocol):
    """A stand-in that is no conversation of written messages (the telephone): `urlpatterns` are its own pages,
    mounted at /dev/<code>/. `about` is the msgid of a sentence for the first page."""

    code: str
    title: str
    about: str

    @property
    def urlpatterns(self) -> Sequence[URLPattern | URLResolver]: ...
