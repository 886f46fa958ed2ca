"""What Telegram is asked to do beside passing messages on."""

from typing import Any, Final

from rumahrakyat.channels.base import MalformedPayload
from rumahrakyat.channels.payload import decode, mapping, text

COMMANDS: Final = {
    "lapor": "Membuat laporan",
    "status": "Kabar laporan Anda",
    "bantuan": "Cara memakai layanan ini",
    "stop": "Berhenti menerima kabar",
}


def wish(body: bytes) -> dict[str, Any]:
    """What we ask Telegram to do at once about an update; empty for most."""
    try:
        update = decode(body)
    except MalformedPayload:
        return {}
    query = text(update, "callback_query", "id")
    if query:
        return {"method": "answerCallbackQuery", "callback_query_id": query}
    change = mapping(update, "my_chat_member")
    chat = mapping(change or mapping(update, "message"), "chat")
    gone = text(change, "new_chat_member", "status") in {"kicked", "left"}
    if text(chat, "type") in {"group", "supergroup", "channel"} and not gone:
        return {"method": "leaveChat", "chat_id": chat.get("id")}
    return {}
