"""What an operator sets for Kannel. PASSWORD, SECRETS and STATUS_PASSWORD may also be given as ..._FILE.

RUMAHRAKYAT_KANNEL_SENDSMS          address that takes messages (http://127.0.0.1:13013/cgi-bin/sendsms)
RUMAHRAKYAT_KANNEL_USERNAME         the name in Kannel's group `sendsms-user`
RUMAHRAKYAT_KANNEL_PASSWORD         and its password
RUMAHRAKYAT_KANNEL_FROM             our number or short code, the sender of what we write
RUMAHRAKYAT_KANNEL_SMSC             the line to send by (optional; otherwise Kannel chooses)
RUMAHRAKYAT_KANNEL_SECRETS          words that Kannel's requests carry, newest first (two while rotating)
RUMAHRAKYAT_KANNEL_ALLOWED          addresses or networks that Kannel asks from (optional)
RUMAHRAKYAT_KANNEL_PROXIES          our own web servers that stand between (with ALLOWED only)
RUMAHRAKYAT_KANNEL_WEBHOOK          our webhook as Kannel reaches it, when that is not the public address
RUMAHRAKYAT_KANNEL_STATUS           Kannel's status page (http://127.0.0.1:13000/status.xml; optional)
RUMAHRAKYAT_KANNEL_STATUS_PASSWORD  and its password
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rumahrakyat.channels.environ import Environment
from rumahrakyat.channels.gateways.callers import SHORTEST_SECRET, Doorkeeper, WrongNetwork, networks, weak

PREFIX = "RUMAHRAKYAT_KANNEL_"
# Kannel takes a per cent sign in an address for a code of its own.
_TRAVELS = re.compile(r"[\w.~-]+", re.ASCII)


@dataclass(frozen=True)
class Options:
    sendsms: str = ""
    username: str = ""
    password: str = ""
    number: str = ""
    smsc: str = ""
    webhook: str = ""
    status: str = ""
    status_password: str = ""
    door: Doorkeeper = field(default_factory=Doorkeeper)
    unreadable: tuple[str, ...] = ()

    def problems(self) -> list[str]:
        """What is missing or wrong, in plain sentences for staff; empty when the channel can work."""
        wanted = {
            "SENDSMS": (self.sendsms, "the address of Kannel's sendsms is not set, so nothing can be sent"),
            "USERNAME": (self.username, "the name of the sendsms user is not set, so nothing can be sent"),
            "PASSWORD": (self.password, "the password of the sendsms user is not set, so nothing can be sent"),
            "FROM": (self.number, "our number is not set, so citizens could not answer"),
            "SECRETS": (self.door.secrets, "no shared secret is set, so no message can be accepted"),
        }
        missing = [f"{PREFIX}{name}: {sentence}." for name, (value, sentence) in wanted.items() if not value]
        if weak(self.door.secrets):
            missing.append(f"{PREFIX}SECRETS: a secret has fewer than {SHORTEST_SECRET} signs and could be guessed.")
        if not all(_TRAVELS.fullmatch(secret) for secret in self.door.secrets):
            missing.append(f"{PREFIX}SECRETS: only letters, digits and . _ ~ - can travel in an address of Kannel.")
        return [*self.unreadable, *missing]


def from_environment(environ: Mapping[str, str] = os.environ, *, webhook: str = "") -> Options:
    """`webhook` is our public address, for Kannel to report to when the operator names no other."""
    found = Environment(PREFIX, environ)
    door = _door(found)
    return Options(
        sendsms=found.text("SENDSMS"),
        username=found.text("USERNAME"),
        password=found.secret("PASSWORD"),
        number=found.text("FROM"),
        smsc=found.text("SMSC"),
        webhook=found.text("WEBHOOK", webhook),
        status=found.text("STATUS"),
        status_password=found.secret("STATUS_PASSWORD"),
        door=door,
        unreadable=tuple(found.problems),
    )


def _door(found: Environment) -> Doorkeeper:
    secrets = found.secrets("SECRETS")
    try:
        return Doorkeeper(secrets, networks(found.words("ALLOWED")), networks(found.words("PROXIES")))
    except WrongNetwork as error:
        found.problems.append(
            f"{PREFIX}ALLOWED and {PREFIX}PROXIES: “{error.text}” is no network, so nobody is let in."
        )
        return Doorkeeper()
