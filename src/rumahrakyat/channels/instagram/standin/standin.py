"""Instagram's stand-in: our account, its posts, and people who write to it, under it and about it."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.instagram.adapter import InstagramAdapter
from rumahrakyat.channels.metagraph.standin.credentials import APP_ID
from rumahrakyat.channels.metagraph.standin.graph import GraphSide, Refused, new_number
from rumahrakyat.channels.metagraph.standin.people import AccountStandin
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import Look, Said

JSON = dict[str, Any]
CODE = "instagram"
OUR_POST = "17900000000000001"
SOMEBODY_S_POST = "17900000000000002"
SITE = "https://www.instagram.com/p/"
LONGEST_TEXT = 1000  # bytes
_ASKED = re.compile(r"mentioned_(comment|media)\.(?:comment|media)_id\((\d+)\)\{([a-z_,]+)\}")
# A grey square: what stands for a story when a person has no picture at hand.
_GREY = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR42mPogAIGyhgAyIQiAQufTdgAAAAASUVORK5CYII="
)


class InstagramSide(GraphSide):
    code = CODE
    answers = "replies"
    window_closed = 2534022
    names_app = False
    scopes = InstagramAdapter.scopes

    def too_long(self, text: str) -> bool:
        return len(text.encode()) > LONGEST_TEXT

    def new_comment(self) -> str:
        return f"17{new_number()}"

    def own_comment(self, key: str, under: str, words: str, at: datetime) -> None:
        self.change("comments", comment(key, {"id": self.account_id, "username": "rumahrakyat"}, words, under), at=at)

    def further(self, parts: list[str], payload: JSON, at: datetime) -> JSON:
        if parts != [self.account_id, "mentions"]:
            return super().further(parts, payload, at)
        if not payload.get("media_id"):
            raise Refused(100, "The parameter media_id is required.")
        return self.comment(str(payload.get("comment_id") or payload["media_id"]), str(payload.get("message", "")), at)

    def node(self, parts: list[str], query: Mapping[str, str]) -> JSON | None:
        if parts == [APP_ID, "subscriptions"]:
            return {"data": [{"object": CODE, "fields": [{"name": name} for name in sorted(InstagramAdapter.fields)]}]}
        if parts != [self.account_id]:
            return self.profile(parts)
        asked = _ASKED.search(query.get("fields", ""))
        if asked is None:
            return {"id": self.account_id}
        what, key, fields = asked.groups()
        if key == SOMEBODY_S_POST:
            return {"id": self.account_id, "mentioned_media": {"id": key, "permalink": f"{SITE}{key}/"}}
        found = self.store.message(key)
        if found is None or found.data["public"] != "mention":
            return None
        told = {"id": key, "username": username(self.store.person(found.thread)), "timestamp": _written(found.at)}
        told |= {"text": found.data["text"], "caption": found.data["text"]}
        told["permalink"] = f"{SITE}{key}/"
        return {
            "id": self.account_id,
            f"mentioned_{what}": {name: told[name] for name in fields.split(",") if name in told},
        }


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def username(person: StandinRecord | None) -> str:
    return slugify(person.data["name"]).replace("-", "_") if person else ""


def comment(key: str, writer: JSON, words: str, under: str) -> JSON:
    """The value of a change under a post of ours."""
    answered = {"parent_id": under} if under and under != OUR_POST else {}
    return {
        "id": key,
        "from": writer,
        "text": words,
        "media": {"id": OUR_POST, "media_product_type": "FEED"},
        **answered,
    }


class InstagramStandin(AccountStandin):
    code = CODE
    title = "Instagram"
    object_name = CODE
    publics: Sequence[str] = ("comment", "story", "mention")
    look = Look(
        about=_(
            "Direct messages, comments under our posts, mentions elsewhere and in stories; one private answer each."
        ),
        ours="@rumahrakyat",
    )

    def __init__(self) -> None:
        super().__init__(InstagramSide())

    def in_public(self, person: StandinRecord, said: Said, at: datetime) -> None:
        if said.public == "story":
            self._story(person, said, at)
            return
        key = self.side.new_comment()
        self.store.add(person.key, key=key, direction="in", at=at, text=said.text, public=said.public, under=said.under)
        if said.public == "mention":
            # Only the ids are told; who wrote it and what must be asked for.
            self.side.change("mentions", {"media_id": SOMEBODY_S_POST, "comment_id": key}, at=at)
        else:
            writer = {"id": person.key, "username": username(person)}
            self.side.change("comments", comment(key, writer, said.text, said.under), at=at)

    def _story(self, person: StandinRecord, said: Said, at: datetime) -> None:
        """A mention in a story comes as a direct message with the story's picture, and no words."""
        pictured = said if said.file is not None else replace(said, file=_GREY, mime_type="image/png", filename="a.png")
        kept, _kind = self.keep(pictured, at)
        attachment = {"type": "story_mention", "payload": {"url": self.side.link(kept)}}
        self.write(person, {"attachments": [attachment]}, replace(said, under=""), at=at, file=kept.key, public="story")

    def seen(self, person: StandinRecord, *, at: datetime) -> None:
        for record in self.store.thread(person.key):
            unread = record.data["direction"] == "out" and record.data["status"] == "sent"
            if unread and not record.data["public"] and self.store.advance(record, "read", at=at):
                self.side.tell(person, at=at, read={"mid": record.key})
