"""What a stand-in remembers: people, what was said, files, switches, and deliveries that wait."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.lib import jobs

JSON = dict[str, Any]
TASK = "channels.standins"
_PROGRESS = {"": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4}


class Store:
    """The memory of the stand-in of one channel."""

    def __init__(self, channel: str) -> None:
        self.channel = channel

    def records(self, kind: str) -> QuerySet[StandinRecord]:
        return StandinRecord.objects.filter(channel=self.channel, kind=kind)

    # People

    def open_person(self, key: str, name: str, *, at: datetime, **data: Any) -> StandinRecord:
        """The person `key`, made when new; a new name and new data replace the old."""
        made, created = StandinRecord.objects.get_or_create(
            channel=self.channel, kind="person", key=key, defaults={"at": at, "data": {"name": name, **data}}
        )
        if not created:
            self.update(made, **({"name": name} if name else {}), **data)
        return made

    def person(self, key: str) -> StandinRecord | None:
        return self.records("person").filter(key=key).first()

    def people(self) -> list[StandinRecord]:
        """The newest first."""
        return list(self.records("person").order_by("-id"))

    def update(self, record: StandinRecord, **data: Any) -> None:
        """Write `data` over what the record holds."""
        record.data = {**record.data, **data}
        record.save(update_fields=["data"])

    def forget(self, people: Iterable[str]) -> None:
        """Throw people and what they said away."""
        keys = list(people)
        self.records("message").filter(thread__in=keys).delete()
        self.records("person").filter(key__in=keys).delete()

    # Messages

    def add(  # noqa: PLR0913 -- what a message may hold, each by its name
        self,
        thread: str,
        *,
        key: str,
        direction: str,
        at: datetime,
        text: str = "",
        status: str = "",
        options: Sequence[JSON] = (),
        file: str = "",
        place: str = "",
        public: str = "",
        under: str = "",
        subject: str = "",
        label: str = "",
        asks_place: bool = False,
        raw: JSON | None = None,
    ) -> StandinRecord:
        """A message in the conversation of person `thread`. `direction` "in": the person wrote, "out": our side did.
        `key` is the provider's id, unique on this channel. `file` is the key of a kept file, `place` the words of a
        place, `under` the key of the message it answers, `label` a word of the provider about it (a template's name,
        the button of a list), `raw` whatever the stand-in wants to remember besides."""
        said = {"text": text, "status": status, "options": list(options), "file": file, "place": place}
        where = {"public": public, "under": under, "subject": subject, "label": label, "asks_place": asks_place}
        return StandinRecord.objects.create(
            channel=self.channel,
            kind="message",
            key=key,
            thread=thread,
            at=at,
            data={"direction": direction, **said, **where, "raw": raw or {}},
        )

    def message(self, key: str) -> StandinRecord | None:
        return self.records("message").filter(key=key).first()

    def thread(self, person_key: str) -> list[StandinRecord]:
        """The oldest first."""
        return list(self.records("message").filter(thread=person_key).order_by("id"))

    def advance(self, record: StandinRecord, status: str, *, at: datetime) -> bool:
        """How far our message got (sent, delivered, read, failed); False, and nothing changes, when it was further.
        Telling our side is the stand-in's work."""
        if _PROGRESS[status] <= _PROGRESS[record.data["status"]]:
            return False
        self.update(record, status=status, status_at=at.isoformat())
        return True

    # Files

    def keep_file(self, content: bytes, mime_type: str, filename: str, *, at: datetime) -> StandinRecord:
        return StandinRecord.objects.create(
            channel=self.channel,
            kind="media",
            key=str(secrets.randbelow(9 * 10**14) + 10**14),
            content=content,
            at=at,
            data={"mime_type": mime_type, "filename": filename, "sha256": hashlib.sha256(content).hexdigest()},
        )

    def file(self, key: str) -> StandinRecord | None:
        return self.records("media").filter(key=key).first()

    # Deliveries that wait

    def deliver(self, item: JSON, *, at: datetime) -> None:
        """Queue one item for our webhook; several that wait together travel as the provider batches them, and are
        sent again with growing pauses until they are answered with success."""
        StandinRecord.objects.create(
            channel=self.channel, kind="delivery", key=secrets.token_hex(12), at=at, due_at=at, data=item
        )
        jobs.wake(TASK)

    # Troubles a person can switch on

    def switched_on(self, name: str) -> bool:
        return self.records("switch").filter(key=name, data__on=True).exists()

    def switch(self, name: str, *, on: bool, at: datetime) -> None:
        StandinRecord.objects.update_or_create(
            channel=self.channel, kind="switch", key=name, defaults={"data": {"on": on}, "at": at}
        )
        jobs.wake(TASK)
