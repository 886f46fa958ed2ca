"""The settings file and its secrets, read into `Options`.

RUMAHRAKYAT_SMSHTTP_FILE      the file in TOML that describes the gateway (see `examples/`)
RUMAHRAKYAT_SMSHTTP_SECRETS   words that the gateway's requests carry, newest first (two while rotating)
RUMAHRAKYAT_SMSHTTP_WEBHOOK   our webhook as the gateway reaches it, when that is not the public address

In the file, `$NAME` stands for the secret RUMAHRAKYAT_SMSHTTP_NAME (or the content of the file that ..._NAME_FILE
names), so that the file itself holds none. `$$` is a dollar sign.
"""

import os
import re
import tomllib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rumahrakyat.channels.base import Status
from rumahrakyat.channels.environ import Environment
from rumahrakyat.channels.gateways.callers import SHORTEST_SECRET, Doorkeeper, WrongNetwork, networks, weak
from rumahrakyat.channels.gateways.numbers import STYLES
from rumahrakyat.channels.smshttp.options import (
    CARRIERS,
    CONTENTS,
    HOME,
    WIDES,
    Answers,
    Incoming,
    InWide,
    Options,
    Out,
    OutWide,
    Report,
    Signs,
)
from rumahrakyat.channels.smshttp.reading import Table

PREFIX: Final = "RUMAHRAKYAT_SMSHTTP_"
_PLACE = re.compile(r"\$(\$|[A-Z][A-Z0-9_]*)")
# The word of the file, what it means, and whether another attempt is useless.
_OUTCOMES: Final = (
    ("delivered", Status.DELIVERED, True),
    ("read", Status.READ, True),
    ("sent", Status.SENT, True),
    ("failed", Status.FAILED, True),
    ("failed_for_now", Status.FAILED, False),
)
Value = TypeVar("Value")


@dataclass
class _Secrets:
    """Fills in the secrets that the file names."""

    found: Environment
    mistakes: list[str]

    def fill(self, value: Value) -> Value | str:
        return _PLACE.sub(self._one, value) if isinstance(value, str) else value

    def _one(self, place: re.Match[str]) -> str:
        if place[1] == "$":
            return "$"
        secret = self.found.secret(place[1])
        if not secret:
            self.mistakes.append(f"{PREFIX}{place[1]} is not set, but the file names it.")
        return secret


def from_environment(environ: Mapping[str, str] = os.environ, *, webhook: str = "") -> Options:
    """`webhook` is our public address. Without a file the channel is not used here."""
    found = Environment(PREFIX, environ)
    file = found.text("FILE")
    if not file:
        return Options()
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return Options(configured=True, mistakes=(f"{PREFIX}FILE: the file cannot be read.",))
    return from_text(text, environ, webhook=found.text("WEBHOOK", webhook))


def from_text(text: str, environ: Mapping[str, str], *, webhook: str) -> Options:
    """The gateway that `text` describes."""
    mistakes: list[str] = []
    try:
        top = Table(tomllib.loads(text), mistakes=mistakes)
    except tomllib.TOMLDecodeError as error:
        return Options(configured=True, mistakes=(f"{PREFIX}FILE is no TOML: {error}.",))
    found = Environment(PREFIX, environ)
    secrets = _Secrets(found, mistakes)
    name = top.text("name", "SMS")
    out, incoming = _out(top.table("out"), secrets), top.table("in")
    options = Options(name, out, _incoming(incoming), _door(incoming, found), webhook, configured=True)
    top.finish()
    mistakes += found.problems
    mistakes += _contradictions(options)
    return Options(name, out, options.incoming, options.door, webhook, configured=True, mistakes=tuple(mistakes))


def _out(table: Table, secrets: _Secrets) -> Out:
    url = table.required("url")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        table.mistake("url", "must be an address that begins with https:// or http://")
    content = table.choice("content", CONTENTS, "form")
    basic = secrets.fill(table.text("basic"))
    headers = {name: str(secrets.fill(value)) for name, value in table.constants("headers").items()}
    return Out(
        url=str(secrets.fill(url)),
        method=table.choice("method", ("GET", "POST"), "GET" if content == "query" else "POST"),
        content=content,
        number=table.required("number"),
        text=table.required("text"),
        sender=table.text("sender"),
        line=table.text("line"),
        key=table.text("key"),
        report_url=table.text("report_url"),
        report_query=table.text("report_query"),
        style=table.choice("style", STYLES, "62"),
        fields={name: secrets.fill(value) for name, value in table.constants("fields").items()},
        headers={**headers, **({"Authorization": _basic(basic)} if basic else {})},
        wide=_out_wide(table.table("wide")),
        answers=_answers(table),
        per_second=table.number("per_second", 10),
        longest=table.number("longest", 670),
    )


def _basic(name_and_password: str) -> str:
    return f"Basic {b64encode(name_and_password.encode()).decode()}"


def _out_wide(table: Table) -> OutWide:
    encoding = table.choice("encoding", WIDES, "utf-8")
    return OutWide(table.text("field"), table.text("plain"), table.text("wide"), encoding, table.text("text"))


def _answers(table: Table) -> Answers:
    usual = Answers()
    throttled, found = table.table("throttled"), table.table("message_id")
    return Answers(
        success=_signs(table.table("success"), usual.success),
        throttled=_signs(throttled, usual.throttled),
        wait=timedelta(seconds=throttled.number("wait", 60)),
        final=_signs(table.table("final"), usual.final),
        rejected=_signs(table.table("rejected"), usual.rejected),
        id_pattern=found.pattern("regex", groups=1),
        id_path=found.text("json"),
    )


def _signs(table: Table, usual: Signs) -> Signs:
    return Signs(table.statuses("status", sorted(usual.statuses)), table.pattern("body"))


def _incoming(table: Table) -> Incoming:
    wide = table.table("wide")
    return Incoming(
        sender=table.required("sender"),
        text=table.required("text"),
        id=table.text("id"),
        ids_come_again=table.flag("ids_come_again"),
        time=table.text("time"),
        time_format=table.text("time_format", "iso"),
        zone=_zone(table),
        line=table.text("line"),
        items=table.text("items"),
        wide=InWide(
            wide.text("field"),
            frozenset(wide.texts("values")),
            wide.choice("encoding", WIDES, "utf-16-be"),
            wide.text("text"),
        ),
        report=_report(table.table("report")),
        carrier=table.choice("secret_in", CARRIERS, "query"),
        carried=table.text("secret_name", "secret"),
        prefix=table.text("secret_prefix"),
        answer=table.text("answer", "OK"),
        answer_type=table.text("answer_type", "text/plain"),
    )


def _zone(table: Table) -> ZoneInfo:
    try:
        return ZoneInfo(table.text("zone", HOME.key))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.mistake("zone", "is no time zone such as Asia/Jakarta")
        return HOME


def _report(table: Table) -> Report:
    values = [(pattern.lower(), status, final) for word, status, final in _OUTCOMES for pattern in table.texts(word)]
    report = Report(table.text("id"), table.text("key"), table.text("status"), table.text("time"), tuple(values))
    if report.status and not (report.id or report.key):
        table.mistake("id", "is missing: a report must name the message, by the gateway's id or by our key")
    if report.status and not values:
        table.mistake("delivered", "is missing: say which values of the status mean what")
    return report


def _door(table: Table, found: Environment) -> Doorkeeper:
    secrets = found.secrets("SECRETS")
    try:
        return Doorkeeper(secrets, networks(table.texts("allowed")), networks(table.texts("proxies")))
    except WrongNetwork as error:
        table.mistake("allowed", f"and in.proxies: “{error.text}” is no address and no network")
        return Doorkeeper()


def _contradictions(options: Options) -> list[str]:
    """What no line of the file shows by itself."""
    out, incoming, door = options.out, options.incoming, options.door
    wrong = {
        f"{PREFIX}SECRETS: neither a secret nor in.allowed is set, so no message can be accepted.": (
            not door.secrets and not door.allowed
        ),
        f"{PREFIX}SECRETS: a secret has fewer than {SHORTEST_SECRET} signs and could be guessed.": weak(door.secrets),
        "out.method must be POST for this content.": out.method == "GET" and out.content != "query",
        "out.wide.encoding must be utf-8 where the content is JSON.": (
            out.content == "json" and out.wide.encoding == "utf-16-be"
        ),
        "in.report.key is set, but neither out.key nor out.report_url tells the gateway our key.": bool(
            incoming.report.key and not (out.key or out.report_url)
        ),
        "in.report.id is set, but out.message_id does not say where the gateway names it.": bool(
            incoming.report.id and not incoming.report.key and not (out.answers.id_pattern or out.answers.id_path)
        ),
    }
    return [sentence for sentence, holds in wrong.items() if holds]
