"""What an operator sets for a telephone exchange of the house. The secrets may also be given as ..._SECRETS_FILE.

RUMAHRAKYAT_PBX_SECRETS   secrets that the exchange sends or signs with, newest first (two while rotating)
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from rumahrakyat.channels.environ import Environment

PREFIX = "RUMAHRAKYAT_PBX_"
SHORTEST = 16


@dataclass(frozen=True)
class Options:
    secrets: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    def problems(self) -> list[str]:
        """What is missing or weak, in plain sentences for staff."""
        if not self.secrets:
            return [*self.unreadable, f"{PREFIX}SECRETS: no secret is set, so no call can be told to us."]
        if any(len(secret) < SHORTEST for secret in self.secrets):
            return [f"{PREFIX}SECRETS: a secret has fewer than {SHORTEST} signs and could be guessed."]
        return []


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    found = Environment(PREFIX, environ)
    return Options(found.secrets("SECRETS"), tuple(found.problems))
