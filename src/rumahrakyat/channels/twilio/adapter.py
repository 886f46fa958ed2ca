"""SMS through Twilio: signed forms in, the REST API out."""

import base64
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Media, Probe, Request, Tally, Verdict
from rumahrakyat.channels.payload import mapping, number, objects, text
from rumahrakyat.channels.twilio import errors, parsing, signature
from rumahrakyat.channels.twilio.options import Options, from_environment
from rumahrakyat.lib import http

LARGEST_FILE = 16 * 1024 * 1024
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
_FORM = "application/x-www-form-urlencoded"
_LARGEST_ANSWER = 1024 * 1024


class TwilioAdapter:
    code = parsing.CHANNEL
    medium = "sms"
    label = "SMS"
    capabilities = Capabilities(
        schemes=("tel",),
        concise=True,
        per_second=10,
        media=True,
        max_text=670,
        max_media_bytes=LARGEST_FILE,
    )
    headers_kept: Sequence[str] = (signature.HEADER,)

    def __init__(self, options: Options) -> None:
        self.options = options

    def configured(self) -> bool:
        return bool(self.options.account or self.options.tokens)

    def verify(self, request: Request) -> Verdict:
        return signature.valid(request, self.options.tokens)

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- a GET is a message as a POST is
        return None

    def raw(self, request: Request) -> bytes:
        return parsing.raw(request)

    def check(self, raw: bytes) -> None:
        parsing.fields(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(parsing.fields(raw), at=at)

    def acknowledge(self, request: Request, *, at: datetime) -> Answer:  # noqa: ARG002 -- one answer to all
        """No instruction: what we say goes by the API."""
        return Answer(200, NOTHING_TO_SAY, "text/xml")

    def send(self, outgoing: Outgoing) -> Receipt:
        sender = self.options.sender
        told = {
            "To": outgoing.address.value,
            "MessagingServiceSid" if sender.startswith("MG") else "From": sender,
            "Body": smstext.plain(outgoing.body.text),
            "StatusCallback": f"{self.options.webhook}?{urlencode({parsing.KEY: outgoing.key})}",
        }
        found = self._api("POST", "Messages.json", content=urlencode(told).encode())
        external_id = text(found, "sid")
        if not external_id:
            raise DeliveryError("Twilio took the message but named no id", permanent=True)
        return Receipt(external_id)

    def fetch_media(self, ref: MediaRef) -> Media:
        """The API leads on to where the file lies; our token goes no further than the API."""
        if not parsing.FILE.fullmatch(ref.ref):
            raise DeliveryError("not a file of the API", permanent=True)
        reply = self._ask("GET", f"{self.options.api}{ref.ref}", largest=LARGEST_FILE)
        if reply.status in {401, 403, 429}:
            raise errors.from_reply(reply)
        if reply.status != 200:
            raise DeliveryError(f"the file's link answered {reply.status}")
        return Media(reply.content, reply.headers.get("content-type", "").partition(";")[0].strip())

    def check_config(self) -> list[str]:
        return self.options.problems()

    def probe(self, *, at: datetime) -> Probe:  # noqa: ARG002 -- the account speaks of now
        reply = self._ask("GET", f"{self._account}.json")
        state = text(reply.json(), "status")
        if reply.status == 401:
            return Probe(["Twilio does not accept our auth token."])
        if reply.status != 200:
            raise errors.from_reply(reply)
        return Probe([] if state == "active" else [f"Twilio says that our account is {state or 'unknown'}."])

    def tally(self, day: date) -> Tally:
        return Tally(received=self._counted("sms-inbound", day), sent=self._counted("sms-outbound", day))

    def _counted(self, category: str, day: date) -> int:
        query = urlencode({"Category": category, "StartDate": day.isoformat(), "EndDate": day.isoformat()})
        records = objects(self._api("GET", f"Usage/Records/Daily.json?{query}"), "usage_records")
        return sum(int(number(record, "count") or 0) for record in records)

    @property
    def _account(self) -> str:
        return f"{self.options.api}/2010-04-01/Accounts/{self.options.account}"

    def _api(self, method: str, path: str, *, content: bytes | None = None) -> dict[str, Any]:
        reply = self._ask(method, f"{self._account}/{path}", content=content)
        if not 200 <= reply.status < 300:
            raise errors.from_reply(reply)
        return mapping(reply.json())

    def _ask(
        self, method: str, url: str, *, content: bytes | None = None, largest: int = _LARGEST_ANSWER
    ) -> http.Reply:
        options = self.options
        if not (options.account and options.tokens):
            raise DeliveryError("Twilio is not configured", alarm=True)
        credentials = base64.b64encode(f"{options.account}:{options.tokens[0]}".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}", **({"Content-Type": _FORM} if content else {})}
        trusted = options.api if options.in_house else ""
        try:
            return http.request(method, url, headers=headers, content=content, trusted=trusted, largest=largest)
        except http.HttpProblem as error:
            raise DeliveryError(f"Twilio: {error}", permanent=error.permanent) from error


def from_settings() -> TwilioAdapter:
    return TwilioAdapter(from_environment(webhook=f"{settings.PUBLIC_URL}/kanal/{parsing.CHANNEL}/"))
