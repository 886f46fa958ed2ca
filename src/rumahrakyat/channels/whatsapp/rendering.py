"""A body as the JSON that the Graph API takes."""

from typing import Any

from rumahrakyat.channels.base import Body, Option, Outgoing, OutgoingMedia, Template
from rumahrakyat.channels.fitting import short

MAX_BUTTONS = 3
BUTTON_TITLE = 20
MAX_ROWS = 10
ROW_TITLE = 24
ROW_DESCRIPTION = 72
LIST_LABEL = 20
CAPTION = 1024

JSON = dict[str, Any]


def message(outgoing: Outgoing) -> JSON:
    """The request body. A phone number goes in `to`, a business-scoped user id in `recipient`."""
    address = outgoing.address
    to = {"recipient": address.value} if address.scheme == "wa" else {"to": address.value.lstrip("+")}
    quoted = outgoing.body.reply_to
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **to,
        "biz_opaque_callback_data": outgoing.key,
        **({"context": {"message_id": quoted}} if quoted and not outgoing.use_template else {}),
        **_content(outgoing.body, use_template=outgoing.use_template),
    }


def _content(body: Body, *, use_template: bool) -> JSON:
    if use_template and body.template is not None:
        return {"type": "template", "template": _template(body.template)}
    if body.ask_location:
        return {
            "type": "interactive",
            "interactive": {
                "type": "location_request_message",
                "body": {"text": body.text},
                "action": {"name": "send_location"},
            },
        }
    if body.options:
        return {"type": "interactive", "interactive": _interactive(body)}
    if body.media is not None:
        return {"type": body.media.kind, body.media.kind: _media(body.media, body.text)}
    return {"type": "text", "text": {"body": body.text, "preview_url": False}}


def _template(template: Template) -> JSON:
    parameters = [{"type": "text", "text": value} for value in template.parameters]
    return {
        "name": template.name,
        "language": {"code": template.language, "policy": "deterministic"},
        "components": [{"type": "body", "parameters": parameters}] if parameters else [],
    }


def _interactive(body: Body) -> JSON:
    if len(body.options) <= MAX_BUTTONS:
        buttons = [
            {"type": "reply", "reply": {"id": option.id, "title": short(option.title, BUTTON_TITLE)}}
            for option in body.options
        ]
        return {"type": "button", "body": {"text": body.text}, "action": {"buttons": buttons}}
    rows = [_row(option) for option in body.options[:MAX_ROWS]]
    label = short(body.list_label or "Pilih", LIST_LABEL)
    return {
        "type": "list",
        "body": {"text": body.text},
        "action": {"button": label, "sections": [{"title": label, "rows": rows}]},
    }


def _row(option: Option) -> JSON:
    row = {"id": option.id, "title": short(option.title, ROW_TITLE)}
    return {**row, "description": short(option.description, ROW_DESCRIPTION)} if option.description else row


def _media(media: OutgoingMedia, text: str) -> JSON:
    content: JSON = {"link": media.link}
    if text and media.kind != "audio":
        content["caption"] = text[:CAPTION]
    if media.kind == "document" and media.filename:
        content["filename"] = media.filename
    return content
