"""What an operator sets for SMS through Twilio. TOKENS may also be given as TOKENS_FILE.

RUMAHRAKYAT_TWILIO_ACCOUNT   account id (AC...)
RUMAHRAKYAT_TWILIO_TOKENS    auth tokens that sign requests and open the account, newest first (two while rotating)
RUMAHRAKYAT_TWILIO_FROM      our number (+62...), or the id of a messaging service (MG...)
RUMAHRAKYAT_TWILIO_API       base address of the REST API
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rumahrakyat.channels.environ import Environment

PREFIX = "RUMAHRAKYAT_TWILIO_"
API = "https://api.twilio.com"
_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_SENDER = re.compile(r"\+[0-9]{8,15}|[0-9]{3,8}|MG[0-9a-fA-F]{32}")


@dataclass(frozen=True)
class Options:
    """`webhook` is our public address: it is signed, so it can be no other."""

    account: str = ""
    tokens: tuple[str, ...] = ()
    sender: str = ""
    webhook: str = ""
    api: str = API
    in_house: bool = False
    unreadable: tuple[str, ...] = ()

    def problems(self) -> list[str]:
        """What is missing or wrong, in plain sentences for staff; empty when the channel can work."""
        wanted = {
            "ACCOUNT": (self.account, "the account id is not set, so nothing can be sent"),
            "TOKENS": (self.tokens, "the auth token is not set, so no message can be accepted"),
            "FROM": (self.sender, "our number is not set, so nothing can be sent"),
        }
        found = [f"{PREFIX}{name}: {sentence}." for name, (value, sentence) in wanted.items() if not value]
        if self.account and not _ACCOUNT.fullmatch(self.account):
            found.append(f"{PREFIX}ACCOUNT: an account id is AC and 32 hexadecimal digits.")
        if self.sender and not _SENDER.fullmatch(self.sender):
            found.append(f"{PREFIX}FROM: write a number with its country code (+62...) or a messaging service (MG...).")
        return [*self.unreadable, *found]


def from_environment(environ: Mapping[str, str] = os.environ, *, webhook: str = "") -> Options:
    found = Environment(PREFIX, environ)
    return Options(
        account=found.text("ACCOUNT"),
        tokens=found.secrets("TOKENS"),
        sender=found.text("FROM"),
        webhook=webhook,
        api=found.text("API", API).rstrip("/"),
        unreadable=tuple(found.problems),
    )
