"""X as a person holds it: an account that names ours in public, answers beneath, and writes privately."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import CannotSay, Look, Named, ProviderRequest, Said, WrongPerson
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.channels.x.adapter import SIGNATURE, sign
from rumahrakyat.channels.x.rendering import LONGEST_POST, weight
from rumahrakyat.channels.x.standin import api
from rumahrakyat.channels.x.standin.options import USER_ID, USERNAME, standin_options

JSON = dict[str, Any]
_HANDLE = re.compile(r"@?[A-Za-z0-9_]{3,15}")


class XStandin:
    code = "x"
    title = "X"
    store: Store = api.store
    person_label = _("Account name")
    publics: Sequence[str] = ("mention",)
    takes_files = True
    takes_places = False
    has_subject = False
    look = Look(
        about=_("Posts that name us, with public answers beneath them that carry the number and no link; messages."),
        ours=f"@{USERNAME}",
    )
    switches: Sequence[Named] = (
        ("twice", _("Deliver every webhook twice")),
        ("throttle", _("Throttle our sending (429)")),
        ("token_dead", _("Our access token is dead (401)")),
        ("no_credits", _("Our account has no credits left (402)")),
        ("poll_only", _("Bring no events (everything is found by asking)")),
        ("away", _("Hold webhooks back")),
    )
    tricks: Sequence[Named] = (
        ("close", _("Take no direct messages from us")),
        ("open", _("Take direct messages again")),
        ("sealed", _("Write in the encrypted chat")),
    )
    urlpatterns = (
        path("oauth2/token", api.token),
        path("2/webhooks", api.webhooks),
        path("2/activity/subscriptions", api.subscriptions),
        path("2/users/me", api.me),
        path("2/users/<str:key>/mentions", api.mentions),
        path("2/tweets", api.post),
        path("2/tweets/<str:key>", api.one),
        path("2/dm_events", api.messages),
        path("2/dm_events/<str:key>", api.one),
        path("2/dm_conversations/with/<str:key>/messages", api.send),
        path("media/<str:key>", api.file),
    )

    def person(self, typed: str, name: str) -> tuple[str, str]:
        """X knows people by a number; here it follows from the account's name."""
        handle = typed.strip().removeprefix("@").lower()
        if not _HANDLE.fullmatch(typed.strip()):
            raise WrongPerson(gettext("Write an account name: letters, digits and _, at least three of them."))
        digest = hashlib.sha256(handle.encode()).hexdigest()
        return str(1_600_000_000_000_000_000 + int(digest[:12], 16)), name or handle

    def say(self, person: StandinRecord, said: Said, *, at: datetime) -> None:
        key = api.new_id(at)
        attached, file = self._attached(said, at)
        if said.public:
            self._mention(person, said, {"id": key, **attached}, file=file, at=at)
        else:
            told = {"text": said.text, "sender_id": person.key, "dm_conversation_id": f"{person.key}-{USER_ID}"}
            raw = {"id": key, "event_type": "MessageCreate", **told, "created_at": api.written_at(at), **attached}
            self._keep(person, f"dm:{key}", said, raw, file=file, at=at)
            self._deliver("dm.received", raw, at=at)

    def do(self, person: StandinRecord, trick: str, *, at: datetime) -> None:
        if trick in {"close", "open"}:
            self.store.update(person, closed=trick == "close")
        elif trick == "sealed":
            key = api.new_id(at)
            self._keep(person, f"dm:{key}", Said(), {}, label="unsupported", at=at)
            self._deliver("chat.received", {"id": key, "sender_id": person.key, "encoded_event": "AAEC"}, at=at)

    def note(self, person: StandinRecord, *, at: datetime) -> str:  # noqa: ARG002 -- the same at any time
        closed = gettext("This person takes no direct messages from us: only public answers arrive.")
        return closed if person.data.get("closed") else ""

    def requests(self, items: Sequence[JSON]) -> list[ProviderRequest]:
        """One signed request for each event, as X does."""
        made: list[ProviderRequest] = []
        for item in items:
            body = json.dumps(item).encode()
            signature = sign(standin_options().consumer_secret, body)
            made.append(("POST", "/kanal/x/", {"Content-Type": "application/json", SIGNATURE: signature}, body))
        return made

    def _mention(self, person: StandinRecord, said: Said, told: JSON, *, file: str, at: datetime) -> None:
        text = said.text if f"@{USERNAME}" in said.text else f"@{USERNAME} {said.text}".strip()
        if weight(text) > LONGEST_POST:
            raise CannotSay(gettext("A post has room for 280 signs."))
        answered = said.under if self._is_public(said.under) else ""
        raw: JSON = {**told, "text": text, "author_id": person.key, "created_at": api.written_at(at), "lang": "in"}
        if answered:
            raw |= {"in_reply_to_tweet_id": answered, "referenced_tweets": [{"type": "replied_to", "id": answered}]}
        self._keep(person, raw["id"], said, raw, file=file, at=at)
        self._deliver("post.reply.create" if answered else "post.mention.create", raw, at=at)

    def _is_public(self, key: str) -> bool:
        answered = self.store.message(key) if key else None
        return answered is not None and bool(answered.data["public"])

    def _attached(self, said: Said, at: datetime) -> tuple[JSON, str]:
        """What X tells of a file, and the key of the kept one."""
        if said.file is None:
            return {}, ""
        kept = self.store.keep_file(said.file, said.mime_type, said.filename, at=at)
        kind = "7" if said.mime_type.startswith("video/") else "3"
        return {"attachments": {"media_keys": [f"{kind}_{kept.key}"]}}, kept.key

    def _keep(
        self,
        person: StandinRecord,
        key: str,
        said: Said,
        raw: JSON,
        *,
        at: datetime,
        file: str = "",
        label: str = "",
    ) -> None:
        self.store.add(
            person.key,
            key=key,
            direction="in",
            at=at,
            text=said.text,
            file=file,
            public=said.public,
            under=said.under,
            label=label,
            raw=raw,
        )

    def _deliver(self, kind: str, payload: JSON, *, at: datetime) -> None:
        if self.store.switched_on("poll_only"):
            return
        told = {"filter": {"user_id": USER_ID}, "event_type": kind, "tag": "rumahrakyat", "payload": payload}
        self.store.deliver({"data": {"event_uuid": payload["id"], **told, "includes": api.includes(payload)}}, at=at)
