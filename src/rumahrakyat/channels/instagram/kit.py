"""How the conformance suite speaks as Instagram."""

from rumahrakyat.channels.base import Address
from rumahrakyat.channels.instagram.adapter import InstagramAdapter
from rumahrakyat.channels.instagram.options import ACCOUNT, PREFIX
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

CODE = "instagram"
INGRESS = "webhook"
ACCOUNT_ID = "178400000000009"
provider = shared.Provider("instagram", ACCOUNT_ID)
text, unknown, picture = provider.text, provider.unknown, provider.picture
without_usual_sender, status, requests = provider.without_usual_sender, provider.status, provider.requests


def adapter(api: str = "http://127.0.0.1:9") -> InstagramAdapter:
    provider.api = api
    return InstagramAdapter(shared.options(PREFIX, ACCOUNT, ACCOUNT_ID, api))


def citizen() -> Address:
    return Address(CODE, shared.PEOPLE[0])
