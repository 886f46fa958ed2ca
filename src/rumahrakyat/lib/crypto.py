"""Sealing of personal values at rest, keyed look-up hashes, and the slow hash of receipt secrets.

Keys are passed in by `configure()` at start (config owns where they live). Several keys may be given: the first seals,
all open, so a key can be rotated without rewriting the database at once.
"""

import hashlib
import hmac

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

# 8 MiB and two passes: about 20 ms on one slow core. The secret has 53 random bits: this is the second lock.
_hasher = PasswordHasher(time_cost=2, memory_cost=8 * 1024, parallelism=1)
_keys: dict[str, MultiFernet | bytes] = {}


class Sealed(Exception):
    """The value was sealed with a key that this installation does not have."""


def configure(*, sealing_keys: list[str], lookup_key: bytes) -> None:
    """`sealing_keys`: url-safe base64 of 32 bytes each, newest first. `lookup_key`: at least 32 bytes."""
    if not sealing_keys or len(lookup_key) < 32:
        raise ValueError("sealing and look-up keys are required")
    _keys["seal"] = MultiFernet([Fernet(key) for key in sealing_keys])
    _keys["lookup"] = lookup_key


def _fernet() -> MultiFernet:
    fernet = _keys["seal"]
    assert isinstance(fernet, MultiFernet)
    return fernet


def seal(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Raises `Sealed` when no key fits."""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Sealed from error


def seal_bytes(data: bytes) -> bytes:
    return _fernet().encrypt(data)


def unseal_bytes(data: bytes) -> bytes:
    """Raises `Sealed` when no key fits."""
    try:
        return _fernet().decrypt(data)
    except InvalidToken as error:
        raise Sealed from error


def lookup_hash(*parts: str) -> str:
    """A keyed hash to find a sealed value again without being able to list the values. Hex, 64 characters."""
    key = _keys["lookup"]
    assert isinstance(key, bytes)
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def slow_hash(secret: str) -> str:
    return _hasher.hash(secret)


def slow_verify(secret: str, hashed: str) -> bool:
    """Constant work whether or not the secret is right; a broken hash is simply not right."""
    try:
        return _hasher.verify(hashed, secret)
    except (VerificationError, InvalidHashError):
        return False
