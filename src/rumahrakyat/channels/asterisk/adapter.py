"""Telephone calls through an Asterisk of the house, over its REST interface (ARI)."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.asterisk import parsing
from rumahrakyat.channels.asterisk.listener import AriListener
from rumahrakyat.channels.asterisk.options import Options, from_environment
from rumahrakyat.channels.asterisk.rest import LARGEST_FILE, Exchange, Gone
from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Listener, Media, Request, Verdict


class AsteriskAdapter:
    code = parsing.CHANNEL
    medium = "phone"
    label: str = _("Telephone")  # type: ignore[assignment] # a lazy string: each reader has a language
    capabilities = Capabilities(push=False, calls=True, media=True, max_media_bytes=LARGEST_FILE)
    headers_kept: Sequence[str] = ()

    def __init__(self, options: Options) -> None:
        self.options = options

    def configured(self) -> bool:
        return bool(self.options.url)

    def verify(self, request: Request) -> Verdict:  # noqa: ARG002 -- we connect to the exchange, it never asks us
        return Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- as above
        return None

    def check(self, raw: bytes) -> None:
        parsing.decode(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(parsing.decode(raw), at=at)

    def send(self, outgoing: Outgoing) -> Receipt:  # noqa: ARG002 -- nobody can be texted through a call
        raise DeliveryError("nothing written can be sent through a telephone call", permanent=True)

    def fetch_media(self, ref: MediaRef) -> Media:
        if not re.fullmatch(rf"{parsing.PREFIX}[\w.@:-]{{1,200}}", ref.ref, flags=re.ASCII):
            raise DeliveryError("not the name of a recording", permanent=True)
        try:
            return Media(Exchange(self.options).recording(ref.ref), parsing.AUDIO)
        except Gone as error:
            raise DeliveryError("the recording is not on the exchange (yet)") from error

    def check_config(self) -> list[str]:
        return self.options.problems()

    def listeners(self) -> Sequence[Listener]:
        return [AriListener(self.options)]


def from_settings() -> AsteriskAdapter:
    """The adapter of this installation."""
    return AsteriskAdapter(from_environment())
