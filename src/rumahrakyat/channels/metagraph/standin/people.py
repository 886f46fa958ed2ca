"""Facebook and Instagram as a person holds them: accounts that write to ours, alone or where everybody reads."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.metagraph.standin.graph import PERSON_WINDOW, WINDOW, GraphSide, new_mid
from rumahrakyat.channels.metagraph.webhooks import SIGNATURE, sign
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import Named, ProviderRequest, Said, WrongPerson

JSON = dict[str, Any]
_NAME = re.compile(r"@?[A-Za-z0-9_.]{3,40}")
_FAMILIES = {"image", "audio", "video"}


class AccountStandin:
    """The person's side of one account; a channel adds what can be written in public."""

    code: str
    title: str
    object_name: str
    person_label = _("Account name")
    takes_files = True
    takes_places = False
    has_subject = False
    switches: Sequence[Named] = (
        ("twice", _("Deliver every webhook twice")),
        ("throttle", _("Throttle our sending (429)")),
        ("token_dead", _("Our access token is dead (401)")),
        ("away", _("Hold webhooks back")),
    )
    tricks: Sequence[Named] = (
        ("edit", _("Edit the last message")),
        ("remove", _("Take the last message back")),
        ("block", _("Block our account")),
        ("unblock", _("Let our account in again")),
        ("age", _("Let 25 hours pass (only what a person writes may be sent)")),
        ("week", _("Let eight days pass (nothing may be sent)")),
        ("staff", _("Staff answer in another program")),
        ("strange", _("Send a kind of message nobody knows")),
    )

    def __init__(self, side: GraphSide) -> None:
        self.side = side
        self.store = side.store
        self.urlpatterns = side.urlpatterns()

    def person(self, typed: str, name: str) -> tuple[str, str]:
        """The provider knows people by a number; here it follows from the account's name."""
        if not _NAME.fullmatch(typed.strip()):
            raise WrongPerson(gettext("Write an account name: letters, digits, dots and _, at least three of them."))
        account = typed.strip().removeprefix("@").lower()
        digest = hashlib.sha256(f"{self.code}:{account}".encode()).hexdigest()
        return str(2 * 10**16 + int(digest[:12], 16) % 10**15), name or account

    def say(self, person: StandinRecord, said: Said, *, at: datetime) -> None:
        if said.public:
            self.in_public(person, said, at)
        elif said.choice:
            content = {"text": said.text, "quick_reply": {"payload": said.choice}}
            self.write(person, content, said, at=at)
        else:
            self._alone(person, said, at)

    def in_public(self, person: StandinRecord, said: Said, at: datetime) -> None:
        raise NotImplementedError

    def _alone(self, person: StandinRecord, said: Said, at: datetime) -> None:
        """A file and its words are two messages, as in the real thing."""
        if said.file is not None:
            kept, kind = self.keep(said, at)
            attachment = {"type": kind, "payload": {"url": self.side.link(kept)}}
            self.write(person, {"attachments": [attachment]}, Said(under=said.under), file=kept.key, at=at)
        if said.text:
            self.write(person, {"text": said.text}, said, at=at + timedelta(milliseconds=1))

    def keep(self, said: Said, at: datetime) -> tuple[StandinRecord, str]:
        """The kept file and what the provider calls its kind."""
        kept = self.store.keep_file(said.file or b"", said.mime_type, said.filename, at=at)
        family = said.mime_type.partition("/")[0]
        return kept, family if family in _FAMILIES else "file"

    def write(
        self,
        person: StandinRecord,
        content: JSON,
        said: Said,
        *,
        at: datetime,
        file: str = "",
        label: str = "",
        public: str = "",
    ) -> None:
        """The message shows in the conversation at once and goes to our webhook."""
        message = {"mid": new_mid(), **content}
        if said.under:
            message["reply_to"] = {"mid": said.under}
        self.store.update(person, last_inbound_at=at.isoformat())
        self.store.add(
            person.key,
            key=message["mid"],
            direction="in",
            at=at,
            text=said.text,
            file=file,
            under=said.under,
            label=label,
            public=public,
            raw=content,
        )
        self.side.tell(person, at=at, message=message)

    def do(self, person: StandinRecord, trick: str, *, at: datetime) -> None:
        if trick in {"block", "unblock"}:
            self.store.update(person, blocked=trick == "block")
        elif trick in {"age", "week"}:
            passed = timedelta(hours=25) if trick == "age" else timedelta(days=8)
            self.store.update(person, last_inbound_at=(at - passed).isoformat())
        elif trick in {"edit", "remove"}:
            self._change_last(person, at, removed=trick == "remove")
        elif trick == "staff":
            words = gettext("We have read your message.")
            mid = new_mid()
            self.store.add(person.key, key=mid, direction="out", at=at, text=words, status="delivered")
            echo = {"mid": mid, "is_echo": True, "text": words, "app_id": 263902037430900}
            self.side.tell(person, at=at, ours=True, message=echo)
        elif trick == "strange":
            attachment = {"type": "hologram", "payload": {}}
            self.write(person, {"attachments": [attachment]}, Said(), label="unsupported", at=at)

    def _change_last(self, person: StandinRecord, at: datetime, *, removed: bool) -> None:
        written = [record for record in self.store.thread(person.key) if record.data["direction"] == "in"]
        texts = [record for record in written if record.data["text"] and not record.data["raw"].get("taken_back")]
        if not texts:
            return
        last = texts[-1]
        words = gettext("(taken back)") if removed else f"{last.data['text']} {gettext('(edited)')}"
        self.store.update(last, text=words, raw={**last.data["raw"], "taken_back": removed})
        if last.data["public"] and last.data["public"] != "story":
            self.changed_in_public(person, last, at, removed=removed)
        elif removed:
            self.side.tell(person, at=at, message={"mid": last.key, "is_deleted": True})
        else:
            self.side.tell(person, at=at, message_edit={"mid": last.key, "text": words, "num_edit": 1})

    def changed_in_public(self, person: StandinRecord, record: StandinRecord, at: datetime, *, removed: bool) -> None:
        """What the provider tells of a public message that was changed; nothing where it does not."""

    def note(self, person: StandinRecord, *, at: datetime) -> str:
        if person.data.get("blocked"):
            return gettext("Our account is blocked: nothing reaches this person.")
        last = person.data.get("last_inbound_at")
        if not last:
            return gettext("This person has not written to us alone yet: only a public message can be answered.")
        passed = at - datetime.fromisoformat(last)
        if passed < WINDOW:
            return ""
        if passed < PERSON_WINDOW:
            return gettext("The 24-hour window is closed: only what a person of ours writes may be sent.")
        return gettext("The seven-day window is closed: nothing may be sent until this person writes again.")

    def requests(self, items: Sequence[JSON]) -> list[ProviderRequest]:
        """All items in one request, as the provider does."""
        options = self.side.options()
        talks = [item["messaging"] for item in items if "messaging" in item]
        entries = [{"id": options.account_id, "time": talks[0]["timestamp"], "messaging": talks}] if talks else []
        changed = [item for item in items if "change" in item]
        entries += [{"id": options.account_id, "time": item["time"], "changes": [item["change"]]} for item in changed]
        body = json.dumps({"object": self.object_name, "entry": entries}).encode()
        headers = {"Content-Type": "application/json", SIGNATURE: sign(options.app_secrets[0], body)}
        return [("POST", f"/kanal/{self.code}/", headers, body)]
