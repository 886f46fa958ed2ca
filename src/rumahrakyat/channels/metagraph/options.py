"""What an operator sets for an account that is reached over the Graph API: the same six things under each channel's
own prefix."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from rumahrakyat.channels.environ import Environment

GRAPH = "https://graph.facebook.com/v23.0"


@dataclass(frozen=True)
class Options:
    """`account_id` is our page or professional account, `account_name` the variable it is set by; `token` the page's
    token, `app_id` the app that sends for us. `in_house`: `api` is a stand-in on this machine."""

    prefix: str
    account_name: str
    account_id: str = ""
    token: str = ""
    app_id: str = ""
    app_secrets: tuple[str, ...] = ()
    verify_token: str = ""
    api: str = GRAPH
    in_house: bool = False
    unreadable: tuple[str, ...] = ()

    @property
    def trusted(self) -> str:
        """The one origin that may be private."""
        return self.api if self.in_house else ""

    def problems(self) -> list[str]:
        """What is still missing, in plain sentences for staff; empty when the channel can work."""
        wanted = {
            self.account_name: (self.account_id, "our account's id is not set, so its own words look like a citizen's"),
            "TOKEN": (self.token, "the access token is not set, so nothing can be sent"),
            "APP_ID": (self.app_id, "the app's id is not set, so what staff write elsewhere cannot be told from ours"),
            "APP_SECRETS": (self.app_secrets, "the app secret is not set, so no message can be accepted"),
            "VERIFY_TOKEN": (self.verify_token, "the verify token is not set, so the webhook cannot be registered"),
        }
        missing = (f"{self.prefix}{name}: {sentence}." for name, (value, sentence) in wanted.items() if not value)
        return [*self.unreadable, *missing]


def from_environment(prefix: str, account_name: str, environ: Mapping[str, str] = os.environ) -> Options:
    """The options under `prefix`. TOKEN, APP_SECRETS and VERIFY_TOKEN may be given as files (NAME_FILE)."""
    found = Environment(prefix, environ)
    return Options(
        prefix=prefix,
        account_name=account_name,
        account_id=found.text(account_name),
        token=found.secret("TOKEN"),
        app_id=found.text("APP_ID"),
        app_secrets=found.secrets("APP_SECRETS"),
        verify_token=found.secret("VERIFY_TOKEN"),
        api=found.text("API", GRAPH).rstrip("/"),
        unreadable=tuple(found.problems),
    )
