"""WhatsApp as a person holds it: phones that write, tap, send photos and places, and read what we answer."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import Look, Named, ProviderRequest, Said, WrongPerson
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.channels.whatsapp.adapter import SIGNATURE, sign
from rumahrakyat.channels.whatsapp.standin import api
from rumahrakyat.channels.whatsapp.standin.options import NUMBER, PHONE_ID, VERSION, standin_options
from rumahrakyat.lib.phone import WrongPhone, display_phone, parse_phone

JSON = dict[str, Any]


class WhatsAppStandin:
    code = "whatsapp"
    title = "WhatsApp"
    store: Store = api.store
    person_label = _("Mobile number")
    publics: Sequence[str] = ()
    takes_files = True
    takes_places = True
    has_subject = False
    look = Look(
        about=_("Buttons, lists, photos and places; after 24 hours only approved templates pass."),
        ours=display_phone(NUMBER),
        phones=True,
        marks=True,
    )
    switches: Sequence[Named] = (
        ("twice", _("Deliver every webhook twice")),
        ("throttle", _("Throttle our sending (429)")),
        ("token_dead", _("Our access token is dead (401)")),
        ("away", _("Hold webhooks back")),
    )
    tricks: Sequence[Named] = (
        ("strange", _("Send a kind of message nobody knows")),
        ("age", _("Let 25 hours pass (window closes)")),
    )
    person_options: Sequence[Named] = (("hides_phone", _("Hides the number (the provider then sends only a user id)")),)
    urlpatterns = (
        path(f"{VERSION}/file/<str:token>", api.file),
        path(f"{VERSION}/<str:phone_id>/messages", api.messages),
        path(f"{VERSION}/<str:node_id>", api.node),
    )

    def person(self, typed: str, name: str) -> tuple[str, str]:
        try:
            return parse_phone(typed).removeprefix("+"), name
        except WrongPhone:
            raise WrongPerson(gettext("Write a mobile number, for example 0813 2290 4471.")) from None

    def say(self, person: StandinRecord, said: Said, *, at: datetime) -> None:
        item, file = self._item(said, at)
        context = {"from": NUMBER.lstrip("+"), "id": said.under} if said.under else None
        self._write(person, {**item, **({"context": context} if context else {})}, said, file=file, at=at)

    def do(self, person: StandinRecord, trick: str, *, at: datetime) -> None:
        if trick == "age":
            self.store.update(person, last_inbound_at=(at - timedelta(hours=25)).isoformat())
        elif trick == "strange":
            item = {"type": "unsupported", "errors": [{"code": 131051, "title": "Message type unknown"}]}
            self._write(person, item, Said(), label="unsupported", at=at)

    def seen(self, person: StandinRecord, *, at: datetime) -> None:
        for record in self.store.thread(person.key):
            if record.data["direction"] == "out" and record.data["status"] == "delivered":
                api.advance(record, "read", at=at)

    def note(self, person: StandinRecord, *, at: datetime) -> str:
        if api.window_is_open(person, at=at):
            return ""
        return gettext("The 24-hour window is closed: Rumah Rakyat may only send approved templates now.")

    def requests(self, items: Sequence[JSON]) -> list[ProviderRequest]:
        """All items in one request, as the provider does."""
        changes = [{"field": "messages", "value": _value(item)} for item in items]
        body = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "WABA", "changes": changes}]})
        signature = sign(standin_options().app_secrets[0], body.encode())
        headers = {"Content-Type": "application/json", SIGNATURE: signature}
        return [("POST", "/kanal/whatsapp/", headers, body.encode())]

    def _item(self, said: Said, at: datetime) -> tuple[JSON, str]:
        """What the provider sends for it, and the key of the kept file."""
        if said.choice:
            return self._choice(said), ""
        if said.latitude is not None:
            spot = {"latitude": said.latitude, "longitude": said.longitude, "name": said.place_name}
            return {"type": "location", "location": spot}, ""
        if said.file is not None:
            return self._file(said, at)
        return {"type": "text", "text": {"body": said.text}}, ""

    def _choice(self, said: Said) -> JSON:
        tapped = self.store.message(said.under)
        is_row = tapped is not None and bool(tapped.data["label"])
        kind = "list_reply" if is_row else "button_reply"
        return {"type": "interactive", "interactive": {"type": kind, kind: {"id": said.choice, "title": said.text}}}

    def _file(self, said: Said, at: datetime) -> tuple[JSON, str]:
        kept = self.store.keep_file(said.file or b"", said.mime_type, said.filename, at=at)
        family = said.mime_type.partition("/")[0]
        kind = family if family in {"image", "audio", "video"} else "document"
        part: JSON = {"id": kept.key, "mime_type": said.mime_type, "sha256": kept.data["sha256"]}
        if kind == "document":
            part["filename"] = said.filename
        if said.text and kind != "audio":
            part["caption"] = said.text
        return {"type": kind, kind: part}, kept.key

    def _write(
        self, person: StandinRecord, item: JSON, said: Said, *, at: datetime, file: str = "", label: str = ""
    ) -> None:
        """The message shows in the conversation at once and goes to our webhook."""
        user_id = person.data.get("user_id") or f"ID.{secrets.token_hex(8)}"
        self.store.update(person, user_id=user_id, last_inbound_at=at.isoformat())
        wamid = api.new_id()
        full = {"id": wamid, "timestamp": str(int(at.timestamp())), "from_user_id": user_id, **item}
        if not person.data.get("hides_phone"):
            full["from"] = person.key
        self.store.add(
            person.key,
            key=wamid,
            direction="in",
            at=at,
            text=said.text,
            file=file,
            place=said.place_name,
            under=said.under,
            label=label,
            raw=full,
        )
        self.store.deliver({"part": "messages", "item": full, "contact": api.contact(person)}, at=at)


def _value(row: JSON) -> JSON:
    metadata = {"display_phone_number": NUMBER.lstrip("+"), "phone_number_id": PHONE_ID}
    value: JSON = {"messaging_product": "whatsapp", "metadata": metadata, row["part"]: [row["item"]]}
    if row["part"] == "messages" and row["contact"]:
        value["contacts"] = [row["contact"]]
    return value
