"""Where this machine finds itself, and secrets that only this installation can know."""

import hashlib
import hmac
import os

from django.conf import settings


def local_url() -> str:
    """Where this machine's own processes find the web pages (set by `rumahrakyat serve`)."""
    return os.environ.get("RUMAHRAKYAT_LOCAL_URL", "http://127.0.0.1:8000").rstrip("/")


def api_url(code: str) -> str:
    """Where the stand-in of channel `code` answers as its provider does: what the adapter is given as the API."""
    return f"{local_url()}/dev/{code}/api"


def derived(code: str, name: str) -> str:
    """A secret of the stand-in of channel `code`, made from the installation's own key: even in a demo nobody outside
    can sign a message. 64 hexadecimal digits."""
    message = f"{code} stand-in {name}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
