"""A body as the JSON that the Send API of Facebook and Instagram takes."""

from typing import Any

from rumahrakyat.channels.base import Body, Outgoing
from rumahrakyat.channels.fitting import short

MAX_OPTIONS = 13
OPTION_TITLE = 20
_ATTACHMENTS = {"image": "image", "audio": "audio", "video": "video"}

JSON = dict[str, Any]


def direct(outgoing: Outgoing, *, metadata: bool) -> JSON:
    """A message to the person. `metadata`: our key goes along and comes back with the echo."""
    how: JSON = {"messaging_type": "RESPONSE"}
    if outgoing.by_person:
        how = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    key = {"metadata": outgoing.key} if metadata else {}
    return {"recipient": {"id": outgoing.address.value}, **how, "message": {**_content(outgoing.body), **key}}


def private_answer(body: Body, *, under: JSON) -> JSON:
    """The one private answer to a public message; `under` names it."""
    return {"recipient": under, "message": {"text": words(body)}}


def words(body: Body) -> str:
    """Everything as text: what is said, and the link of a file, which cannot travel with words here."""
    return "\n".join(part for part in (body.text, body.media.link if body.media else "") if part)


def _content(body: Body) -> JSON:
    if body.media is not None and not body.text:
        kind = _ATTACHMENTS.get(body.media.kind, "file")
        return {"attachment": {"type": kind, "payload": {"url": body.media.link, "is_reusable": False}}}
    content: JSON = {"text": words(body)}
    if body.options:
        content["quick_replies"] = [
            {"content_type": "text", "title": short(option.title, OPTION_TITLE), "payload": option.id}
            for option in body.options[:MAX_OPTIONS]
        ]
    return content
