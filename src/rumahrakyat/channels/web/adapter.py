"""The website as a channel. Nothing is pushed: what we tell a citizen stands on the tracking page, and what a citizen
writes there enters through correspondence directly, in the request's own transaction."""

from collections.abc import Sequence
from datetime import datetime

from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MalformedPayload, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Media, Request, Verdict


class WebAdapter:
    code = medium = "web"
    label = "Web"
    capabilities = Capabilities(push=False, media=True, location=True, max_text=20_000)
    headers_kept: Sequence[str] = ()

    def configured(self) -> bool:
        return True

    def verify(self, request: Request) -> Verdict:  # noqa: ARG002 -- nobody may speak for the website from outside
        return Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- there is no provider to shake hands with
        return None

    def check(self, raw: bytes) -> None:  # noqa: ARG002 -- there is no format: nothing comes in this way
        raise MalformedPayload

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:  # noqa: ARG002 -- as above
        raise MalformedPayload

    def send(self, outgoing: Outgoing) -> Receipt:  # noqa: ARG002 -- the tracking page shows the message itself
        return Receipt("")

    def fetch_media(self, ref: MediaRef) -> Media:  # noqa: ARG002 -- files come with the form
        raise DeliveryError("files of the website come with the form", permanent=True)

    def check_config(self) -> list[str]:
        return []
