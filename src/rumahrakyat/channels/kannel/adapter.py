"""Kannel, the SMS gateway in the house: its requests in, its `sendsms` out."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Media, Probe, Request, Verdict
from rumahrakyat.channels.gateways.callers import in_address
from rumahrakyat.channels.kannel import parsing
from rumahrakyat.channels.kannel.options import Options, from_environment
from rumahrakyat.lib import http

# Sent, delivered, failed, waiting, taken, refused: every report that there is.
ALL_REPORTS = 31
BUSY = timedelta(seconds=30)
_LARGEST = 1024 * 1024
_LINE = re.compile(r"<smsc>.*?<admin-id>(.*?)</admin-id>.*?<status>(.*?)</status>", re.DOTALL)


class KannelAdapter:
    code = parsing.CHANNEL
    medium = "sms"
    label = "SMS"
    capabilities = Capabilities(
        schemes=("tel",),
        concise=True,
        per_second=20,
        # Twenty parts at the worst, when every sign is an emoji: more would only annoy.
        max_text=670,
    )
    headers_kept: Sequence[str] = ()

    def __init__(self, options: Options) -> None:
        self.options = options

    def configured(self) -> bool:
        return bool(self.options.sendsms or self.options.door.secrets)

    def verify(self, request: Request) -> Verdict:
        given = request.headers.get(parsing.WORD_HEADER, "") or in_address(request, parsing.WORD)
        # The list of addresses comes on top: Kannel can always carry the word.
        return self.options.door.verdict(request, given) if self.options.door.secrets else Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- every GET is a message or a report
        return None

    def raw(self, request: Request) -> bytes:
        return parsing.raw(request)

    def check(self, raw: bytes) -> None:
        parsing.fields(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(parsing.fields(raw), at=at)

    def acknowledge(self, request: Request, *, at: datetime) -> Answer:  # noqa: ARG002 -- one answer to all
        """Nothing: Kannel would send any word of ours to the citizen."""
        return Answer(200, "")

    def send(self, outgoing: Outgoing) -> Receipt:
        """Kannel gives no id, so its reports carry our key."""
        options = self.options
        if not (options.sendsms and options.username):
            raise DeliveryError("Kannel is not configured", alarm=True)
        words = smstext.plain(outgoing.body.text)
        query = {
            "username": options.username,
            "password": options.password,
            "from": options.number,
            "to": outgoing.address.value,
            "text": words,
            "charset": "UTF-8",
            "coding": 0 if smstext.coding_of(words) == "gsm7" else 2,
            "dlr-mask": ALL_REPORTS,
            "dlr-url": self._reports(outgoing.key),
            **({"smsc": options.smsc} if options.smsc else {}),
        }
        reply = self._ask(options.sendsms, query)
        if reply.status != 202:
            raise _error(reply)
        return Receipt(outgoing.key)

    def fetch_media(self, ref: MediaRef) -> Media:  # noqa: ARG002 -- an SMS has none
        raise DeliveryError("an SMS brings no files", permanent=True)

    def check_config(self) -> list[str]:
        return self.options.problems()

    def probe(self, *, at: datetime) -> Probe:  # noqa: ARG002 -- Kannel speaks of now
        """What Kannel's status page says about its lines; nothing when we are not told where that is."""
        if not self.options.status:
            return Probe()
        reply = self._ask(self.options.status, {"password": self.options.status_password})
        page = reply.content.decode("utf-8", "replace")
        if reply.status != 200 or "<gateway>" not in page:
            return Probe(["Kannel does not show its status: the status password is wrong."])
        problems = [] if "<type>smsbox</type>" in page else ["Kannel's smsbox is not running."]
        lines = _LINE.findall(page)
        problems += [] if lines else ["Kannel has no line to an SMS centre."]
        problems += [f"Kannel's line “{name}” is {state}." for name, state in lines if not state.startswith("online")]
        return Probe(problems)

    def _reports(self, key: str) -> str:
        """Where reports go. What stands behind a per cent sign is for Kannel to fill in."""
        word = next(iter(self.options.door.secrets), "")
        return f"{self.options.webhook}?{urlencode({parsing.WORD: word, 'key': key})}&dlr=%d&time=%T&smsc=%i"

    def _ask(self, url: str, query: dict[str, str | int]) -> http.Reply:
        try:
            return http.request("GET", f"{url}?{urlencode(query)}", trusted=http.origin(url), largest=_LARGEST)
        except http.HttpProblem as error:
            raise DeliveryError(f"Kannel: {error}", permanent=error.permanent) from error


def _error(reply: http.Reply) -> DeliveryError:
    """What an answer other than 202 means. Kannel's own words are not passed on: they may name the number."""
    said = reply.content.decode("utf-8", "replace")
    message = f"Kannel answered {reply.status}"
    if "Authorization failed" in said or reply.status == 401:
        return DeliveryError("Kannel: the name or the password of the sendsms user is wrong", alarm=True)
    if "denied" in said:
        return DeliveryError("Kannel: the number is on a black list", permanent=True)
    if reply.status == 503:
        # Not the message's fault: it may wait as long as the line is down.
        return DeliveryError("Kannel: no line to the SMS centre just now", retry_after=reply.asked_wait or BUSY)
    if reply.status == 429:
        return DeliveryError(message, retry_after=reply.asked_wait or BUSY)
    return DeliveryError(message, permanent=400 <= reply.status < 500)


def from_settings() -> KannelAdapter:
    return KannelAdapter(from_environment(webhook=f"{settings.PUBLIC_URL}/kanal/{parsing.CHANNEL}/"))
