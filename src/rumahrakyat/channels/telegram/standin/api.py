"""The stand-in's side of the Bot API: what our adapter calls, with the checks and refusals of the real one."""

import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.channels.telegram.standin.options import BOT, USERNAME, standin_options
from rumahrakyat.lib import clock

store = Store("telegram")
LARGEST_FILE = 20 * 1024 * 1024
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
WAIT = 5
JSON = dict[str, Any]
_FILES = ("photo", "document", "video", "audio")


class Refused(Exception):
    """An answer in the Bot API's error format."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> JsonResponse:
        problem: JSON = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            problem["parameters"] = self.parameters
        return JsonResponse(problem, status=self.code)


@csrf_exempt
def call(request: HttpRequest, token: str, method: str) -> HttpResponse:
    try:
        _authorise(token)
        return JsonResponse({"ok": True, "result": _run(method, _parameters(request), clock.now())})
    except Refused as refused:
        return refused.answer()


@require_GET
def file(request: HttpRequest, token: str, key: str) -> HttpResponse:  # noqa: ARG001 -- a view's first argument
    try:
        _authorise(token)
    except Refused as refused:
        return refused.answer()
    found = store.file(key.partition(".")[0])
    if found is None:
        return Refused(404, "Not Found").answer()
    return HttpResponse(bytes(found.content), content_type="application/octet-stream")


def _authorise(token: str) -> None:
    wanted = standin_options().token
    if store.switched_on("token_dead") or not hmac.compare_digest(token.encode(), wanted.encode()):
        raise Refused(401, "Unauthorized")


def _parameters(request: HttpRequest) -> JSON:
    try:
        parameters = json.loads(request.body or b"{}")
    except ValueError:
        raise Refused(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(parameters, dict):
        raise Refused(400, "Bad Request: object expected")
    return parameters


# Methods


def _run(method: str, parameters: JSON, at: datetime) -> Any:
    run = _METHODS.get(method)
    if run is None:
        raise Refused(404, "Not Found: method not found")
    return run(parameters, at)


def _get_me(_parameters: JSON, _at: datetime) -> JSON:
    return {"id": int(BOT), "is_bot": True, "first_name": "Rumah Rakyat", "username": USERNAME}


def _webhook_info(_parameters: JSON, _at: datetime) -> JSON:
    waiting = store.records("delivery").count()
    return {"url": standin_options().webhook, "has_custom_certificate": False, "pending_update_count": waiting}


def _set_webhook(parameters: JSON, _at: datetime) -> bool:
    if not str(parameters.get("url", "")).startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    return True


def _yes(_parameters: JSON, _at: datetime) -> bool:
    return True


def _get_file(parameters: JSON, _at: datetime) -> JSON:
    found = store.file(str(parameters.get("file_id", "")))
    if found is None:
        raise Refused(400, "Bad Request: invalid file_id")
    if len(found.content) > LARGEST_FILE:
        raise Refused(400, "Bad Request: file is too big")
    suffix = found.data["filename"].rpartition(".")[2].lower() or "bin"
    path = f"{found.key}.{suffix}" if suffix.isascii() and suffix.isalnum() else found.key
    return {"file_id": found.key, "file_size": len(found.content), "file_path": path}


def _send_text(parameters: JSON, at: datetime) -> JSON:
    text = str(parameters.get("text", ""))
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text) > LONGEST_TEXT:
        raise Refused(400, "Bad Request: message is too long")
    return _take(parameters, marked(text, parameters.get("entities") or []), "", at)


def _send_file(parameters: JSON, at: datetime) -> JSON:
    kind = next((name for name in _FILES if parameters.get(name)), "")
    if not kind:
        raise Refused(400, "Bad Request: there is no file in the request")
    caption = str(parameters.get("caption", ""))
    if len(caption) > LONGEST_CAPTION:
        raise Refused(400, "Bad Request: message caption is too long")
    return _take(parameters, marked(caption, parameters.get("caption_entities") or []), str(parameters[kind]), at)


_METHODS: dict[str, Callable[[JSON, datetime], Any]] = {
    "getMe": _get_me,
    "getWebhookInfo": _webhook_info,
    "setWebhook": _set_webhook,
    "setMyCommands": _yes,
    "answerCallbackQuery": _yes,
    "leaveChat": _yes,
    "getFile": _get_file,
    "sendMessage": _send_text,
    "sendPhoto": _send_file,
    "sendDocument": _send_file,
    "sendVideo": _send_file,
    "sendAudio": _send_file,
}


def _take(parameters: JSON, text: str, file: str, at: datetime) -> JSON:
    if store.switched_on("throttle"):
        raise Refused(429, f"Too Many Requests: retry after {WAIT}", retry_after=WAIT)
    person = _reachable(str(parameters.get("chat_id", "")))
    markup = parameters.get("reply_markup") or {}
    options = _options(markup)
    number = new_number()
    answered = parameters.get("reply_parameters", {}).get("message_id")
    store.add(
        person.key,
        key=key_of(person.key, number),
        direction="out",
        at=at,
        text=text,
        status="sent",
        options=options,
        file=file,
        under=key_of(person.key, answered) if answered else "",
        asks_place=any(button.get("request_location") for row in markup.get("keyboard", []) for button in row),
        raw={"message_id": number, "reply_markup": markup},
    )
    return {"message_id": number, "chat": chat_of(person), "date": int(at.timestamp()), "text": text}


def _reachable(key: str) -> StandinRecord:
    person = store.person(key)
    if person is None:
        raise Refused(400, "Bad Request: chat not found")
    if person.data.get("blocked"):
        raise Refused(403, "Forbidden: bot was blocked by the user")
    return person


def _options(markup: JSON) -> list[JSON]:
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    for button in buttons:
        if not 1 <= len(str(button.get("callback_data", "")).encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button.get("text"):
            raise Refused(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed")
    return [{"id": button["callback_data"], "title": button["text"]} for button in buttons]


def marked(text: str, entities: list[JSON]) -> str:
    """The text with asterisks around its bold words, as the page shows them; entities count in UTF-16 units."""
    encoded = text.encode("utf-16-le")
    for entity in sorted(entities, key=lambda entity: -entity["offset"]):
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        star = "*".encode("utf-16-le")
        encoded = encoded[:start] + star + encoded[start:end] + star + encoded[end:]
    return encoded.decode("utf-16-le")


def new_number() -> int:
    """A message's number; unique in its chat."""
    return secrets.randbelow(2**31 - 1) + 1


def key_of(chat: str, number: Any) -> str:
    return f"{chat}:{number}"


def chat_of(person: StandinRecord) -> JSON:
    return {"id": int(person.key), "type": "private", "first_name": person.data["name"]}
