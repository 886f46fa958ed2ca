"""What one gateway is like, as typed settings: how it is asked, what it answers, and how it asks us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from rumahrakyat.channels.base import Status
from rumahrakyat.channels.gateways.callers import Doorkeeper
from rumahrakyat.channels.gateways.numbers import Style
from rumahrakyat.channels.smshttp.reading import Constant

Content = Literal["query", "form", "json"]
Carrier = Literal["header", "query", "body"]
Wide = Literal["utf-8", "utf-16-be", "hex"]
CONTENTS: Final[tuple[Content, ...]] = ("query", "form", "json")
CARRIERS: Final[tuple[Carrier, ...]] = ("header", "query", "body")
WIDES: Final[tuple[Wide, ...]] = ("utf-8", "utf-16-be", "hex")
HOME: Final = ZoneInfo("Asia/Jakarta")
_LONGEST_LOOK: Final = 10_000


@dataclass(frozen=True)
class Signs:
    """How an answer is recognised: by its HTTP status, or by a pattern in its body; either is enough."""

    statuses: frozenset[int] = frozenset()
    body: re.Pattern[str] | None = None

    def match(self, status: int, body: str) -> bool:
        return status in self.statuses or bool(self.body and self.body.search(body[:_LONGEST_LOOK]))


@dataclass(frozen=True)
class Answers:
    """What the gateway's answers mean. Where `success` has a pattern, status and pattern must both fit."""

    success: Signs = Signs(frozenset(range(200, 300)))
    throttled: Signs = Signs(frozenset({429}))
    wait: timedelta = timedelta(seconds=60)
    final: Signs = Signs(frozenset({400, 422}))
    rejected: Signs = Signs(frozenset({401, 403}))
    id_pattern: re.Pattern[str] | None = None
    id_path: str = ""


@dataclass(frozen=True)
class OutWide:
    """How a text outside the GSM alphabet is announced and written: `field` says `wide`, otherwise `plain`. `text` is
    the name of the field that then carries the text, when it is another one."""

    field: str = ""
    plain: str = ""
    wide: str = ""
    encoding: Wide = "utf-8"
    text: str = ""


@dataclass(frozen=True)
class Out:
    """How the gateway is asked to send. Names of fields may be paths (`messages.0.to`) where the content is JSON."""

    url: str = ""
    method: Literal["GET", "POST"] = "POST"
    content: Content = "form"
    number: str = ""
    text: str = ""
    sender: str = ""
    line: str = ""
    key: str = ""
    report_url: str = ""
    report_query: str = ""
    style: Style = "62"
    fields: Mapping[str, Constant] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    wide: OutWide = OutWide()
    answers: Answers = Answers()
    per_second: int = 10
    longest: int = 670


@dataclass(frozen=True)
class InWide:
    """That a text comes in 16-bit units: when `field` holds one of `values`. `text` is the field that then holds it."""

    field: str = ""
    values: frozenset[str] = frozenset()
    encoding: Wide = "utf-16-be"
    text: str = ""


@dataclass(frozen=True)
class Report:
    """Names of the fields of a delivery report. A request is a report when `status` holds something and the message is
    named, by the gateway's `id` or by our `key`. `values` are patterns with * in lower case."""

    id: str = ""
    key: str = ""
    status: str = ""
    time: str = ""
    values: tuple[tuple[str, Status, bool], ...] = ()


@dataclass(frozen=True)
class Incoming:
    """How the gateway tells us of messages and deliveries."""

    sender: str = ""
    text: str = ""
    id: str = ""
    ids_come_again: bool = False
    time: str = ""
    time_format: str = "iso"
    zone: ZoneInfo = HOME
    line: str = ""
    items: str = ""
    wide: InWide = InWide()
    report: Report = Report()
    carrier: Carrier = "query"
    carried: str = "secret"
    prefix: str = ""
    answer: str = "OK"
    answer_type: str = "text/plain"


@dataclass(frozen=True)
class Options:
    """One gateway. `mistakes` are plain sentences about what is wrong in its settings; what they do not touch works all
    the same."""

    name: str = ""
    out: Out = Out()
    incoming: Incoming = Incoming()
    door: Doorkeeper = field(default_factory=Doorkeeper)
    webhook: str = ""
    configured: bool = False
    mistakes: tuple[str, ...] = ()
