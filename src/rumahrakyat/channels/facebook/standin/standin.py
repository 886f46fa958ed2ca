"""Facebook's stand-in: our page, its posts, and people who write to it, under it and about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.facebook.adapter import FacebookAdapter
from rumahrakyat.channels.metagraph.standin.credentials import ACCOUNTS, APP_ID
from rumahrakyat.channels.metagraph.standin.graph import GraphSide, new_number
from rumahrakyat.channels.metagraph.standin.people import AccountStandin
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import Look, Said

JSON = dict[str, Any]
CODE = "facebook"
PAGE_POST = f"{ACCOUNTS[CODE]}_1000"
LONGEST_TEXT = 2000


class FacebookSide(GraphSide):
    code = CODE
    answers = "comments"
    window_closed = 2018278
    names_app = True
    scopes = FacebookAdapter.scopes

    def too_long(self, text: str) -> bool:
        return len(text) > LONGEST_TEXT

    def new_comment(self) -> str:
        return f"{PAGE_POST.rpartition('_')[2]}_{new_number()}"

    def own_comment(self, key: str, under: str, words: str, at: datetime) -> None:
        writer = {"id": self.account_id, "name": "Rumah Rakyat"}
        self.change("feed", feed("comment", key, writer, message=words, parent_id=under, at=at), at=at)

    def taken(self, person: StandinRecord, made: StandinRecord, at: datetime) -> None:
        self.store.advance(made, "delivered", at=at)
        self.tell(person, at=at, delivery={"mids": [made.key], "watermark": int(at.timestamp() * 1000)})

    def node(self, parts: list[str], query: Mapping[str, str]) -> JSON | None:  # noqa: ARG002 -- every field is given
        if parts in (["me"], [self.account_id]):
            return {"id": self.account_id, "name": "Rumah Rakyat"}
        if parts == [self.account_id, "subscribed_apps"]:
            return {"data": [{"id": APP_ID, "subscribed_fields": sorted(FacebookAdapter.fields)}]}
        if person := self.profile(parts):
            return person
        found = self.store.message(parts[0]) if len(parts) == 1 else None
        if found is None:
            return None
        writer = self.store.person(found.thread)
        return {
            "id": found.key,
            "message": found.data["text"],
            "permalink_url": f"https://www.facebook.com/{found.key}",
            "from": {"id": found.thread, "name": writer.data["name"] if writer else ""},
        }


def feed(item: str, key: str, writer: JSON, *, at: datetime, verb: str = "add", **more: Any) -> JSON:
    """The value of a change on our page."""
    named = {"comment_id": key, "post_id": PAGE_POST} if item == "comment" else {"post_id": key}
    moment = int(at.timestamp())
    return {"item": item, "verb": verb, **named, "from": writer, "created_time": moment, **more}


class FacebookStandin(AccountStandin):
    code = CODE
    title = "Facebook"
    object_name = "page"
    publics: Sequence[str] = ("comment", "post", "mention")
    look = Look(
        about=_("Messages to our page, comments under its posts, and posts that mention it; one private answer each."),
    )

    def __init__(self) -> None:
        super().__init__(FacebookSide())

    def in_public(self, person: StandinRecord, said: Said, at: datetime) -> None:
        """A comment under our post or under what is answered; a post on our page; a post elsewhere that names us."""
        writer = {"id": person.key, "name": person.data["name"]}
        key = self._key(person, said.public)
        kept = self.keep(said, at)[0] if said.file is not None else None
        self.store.add(
            person.key,
            key=key,
            direction="in",
            at=at,
            text=said.text,
            file=kept.key if kept else "",
            public=said.public,
            under=said.under,
        )
        if said.public == "mention":
            # The provider does not tell the words of a post that stands elsewhere.
            mention: JSON = {"item": "post", "verb": "add", "post_id": key, "sender_id": person.key}
            mention |= {"sender_name": person.data["name"], "created_time": int(at.timestamp())}
            self.side.change("mention", mention, at=at)
        elif said.public == "comment":
            photo = {"photo": self.side.link(kept)} if kept else {}
            parent = said.under or PAGE_POST
            self.side.change(
                "feed", feed("comment", key, writer, at=at, message=said.text, parent_id=parent, **photo), at=at
            )
        else:
            item, photo = ("photo", {"link": self.side.link(kept)}) if kept else ("status", {})
            self.side.change("feed", feed(item, key, writer, at=at, message=said.text, **photo), at=at)

    def _key(self, person: StandinRecord, public: str) -> str:
        if public == "comment":
            return self.side.new_comment()
        owner = self.side.account_id if public == "post" else person.key
        return f"{owner}_{new_number()}"

    def changed_in_public(self, person: StandinRecord, record: StandinRecord, at: datetime, *, removed: bool) -> None:
        item = "comment" if record.data["public"] == "comment" else "status"
        writer = {"id": person.key, "name": person.data["name"]}
        verb = "remove" if removed else "edited"
        words = {} if removed else {"message": record.data["text"]}
        if record.data["public"] != "mention":
            self.side.change("feed", feed(item, record.key, writer, at=at, verb=verb, **words), at=at)

    def seen(self, person: StandinRecord, *, at: datetime) -> None:
        """Facebook tells up to which moment a person has read, not which messages."""
        unread = [
            record
            for record in self.store.thread(person.key)
            if record.data["direction"] == "out" and record.data["status"] == "delivered"
        ]
        for record in unread:
            self.store.advance(record, "read", at=at)
        if unread:
            self.side.tell(person, at=at, read={"watermark": int(at.timestamp() * 1000)})
