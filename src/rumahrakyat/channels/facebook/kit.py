"""How the conformance suite speaks as Facebook."""

from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.facebook.adapter import FacebookAdapter
from rumahrakyat.channels.facebook.options import ACCOUNT, PREFIX
from rumahrakyat.channels.metagraph import kit as shared
from rumahrakyat.channels.metagraph.kit import (
    DOES_NOT_APPLY,
    JSON,
    accepts,
    breaks,
    file_at,
    file_is_gone,
    forged,
    has_blocked_us,
    nonsense,
    refuses_for_good,
    rewritten,
    says_window_closed,
    sent,
    serves_file,
    throttles,
    token_is_dead,
    unsigned,
)

__all__ = [
    "DOES_NOT_APPLY",
    "accepts",
    "breaks",
    "file_at",
    "file_is_gone",
    "forged",
    "has_blocked_us",
    "nonsense",
    "refuses_for_good",
    "rewritten",
    "says_window_closed",
    "sent",
    "serves_file",
    "throttles",
    "token_is_dead",
    "unsigned",
]

CODE = "facebook"
INGRESS = "webhook"
PAGE = "104000000000009"
provider = shared.Provider("page", PAGE)
text, unknown, picture = provider.text, provider.unknown, provider.picture
without_usual_sender, requests = provider.without_usual_sender, provider.requests


def status(external_id: str, status: str | Status, *, at: int = 1_795_251_600) -> JSON:
    """Reading is told up to a moment, here one after everything was sent; the message is not named."""
    if status == Status.READ:
        return provider.item(at=at, read={"watermark": at * 1000})
    return provider.status(external_id, status)


def adapter(api: str = "http://127.0.0.1:9") -> FacebookAdapter:
    provider.api = api
    return FacebookAdapter(shared.options(PREFIX, ACCOUNT, PAGE, api))


def citizen() -> Address:
    return Address(CODE, shared.PEOPLE[0])
