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
from pathlib import Path

from django.conf import settings

from rumahrakyat.channels.voice.office import Office, WrongHours, parse

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
    hours_problem: str = ""

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
        return found + ([f"{PREFIX}AGENT_HOURS: {self.hours_problem}."] if self.hours_problem else [])


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    office, problem = _office(environ)
    file = environ.get(f"{PREFIX}PASSWORD_FILE", "").strip()
    given = {name: environ.get(f"{PREFIX}{name}", "").strip() for name in ("URL", "EVENTS", "USER", "SPEECH")}
    return Options(
        url=given["URL"].rstrip("/"),
        events=given["EVENTS"].rstrip("/"),
        user=given["USER"],
        password=Path(file).read_text(encoding="utf-8").strip() if file else environ.get(f"{PREFIX}PASSWORD", ""),
        app=environ.get(f"{PREFIX}APP", "").strip() or "lapor",
        sounds=environ.get(f"{PREFIX}SOUNDS", "").strip().strip("/") or "rumahrakyat",
        speech=given["SPEECH"],
        office=office,
        hours_problem=problem,
    )


def _office(environ: Mapping[str, str]) -> tuple[Office, str]:
    number, hours, days = (environ.get(f"{PREFIX}{name}", "") for name in ("AGENT", "AGENT_HOURS", "AGENT_DAYS"))
    try:
        return parse(number, hours, days, zone=settings.TIME_ZONE), ""
    except WrongHours as error:
        return Office(), str(error)
