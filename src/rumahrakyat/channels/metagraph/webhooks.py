"""Webhooks of the Graph API: their signature, the challenge that registers them, their envelope."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from rumahrakyat.channels.contract import Answer, Request, Verdict

SIGNATURE = "x-hub-signature-256"


def sign(secret: str, body: bytes) -> str:
    """The signature header of `body`."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def verify(request: Request, app_secrets: Sequence[str]) -> Verdict:
    """Whether one of the secrets signed the raw body. Every secret is tried, whether or not one has matched: the time
    taken tells nothing."""
    given = request.headers.get(SIGNATURE, "")
    if not given:
        return Verdict.MISSING
    matches = [hmac.compare_digest(given.encode(), sign(secret, request.body).encode()) for secret in app_secrets]
    return Verdict.GENUINE if any(matches) else Verdict.FORGED


def handshake(request: Request, verify_token: str) -> Answer:
    """The challenge, returned to whoever knows the word we chose."""
    query = request.query
    given = query.get("hub.verify_token", "")
    knows = hmac.compare_digest(given.encode(), verify_token.encode())
    if query.get("hub.mode") == "subscribe" and verify_token and knows:
        return Answer(200, query.get("hub.challenge", "")[:200])
    return Answer(403)


def digest(value: Any) -> str:
    """Names an item that has no id of its own; the same item gives the same name."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
