"""Signing in at a provider of OpenID Connect: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0,
RFC 7636). Only signatures that can be checked with the provider's public keys are believed."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from rumahrakyat.lib import http

SCOPES: Final = "openid email profile"
SKEW: Final = timedelta(minutes=2)  # how far two clocks may differ
_LARGEST: Final = 256 * 1024  # bytes of any answer of a provider
_RSA_BITS: Final = 2048


class OpenIdProblem(Exception):
    """Nobody is signed in. `why`: provider (it does not answer as it should), state (the way back does not belong to
    the way there), refused (the provider said no), signature, issuer, audience, expired, nonce."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Provider:
    """`issuer` is its address without a slash at the end; it is trusted to lie in a private network."""

    issuer: str
    client_id: str
    client_secret: str


def begin(provider: Provider, *, back: str) -> tuple[str, dict[str, str]]:
    """The address to send the person to, and what must be kept in their session until they are back at `back`."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    digest = hashlib.sha256(kept["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": SCOPES,
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": _plain(digest),
        "code_challenge_method": "S256",
    }
    return f"{_about(provider)['authorization_endpoint']}?{urlencode(asked)}", kept


def finish(
    provider: Provider, *, answer: Mapping[str, str], kept: Mapping[str, str], back: str, at: datetime
) -> dict[str, Any]:
    """What the provider vouches for about the person who came back with `answer`. Raises `OpenIdProblem`."""
    if not kept.get("state") or not secrets.compare_digest(answer.get("state", ""), kept["state"]):
        raise OpenIdProblem("state")
    if not answer.get("code"):
        raise OpenIdProblem("refused")
    about = _about(provider)
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": back,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "code_verifier": kept["verifier"],
    }
    token = _ask("POST", about["token_endpoint"], provider, urlencode(form).encode()).get("id_token")
    if not isinstance(token, str):
        raise OpenIdProblem("provider")
    claims = _checked(token, _ask("GET", about["jwks_uri"], provider))
    _believe(claims, provider, kept["nonce"], at)
    return claims


def _about(provider: Provider) -> dict[str, str]:
    found = _ask("GET", f"{provider.issuer}/.well-known/openid-configuration", provider)
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer:
        raise OpenIdProblem("issuer")
    if not all(isinstance(found.get(name), str) for name in names):
        raise OpenIdProblem("provider")
    return {name: found[name] for name in names}


def _ask(method: str, url: str, provider: Provider, content: bytes | None = None) -> dict[str, Any]:
    headers = {"Accept": "application/json"}
    if content is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        reply = http.request(
            method, url, headers=headers, content=content, trusted=http.origin(provider.issuer), largest=_LARGEST
        )
    except http.HttpProblem as problem:
        raise OpenIdProblem("provider") from problem
    found = reply.json()
    if reply.status != 200 or not isinstance(found, dict):
        raise OpenIdProblem("provider")
    return found


def _believe(claims: Mapping[str, Any], provider: Provider, nonce: str, at: datetime) -> None:
    audience = claims.get("aud")
    meant = audience if isinstance(audience, list) else [audience]
    if str(claims.get("iss", "")).rstrip("/") != provider.issuer:
        raise OpenIdProblem("issuer")
    if provider.client_id not in meant or (len(meant) > 1 and claims.get("azp") != provider.client_id):
        raise OpenIdProblem("audience")
    ends, made = claims.get("exp"), claims.get("iat")
    if not isinstance(ends, int | float) or not isinstance(made, int | float):
        raise OpenIdProblem("expired")
    if (at - SKEW).timestamp() > ends or made > (at + SKEW).timestamp():
        raise OpenIdProblem("expired")
    if not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
        raise OpenIdProblem("nonce")


def _checked(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a token whose signature is right. Raises `OpenIdProblem`."""
    try:
        head, body, signature = token.split(".")
        about, claims, signed = json.loads(_raw(head)), json.loads(_raw(body)), _raw(signature)
        given = keys["keys"]
        key = next(
            one for one in given if one.get("kid") == about.get("kid") and one.get("alg", about["alg"]) == about["alg"]
        )
        _verify(key, about["alg"], f"{head}.{body}".encode(), signed)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, InvalidSignature) as error:
        raise OpenIdProblem("signature") from error
    if not isinstance(claims, dict):
        raise OpenIdProblem("signature")
    return claims


def _verify(key: Mapping[str, str], algorithm: str, said: bytes, signed: bytes) -> None:
    """Raises InvalidSignature, or ValueError for any other algorithm: `none` and shared secrets are not accepted."""
    if algorithm == "RS256" and key["kty"] == "RSA":
        public = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
        if public.key_size < _RSA_BITS:
            raise ValueError("key too short")
        public.verify(signed, said, padding.PKCS1v15(), SHA256())
    elif algorithm == "ES256" and key["kty"] == "EC" and key["crv"] == "P-256" and len(signed) == 64:
        point = ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), ec.SECP256R1()).public_key()
        both = int.from_bytes(signed[:32], "big"), int.from_bytes(signed[32:], "big")
        point.verify(encode_dss_signature(*both), said, ec.ECDSA(SHA256()))
    else:
        raise ValueError("unknown algorithm")


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_raw(text), "big")
