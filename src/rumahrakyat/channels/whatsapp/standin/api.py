"""The stand-in's side of the Graph API: what our adapter calls, with the contract's checks and errors."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from rumahrakyat.channels import wordings
from rumahrakyat.channels.base import Template
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.channels.whatsapp.standin.options import PHONE_ID, standin_options
from rumahrakyat.lib import clock

store = Store("whatsapp")
LINK_SECONDS = 300
WINDOW = timedelta(hours=24)
JSON = dict[str, Any]
_signer = TimestampSigner(salt="whatsapp stand-in file")


class Refused(Exception):
    """An answer in the Graph API's error format."""

    def __init__(self, code: int, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    def answer(self) -> JsonResponse:
        error = {"message": f"(#{self.code}) {self.message}", "type": "OAuthException", "code": self.code}
        headers = {"Retry-After": "15"} if self.status == 429 else {}
        return JsonResponse({"error": error}, status=self.status, headers=headers)


@csrf_exempt
def node(request: HttpRequest, node_id: str) -> HttpResponse:
    """`GET /{media id}`: where the file can be had for the next five minutes."""
    try:
        _authorise(request)
    except Refused as refused:
        return refused.answer()
    found = store.file(node_id)
    if found is None:
        return Refused(100, "Unsupported get request. Object does not exist.").answer()
    return JsonResponse(
        {
            "messaging_product": "whatsapp",
            "id": found.key,
            "url": f"{standin_options().api}/file/{_signer.sign(found.key)}",
            "mime_type": found.data["mime_type"],
            "sha256": found.data["sha256"],
            "file_size": len(found.content),
        }
    )


@require_GET
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The bytes, for whoever has a live link and our token."""
    try:
        _authorise(request)
        found = store.file(_signer.unsign(token, max_age=LINK_SECONDS))
    except Refused as refused:
        return refused.answer()
    except BadSignature:
        return HttpResponse(status=404)
    if found is None:
        return HttpResponse(status=404)
    return HttpResponse(bytes(found.content), content_type=found.data["mime_type"])


@csrf_exempt
def messages(request: HttpRequest, phone_id: str) -> HttpResponse:
    """`POST /{phone id}/messages`: our side sends, or marks as read."""
    try:
        _authorise(request)
        answer = _answer(phone_id, _payload(request), clock.now())
    except Refused as refused:
        return refused.answer()
    return JsonResponse(answer)


def _answer(phone_id: str, payload: JSON, at: datetime) -> JSON:
    if phone_id != PHONE_ID:
        raise Refused(100, "Unsupported post request. Object does not exist.")
    if store.switched_on("throttle"):
        raise Refused(130429, "Rate limit hit", status=429)
    return {"success": True} if payload.get("status") == "read" else _take(payload, at)


def _authorise(request: HttpRequest) -> None:
    if store.switched_on("token_dead") or request.headers.get("Authorization") != f"Bearer {standin_options().token}":
        raise Refused(190, "Invalid OAuth access token", status=401)


def _payload(request: HttpRequest) -> JSON:
    try:
        payload = json.loads(request.body)
    except ValueError:
        raise Refused(100, "Invalid parameter") from None
    if not isinstance(payload, dict) or payload.get("messaging_product") != "whatsapp":
        raise Refused(100, "The parameter messaging_product is required.")
    return payload


def _take(payload: JSON, at: datetime) -> JSON:
    phone = _by_user_id(str(payload["recipient"])) if "recipient" in payload else None
    if phone is None and not payload.get("to"):
        raise Refused(131009, "Parameter value is not valid: recipient")
    number = phone.key if phone else str(payload["to"])
    phone = phone or store.person(number)
    _check(payload)
    if phone is not None and payload["type"] != "template" and not window_is_open(phone, at=at):
        raise Refused(131047, "Re-engagement message")
    taken = store.add(number, key=new_id(), direction="out", at=at, raw=payload, **_shown(payload))
    advance(taken, "sent", at=at)
    if phone is None:
        advance(taken, "failed", at=at, error={"code": 131026, "title": "Message undeliverable"})
    else:
        advance(taken, "delivered", at=at)
    return {
        "messaging_product": "whatsapp",
        "contacts": [{"input": str(payload.get("to") or payload.get("recipient")), "wa_id": number}],
        "messages": [{"id": taken.key}],
    }


def _by_user_id(user_id: str) -> StandinRecord | None:
    return store.records("person").filter(data__user_id=user_id).first()


def window_is_open(person: StandinRecord, *, at: datetime) -> bool:
    last = person.data.get("last_inbound_at")
    return bool(last) and at - datetime.fromisoformat(last) < WINDOW


def new_id() -> str:
    return f"wamid.{secrets.token_hex(12)}"


def contact(person: StandinRecord | None) -> JSON:
    """How the provider names a person beside a message."""
    if person is None or "user_id" not in person.data:
        return {}
    named: JSON = {"profile": {"name": person.data["name"]}, "user_id": person.data["user_id"]}
    return named if person.data.get("hides_phone") else {**named, "wa_id": person.key}


def advance(record: StandinRecord, status: str, *, at: datetime, error: JSON | None = None) -> None:
    """The provider's view of our message changes, and our webhook hears of it."""
    if not store.advance(record, status, at=at):
        return
    item: JSON = {"id": record.key, "status": status, "timestamp": str(int(at.timestamp()))}
    person = store.person(record.thread)
    if person is None or not person.data.get("hides_phone"):
        item["recipient_id"] = record.thread
    if record.data["raw"].get("biz_opaque_callback_data"):
        item["biz_opaque_callback_data"] = record.data["raw"]["biz_opaque_callback_data"]
    if error is not None:
        item["errors"] = [error]
    store.deliver({"part": "statuses", "item": item, "contact": contact(person)}, at=at)


def _shown(payload: JSON) -> JSON:
    """What the phone shows of a message of ours."""
    kind = payload["type"]
    part = payload[kind]
    shown: JSON = {"under": payload.get("context", {}).get("message_id", "")}
    if kind == "text":
        return {**shown, "text": part["body"]}
    if kind == "template":
        values = [p["text"] for c in part.get("components", []) for p in c.get("parameters", [])]
        return {**shown, "text": wordings.filled(Template(part["name"], tuple(values))), "label": part["name"]}
    if kind == "interactive":
        action = part.get("action", {})
        rows = [row for section in action.get("sections", []) for row in section["rows"]]
        return {
            **shown,
            "text": part["body"]["text"],
            "options": [button["reply"] for button in action.get("buttons", [])] or rows,
            "label": action.get("button", ""),
            "asks_place": part["type"] == "location_request_message",
        }
    return {**shown, "text": part.get("caption", ""), "file": part.get("link", ""), "label": kind}


def _check(payload: JSON) -> None:
    kind = payload.get("type")
    part = payload.get(str(kind))
    if not isinstance(part, dict):
        raise Refused(100, f"The parameter {kind} is required.")
    if kind == "text" and not 0 < len(part.get("body", "")) <= 4096:
        raise Refused(100, "Param text['body'] must be at most 4096 characters long.")
    if kind == "interactive":
        _check_interactive(part)
    if kind == "template" and wordings.known() and part.get("name") not in wordings.known():
        raise Refused(132001, "Template name does not exist in the translation", status=404)


def _check_interactive(part: JSON) -> None:
    action = part.get("action", {})
    titles = [button["reply"]["title"] for button in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section.get("rows", [])]
    fits = (
        len(titles) <= 3
        and all(0 < len(title) <= 20 for title in titles)
        and len(rows) <= 10
        and all(0 < len(row["title"]) <= 24 and len(row.get("description", "")) <= 72 for row in rows)
        and 0 < len(part.get("body", {}).get("text", "")) <= 1024
    )
    if not fits:
        raise Refused(131009, "Parameter value is not valid: interactive")
