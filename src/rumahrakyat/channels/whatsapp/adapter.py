"""WhatsApp Cloud API: signed webhooks in, the Graph API out."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Media, Request, Verdict
from rumahrakyat.channels.metagraph import webhooks
from rumahrakyat.channels.metagraph.webhooks import SIGNATURE, sign
from rumahrakyat.channels.payload import decode, mapping, objects, text
from rumahrakyat.channels.whatsapp import errors, parsing, rendering
from rumahrakyat.channels.whatsapp.options import Options, from_environment
from rumahrakyat.lib import http

__all__ = ["SIGNATURE", "WhatsAppAdapter", "from_settings", "sign"]

LARGEST_FILE = 25 * 1024 * 1024


class WhatsAppAdapter:
    code = medium = parsing.CHANNEL
    label = "WhatsApp"
    capabilities = Capabilities(
        schemes=("tel", "wa"),
        per_second=80,
        media=True,
        location=True,
        ask_location=True,
        max_text=4096,
        max_interactive_text=1024,
        max_buttons=rendering.MAX_BUTTONS,
        max_rows=rendering.MAX_ROWS,
        reply_window=timedelta(hours=24),
        templates=True,
        max_media_bytes=LARGEST_FILE,
    )
    headers_kept: Sequence[str] = (SIGNATURE,)

    def __init__(self, options: Options) -> None:
        self.options = options

    def configured(self) -> bool:
        return bool(self.options.phone_id or self.options.token)

    def verify(self, request: Request) -> Verdict:
        return webhooks.verify(request, self.options.app_secrets)

    def handshake(self, request: Request) -> Answer | None:
        return webhooks.handshake(request, self.options.verify_token)

    def check(self, raw: bytes) -> None:
        decode(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(decode(raw), at=at)

    def send(self, outgoing: Outgoing) -> Receipt:
        reply = self._graph("POST", f"{self.options.phone_id}/messages", payload=rendering.message(outgoing))
        external_id = next((text(m, "id") for m in objects(reply.json(), "messages")), "")
        if not external_id:
            raise DeliveryError("WhatsApp took the message but named no id", permanent=True)
        return Receipt(external_id)

    def fetch_media(self, ref: MediaRef) -> Media:
        """Two steps: the id gives a link that lives five minutes, the link gives the bytes, both with our token."""
        if not ref.ref.isalnum():
            raise DeliveryError("not a media id", permanent=True)
        found = mapping(self._graph("GET", ref.ref).json())
        size = found.get("file_size")
        if isinstance(size, int) and size > LARGEST_FILE:
            raise DeliveryError("the file is too large", permanent=True)
        reply = self._ask("GET", text(found, "url"), largest=LARGEST_FILE)
        if reply.status != 200:
            # An expired link is answered 404; the next attempt asks for a fresh one.
            raise DeliveryError(f"the file's link answered {reply.status}")
        digest = ref.sha256 or text(found, "sha256").lower()
        if len(digest) == 64 and hashlib.sha256(reply.content).hexdigest() != digest:
            raise DeliveryError("the file came damaged")
        return Media(reply.content, text(found, "mime_type").partition(";")[0].strip())

    def check_config(self) -> list[str]:
        return self.options.problems()

    def _graph(self, method: str, path: str, *, payload: dict[str, Any] | None = None) -> http.Reply:
        reply = self._ask(method, f"{self.options.api}/{path}", payload=payload)
        if not 200 <= reply.status < 300:
            raise errors.from_reply(reply)
        return reply

    def _ask(self, method: str, url: str, *, payload: Any = None, largest: int = 1024 * 1024) -> http.Reply:
        if not self.options.token or not self.options.phone_id:
            raise DeliveryError("WhatsApp is not configured", alarm=True)
        headers = {"Authorization": f"Bearer {self.options.token}"}
        trusted = self.options.api if self.options.in_house else ""
        try:
            return http.request(method, url, headers=headers, payload=payload, trusted=trusted, largest=largest)
        except http.HttpProblem as error:
            raise DeliveryError(f"WhatsApp: {error}", permanent=error.permanent) from error


def from_settings() -> WhatsAppAdapter:
    """The adapter of this installation. Without credentials a demo talks to the stand-in; any other, except in
    production, takes webhooks that the installation's own secret signs, so that `rumahrakyat replay` can rehearse."""
    from rumahrakyat.channels.whatsapp.standin.options import standin_options  # noqa: PLC0415 -- seldom needed

    options = from_environment()
    if settings.DEMO and not options.token:
        options = standin_options()
    elif not (options.app_secrets or settings.PRODUCTION):
        options = replace(options, app_secrets=standin_options().app_secrets)
    return WhatsAppAdapter(options)
