"""What an operator sets for the modem. The database address may be given as NAME or as NAME_FILE (it holds a password).

RUMAHRAKYAT_GAMMU_DATABASE_URL    the PostgreSQL database of gammu-smsd: postgresql://user:password@host/smsd
RUMAHRAKYAT_GAMMU_NUMBER          our number as citizens know it
RUMAHRAKYAT_GAMMU_PHONE_ID        the daemon (phoneid) that sends; without it any daemon on the database may
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from rumahrakyat.channels.environ import Environment

PREFIX = "RUMAHRAKYAT_GAMMU_"


@dataclass(frozen=True)
class Options:
    database_url: str = ""
    number: str = ""
    phone_id: str = ""
    unreadable: tuple[str, ...] = ()

    def problems(self) -> list[str]:
        """What is missing or cannot be read, in plain sentences for staff."""
        if self.database_url or self.unreadable:
            return list(self.unreadable)
        return [f"{PREFIX}DATABASE_URL: the database of the modem's daemon is not set, so nothing comes or goes."]


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    found = Environment(PREFIX, environ)
    return Options(
        database_url=found.secret("DATABASE_URL"),
        number=found.text("NUMBER"),
        phone_id=found.text("PHONE_ID"),
        unreadable=tuple(found.problems),
    )
