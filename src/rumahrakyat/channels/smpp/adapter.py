"""An SMS centre over SMPP 3.4: one session that listens, and one that sends."""

from collections.abc import Sequence
from datetime import datetime

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Listener, Media, Probe, Request, Verdict
from rumahrakyat.channels.smpp import parsing
from rumahrakyat.channels.smpp.options import Options, from_environment
from rumahrakyat.channels.smpp.receiving import Receiver
from rumahrakyat.channels.smpp.transmitting import Transmitter

MAX_TEXT = 459


class SmppAdapter:
    code = parsing.CHANNEL
    medium = "sms"
    label = "SMS"
    headers_kept: Sequence[str] = ()

    def __init__(self, options: Options) -> None:
        self.options = options
        self.capabilities = Capabilities(
            schemes=("tel",),
            concise=True,
            max_text=MAX_TEXT,
            per_second=options.per_second,
        )
        self.transmitter = Transmitter(options)

    def configured(self) -> bool:
        return bool(self.options.host or self.options.system_id)

    def verify(self, request: Request) -> Verdict:  # noqa: ARG002 -- the centre speaks in our session, not to this door
        return Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- as above
        return None

    def check(self, raw: bytes) -> None:
        parsing.decode(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(raw, at=at, decimal_ids=self.options.receipt_ids == "decimal")

    def listeners(self) -> Sequence[Listener]:
        return [Receiver(self.options)]

    def send(self, outgoing: Outgoing) -> Receipt:
        if outgoing.address.scheme != "tel":
            raise DeliveryError("not a telephone number", permanent=True)
        if self.options.problems():
            raise DeliveryError("the SMS centre is not configured", alarm=True)
        text = smstext.plain(outgoing.body.text)
        try:
            external_id = self.transmitter.send(outgoing.address.value, text, key=outgoing.key)
        except smstext.TooLong as error:
            raise DeliveryError("the text is too long for an SMS", permanent=True) from error
        return Receipt(parsing.known_as(external_id))

    def fetch_media(self, ref: MediaRef) -> Media:  # noqa: ARG002 -- there are none
        raise DeliveryError("an SMS holds no files", permanent=True)

    def probe(self, *, at: datetime) -> Probe:  # noqa: ARG002 -- the centre tells how it is now
        """Whether the session that sends can be had; whether it listens too shows in what comes."""
        self.transmitter.check()
        return Probe()

    def check_config(self) -> list[str]:
        return self.options.problems()


def from_settings() -> SmppAdapter:
    return SmppAdapter(from_environment())
