"""The installation's own signature under a seal: Ed25519 (RFC 8032). It says from whom a copy comes; that nothing was
altered, the fingerprints alone prove."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def sign(content: bytes) -> tuple[str, str]:
    """The signature and the public key, lower-case hex."""
    key = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(settings.SEAL_KEY))
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return key.sign(content).hex(), public.hex()
