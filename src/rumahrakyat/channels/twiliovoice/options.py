"""What an operator sets for telephone calls through Twilio. Secrets may also be given as ..._FILE.

RUMAHRAKYAT_TWILIOVOICE_ACCOUNT       account id (AC...)
RUMAHRAKYAT_TWILIOVOICE_TOKENS        auth tokens that sign requests and fetch recordings, newest first
RUMAHRAKYAT_TWILIOVOICE_NUMBER        our number as citizens know it
RUMAHRAKYAT_TWILIOVOICE_AGENT         where callers are put through: a number, sip:..., or queue:NAME
RUMAHRAKYAT_TWILIOVOICE_AGENT_HOURS   07:00-16:00; empty: around the clock
RUMAHRAKYAT_TWILIOVOICE_AGENT_DAYS    1-5, where 1 is Monday; empty: every day
RUMAHRAKYAT_TWILIOVOICE_API           base address of the REST API
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from rumahrakyat.channels.environ import Environment
from rumahrakyat.channels.voice import office
from rumahrakyat.channels.voice.office import Office

PREFIX = "RUMAHRAKYAT_TWILIOVOICE_"
API = "https://api.twilio.com"


@dataclass(frozen=True)
class Options:
    account: str = ""
    tokens: tuple[str, ...] = ()
    number: str = ""
    office: Office = field(default_factory=Office)
    wrong: tuple[str, ...] = ()
    api: str = API
    in_house: bool = False

    def problems(self) -> list[str]:
        """What is still missing, in plain sentences for staff; empty when the channel can work."""
        wanted = {
            "ACCOUNT": (self.account, "the account id is not set, so no recording can be fetched"),
            "TOKENS": (self.tokens, "the auth token is not set, so no call can be taken"),
            "NUMBER": (self.number, "our number is not set, so citizens cannot be told where to call"),
        }
        found = [f"{PREFIX}{name}: {sentence}." for name, (value, sentence) in wanted.items() if not value]
        return [*found, *self.wrong]


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    found = Environment(PREFIX, environ)
    return Options(
        account=found.text("ACCOUNT"),
        tokens=found.secrets("TOKENS"),
        number=found.text("NUMBER"),
        office=office.from_environment(found, zone=settings.TIME_ZONE),
        api=found.text("API", API).rstrip("/"),
        wrong=tuple(found.problems),
    )
