"""What an operator sets for Telegram. Secrets may be given as NAME or as NAME_FILE.

RUMAHRAKYAT_TELEGRAM_TOKEN      the bot's token, as BotFather gave it
RUMAHRAKYAT_TELEGRAM_SECRETS    words we chose that Telegram sends with every update, newest first (two while rotating)
RUMAHRAKYAT_TELEGRAM_USERNAME   the bot's name without @, for links and the website
RUMAHRAKYAT_TELEGRAM_API        base address of the Bot API
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rumahrakyat.channels.environ import Environment

PREFIX = "RUMAHRAKYAT_TELEGRAM_"
BOT_API = "https://api.telegram.org"
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True)
class Options:
    """`webhook` is where Telegram is to bring updates: the public address of this channel."""

    token: str = ""
    secrets: tuple[str, ...] = ()
    username: str = ""
    api: str = BOT_API
    webhook: str = ""
    in_house: bool = False
    unreadable: tuple[str, ...] = ()

    @property
    def bot(self) -> str:
        """The bot's id, which its token begins with. Message ids are unique within one bot only."""
        return self.token.partition(":")[0]

    def problems(self) -> list[str]:
        """What is still missing or wrong, in plain sentences for staff; empty when the channel can work."""
        found = []
        if not self.token:
            found.append("TOKEN: the bot's token is not set, so nothing can be sent and no file can be fetched")
        elif not _TOKEN.fullmatch(self.token):
            found.append("TOKEN: this is not a bot's token, which is a number, a colon and at least twenty signs")
        if not self.secrets:
            found.append("SECRETS: the webhook's secret is not set, so no message can be accepted")
        elif not all(_SECRET.fullmatch(secret) for secret in self.secrets):
            found.append("SECRETS: Telegram takes letters, digits, _ and - only, at most 256 of them")
        return [*self.unreadable, *(f"{PREFIX}{sentence}." for sentence in found)]


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    found = Environment(PREFIX, environ)
    return Options(
        token=found.secret("TOKEN"),
        secrets=found.secrets("SECRETS"),
        username=found.text("USERNAME").removeprefix("@"),
        api=found.text("API", BOT_API).rstrip("/"),
        unreadable=tuple(found.problems),
    )
