"""A body as the method and the JSON that the Bot API takes."""

import re
from typing import Any, Final

from rumahrakyat.channels.base import Body, Manner, Option, Outgoing, OutgoingMedia
from rumahrakyat.channels.fitting import short

JSON = dict[str, Any]

MAX_BUTTONS: Final = 20
MAX_CALLBACK = 64  # bytes
BUTTON_TITLE = 60
CAPTION = 1024
MAX_TEXT = 4096
SHARE_PLACE = "📍 Kirim lokasi saya"
_FILES: Final = {"image": ("sendPhoto", "photo"), "audio": ("sendAudio", "audio"), "video": ("sendVideo", "video")}
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")


class Unsendable(ValueError):
    """Telegram has no way to say this; the words are for staff."""


def message(outgoing: Outgoing, *, bot: str) -> tuple[str, JSON]:
    """The method and its parameters. Raises Unsendable."""
    body = outgoing.body
    if body.manner is Manner.PUBLIC:
        raise Unsendable("Telegram has no public answers")
    method, content = _content(body)
    return method, {
        "chat_id": int(outgoing.address.value) if _is_id(outgoing.address.value) else outgoing.address.value,
        **content,
        "reply_markup": _markup(body),
        **_reply(body.reply_to, bot, outgoing.address.value),
    }


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 20


def _content(body: Body) -> tuple[str, JSON]:
    text = body.text
    if body.media is not None:
        plain, entities = styled(text)
        if len(plain) <= CAPTION:
            method, name = _FILES.get(body.media.kind, ("sendDocument", "document"))
            return method, {name: body.media.link, "caption": plain, "caption_entities": entities}
        text = _with_link(text, body.media)
    plain, entities = styled(text)
    return "sendMessage", {"text": plain, "entities": entities, "link_preview_options": {"is_disabled": True}}


def _with_link(text: str, media: OutgoingMedia) -> str:
    """Longer than a caption may be: the words whole and the file as a link, while there is room for it."""
    full = f"{text}\n\n{media.link}"
    return full if len(full) <= MAX_TEXT else text


def styled(text: str) -> tuple[str, list[JSON]]:
    """The text without the asterisks that make words bold elsewhere, and where the bold words are (in UTF-16 units)."""
    plain, entities, end = "", [], 0
    for match in _BOLD.finditer(text):
        plain += text[end : match.start()]
        entities.append({"type": "bold", "offset": _units(plain), "length": _units(match.group(1))})
        plain += match.group(1)
        end = match.end()
    return plain + text[end:], entities


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _markup(body: Body) -> JSON:
    """Buttons under the message, or the one that sends the place where the phone is.

    The place can only be asked for with the other kind of keyboard, where a tap writes the button's title. That
    keyboard stays until a later message takes it away, so every message without buttons does.
    """
    if body.ask_location:
        rows: list[list[JSON]] = [[{"text": SHARE_PLACE, "request_location": True}]]
        rows += [[{"text": _title(option)}] for option in body.options]
        return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}
    if not body.options:
        return {"remove_keyboard": True}
    return {"inline_keyboard": [[_button(option)] for option in body.options[:MAX_BUTTONS]]}


def _button(option: Option) -> JSON:
    if len(option.id.encode()) > MAX_CALLBACK:
        raise Unsendable("a button's id is longer than the 64 bytes that Telegram carries")
    return {"text": _title(option), "callback_data": option.id}


def _title(option: Option) -> str:
    full = f"{option.title} · {option.description}" if option.description else option.title
    return short(full, BUTTON_TITLE)


def _reply(reply_to: str, bot: str, chat: str) -> JSON:
    """Quotes the message that is answered, when it is a message of this bot and chat; a deleted one is no obstacle."""
    number = reply_to.removeprefix(f"{bot}:{chat}:")
    if number == reply_to or not _is_id(number):
        return {}
    return {"reply_parameters": {"message_id": int(number), "allow_sending_without_reply": True}}
