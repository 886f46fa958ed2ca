"""Twilio's signature: base64 of an HMAC-SHA1 over the public address and the form, shared by messages and calls.

Written from the provider's manual "Webhooks security". A body that is not a form is signed through its SHA-256, which
the provider puts into the address as `bodySHA256`. The provider signs no time, so an old request stays genuine for
ever: what makes a repetition harmless is that every event is unique.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from rumahrakyat.channels.contract import Request, Verdict

HEADER = "x-twilio-signature"
_BODY_DIGEST = "bodySHA256"
_DEFAULT_PORTS = {"https": 443, "http": 80}


def valid(request: Request, tokens: Sequence[str]) -> Verdict:
    """Whether one of our auth tokens signed `request`: every token is tried, in a time that tells nothing."""
    given = request.headers.get(HEADER, "")
    if not given:
        return Verdict.MISSING
    digests = [value for name, value in parse_qsl(urlsplit(request.url).query) if name == _BODY_DIGEST]
    body = b"" if digests else request.body
    matches = [
        hmac.compare_digest(given.encode(), sign(token, url, body).encode())
        for token in tokens
        for url in _spellings(request.url)
    ]
    whole = all(hmac.compare_digest(value.lower().encode(), _sha256(request.body)) for value in digests)
    return Verdict.GENUINE if any(matches) and whole else Verdict.FORGED


def form(body: bytes) -> list[tuple[str, str]]:
    """The fields of a form body, in their order, empty ones too: what is read must be what was signed."""
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


def sign(token: str, url: str, body: bytes = b"") -> str:
    """The signature header for a form sent to `url`: the address, then every field sorted by name and value."""
    said = url + "".join(name + value for name, value in sorted(set(form(body))))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()


def _sha256(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _spellings(url: str) -> tuple[str, ...]:
    """The address as it is, and with the default port written or left out: the provider does now one, now the other."""
    parts = urlsplit(url)
    port = _DEFAULT_PORTS.get(parts.scheme)
    host = parts.netloc
    if port is None or not host:
        return (url,)
    bare = host.removesuffix(f":{port}")
    if bare == host and parts.port is not None:
        return (url,)
    rest = url[len(parts.scheme) + len("://") + len(host) :]
    return tuple(f"{parts.scheme}://{spelled}{rest}" for spelled in (bare, f"{bare}:{port}"))
