"""A message of a conversation as the pages show it."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import Place
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import JSON, Look, Standin
from rumahrakyat.channels.standins.look import look_of

EXCERPT = 90
_STYLES = (("\\*", "strong"), ("_", "em"), ("~", "s"))
_LINK = re.compile(r"(https?://[^\s<]+[^\s<.,)])")

# Where a public message stands, as its writer would say it.
PUBLIC: dict[str, Promise] = {
    Place.COMMENT: _("Comment"),
    Place.MENTION: _("Mention"),
    Place.POST: _("Post"),
    Place.STORY: _("Story"),
}


@dataclass(frozen=True)
class File:
    """`family`: image, audio, video or document."""

    key: str
    name: str
    family: str


@dataclass(frozen=True)
class Bubble:
    """`mine`: the person of the conversation wrote it. `day` is set on the first message of a day, `parts` where a
    message is paid by its parts, `latest` after the person's last word: only there are buttons still tapped."""

    key: str
    mine: bool
    at: datetime
    text: SafeString
    day: datetime | None
    subject: str
    label: str
    status: str
    file: File | None
    place: str
    quoted: str
    public: Promise | str
    public_kind: str
    parts: int
    latest: bool
    asks_place: bool
    options: list[JSON] = field(default_factory=list)


def bubbles(standin: Standin, records: list[StandinRecord]) -> list[Bubble]:
    """The whole conversation, the oldest first."""
    by_key = {record.key: record for record in records}
    names = {record.data["file"] for record in records if record.data["file"]}
    files = {record.key: record for record in standin.store.records("media").filter(key__in=names).defer("content")}
    last_mine = max((r.pk for r in records if r.data["direction"] == "in"), default=0)
    shown: list[Bubble] = []
    day = None
    for record in records:
        today = timezone.localtime(record.at).date()
        bubble = _bubble(
            record,
            look=look_of(standin),
            file=files.get(record.data["file"]),
            quoted=by_key.get(record.data["under"]),
            new_day=today != day,
            latest=record.pk > last_mine,
        )
        shown.append(bubble)
        day = today
    return shown


def _bubble(
    record: StandinRecord,
    *,
    look: Look,
    file: StandinRecord | None,
    quoted: StandinRecord | None,
    new_day: bool,
    latest: bool,
) -> Bubble:
    data = record.data
    return Bubble(
        key=record.key,
        mine=data["direction"] == "in",
        at=record.at,
        text=styled(data["text"], marks=look.marks),
        day=record.at if new_day else None,
        subject=data["subject"],
        label=data["label"],
        status=data["status"],
        file=_file(data["file"], file),
        place=data["place"],
        quoted=excerpt(quoted) if quoted else "",
        public=PUBLIC.get(data["public"], data["public"]),
        public_kind=data["public"],
        parts=_parts(data["text"]) if look.style == "sms" else 0,
        latest=latest,
        asks_place=data["asks_place"],
        options=data["options"],
    )


def _file(key: str, kept: StandinRecord | None) -> File | None:
    if not key:
        return None
    if kept is None:
        return File("", key, "document")
    family = kept.data["mime_type"].partition("/")[0]
    return File(key, kept.data["filename"], family if family in {"image", "audio", "video"} else "document")


def _parts(text: str) -> int:
    try:
        return len(smstext.parts(text).parts)
    except smstext.TooLong:
        return smstext.MOST_PARTS


def excerpt(record: StandinRecord) -> str:
    """A message in one short line, for a quotation and for the list of conversations."""
    data = record.data
    words = data["subject"] or data["text"] or data["place"] or data["label"]
    return " ".join(str(words).split())[:EXCERPT] or ("📎" if data["file"] else "…")


def styled(text: str, *, marks: bool) -> SafeString:
    """Everything escaped, line breaks kept, links made; with `marks`, *bold*, _italic_ and ~struck~ too."""
    html: str = escape(text)
    for mark, tag in _STYLES if marks else ():
        html = re.sub(rf"(?<![\w]){mark}(\S(?:[^\n]*?\S)?){mark}(?![\w])", rf"<{tag}>\1</{tag}>", html)
    html = _LINK.sub(r'<a href="\1" rel="noreferrer">\1</a>', html)
    return mark_safe(html.replace("\n", "<br>"))  # noqa: S308 -- escaped above, only our own tags added
