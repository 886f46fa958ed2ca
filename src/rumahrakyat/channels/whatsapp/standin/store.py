"""What the stand-in remembers: phones, what was said, files, switches, and webhooks that wait to be delivered."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.lib import jobs

CHANNEL = "whatsapp"
WINDOW = timedelta(hours=24)
SWITCHES = ("throttle", "token_dead", "twice", "away")
JSON = dict[str, Any]


def records(kind: str) -> QuerySet[StandinRecord]:
    return StandinRecord.objects.filter(channel=CHANNEL, kind=kind)


def _new_id(length: int = 24) -> str:
    return secrets.token_hex(length // 2)


# Phones


def chat(phone: str) -> StandinRecord | None:
    return records("chat").filter(key=phone).first()


def chat_by_user_id(user_id: str) -> StandinRecord | None:
    return records("chat").filter(data__user_id=user_id).first()


def open_chat(phone: str, name: str, *, at: datetime, hides_phone: bool = False) -> StandinRecord:
    """The phone of this number, made when it is new. `phone` is digits only, with the country code."""
    made, created = StandinRecord.objects.get_or_create(
        channel=CHANNEL,
        kind="chat",
        key=phone,
        defaults={
            "at": at,
            "data": {"name": name, "user_id": f"ID.{_new_id(16)}", "hides_phone": hides_phone, "last_inbound_at": ""},
        },
    )
    if not created and name and made.data.get("name") != name:
        made.data = {**made.data, "name": name}
        made.save(update_fields=["data"])
    return made


def window_is_open(phone: StandinRecord, *, at: datetime) -> bool:
    last = phone.data.get("last_inbound_at")
    return bool(last) and at - datetime.fromisoformat(last) < WINDOW


def age_window(phone: StandinRecord, *, at: datetime) -> None:
    """As if the person had last written 25 hours ago."""
    phone.data = {**phone.data, "last_inbound_at": (at - timedelta(hours=25)).isoformat()}
    phone.save(update_fields=["data"])


# Messages


def thread(phone: str) -> list[StandinRecord]:
    return list(records("message").filter(thread=phone).order_by("id"))


def message(key: str) -> StandinRecord | None:
    return records("message").filter(key=key).first()


def write(phone: StandinRecord, item: JSON, *, at: datetime) -> StandinRecord:
    """The person sends a message: it shows in the chat at once and goes to our webhook."""
    wamid = f"wamid.{_new_id()}"
    full = {"id": wamid, "timestamp": str(int(at.timestamp())), "from_user_id": phone.data["user_id"], **item}
    if not phone.data.get("hides_phone"):
        full["from"] = phone.key
    made = StandinRecord.objects.create(
        channel=CHANNEL, kind="message", key=wamid, thread=phone.key, at=at, data={"direction": "in", **full}
    )
    phone.data = {**phone.data, "last_inbound_at": at.isoformat()}
    phone.save(update_fields=["data"])
    deliver("messages", full, phone, at=at)
    return made


def take(phone: str, payload: JSON, *, at: datetime) -> StandinRecord:
    """Our side sent a message to `phone`."""
    return StandinRecord.objects.create(
        channel=CHANNEL,
        kind="message",
        key=f"wamid.{_new_id()}",
        thread=phone,
        at=at,
        data={"direction": "out", "status": "sent", **payload},
    )


def advance(record: StandinRecord, status: str, *, at: datetime, error: JSON | None = None) -> None:
    """The provider's view of our message changes, and our webhook hears of it."""
    record.data = {**record.data, "status": status}
    record.save(update_fields=["data"])
    item: JSON = {"id": record.key, "status": status, "timestamp": str(int(at.timestamp()))}
    phone = chat(record.thread)
    if phone is None or not phone.data.get("hides_phone"):
        item["recipient_id"] = record.thread
    if record.data.get("biz_opaque_callback_data"):
        item["biz_opaque_callback_data"] = record.data["biz_opaque_callback_data"]
    if error is not None:
        item["errors"] = [error]
    deliver("statuses", item, phone, at=at)


# Files


def keep_file(content: bytes, mime_type: str, sha256: str, filename: str, *, at: datetime) -> StandinRecord:
    return StandinRecord.objects.create(
        channel=CHANNEL,
        kind="media",
        key=str(secrets.randbelow(9 * 10**14) + 10**14),
        content=content,
        at=at,
        data={"mime_type": mime_type, "sha256": sha256, "filename": filename},
    )


def file(key: str) -> StandinRecord | None:
    return records("media").filter(key=key).first()


# Webhooks that wait


def deliver(part: str, item: JSON, phone: StandinRecord | None, *, at: datetime) -> None:
    """Queue one item for our webhook; several that wait together travel in one request."""
    contact: JSON = {}
    if phone is not None:
        contact = {"profile": {"name": phone.data.get("name", "")}, "user_id": phone.data["user_id"]}
        if not phone.data.get("hides_phone"):
            contact["wa_id"] = phone.key
    StandinRecord.objects.create(
        channel=CHANNEL,
        kind="delivery",
        key=_new_id(),
        at=at,
        due_at=at,
        data={"part": part, "item": item, "contact": contact},
    )
    jobs.wake("channels.standin.whatsapp")


# Troubles a person can switch on


def switched_on(name: str) -> bool:
    return records("switch").filter(key=name, data__on=True).exists()


def switch(name: str, *, on: bool, at: datetime) -> None:
    StandinRecord.objects.update_or_create(
        channel=CHANNEL, kind="switch", key=name, defaults={"data": {"on": on}, "at": at}
    )


def switches() -> dict[str, bool]:
    on = set(records("switch").filter(data__on=True).values_list("key", flat=True))
    return {name: name in on for name in SWITCHES}


def forget(phones: Iterable[str]) -> None:
    """Throw phones and what they said away."""
    keys = list(phones)
    records("message").filter(thread__in=keys).delete()
    records("chat").filter(key__in=keys).delete()
