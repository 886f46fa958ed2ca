"""Telephone calls through Twilio: signed forms in, TwiML back, recordings fetched over the REST API."""

import base64
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Media, Request, Verdict
from rumahrakyat.channels.standins.local import api_url, derived
from rumahrakyat.channels.twilio import signature
from rumahrakyat.channels.twiliovoice import parsing, twiml
from rumahrakyat.channels.twiliovoice.options import Options, from_environment
from rumahrakyat.channels.voice import ivr, lending
from rumahrakyat.channels.voice.office import Office
from rumahrakyat.lib import http

LARGEST_FILE = 15 * 1024 * 1024
STANDIN_ACCOUNT = "AC00000000000000000000000000000001"
STANDIN_NUMBER = "+62243501500"
STANDIN_AGENT = "+62243501501"


class TwilioVoiceAdapter:
    code = parsing.CHANNEL
    medium = "phone"
    label: str = _("Telephone")  # type: ignore[assignment] # a lazy string: each reader has a language
    capabilities = Capabilities(push=False, calls=True, media=True, max_media_bytes=LARGEST_FILE)
    headers_kept: Sequence[str] = ()

    def __init__(self, options: Options) -> None:
        self.options = options

    def configured(self) -> bool:
        return bool(self.options.account or self.options.number)

    def verify(self, request: Request) -> Verdict:
        return signature.valid(request, self.options.tokens)

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- Twilio asks nothing first
        return None

    def check(self, raw: bytes) -> None:
        parsing.decode(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(parsing.decode(raw), at=at)

    def acknowledge(self, request: Request, *, at: datetime) -> Answer:
        """What the caller hears next; nothing once the call is over."""
        fields = parsing.decode(request.body)
        if parsing.has_ended(fields):
            return Answer(200, twiml.NOTHING, twiml.CONTENT_TYPE)
        query = request.query
        state = ivr.State.of(query.get(twiml.STEP, ""), query.get(twiml.LANGUAGE, ""), query.get(twiml.TRIES, ""))
        house = ivr.House(self.options.office, at, lending.status_of, texts=lending.callers_are_texted())
        reply = ivr.step(state, parsing.heard(fields), house)
        return Answer(200, twiml.render(reply, base=webhook()), twiml.CONTENT_TYPE)

    def send(self, outgoing: Outgoing) -> Receipt:  # noqa: ARG002 -- nobody can be texted through a call
        raise DeliveryError("nothing written can be sent through a telephone call", permanent=True)

    def fetch_media(self, ref: MediaRef) -> Media:
        """The recording as MP3. Its address is made from its id; the one a form names is never asked."""
        if not re.fullmatch(r"RE\w{1,64}", ref.ref, flags=re.ASCII):
            raise DeliveryError("not the id of a recording", permanent=True)
        options = self.options
        if not (options.account and options.tokens):
            raise DeliveryError("Twilio is not configured", alarm=True)
        secret = base64.b64encode(f"{options.account}:{options.tokens[0]}".encode()).decode()
        url = f"{options.api}/2010-04-01/Accounts/{options.account}/Recordings/{ref.ref}.mp3"
        trusted = options.api if options.in_house else ""
        try:
            reply = http.request(
                "GET", url, headers={"Authorization": f"Basic {secret}"}, trusted=trusted, largest=LARGEST_FILE
            )
        except http.HttpProblem as error:
            raise DeliveryError(f"Twilio: {error}", permanent=error.permanent) from error
        if reply.status != 200:
            raise _problem(reply)
        return Media(reply.content, reply.headers.get("content-type", "").partition(";")[0].strip() or parsing.AUDIO)

    def check_config(self) -> list[str]:
        return self.options.problems()


def _problem(reply: http.Reply) -> DeliveryError:
    """A recording that is not found may still be on its way: the callback can be faster than the storage."""
    if reply.status in {401, 403}:
        return DeliveryError("Twilio refuses our account or token", alarm=True)
    return DeliveryError(f"the recording was answered {reply.status}", retry_after=reply.asked_wait)


def webhook() -> str:
    """The public address that Twilio asks."""
    return f"{settings.PUBLIC_URL}/kanal/{parsing.CHANNEL}/"


def standin_options() -> Options:
    return Options(
        account=STANDIN_ACCOUNT,
        tokens=(derived(parsing.CHANNEL, "token"),),
        number=STANDIN_NUMBER,
        office=Office(STANDIN_AGENT, zone=settings.TIME_ZONE),
        api=api_url(parsing.CHANNEL),
        in_house=True,
    )


def from_settings() -> TwilioVoiceAdapter:
    """The adapter of this installation. Without credentials a demo is called by the stand-in; any other, except in
    production, takes forms that the installation's own secret signs, so that `rumahrakyat replay` can rehearse."""
    options = from_environment()
    if settings.DEMO and not options.tokens:
        options = standin_options()
    elif not (options.tokens or settings.PRODUCTION):
        options = replace(options, tokens=standin_options().tokens)
    return TwilioVoiceAdapter(options)
