"""Telegram as a person holds it: an account that writes to our bot, taps, sends photos, voices and places."""

import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import Look, Named, ProviderRequest, Said, WrongPerson
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.channels.telegram.adapter import SECRET
from rumahrakyat.channels.telegram.standin import api
from rumahrakyat.channels.telegram.standin.options import BOT, USERNAME, standin_options

JSON = dict[str, Any]
_NAME = re.compile(r"@?[A-Za-z0-9_]{3,32}")
_KINDS = {"audio/ogg": "voice", "audio": "audio", "video": "video"}


class TelegramStandin:
    code = "telegram"
    title = "Telegram"
    store: Store = api.store
    person_label = _("Account name")
    publics: Sequence[str] = ()
    takes_files = True
    takes_places = True
    has_subject = False
    look = Look(
        about=_("A bot with buttons, photos, voices and places; people can block it and edit what they wrote."),
        ours=f"@{USERNAME}",
        marks=True,
    )
    switches: Sequence[Named] = (
        ("twice", _("Deliver every webhook twice")),
        ("throttle", _("Throttle our sending (429)")),
        ("token_dead", _("Our access token is dead (401)")),
        ("away", _("Hold webhooks back")),
    )
    tricks: Sequence[Named] = (
        ("phone", _("Share the own phone number")),
        ("edit", _("Edit the last message")),
        ("block", _("Block our bot")),
        ("unblock", _("Let our bot in again")),
        ("strange", _("Send a kind of message nobody knows")),
    )
    urlpatterns = (
        path("bot<str:token>/<str:method>", api.call),
        path("file/bot<str:token>/<str:key>", api.file),
    )

    def person(self, typed: str, name: str) -> tuple[str, str]:
        """Telegram knows people by a number; here it follows from the account's name."""
        if not _NAME.fullmatch(typed.strip()):
            raise WrongPerson(gettext("Write an account name: letters, digits and _, at least three of them."))
        account = typed.strip().removeprefix("@").lower()
        digest = hashlib.sha256(account.encode()).hexdigest()
        return str(6 * 10**8 + int(digest[:8], 16) % 10**9), name or account

    def say(self, person: StandinRecord, said: Said, *, at: datetime) -> None:
        if said.choice:
            self._tap(person, said, at)
            return
        content, file = self._content(said, at)
        self._write(person, content, said, file=file, at=at)

    def do(self, person: StandinRecord, trick: str, *, at: datetime) -> None:
        if trick in {"block", "unblock"}:
            self._membership(person, blocked=trick == "block", at=at)
        elif trick == "edit":
            self._edit_last(person, at)
        elif trick == "phone":
            phone = f"6281{int(person.key) % 10**9:09d}"
            contact = {"phone_number": phone, "first_name": person.data["name"], "user_id": int(person.key)}
            self._write(person, {"contact": contact}, Said(text=f"+{phone}"), label="contact", at=at)
        elif trick == "strange":
            self._write(person, {"hologram": {"depth": 3}}, Said(), label="unsupported", at=at)

    def note(self, person: StandinRecord, *, at: datetime) -> str:  # noqa: ARG002 -- the same at any time
        return gettext("Our bot is blocked: nothing reaches this person.") if person.data.get("blocked") else ""

    def requests(self, items: Sequence[JSON]) -> list[ProviderRequest]:
        """One request for each update, as Telegram does."""
        headers = {"Content-Type": "application/json", SECRET: standin_options().secrets[0]}
        return [("POST", "/kanal/telegram/", headers, json.dumps(item).encode()) for item in items]

    def _content(self, said: Said, at: datetime) -> tuple[JSON, str]:
        """What Telegram sends for it, and the key of the kept file."""
        if said.latitude is not None:
            spot = {"latitude": said.latitude, "longitude": said.longitude}
            if not said.place_name:
                return {"location": spot}, ""
            return {"location": spot, "venue": {"location": spot, "title": said.place_name, "address": ""}}, ""
        if said.file is not None:
            return self._file(said, at)
        return {"text": said.text}, ""

    def _file(self, said: Said, at: datetime) -> tuple[JSON, str]:
        kept = self.store.keep_file(said.file or b"", said.mime_type, said.filename, at=at)
        told: JSON = {"file_id": kept.key, "file_unique_id": f"u{kept.key}", "file_size": len(said.file or b"")}
        caption = {"caption": said.text} if said.text else {}
        family = said.mime_type.partition("/")[0]
        if family == "image":
            small = {**told, "file_id": f"{kept.key}s", "width": 90, "height": 67, "file_size": 900}
            return {"photo": [small, {**told, "width": 1280, "height": 960}], **caption}, kept.key
        part = _KINDS.get(said.mime_type) or _KINDS.get(family) or "document"
        return {part: {**told, "mime_type": said.mime_type, "file_name": said.filename}, **caption}, kept.key

    def _write(
        self, person: StandinRecord, content: JSON, said: Said, *, at: datetime, file: str = "", label: str = ""
    ) -> None:
        """The message shows in the conversation at once and goes to our webhook."""
        number = api.new_number()
        told = {"message_id": number, **self._who(person), "date": int(at.timestamp()), **content}
        answered = said.under.rpartition(":")[2]
        if answered.isascii() and answered.isdigit():
            told["reply_to_message"] = {"message_id": int(answered), "chat": api.chat_of(person), "date": 0}
        self.store.add(
            person.key,
            key=api.key_of(person.key, number),
            direction="in",
            at=at,
            text=said.text,
            file=file,
            place=said.place_name,
            under=said.under,
            label=label,
            raw=told,
        )
        self._deliver({"message": told}, at=at)

    def _tap(self, person: StandinRecord, said: Said, at: datetime) -> None:
        """A tap writes nothing on a real phone; here it shows, so that a reader can follow."""
        tapped = self.store.message(said.under)
        markup = tapped.data["raw"].get("reply_markup", {}) if tapped else {}
        number = int(said.under.rpartition(":")[2])
        message = {"message_id": number, "chat": api.chat_of(person), "date": 0, "reply_markup": markup}
        query = {"id": secrets.token_hex(10), "from": self._who(person)["from"], "chat_instance": person.key}
        key = f"{person.key}:tap:{query['id']}"
        self.store.add(person.key, key=key, direction="in", at=at, text=said.text, under=said.under)
        self._deliver({"callback_query": {**query, "data": said.choice, "message": message}}, at=at)

    def _edit_last(self, person: StandinRecord, at: datetime) -> None:
        written = [record for record in self.store.thread(person.key) if record.data["raw"].get("text")]
        mine = [record for record in written if record.data["direction"] == "in"]
        if mine:
            text = f"{mine[-1].data['text']} {gettext('(edited)')}"
            edited = {**mine[-1].data["raw"], "text": text, "edit_date": int(at.timestamp())}
            self.store.update(mine[-1], text=text, raw=edited)
            self._deliver({"edited_message": edited}, at=at)

    def _membership(self, person: StandinRecord, *, blocked: bool, at: datetime) -> None:
        self.store.update(person, blocked=blocked)
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        change: JSON = {**self._who(person), "date": int(at.timestamp())}
        bot = {"id": int(BOT), "is_bot": True, "first_name": "Rumah Rakyat"}
        states = {f"{word}_chat_member": {"status": state, "user": bot} for word, state in (("old", old), ("new", new))}
        self._deliver({"my_chat_member": {**change, **states}}, at=at)

    def _who(self, person: StandinRecord) -> JSON:
        user = {"id": int(person.key), "is_bot": False, "first_name": person.data["name"], "language_code": "id"}
        return {"from": user, "chat": api.chat_of(person)}

    def _deliver(self, update: JSON, *, at: datetime) -> None:
        self.store.deliver({"update_id": api.new_number(), **update}, at=at)
