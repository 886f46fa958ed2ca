"""Any telephone exchange that can send a web request: it tells us of calls, we keep them. Nothing goes out."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Media, Request, Verdict
from rumahrakyat.channels.pbx import parsing
from rumahrakyat.channels.pbx.options import Options, from_environment
from rumahrakyat.channels.standins.local import derived

SECRET, SIGNATURE = "x-rumahrakyat-secret", "x-rumahrakyat-signature"  # names of headers


class PbxAdapter:
    code = parsing.CHANNEL
    medium = "phone"
    label: str = _("Telephone")  # type: ignore[assignment] # a lazy string: each reader has a language
    capabilities = Capabilities(push=False, calls=True)
    headers_kept: Sequence[str] = ()

    def __init__(self, options: Options, *, rehearsal: tuple[str, ...] = ()) -> None:
        self.options = options
        self._secrets = (*options.secrets, *rehearsal)

    def configured(self) -> bool:
        return bool(self.options.secrets)

    def verify(self, request: Request) -> Verdict:
        """A signature over the body is checked when there is one; the bare secret is for exchanges that cannot sign."""
        signature, secret = request.headers.get(SIGNATURE, ""), request.headers.get(SECRET, "")
        if not (signature or secret):
            return Verdict.MISSING
        # Every secret is tried, whether or not one has matched: the time taken tells nothing.
        matches = [
            hmac.compare_digest(signature.encode(), sign(known, request.body).encode())
            if signature
            else hmac.compare_digest(secret.encode(), known.encode())
            for known in self._secrets
        ]
        return Verdict.GENUINE if any(matches) else Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- exchanges ask nothing first
        return None

    def check(self, raw: bytes) -> None:
        parsing.decode(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(parsing.decode(raw), at=at)

    def send(self, outgoing: Outgoing) -> Receipt:  # noqa: ARG002 -- an exchange carries no written messages
        raise DeliveryError("nothing written can be sent through a telephone exchange", permanent=True)

    def fetch_media(self, ref: MediaRef) -> Media:  # noqa: ARG002 -- the events name no recordings
        raise DeliveryError("the exchange's events name no recordings", permanent=True)

    def check_config(self) -> list[str]:
        return self.options.problems()


def sign(secret: str, body: bytes) -> str:
    """The signature header of `body`."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def from_settings() -> PbxAdapter:
    """The adapter of this installation. Outside production, requests signed with the installation's own secret are
    taken as well, so that `rumahrakyat replay` and a demo can rehearse; a demo counts as configured by it."""
    options = from_environment()
    if settings.PRODUCTION:
        return PbxAdapter(options)
    own = (derived(parsing.CHANNEL, "secret"),)
    if settings.DEMO and not options.secrets:
        options = replace(options, secrets=own)
    return PbxAdapter(options, rehearsal=own)
