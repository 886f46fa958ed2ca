"""Any SMS gateway that speaks plain HTTP: what it is like stands in a settings file."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Media, Request, Verdict
from rumahrakyat.channels.gateways.callers import in_address
from rumahrakyat.channels.smshttp import asking, parsing
from rumahrakyat.channels.smshttp.configuration import from_environment
from rumahrakyat.channels.smshttp.options import Options
from rumahrakyat.lib import http

_LARGEST = 1024 * 1024


class SmsHttpAdapter:
    code = parsing.CHANNEL
    medium = "sms"
    label = "SMS"
    reads_by_settings = True  # without its settings file a stored request means nothing
    headers_kept: Sequence[str] = ()

    def __init__(self, options: Options) -> None:
        self.options = options
        self.capabilities = Capabilities(
            schemes=("tel",),
            concise=True,
            per_second=options.out.per_second,
            max_text=options.out.longest,
        )

    def configured(self) -> bool:
        return self.options.configured

    def verify(self, request: Request) -> Verdict:
        options = self.options
        if not options.incoming.sender:
            return Verdict.FORGED  # settings that cannot be read let nobody in
        return options.door.verdict(request, self._carried(request))

    def _carried(self, request: Request) -> str:
        incoming = self.options.incoming
        if incoming.carrier == "header":
            return request.headers.get(incoming.carried.lower(), "").removeprefix(incoming.prefix)
        if incoming.carrier == "query":
            return in_address(request, incoming.carried)
        return parsing.carried(request, incoming)

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- every GET is a message or a report
        return None

    def raw(self, request: Request) -> bytes:
        return parsing.raw(request, self.options.incoming)

    def check(self, raw: bytes) -> None:
        parsing.check(raw, self.options.incoming)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(raw, self.options.incoming, at=at)

    def acknowledge(self, request: Request, *, at: datetime) -> Answer:  # noqa: ARG002 -- one answer to all
        """The word that the gateway waits for."""
        return Answer(200, self.options.incoming.answer, self.options.incoming.answer_type)

    def send(self, outgoing: Outgoing) -> Receipt:
        out = self.options.out
        if not (out.url and out.number and out.text):
            raise DeliveryError("the SMS gateway is not configured", alarm=True)
        asked = asking.asking(outgoing, self.options)
        try:
            reply = http.request(
                asked.method,
                asked.url,
                headers=asked.headers,
                content=asked.content,
                trusted=http.origin(out.url),
                largest=_LARGEST,
            )
        except http.HttpProblem as error:
            raise DeliveryError(f"{self.options.name}: {error}", permanent=error.permanent) from error
        failure = asking.failure(reply, self.options)
        if failure is not None:
            raise failure
        return Receipt(asking.external_id(reply, outgoing.key, self.options))

    def fetch_media(self, ref: MediaRef) -> Media:  # noqa: ARG002 -- an SMS has none
        raise DeliveryError("an SMS brings no files", permanent=True)

    def check_config(self) -> list[str]:
        return list(self.options.mistakes)


def from_settings() -> SmsHttpAdapter:
    """The adapter of this installation. A demo without a gateway of its own talks to the stand-in."""
    from rumahrakyat.channels.smshttp.standin.options import standin_options  # noqa: PLC0415 -- seldom needed

    options = from_environment(webhook=f"{settings.PUBLIC_URL}/kanal/{parsing.CHANNEL}/")
    if settings.DEMO and not options.configured:
        options = standin_options()
    return SmsHttpAdapter(options)
