"""What an operator sets for X. Secrets may be given as NAME or as NAME_FILE.

RUMAHRAKYAT_X_USER_ID           the number of our account
RUMAHRAKYAT_X_USERNAME          its name without @
RUMAHRAKYAT_X_CONSUMER_KEY      the app's key
RUMAHRAKYAT_X_CONSUMER_SECRETS  the app's secrets, newest first (two while rotating); they also sign what X sends us
RUMAHRAKYAT_X_ACCESS_TOKEN      the token of our account for this app
RUMAHRAKYAT_X_ACCESS_SECRET     its secret
RUMAHRAKYAT_X_WEBHOOK           1 when X brings events to us; direct messages are then not asked for as well
RUMAHRAKYAT_X_API               base address of the API
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from rumahrakyat.channels.environ import Environment

PREFIX = "RUMAHRAKYAT_X_"
X_API = "https://api.x.com"


@dataclass(frozen=True)
class Options:
    """`webhook` is where X is to bring events, "" when it is not to. `seconds`: how often we ask what is new."""

    user_id: str = ""
    username: str = ""
    consumer_key: str = ""
    consumer_secrets: tuple[str, ...] = ()
    access_token: str = ""
    access_secret: str = field(default="", repr=False)
    webhook: str = ""
    api: str = X_API
    in_house: bool = False
    seconds: int = 60
    unreadable: tuple[str, ...] = ()

    @property
    def consumer_secret(self) -> str:
        """The secret in force: it signs our requests and answers X's challenge."""
        return next(iter(self.consumer_secrets), "")

    def problems(self) -> list[str]:
        """What is still missing or wrong, in plain sentences for staff; empty when the channel can work."""
        wanted = {
            "USER_ID": (self.user_id, "the number of our account is not set, so mentions cannot be asked for"),
            "CONSUMER_KEY": (self.consumer_key, "the app's key is not set, so nothing can be asked or sent"),
            "CONSUMER_SECRETS": (self.consumer_secrets, "the app's secret is not set, so nothing can be trusted"),
            "ACCESS_TOKEN": (self.access_token, "our account's token is not set, so nothing can be asked or sent"),
            "ACCESS_SECRET": (self.access_secret, "the secret of our account's token is not set"),
        }
        found = [f"{name}: {sentence}" for name, (value, sentence) in wanted.items() if not value]
        if self.user_id and not self.user_id.isdigit():
            found.append("USER_ID: this is not a number; the name of the account belongs into USERNAME")
        if self.webhook and not self.webhook.startswith("https://") and not self.in_house:
            found.append("WEBHOOK: X brings events to an https address only")
        return [*self.unreadable, *(f"{PREFIX}{sentence}." for sentence in found)]


def from_environment(environ: Mapping[str, str] = os.environ, *, webhook: str = "") -> Options:
    """`webhook` is the public address of this channel, used when the operator wants events to be brought."""
    found = Environment(PREFIX, environ)
    return Options(
        user_id=found.text("USER_ID"),
        username=found.text("USERNAME").removeprefix("@"),
        consumer_key=found.secret("CONSUMER_KEY"),
        consumer_secrets=found.secrets("CONSUMER_SECRETS"),
        access_token=found.secret("ACCESS_TOKEN"),
        access_secret=found.secret("ACCESS_SECRET"),
        webhook=webhook if found.text("WEBHOOK").lower() in {"1", "true", "yes", "on"} else "",
        api=found.text("API", X_API).rstrip("/"),
        unreadable=tuple(found.problems),
    )
