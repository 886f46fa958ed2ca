"""What an operator sets for WhatsApp. Every variable may be given as NAME or, for secrets, as NAME_FILE.

RUMAHRAKYAT_WHATSAPP_PHONE_ID       id of our number (not the number itself)
RUMAHRAKYAT_WHATSAPP_NUMBER         our number as citizens know it, for links and the website
RUMAHRAKYAT_WHATSAPP_TOKEN          system user token that sends and reads files
RUMAHRAKYAT_WHATSAPP_APP_SECRETS    app secrets that sign webhooks, newest first (two while rotating)
RUMAHRAKYAT_WHATSAPP_VERIFY_TOKEN   the word we chose for the webhook's challenge
RUMAHRAKYAT_WHATSAPP_API            base address of the Graph API
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "RUMAHRAKYAT_WHATSAPP_"
GRAPH = "https://graph.facebook.com/v23.0"


@dataclass(frozen=True)
class Options:
    phone_id: str = ""
    number: str = ""
    token: str = ""
    app_secrets: tuple[str, ...] = ()
    verify_token: str = ""
    api: str = GRAPH
    in_house: bool = False

    def problems(self) -> list[str]:
        """What is still missing, in plain sentences for staff; empty when the channel can work."""
        wanted = {
            "PHONE_ID": (self.phone_id, "the id of our WhatsApp number is not set, so nothing can be sent"),
            "TOKEN": (self.token, "the access token is not set, so nothing can be sent and no file can be fetched"),
            "APP_SECRETS": (self.app_secrets, "the app secret is not set, so no message can be accepted"),
            "VERIFY_TOKEN": (self.verify_token, "the verify token is not set, so the webhook cannot be registered"),
        }
        return [f"{PREFIX}{name}: {sentence}." for name, (value, sentence) in wanted.items() if not value]


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    secrets = _secret(environ, "APP_SECRETS").replace(",", " ").split()
    return Options(
        phone_id=environ.get(f"{PREFIX}PHONE_ID", "").strip(),
        number=environ.get(f"{PREFIX}NUMBER", "").strip(),
        token=_secret(environ, "TOKEN"),
        app_secrets=tuple(secrets),
        verify_token=_secret(environ, "VERIFY_TOKEN"),
        api=environ.get(f"{PREFIX}API", "").strip().rstrip("/") or GRAPH,
    )


def _secret(environ: Mapping[str, str], name: str) -> str:
    file = environ.get(f"{PREFIX}{name}_FILE", "").strip()
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return environ.get(f"{PREFIX}{name}", "").strip()
