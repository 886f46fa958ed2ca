"""OAuth 1.0a (RFC 5849) with HMAC-SHA1: how X wants requests signed in the name of an account.

Unlike the tokens of OAuth 2.0, which die after two hours, these live until somebody takes them back.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True)
class Credentials:
    consumer_key: str
    token: str
    consumer_secret: str = field(repr=False)
    token_secret: str = field(repr=False)


def escaped(text: str) -> str:
    """Percent-encoded as section 3.6 wants it."""
    return quote(text, safe="-._~")


def query(parameters: Mapping[str, str]) -> str:
    """The parameters as they stand in an address."""
    return "&".join(f"{escaped(name)}={escaped(value)}" for name, value in parameters.items())


def signature(method: str, url: str, parameters: Mapping[str, str], credentials: Credentials) -> str:
    """Over the method, the address without its query, and all parameters: of the query and of OAuth (section 3.4). A
    JSON body has no part in it."""
    pairs = sorted((escaped(name), escaped(value)) for name, value in parameters.items())
    listed = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((method.upper(), escaped(url), escaped(listed)))
    key = f"{escaped(credentials.consumer_secret)}&{escaped(credentials.token_secret)}"
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()


@dataclass(frozen=True)
class Moment:
    """What makes a signature good for once: seconds since 1970, and a word never used before."""

    timestamp: int
    nonce: str


def header(
    method: str, url: str, parameters: Mapping[str, str], credentials: Credentials, *, moment: Moment
) -> dict[str, str]:
    """The Authorization header of a request; `parameters` are those of its query."""
    ours = {
        "oauth_consumer_key": credentials.consumer_key,
        "oauth_nonce": moment.nonce,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(moment.timestamp),
        "oauth_token": credentials.token,
        "oauth_version": "1.0",
    }
    ours["oauth_signature"] = signature(method, url, {**parameters, **ours}, credentials)
    return {"Authorization": "OAuth " + ", ".join(f'{name}="{escaped(value)}"' for name, value in ours.items())}
