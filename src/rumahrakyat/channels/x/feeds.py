"""Asking X what is new: mentions, and direct messages where they are not brought to us.

Where to go on is the id of the newest item that is stored here. While there are further pages, the cursor also
remembers the next page and the newest item of the first, so that each page is stored before the next is asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.contract import Fetched, Raw
from rumahrakyat.channels.payload import mapping, objects, text
from rumahrakyat.channels.x import reading
from rumahrakyat.channels.x.api import Api
from rumahrakyat.lib import clock

JSON = dict[str, Any]
# The first look goes back this far and no further: nobody wants an answer to what was said last year.
FIRST_LOOK = timedelta(days=1)
PEOPLE: Final = "name,username,receives_your_dm"
MEDIA: Final = "type,url,variants,preview_image_url"
POSTS: Final = (
    "attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,geo,lang,note_tweet,"
    "referenced_tweets"
)
MESSAGES: Final = "attachments,created_at,dm_conversation_id,entities,event_type,id,referenced_tweets,sender_id,text"


@dataclass(frozen=True)
class Position:
    """`since`: everything up to this id is stored. `newest`, `page`: what the first page began with, and the next."""

    since: str = ""
    newest: str = ""
    page: str = ""

    def written(self) -> str:
        if not self.page:
            return self.since
        return json.dumps({"since": self.since, "newest": self.newest, "page": self.page})


def position(cursor: str) -> Position:
    """What `written` wrote; an empty cursor is the first look."""
    if not cursor.startswith("{"):
        return Position(cursor if _is_id(cursor) else reading.id_at(clock.now() - FIRST_LOOK))
    known = json.loads(cursor)
    return Position(known["since"], known["newest"], known["page"])


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _later(one: str, other: str) -> str:
    """The larger of two ids, which are numbers of any length."""
    return max(one, other, key=lambda value: int(value) if _is_id(value) else 0)


@dataclass
class MentionFeed:
    """Posts that name our account, or answer it."""

    api: Api
    seconds: int = 60
    name: str = "x.mentions"

    def fetch(self, cursor: str) -> Fetched:
        """One page, of a hundred posts at most; X reaches some 800 back. Raises DeliveryError."""
        at = position(cursor)
        query = {
            "max_results": "100",
            "since_id": at.since,
            "tweet.fields": POSTS,
            "expansions": "author_id,attachments.media_keys",
            "user.fields": PEOPLE,
            "media.fields": MEDIA,
        }
        at, page = _page(self.api, f"/2/users/{self.api.options.user_id}/mentions", query, at)
        return _fetched(page, at, page if objects(page, "data") else None)

    def settle(self, fetched: Fetched) -> None:
        """X needs not be told."""


@dataclass
class MessageFeed:
    """Direct messages to our account. X cannot be asked for those after an id, so the known ones are left out here."""

    api: Api
    seconds: int = 60
    name: str = "x.messages"

    def fetch(self, cursor: str) -> Fetched:
        """One page. Raises DeliveryError."""
        at = position(cursor)
        query = {
            "max_results": "50",
            "event_types": "MessageCreate",
            "dm_event.fields": MESSAGES,
            "expansions": "sender_id,attachments.media_keys",
            "user.fields": PEOPLE,
            "media.fields": MEDIA,
        }
        at, page = _page(self.api, "/2/dm_events", query, at)
        listed = objects(page, "data")
        fresh = [item for item in listed if _later(text(item, "id"), at.since) != at.since]
        if len(fresh) < len(listed):
            page = {**page, "meta": {**mapping(page, "meta"), "next_token": ""}}  # the rest is older still
        return _fetched(page, at, {**page, "data": fresh} if fresh else None)

    def settle(self, fetched: Fetched) -> None:
        """X needs not be told."""


def _page(api: Api, path: str, query: Mapping[str, str], at: Position) -> tuple[Position, JSON]:
    """The page that is due. A page that X no longer knows means beginning again where everything was stored."""
    try:
        return at, api.get(path, {**query, "pagination_token": at.page} if at.page else query)
    except DeliveryError as error:
        if not (at.page and error.permanent):
            raise
    again = replace(at, newest="", page="")
    return again, api.get(path, query)


def _fetched(page: JSON, at: Position, kept: JSON | None) -> Fetched:
    ids = [text(item, "id") for item in objects(page, "data")]
    newest = at.newest
    for one in ids:
        newest = _later(one, newest)
    following = text(page, "meta", "next_token")
    reached = Position(at.since, newest, following) if following else Position(_later(newest, at.since))
    items = [Raw(json.dumps(kept).encode())] if kept is not None else []
    return Fetched(items, cursor=reached.written(), more=bool(following))
