"""The stand-in's phone: pick or make a number, chat, send photos and places, tap buttons, switch on troubles.

Every action is a plain form and works without JavaScript; with it, the conversation refreshes by itself.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.whatsapp.standin import store
from rumahrakyat.channels.whatsapp.standin.bubbles import Bubble, ago, bubbles, plain
from rumahrakyat.channels.whatsapp.standin.options import NUMBER
from rumahrakyat.channels.whatsapp.standin.places import PLACES, place
from rumahrakyat.lib import clock
from rumahrakyat.lib.phone import WrongPhone, display_phone, parse_phone

LARGEST_FILE = 8 * 1024 * 1024
CHATS_SHOWN = 40
JSON = dict[str, Any]


def chats(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    problem = ""
    if request.method == "POST":
        typed = request.POST.get("phone", "")
        try:
            phone = parse_phone(typed).removeprefix("+")
        except WrongPhone:
            problem = _("Write a mobile number, for example 0813 2290 4471.")
        else:
            name = request.POST.get("name", "").strip()[:60] or _("A citizen")
            store.open_chat(phone, name, at=at, hides_phone=bool(request.POST.get("hides_phone")))
            return redirect("standin_whatsapp_chat", phone)
    context = {**_sidebar(at), "problem": problem, "typed": request.POST.get("phone", "")}
    return render(request, "channels/standin/whatsapp/chats.html", context, status=400 if problem else 200)


def chat(request: HttpRequest, phone: str) -> HttpResponse:
    at = clock.now()
    owner = _chat(phone)
    problem = ""
    if request.method == "POST":
        problem = _act(request, owner, at)
        if not problem:
            return redirect(request.path)
    context = {**_sidebar(at), **_conversation(owner, at), "problem": problem}
    return render(request, "channels/standin/whatsapp/chat.html", context, status=400 if problem else 200)


@require_GET
def conversation(request: HttpRequest, phone: str) -> HttpResponse:
    """The thread alone, for htmx; 204 while nothing has changed."""
    context = _conversation(_chat(phone), clock.now())
    if request.GET.get("v") == context["version"]:
        return HttpResponse(status=204)
    return render(request, "channels/standin/whatsapp/_thread.html", context)


@require_GET
def picture(request: HttpRequest, phone: str, key: str) -> HttpResponse:  # noqa: ARG001 -- the phone is part of the address
    found = store.file(key)
    if found is None or not found.data["mime_type"].startswith("image/"):
        raise Http404
    return HttpResponse(bytes(found.content), content_type=found.data["mime_type"])


@require_POST
def troubles(request: HttpRequest) -> HttpResponse:
    for name in store.SWITCHES:
        store.switch(name, on=name in request.POST, at=clock.now())
    back = store.chat(request.POST.get("back", ""))
    return redirect("standin_whatsapp_chat", back.key) if back else redirect("standin_whatsapp")


def _chat(phone: str) -> StandinRecord:
    found = store.chat(phone)
    if found is None:
        raise Http404
    return found


def _act(request: HttpRequest, owner: StandinRecord, at: datetime) -> str:
    """Do what the form asks; a sentence when it cannot be done."""
    what = request.POST.get("what", "")
    if what == "age":
        store.age_window(owner, at=at)
        return ""
    if what == "forget":
        store.forget([owner.key])
        return ""
    if request.FILES.get("file"):
        return _send_file(request, owner, at)
    item = _item(request, what)
    if item is None:
        return _("Write a message first.")
    store.write(owner, item, at=at)
    return ""


def _item(request: HttpRequest, what: str) -> JSON | None:
    if what == "tap":
        return _tap(request)
    if what == "place":
        found = place(request.POST.get("place", ""))
        if found is None:
            return None
        spot = {"latitude": found.latitude, "longitude": found.longitude, "name": found.name}
        return {"type": "location", "location": spot}
    if what == "strange":
        return {"type": "unsupported", "errors": [{"code": 131051, "title": "Message type unknown"}]}
    text = request.POST.get("text", "").strip()
    return {"type": "text", "text": {"body": text}} if text else None


def _tap(request: HttpRequest) -> JSON | None:
    record = store.message(request.POST.get("message", ""))
    if record is None or record.data.get("type") != "interactive":
        return None
    action = record.data["interactive"].get("action", {})
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    wanted = request.POST.get("option", "")
    context = {"from": NUMBER.lstrip("+"), "id": record.key}
    for kind, options in (("button_reply", [b["reply"] for b in action.get("buttons", [])]), ("list_reply", rows)):
        for option in options:
            if option["id"] == wanted:
                return {"type": "interactive", "interactive": {"type": kind, kind: option}, "context": context}
    return None


def _send_file(request: HttpRequest, owner: StandinRecord, at: datetime) -> str:
    upload = request.FILES["file"]
    assert not isinstance(upload, list)
    if (upload.size or 0) > LARGEST_FILE:
        return _("The file is too large; 8 MB at most.")
    content = upload.read()
    mime_type = upload.content_type or "application/octet-stream"
    digest = hashlib.sha256(content).hexdigest()
    kept = store.keep_file(content, mime_type, digest, upload.name or "", at=at)
    family = mime_type.partition("/")[0]
    kind = family if family in {"image", "audio", "video"} else "document"
    part: JSON = {"id": kept.key, "mime_type": mime_type, "sha256": digest}
    if kind == "document":
        part["filename"] = upload.name
    caption = request.POST.get("text", "").strip()
    if caption and kind != "audio":
        part["caption"] = caption
    store.write(owner, {"type": kind, kind: part}, at=at)
    return ""


def _conversation(owner: StandinRecord, at: datetime) -> JSON:
    records = store.thread(owner.key)
    for record in records:
        if record.data["direction"] == "out" and record.data["status"] == "delivered":
            store.advance(record, "read", at=at)  # the person looks at the phone
    shown: list[Bubble] = bubbles(records)
    states = "".join(f"{bubble.key}{bubble.status}" for bubble in shown)
    return {
        "owner": owner,
        "phone": display_phone(f"+{owner.key}"),
        "bubbles": shown,
        "version": hashlib.sha256(states.encode()).hexdigest()[:12],
        "window_open": store.window_is_open(owner, at=at),
        "places": PLACES,
    }


def _sidebar(at: datetime) -> JSON:
    rows = []
    for record in store.records("chat").order_by("-pk")[:CHATS_SHOWN]:
        last = store.records("message").filter(thread=record.key).order_by("-pk").first()
        rows.append(
            {
                "phone": record.key,
                "shown_phone": display_phone(f"+{record.key}"),
                "name": record.data["name"],
                "initial": record.data["name"][:1].upper(),
                "last": plain(last.data) if last else "",
                "at": last.at if last else record.at,
                "earlier": ago(last.at if last else record.at, at),
            }
        )
    rows.sort(key=lambda row: row["at"], reverse=True)
    return {"chats": rows, "number": display_phone(NUMBER), "switches": store.switches()}
