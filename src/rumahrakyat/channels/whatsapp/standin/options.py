"""The credentials of the stand-in: made from the installation's own secret, so that even in a demo nobody outside can
sign a message."""

import hashlib
import hmac
import os

from django.conf import settings

from rumahrakyat.channels.whatsapp.options import Options

PHONE_ID = "100200300400"
NUMBER = "+628112773393"
PATH = "/dev/whatsapp/graph/v23.0"


def local_url() -> str:
    """Where this machine's own processes find the web pages (set by `rumahrakyat serve`)."""
    return os.environ.get("RUMAHRAKYAT_LOCAL_URL", "http://127.0.0.1:8000").rstrip("/")


def standin_options() -> Options:
    return Options(
        phone_id=PHONE_ID,
        number=NUMBER,
        token=_derived("token"),
        app_secrets=(_derived("app secret"),),
        verify_token=_derived("verify token"),
        api=f"{local_url()}{PATH}",
        in_house=True,
    )


def _derived(name: str) -> str:
    message = f"whatsapp stand-in {name}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
