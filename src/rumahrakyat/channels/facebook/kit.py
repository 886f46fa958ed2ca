"""How the conformance suite speaks as Facebook."""

from rumahrakyat.channels.base import Address
from rumahrakyat.channels.facebook.adapter import FacebookAdapter
from rumahrakyat.channels.facebook.options import ACCOUNT, PREFIX
from rumahrakyat.channels.metagraph import kit as shared
from rumahrakyat.channels.metagraph.kit import (
    DOES_NOT_APPLY,
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
TELLS_READ = False  # only up to which moment, not which message
PAGE = "104000000000009"
provider = shared.Provider("page", PAGE)
text, unknown, picture = provider.text, provider.unknown, provider.picture
without_usual_sender, status, requests = provider.without_usual_sender, provider.status, provider.requests


def adapter(api: str = "http://127.0.0.1:9") -> FacebookAdapter:
    provider.api = api
    return FacebookAdapter(shared.options(PREFIX, ACCOUNT, PAGE, api))


def citizen() -> Address:
    return Address(CODE, shared.PEOPLE[0])
