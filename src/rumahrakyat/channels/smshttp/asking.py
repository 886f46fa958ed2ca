"""The request that has the gateway send a message, and what its answer means."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import DeliveryError, Outgoing
from rumahrakyat.channels.codec import LONGEST_ID, storable
from rumahrakyat.channels.gateways.numbers import written
from rumahrakyat.channels.smshttp.options import Answers, Options, Out
from rumahrakyat.channels.smshttp.paths import at_path, nested
from rumahrakyat.lib.http import Reply

Value = str | bytes | int | float | bool


@dataclass(frozen=True)
class Asking:
    """One HTTP request."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None


def asking(outgoing: Outgoing, options: Options) -> Asking:
    """The request for one message."""
    out = options.out
    fields = _fields(outgoing, options)
    if out.content == "query":
        joint = "&" if "?" in out.url else "?"
        return Asking(out.method, f"{out.url}{joint}{urlencode(_plain(fields))}", out.headers, None)
    if out.content == "form":
        headers = {"Content-Type": "application/x-www-form-urlencoded", **out.headers}
        return Asking("POST", out.url, headers, urlencode(_plain(fields)).encode())
    headers = {"Content-Type": "application/json", **out.headers}
    return Asking("POST", out.url, headers, json.dumps(nested(fields)).encode())


def _plain(fields: Mapping[str, Value]) -> dict[str, str | bytes]:
    """Values as forms write them."""
    words = {True: "true", False: "false"}
    return {
        name: value if isinstance(value, str | bytes) else words[value] if isinstance(value, bool) else str(value)
        for name, value in fields.items()
    }


def _fields(outgoing: Outgoing, options: Options) -> dict[str, Value]:
    out = options.out
    fields: dict[str, Value] = {**out.fields, out.number: written(outgoing.address.value, out.style)}
    fields |= _text(smstext.plain(outgoing.body.text), out)
    if out.sender:
        fields[out.sender] = out.line
    if out.key:
        fields[out.key] = outgoing.key
    if out.report_url:
        fields[out.report_url] = _report_url(outgoing.key, options)
    return fields


def _text(words: str, out: Out) -> dict[str, Value]:
    """The text, and the field that announces signs outside the GSM alphabet."""
    wide = smstext.coding_of(words) == "ucs2"
    announced: dict[str, Value] = {out.wide.field: out.wide.wide if wide else out.wide.plain} if out.wide.field else {}
    if not wide or out.wide.encoding == "utf-8":
        return {**announced, out.text: words}
    octets = words.encode("utf-16-be", "replace")
    name = out.wide.text or out.text
    return {**announced, name: octets.hex() if out.wide.encoding == "hex" else octets}


def _report_url(key: str, options: Options) -> str:
    """Where the gateway reports to: our address with our key and, where it travels there, the secret."""
    incoming = options.incoming
    told = {incoming.report.key or "key": key}
    if incoming.carrier == "query" and options.door.secrets:
        told = {incoming.carried: options.door.secrets[0], **told}
    more = f"&{options.out.report_query}" if options.out.report_query else ""
    return f"{options.webhook}?{urlencode(told)}{more}"


def external_id(reply: Reply, key: str, options: Options) -> str:
    """The id that reports will name. Our own key where reports carry it, or where the gateway named none: the message
    is on its way and must not be sent twice."""
    if options.incoming.report.key:
        return key
    return _id(reply, options.out.answers) or key


def _id(reply: Reply, answers: Answers) -> str:
    if answers.id_path:
        found: Any = at_path(reply.json(), answers.id_path)
        return storable(str(found))[:LONGEST_ID] if isinstance(found, str | int) else ""
    match = answers.id_pattern.search(_body(reply)) if answers.id_pattern else None
    return storable(match[1] or "")[:LONGEST_ID] if match else ""


def failure(reply: Reply, options: Options) -> DeliveryError | None:
    """What the answer means, None when the gateway took the message. The gateway's words are not passed on: they may
    name the number."""
    answers, body, status = options.out.answers, _body(reply), reply.status
    success = answers.success
    if success.body and status in success.statuses and success.body.search(body):
        return None
    who = f"{options.name} answered {status}"
    if answers.rejected.match(status, body):
        return DeliveryError(f"{who}: our credentials are not accepted", alarm=True)
    if answers.throttled.match(status, body):
        return DeliveryError(f"{who}: too many messages", retry_after=reply.asked_wait or answers.wait)
    if answers.final.match(status, body):
        return DeliveryError(f"{who}: the message is refused", permanent=True)
    if not success.body and status in success.statuses:
        return None
    return DeliveryError(f"{who}: not what it answers when all is well")


def _body(reply: Reply) -> str:
    return reply.content.decode("utf-8", "replace")
