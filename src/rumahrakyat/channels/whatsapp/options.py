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

from rumahrakyat.channels.environ import Environment

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
    unreadable: tuple[str, ...] = ()

    def problems(self) -> list[str]:
        """What is still missing, in plain sentences for staff; empty when the channel can work."""
        wanted = {
            "PHONE_ID": (self.phone_id, "the id of our WhatsApp number is not set, so nothing can be sent"),
            "TOKEN": (self.token, "the access token is not set, so nothing can be sent and no file can be fetched"),
            "APP_SECRETS": (self.app_secrets, "the app secret is not set, so no message can be accepted"),
            "VERIFY_TOKEN": (self.verify_token, "the verify token is not set, so the webhook cannot be registered"),
        }
        missing = (f"{PREFIX}{name}: {sentence}." for name, (value, sentence) in wanted.items() if not value)
        return [*self.unreadable, *missing]


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    found = Environment(PREFIX, environ)
    return Options(
        phone_id=found.text("PHONE_ID"),
        number=found.text("NUMBER"),
        token=found.secret("TOKEN"),
        app_secrets=found.secrets("APP_SECRETS"),
        verify_token=found.secret("VERIFY_TOKEN"),
        api=found.text("API", GRAPH).rstrip("/"),
        unreadable=tuple(found.problems),
    )
