"""A message of the stand-in's thread as the chat page shows it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rumahrakyat.channels import wordings
from rumahrakyat.channels.base import Template
from rumahrakyat.channels.models import StandinRecord

JSON = dict[str, Any]
_STYLES = (("\\*", "strong"), ("_", "em"), ("~", "s"))


@dataclass(frozen=True)
class Bubble:
    key: str
    mine: bool
    at: datetime
    text: SafeString | str = ""
    day: datetime | None = None
    label: str = ""
    status: str = ""
    picture: str = ""
    file: str = ""
    place: str = ""
    quoted: str = ""
    options: list[JSON] = field(default_factory=list)
    list_label: str = ""
    asks_location: bool = False
    tappable: bool = False


def bubbles(records: list[StandinRecord]) -> list[Bubble]:
    """The whole thread. Only what came after the person's last message can still be tapped."""
    by_key = {record.key: record for record in records}
    last_mine = max((r.pk for r in records if r.data["direction"] == "in"), default=0)
    shown: list[Bubble] = []
    day = None
    for record in records:
        today = timezone.localtime(record.at).date()
        shown.append(_bubble(record, by_key, new_day=today != day, tappable=record.pk > last_mine))
        day = today
    return shown


def _bubble(record: StandinRecord, by_key: dict[str, StandinRecord], *, new_day: bool, tappable: bool) -> Bubble:
    data = record.data
    quoted = by_key.get(data.get("context", {}).get("message_id") or data.get("context", {}).get("id") or "")
    return Bubble(
        key=record.key,
        mine=data["direction"] == "in",
        at=record.at,
        day=record.at if new_day else None,
        status=data.get("status", ""),
        quoted=plain(quoted.data)[:90] if quoted else "",
        tappable=tappable,
        **_content(data),
    )


def _content(data: JSON) -> JSON:
    kind = data["type"]
    part = data.get(kind) or {}
    if kind == "text":
        return {"text": styled(part.get("body", ""))}
    if kind == "location":
        words = part.get("name") or f"{part['latitude']:.5f}, {part['longitude']:.5f}"
        return {"place": words}
    if kind == "template":
        return {"text": styled(plain(data)), "label": part.get("name", "")}
    if kind == "interactive":
        return _interactive(part)
    if kind in {"image", "sticker"}:
        return {"picture": part.get("id", ""), "text": styled(part.get("caption", ""))}
    if kind in {"audio", "video", "document"}:
        return {"file": part.get("filename") or kind, "text": styled(part.get("caption", ""))}
    return {"label": kind}


def _interactive(part: JSON) -> JSON:
    kind = part["type"]
    if kind in {"button_reply", "list_reply"}:
        return {"text": styled(part[kind]["title"])}
    action = part.get("action", {})
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return {
        "text": styled(part["body"]["text"]),
        "options": [button["reply"] for button in action.get("buttons", [])] or rows,
        "list_label": action.get("button", ""),
        "asks_location": kind == "location_request_message",
    }


def plain(data: JSON) -> str:
    """The words of a message, for a quotation and for the list of chats."""
    kind = data["type"]
    part = data.get(kind) or {}
    if kind == "text":
        return str(part.get("body", ""))
    if kind == "interactive":
        reply = part.get(part.get("type", ""), {})
        return str(reply.get("title") or part.get("body", {}).get("text", ""))
    if kind == "template":
        values = [p["text"] for c in part.get("components", []) for p in c.get("parameters", [])]
        return wordings.filled(Template(part.get("name", ""), tuple(values)))
    return str(part.get("caption") or part.get("name") or part.get("filename") or kind)


def styled(text: str) -> SafeString:
    """*bold*, _italic_ and ~struck~ as WhatsApp shows them, everything else escaped, line breaks kept."""
    html: str = escape(text)
    for mark, tag in _STYLES:
        html = re.sub(rf"(?<![\w]){mark}(\S(?:[^\n]*?\S)?){mark}(?![\w])", rf"<{tag}>\1</{tag}>", html)
    html = re.sub(r"(https?://[^\s<]+[^\s<.,)])", r'<a href="\1" rel="noreferrer">\1</a>', html)
    return mark_safe(html.replace("\n", "<br>"))  # noqa: S308 -- escaped above, only our own tags added


def ago(at: datetime, now: datetime) -> bool:
    """Whether `at` is on an earlier day than `now` as people here count days."""
    return timezone.localtime(now).date() - timezone.localtime(at).date() >= timedelta(days=1)
