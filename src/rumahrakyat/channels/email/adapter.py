"""E-mail: in by LMTP, SMTP or IMAP, out by SMTP."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels import media
from rumahrakyat.channels.base import (
    Capabilities,
    DeliveryError,
    Event,
    MalformedPayload,
    MediaRef,
    Outgoing,
    OutgoingFile,
    Receipt,
)
from rumahrakyat.channels.contract import Answer, Listener, Media, Probe, Request, Verdict
from rumahrakyat.channels.email import parsing, relay, rendering, tokens
from rumahrakyat.channels.email.door import DoorListener
from rumahrakyat.channels.email.mailbox import MailboxListener
from rumahrakyat.channels.email.options import MEGABYTE, Options, from_environment
from rumahrakyat.lib import clock
from rumahrakyat.lib.blobs import MissingBlob


class EmailAdapter:
    code = medium = parsing.CHANNEL
    label: str = _("E-mail")  # type: ignore[assignment] # a lazy string: each reader has a language
    capabilities = Capabilities(
        schemes=("email",),
        per_second=10,
        media=True,
        max_text=50_000,
        max_media_bytes=25 * MEGABYTE,
    )
    headers_kept: Sequence[str] = ("envelope-from", "envelope-to", "via")

    def __init__(self, options: Options, *, more: Sequence[Listener] = ()) -> None:
        """`more`: further listeners (the stand-in's)."""
        self.options = options
        self._more = more

    def configured(self) -> bool:
        return bool(self.options.address)

    def verify(self, request: Request) -> Verdict:  # noqa: ARG002 -- the contract's
        """Nothing that comes over HTTP is a mail."""
        return Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- the contract's
        return None

    def check(self, raw: bytes) -> None:
        if not raw.strip():
            raise MalformedPayload("an empty mail")

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(raw, at=at, options=self.options)

    def send(self, outgoing: Outgoing) -> Receipt:
        files = [_attached(file) for file in outgoing.body.files]
        relay.send(rendering.letter(outgoing, options=self.options, at=clock.now(), files=files), self.options)
        return Receipt(tokens.external_id(outgoing.key))

    def fetch_media(self, ref: MediaRef) -> Media:  # noqa: ARG002 -- the contract's
        raise DeliveryError("the files of a mail come inside it", permanent=True)

    def check_config(self) -> list[str]:
        return self.options.problems()

    def listeners(self) -> Sequence[Listener]:
        found: list[Listener] = list(self._more)
        if self.options.door.port:
            found.append(DoorListener(self.options))
        if self.options.mailbox.host:
            found.append(MailboxListener(self.options))
        return found

    def probe(self, *, at: datetime) -> Probe:  # noqa: ARG002 -- the contract's
        relay.greet(self.options)
        return Probe()


def _attached(file: OutgoingFile) -> rendering.Attached:
    """Raises DeliveryError when its content is lost."""
    try:
        return rendering.Attached(file.name, file.mime_type, media.blobs().get(file.digest))
    except MissingBlob as error:
        raise DeliveryError("a file of the mail is lost", permanent=True) from error


def from_settings() -> EmailAdapter:
    """The adapter of this installation. A demo without an address of its own sends to the stand-in and receives from
    it, over sockets of this machine."""
    from rumahrakyat.channels.email.standin.options import standin_options  # noqa: PLC0415 -- seldom needed
    from rumahrakyat.channels.email.standin.post import StandinListener  # noqa: PLC0415

    options = from_environment()
    if settings.DEMO and not options.address:
        options = standin_options()
        return EmailAdapter(options, more=[StandinListener(options.relay)])
    return EmailAdapter(options)
