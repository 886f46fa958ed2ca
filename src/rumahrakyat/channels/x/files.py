"""The files of posts and messages."""

import re

from rumahrakyat.channels.base import DeliveryError, MediaRef
from rumahrakyat.channels.contract import Media
from rumahrakyat.channels.payload import mapping, objects, text
from rumahrakyat.channels.x import feeds, reading
from rumahrakyat.channels.x.api import Api

LARGEST_FILE = 25 * 1024 * 1024
_PLACE = re.compile(r"(post|dm):(\d{1,20}):(\w{1,60})", re.ASCII)


def fetch(api: Api, ref: MediaRef) -> Media:
    """The bytes: at the link that X told with the message, else asked for where the file hangs. Raises
    DeliveryError."""
    link = ref.ref if ref.ref.startswith(("https://", *api.ours)) else _link(api, ref.ref)
    reply = api.file(link, largest=LARGEST_FILE)
    if reply.status != 200:
        raise DeliveryError(f"the file's link answered {reply.status}")
    return Media(reply.content, ref.mime_type or reply.headers.get("content-type", "").partition(";")[0].strip())


def _link(api: Api, place: str) -> str:
    match = _PLACE.fullmatch(place)
    if match is None:
        raise DeliveryError("not a file of X", permanent=True)
    where, item, key = match.groups()
    path = f"/2/tweets/{item}" if where == "post" else f"/2/dm_events/{item}"
    page = api.get(path, {"expansions": "attachments.media_keys", "media.fields": feeds.MEDIA})
    told = next((one for one in objects(mapping(page, "includes"), "media") if text(one, "media_key") == key), {})
    link = reading.best_link(told)
    if not link:
        raise DeliveryError("X no longer has the file", permanent=True)
    return link
