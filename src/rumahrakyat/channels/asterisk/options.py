"""What an operator sets for an Asterisk of the house. The password may also be given as ..._PASSWORD_FILE.

RUMAHRAKYAT_ASTERISK_URL           the ARI of the exchange, such as http://10.0.0.5:8088/ari
RUMAHRAKYAT_ASTERISK_EVENTS        its event stream, when that is elsewhere; made from the URL otherwise
RUMAHRAKYAT_ASTERISK_USER, _PASSWORD   a user of ari.conf
RUMAHRAKYAT_ASTERISK_APP           name of the Stasis application (lapor)
RUMAHRAKYAT_ASTERISK_SOUNDS        folder of the recorded sentences on the exchange (rumahrakyat)
RUMAHRAKYAT_ASTERISK_SPEECH        media address that speaks {text} in {language}; empty: none
RUMAHRAKYAT_ASTERISK_AGENT         where callers are put through: extension@context
RUMAHRAKYAT_ASTERISK_AGENT_HOURS   07:00-16:00; empty: around the clock
RUMAHRAKYAT_ASTERISK_AGENT_DAYS    1-5, where 1 is Monday; empty: every day
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from rumahrakyat.channels.environ import Environment
from rumahrakyat.channels.voice import office
from rumahrakyat.channels.voice.office import Office

PREFIX = "RUMAHRAKYAT_ASTERISK_"


@dataclass(frozen=True)
class Options:
    url: str = ""
    events: str = ""
    user: str = ""
    password: str = ""
    app: str = "lapor"
    sounds: str = "rumahrakyat"
    speech: str = ""
    office: Office = field(default_factory=Office)
    wrong: tuple[str, ...] = ()

    @property
    def stream(self) -> str:
        """The address of the event stream, without the application's name."""
        return self.events or f"{self.url.replace('http', 'ws', 1)}/events"

    def problems(self) -> list[str]:
        """What is still missing, in plain sentences for staff; empty when the channel can work."""
        wanted = {
            "URL": (self.url, "the address of the exchange's ARI is not set, so no call can be taken"),
            "USER": (self.user, "the ARI user is not set, so the exchange does not let us in"),
            "PASSWORD": (self.password, "the ARI password is not set, so the exchange does not let us in"),
        }
        found = [f"{PREFIX}{name}: {sentence}." for name, (value, sentence) in wanted.items() if not value]
        return [*found, *self.wrong]


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    found = Environment(PREFIX, environ)
    return Options(
        url=found.text("URL").rstrip("/"),
        events=found.text("EVENTS").rstrip("/"),
        user=found.text("USER"),
        password=found.secret("PASSWORD"),
        app=found.text("APP", "lapor"),
        sounds=found.text("SOUNDS").strip("/") or "rumahrakyat",
        speech=found.text("SPEECH"),
        office=office.from_environment(found, zone=settings.TIME_ZONE),
        wrong=tuple(found.problems),
    )
