"""Direct messages of Facebook and Instagram: one item of `messaging`, `standby` or a dashboard test, into events.

Written from the provider's manual. What a citizen did becomes an `Inbound`; what our side did elsewhere, and changes
of who holds the conversation, become a `Notice`; delivery and reading become a `StatusUpdate` where a message is
named, and a `ReadUntil` where only a moment is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from rumahrakyat.channels.base import (
    Address,
    Choice,
    Event,
    Inbound,
    Kind,
    Location,
    MediaRef,
    Notice,
    Place,
    Public,
    ReadUntil,
    Sender,
    Status,
    StatusUpdate,
)
from rumahrakyat.channels.metagraph.webhooks import digest
from rumahrakyat.channels.payload import mapping, number, objects, seconds, text

JSON = dict[str, Any]
STORY = "story:"
STORY_ANSWER = timedelta(hours=24)
# Programs of the provider in which staff answer by hand; their echoes are never ours.
INBOXES = frozenset({"263902037430900", "1217981644879628"})
_MILLISECONDS_FROM = 100_000_000_000  # as seconds this is the year 5138
_FILES = {"image": Kind.IMAGE, "video": Kind.VIDEO, "audio": Kind.AUDIO, "file": Kind.DOCUMENT}
_SHARED = {"share": Kind.IMAGE, "ig_post": Kind.IMAGE, "ig_reel": Kind.VIDEO, "reel": Kind.VIDEO}
_HANDOVER = ("pass_thread_control", "take_thread_control", "request_thread_control", "app_roles")
_ACCOUNT = (*_HANDOVER, "policy_enforcement", "policy-enforcement")


@dataclass(frozen=True)
class Account:
    """Who we are on a channel. `shares_are_files`: a shared post comes as a link to its picture, not to its page.
    `echoes_name_app`: an echo says which program wrote the message, so one that does not was written by a person."""

    channel: str
    account_id: str
    app_id: str = ""
    shares_are_files: bool = False
    echoes_name_app: bool = True

    def is_us(self, user_id: str, entry_id: str = "") -> bool:
        return bool(user_id) and user_id in {self.account_id, entry_id}

    def sender(self, user_id: str, name: str = "") -> Sender:
        return Sender((Address(self.channel, user_id),) if user_id else (), name[:120])


@dataclass(frozen=True)
class Content:
    """What an item says, apart from who says it and when. `key` names the event when the message id cannot."""

    kind: Kind
    text: str = ""
    media: tuple[MediaRef, ...] = ()
    location: Location | None = None
    choice: Choice | None = None
    quoted: str = ""
    key: str = ""
    in_story: bool = False


def instant(value: Any, name: str, *, otherwise: datetime) -> datetime:
    """The instant called `name`: in milliseconds or seconds since 1970, or written out with its zone."""
    found = number(value, name)
    if found is not None:
        in_seconds = found / 1000 if found >= _MILLISECONDS_FROM else found
        return seconds({name: in_seconds}, name, otherwise=otherwise)
    try:
        written = datetime.fromisoformat(text(value, name))
        return written.astimezone(UTC) if written.tzinfo else otherwise
    except (ValueError, OverflowError):
        return otherwise


def is_conversation(value: JSON) -> bool:
    """Whether the value of a change is an item of a conversation (the dashboard's tests come so)."""
    return isinstance(value.get("sender"), dict) and isinstance(value.get("recipient"), dict)


def events(item: JSON, account: Account, *, entry_id: str = "", at: datetime) -> Iterator[Event]:
    """What one item tells; `at` stands in for a missing time."""
    sent_at = instant(item, "timestamp", otherwise=at)
    ours = account.is_us(text(item, "sender", "id"), entry_id)
    if mapping(item, "message").get("is_echo") is True:
        yield _echo(item, account, sent_at)
    elif "delivery" in item:
        for mid in _named(item["delivery"]):
            yield StatusUpdate(account.channel, mid, Status.DELIVERED, sent_at)
    elif "read" in item:
        yield from _read(item, account, sent_at)
    elif ours or any(name in item for name in _ACCOUNT):
        yield Notice(account.channel, f"notice:{digest(item)}", _subject(item, ours=ours), sent_at)
    else:
        yield _inbound(item, account, sent_at)


def _read(item: JSON, account: Account, sent_at: datetime) -> Iterator[Event]:
    """Instagram names the message; Facebook tells up to which moment the person has read."""
    mid, reader = text(item, "read", "mid"), text(item, "sender", "id")
    if mid:
        yield StatusUpdate(account.channel, mid, Status.READ, sent_at)
    elif reader:
        until = instant(mapping(item, "read"), "watermark", otherwise=sent_at)
        yield ReadUntil(account.channel, f"read:{digest(item)}", Address(account.channel, reader), until)


def _named(delivery: Any) -> list[str]:
    """The message ids of a delivery."""
    mids = mapping({"d": delivery}, "d").get("mids")
    found = [text({"mid": mid}, "mid") for mid in mids] if isinstance(mids, list) else []
    return [mid for mid in found if mid]


def _echo(item: JSON, account: Account, sent_at: datetime) -> Event:
    """What our side wrote: by us, which proves that it was sent, or by staff in another program."""
    message = mapping(item, "message")
    mid, app, key = text(message, "mid"), text(message, "app_id"), text(message, "metadata")
    if app:
        by_us = app == account.app_id if account.app_id else app not in INBOXES
    else:
        by_us = bool(key) or not account.echoes_name_app
    if mid and by_us:
        return StatusUpdate(account.channel, mid, Status.SENT, sent_at, key=key)
    return Notice(account.channel, f"echo:{mid or digest(item)}", "staff answered in another program", sent_at)


def _subject(item: JSON, *, ours: bool) -> str:
    """What an account notice is about, without anybody's data."""
    name = next((name for name in _ACCOUNT if name in item), "")
    words = [name or ("our account did something in another program" if ours else "")]
    words += [text(item, name, "action"), text(item, name, "reason")] if name.startswith("policy") else []
    return " ".join(word for word in words if word)[:200]


def _inbound(item: JSON, account: Account, sent_at: datetime) -> Inbound:
    content = _content(item, account)
    mid = text(item, "message", "mid")
    message_id = content.key or mid or f"unnamed:{digest(item)}"
    story = Public(Place.STORY, f"{STORY}{message_id}", private_until=sent_at + STORY_ANSWER)
    return Inbound(
        channel=account.channel,
        message_id=message_id,
        kind=content.kind,
        sender=account.sender(text(item, "sender", "id")),
        sent_at=sent_at,
        text=content.text,
        media=content.media,
        location=content.location,
        choice=content.choice,
        quoted_id=content.quoted,
        public=story if content.in_story else None,
    )


def _content(item: JSON, account: Account) -> Content:
    if isinstance(item.get("message"), dict):
        return _message(mapping(item, "message"), account)
    for name, read in _READERS.items():
        if isinstance(item.get(name), dict):
            return read(mapping(item, name), item)
    return Content(Kind.UNSUPPORTED)


def _message(message: JSON, account: Account) -> Content:
    mid = text(message, "mid")
    if message.get("is_deleted") is True:
        return Content(Kind.REMOVED, quoted=mid, key=f"removed:{mid}" if mid else "")
    answered = mapping(message, "reply_to")
    quoted = text(answered, "mid") or text(answered, "story", "id")
    words = text(message, "text")
    if "quick_reply" in message:
        choice = Choice(text(message, "quick_reply", "payload"), words)
        return Content(Kind.CHOICE, words, choice=choice, quoted=quoted)
    found = [_attachment(part, account) for part in objects(message, "attachments")]
    if not found:
        readable = isinstance(message.get("text"), str) and message.get("is_unsupported") is not True
        return Content(Kind.TEXT if readable else Kind.UNSUPPORTED, words, quoted=quoted)
    return replace(_joined(found, words), quoted=quoted)


def _joined(found: list[Content], words: str) -> Content:
    """A message with attachments as one: the words, the links and every file; its kind is that of the first file."""
    links = [part.text for part in found if part.text]
    # A link that stands in the words already comes as its own preview.
    lines = [words, *(link for link in links if not words or link.rpartition("\n")[2] not in words)]
    said = "\n".join(line for line in lines if line)
    kinds = [part.kind for part in found if part.kind not in {Kind.UNSUPPORTED, Kind.TEXT}]
    return Content(
        kinds[0] if kinds else Kind.TEXT if said else Kind.UNSUPPORTED,
        said,
        tuple(ref for part in found for ref in part.media),
        next((part.location for part in found if part.location), None),
        in_story=any(part.in_story for part in found),
    )


def _attachment(part: JSON, account: Account) -> Content:
    kind = text(part, "type")
    payload = mapping(part, "payload")
    url = text(payload, "url") or text(part, "url")
    if kind == "location":
        return _location(mapping(payload, "coordinates"), text(part, "title"))
    if kind == "like_heart" or "sticker_id" in payload:
        return Content(Kind.STICKER, media=_media(url, Kind.STICKER))
    if kind == "story_mention":
        return Content(Kind.IMAGE, media=_media(url, Kind.IMAGE), in_story=True)
    wanted = _FILES.get(kind) or (_SHARED.get(kind) if account.shares_are_files else None)
    if wanted and (media := _media(url, wanted)):
        return Content(wanted, text(payload, "title") if kind in _SHARED else "", media)
    if kind in _SHARED or kind == "fallback":
        titled = [text(payload, "title") or text(part, "title"), url]
        return Content(Kind.TEXT, "\n".join(word for word in titled if word))
    return Content(Kind.UNSUPPORTED)


def _media(url: str, kind: Kind) -> tuple[MediaRef, ...]:
    parts = _split(url)
    if parts is None:
        return ()
    name = unquote(parts.rpartition("/")[2])[:200] if kind is Kind.DOCUMENT else ""
    return (MediaRef(url, kind.value, filename=name if "." in name else ""),)


def _split(url: str) -> str | None:
    """The path of a web address; None when it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.path if parts.scheme in {"http", "https"} and parts.netloc else None


def _location(point: JSON, name: str) -> Content:
    latitude, longitude = number(point, "lat"), number(point, "long")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return Content(Kind.UNSUPPORTED)
    return Content(Kind.LOCATION, location=Location(latitude, longitude, name[:200]))


def _postback(part: JSON, item: JSON) -> Content:
    choice = Choice(text(part, "payload"), text(part, "title"))
    return Content(Kind.CHOICE, choice.title, choice=choice, key=text(part, "mid") or _once("postback", item))


def _reaction(part: JSON, item: JSON) -> Content:
    taken_back = text(part, "action") == "unreact"
    words = "" if taken_back else text(part, "emoji") or text(part, "reaction")
    return Content(Kind.REACTION, words, quoted=text(part, "mid"), key=_once("reaction", item))


def _edit(part: JSON, item: JSON) -> Content:
    mid = text(part, "mid")
    return Content(Kind.EDITED, text(part, "text"), quoted=mid, key=_once(f"edited:{mid}", item))


def _link(part: JSON, item: JSON) -> Content:
    """Somebody came by a link to our account. Anybody can write a `ref` into such a link, so it is marked and can
    never be taken for a button of ours."""
    return Content(Kind.CHOICE, choice=Choice(f"link:{text(part, 'ref')}"), key=_once("link", item))


def _once(name: str, item: JSON) -> str:
    return f"{name}:{digest(item)}"


_READERS: dict[str, Callable[[JSON, JSON], Content]] = {
    "message_edit": _edit,
    "reaction": _reaction,
    "postback": _postback,
    "referral": _link,
    "optin": _link,
}
