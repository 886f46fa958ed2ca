"""X: mentions and direct messages in, by asking and by signed events; messages and public answers out."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from rumahrakyat.channels.base import (
    Capabilities,
    DeliveryError,
    Event,
    Manner,
    MediaRef,
    Outgoing,
    Receipt,
)
from rumahrakyat.channels.contract import Answer, Feed, Media, Probe, Request, Verdict
from rumahrakyat.channels.payload import decode, text
from rumahrakyat.channels.x import feeds, files, parsing, registering, rendering
from rumahrakyat.channels.x.api import Api
from rumahrakyat.channels.x.options import Options, from_environment

SIGNATURE = "x-twitter-webhooks-signature"


class XAdapter:
    code = medium = parsing.CHANNEL
    label = "X"
    capabilities = Capabilities(
        schemes=("x",),
        per_second=1,
        max_text=rendering.LONGEST_MESSAGE,
        max_media_bytes=files.LARGEST_FILE,
    )
    headers_kept: Sequence[str] = (SIGNATURE,)

    def __init__(self, options: Options) -> None:
        self.options = options
        self.api = Api(options)

    def configured(self) -> bool:
        return bool(self.options.access_token or self.options.consumer_key)

    def verify(self, request: Request) -> Verdict:
        given = request.headers.get(SIGNATURE, "")
        if not given:
            return Verdict.MISSING
        # Every secret is tried, whether or not one has matched: the time taken tells nothing.
        matches = [
            hmac.compare_digest(given.encode(), sign(secret, request.body).encode())
            for secret in self.options.consumer_secrets
        ]
        return Verdict.GENUINE if any(matches) else Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:
        """X's challenge, which it repeats every hour: only who has the secret can answer it."""
        token = request.query.get("crc_token", "")
        if not token or not self.options.consumer_secret:
            return None
        answer = {"response_token": sign(self.options.consumer_secret, token.encode())}
        return Answer(200, json.dumps(answer), "application/json")

    def check(self, raw: bytes) -> None:
        decode(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(decode(raw), us=self.options.user_id, at=at)

    def feeds(self) -> Sequence[Feed]:
        """Everything is asked for even when it is brought, so that what a webhook misses is found. Messages are then
        asked for less often: unlike posts they cannot be asked for after an id, and every one read is paid for."""
        often = self.options.seconds
        seldom = often * 10 if self.options.webhook else often
        return [feeds.MentionFeed(self.api, often), feeds.MessageFeed(self.api, seldom)]

    def send(self, outgoing: Outgoing) -> Receipt:
        return self._post(outgoing) if outgoing.body.manner is Manner.PUBLIC else self._message(outgoing)

    def _post(self, outgoing: Outgoing) -> Receipt:
        under = outgoing.body.reply_to
        if not (under.isascii() and under.isdigit()):
            raise DeliveryError("a public answer needs the post that it answers", permanent=True)
        words = rendering.public(outgoing.body)
        reply = self.api.post("/2/tweets", {"text": words, "reply": {"in_reply_to_tweet_id": under}})
        return _receipt(text(reply, "data", "id"))

    def _message(self, outgoing: Outgoing) -> Receipt:
        person = outgoing.address.value
        if not (person.isascii() and person.isdigit()):
            raise DeliveryError("not the number of an account", permanent=True)
        reply = self.api.post(f"/2/dm_conversations/with/{person}/messages", {"text": rendering.message(outgoing.body)})
        return _receipt(text(reply, "data", "dm_event_id"), prefix="dm:")

    def fetch_media(self, ref: MediaRef) -> Media:
        return files.fetch(self.api, ref)

    def check_config(self) -> list[str]:
        return self.options.problems()

    def probe(self, *, at: datetime) -> Probe:  # noqa: ARG002 -- X's answer is about this moment
        """Ask X who we are, and whether it still brings events."""
        return Probe(problems=registering.problems(self.api))

    def register(self) -> None:
        """Tell X where to bring events, for an operator. Raises DeliveryError."""
        registering.register(self.api)


def _receipt(key: str, *, prefix: str = "") -> Receipt:
    if not key:
        raise DeliveryError("X took the message but named no id", permanent=True)
    return Receipt(f"{prefix}{key}")


def sign(secret: str, body: bytes) -> str:
    """How X signs what it brings, and wants its challenge signed."""
    return f"sha256={base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()}"


def from_settings() -> XAdapter:
    """The adapter of this installation. Without credentials a demo talks to the stand-in; any other, except in
    production, takes events that the installation's own secret signs, so that they can be rehearsed."""
    from rumahrakyat.channels.x.standin.options import standin_options  # noqa: PLC0415 -- seldom needed

    options = from_environment(webhook=f"{settings.PUBLIC_URL}/kanal/{parsing.CHANNEL}/")
    if settings.DEMO and not options.access_token:
        return XAdapter(standin_options())
    if not (options.consumer_secrets or settings.PRODUCTION):
        options = replace(options, consumer_secrets=standin_options().consumer_secrets)
    return XAdapter(options)
