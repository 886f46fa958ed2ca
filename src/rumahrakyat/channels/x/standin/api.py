"""The stand-in's side of X's API: what our adapter calls, with the checks and refusals of the real one."""

import hmac
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.local import local_url
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.channels.x import oauth, reading
from rumahrakyat.channels.x.rendering import LONGEST_MESSAGE, LONGEST_POST, weight
from rumahrakyat.channels.x.standin.options import USER_ID, USERNAME, standin_options
from rumahrakyat.lib import clock

store = Store("x")
WAIT = 20
BEARER = "pembawa-stand-in"
JSON = dict[str, Any]
_PAIR = re.compile(r'(\w+)="([^"]*)"')


class Refused(Exception):
    """An answer in the format of X's problems."""

    def __init__(self, status: int, title: str, detail: str = "", *, wait: int = 0) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.detail = detail
        self.wait = wait

    def answer(self, at: datetime) -> JsonResponse:
        problem = {"title": self.title, "detail": self.detail, "type": "about:blank", "status": self.status}
        headers = {"x-rate-limit-reset": str(int(at.timestamp()) + self.wait)} if self.wait else {}
        return JsonResponse(problem, status=self.status, headers=headers)


def answering(run: Callable[[HttpRequest, datetime, str], Any]) -> Callable[..., HttpResponse]:
    """A view that answers requests signed in the name of our account."""

    @csrf_exempt
    def view(request: HttpRequest, key: str = "") -> HttpResponse:
        at = clock.now()
        try:
            _authorise(request)
            return JsonResponse(run(request, at, key))
        except Refused as refused:
            return refused.answer(at)

    return view


def _authorise(request: HttpRequest) -> None:
    """Every request carries a signature made with both secrets, over this very address."""
    options = standin_options()
    given = {name: unquote(value) for name, value in _PAIR.findall(request.headers.get("Authorization", ""))}
    signed = given.pop("oauth_signature", "")
    credentials = oauth.Credentials(
        options.consumer_key, options.access_token, options.consumer_secret, options.access_secret
    )
    url = f"{local_url()}{request.path}"
    wanted = oauth.signature(request.method or "GET", url, {**request.GET.dict(), **given}, credentials)
    if store.switched_on("token_dead") or not hmac.compare_digest(signed.encode(), wanted.encode()):
        raise Refused(401, "Unauthorized")
    if store.switched_on("no_credits"):
        raise Refused(402, "CreditsDepleted", "The account does not have any credits to fulfill this request.")


def _payload(request: HttpRequest) -> JSON:
    try:
        payload = json.loads(request.body)
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        raise Refused(400, "Invalid Request", "The request body is no JSON object.")
    if store.switched_on("throttle"):
        raise Refused(429, "Too Many Requests", wait=WAIT)
    return payload


# What people wrote


def _mentions(request: HttpRequest, _at: datetime, user: str) -> JSON:
    if user != USER_ID:
        raise Refused(404, "Not Found Error", "Could not find user.")
    return _listed(request, "mention")


def _messages(request: HttpRequest, _at: datetime, _key: str) -> JSON:
    return _listed(request, "")


def _listed(request: HttpRequest, public: str) -> JSON:
    """A page, the newest first; a page's token is how many items were listed before."""
    most = min(max(_number(request.GET.get("max_results", "")), 5), 100)
    since, skipped = _number(request.GET.get("since_id", "")), _number(request.GET.get("pagination_token", ""))
    written = [record for record in store.records("message") if record.data["public"] == public]
    told = [record.data["raw"] for record in written if record.data["raw"]]
    if public:
        told = [item for item in told if item["author_id"] != USER_ID]
    newest = sorted((item for item in told if int(item["id"]) > since), key=lambda item: -int(item["id"]))
    shown = newest[skipped : skipped + most]
    meta: JSON = {"result_count": len(shown)}
    if shown:
        meta |= {"newest_id": shown[0]["id"], "oldest_id": shown[-1]["id"]}
    if len(newest) > skipped + most:
        meta["next_token"] = str(skipped + most)
    return {"data": shown, "includes": includes(*shown), "meta": meta} if shown else {"meta": meta}


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() else 0


def _one(_request: HttpRequest, _at: datetime, key: str) -> JSON:
    """A single post or message, for the sake of its files."""
    found = store.message(key) or store.message(f"dm:{key}")
    if found is None:
        raise Refused(404, "Not Found Error", "Could not find it.")
    return {"data": found.data["raw"], "includes": includes(found.data["raw"])}


def includes(*items: JSON) -> JSON:
    """The people and files that items name."""
    authors = {str(item.get("author_id") or item.get("sender_id")) for item in items}
    keys = [key for item in items for key in item.get("attachments", {}).get("media_keys", [])]
    people = [_user(person) for person in store.people() if person.key in authors]
    files = [told for key in keys if (told := _media(key))]
    return {"users": people, **({"media": files} if files else {})}


def _user(person: StandinRecord) -> JSON:
    handle = str(person.data.get("typed") or person.key[-15:]).removeprefix("@")
    takes = not person.data.get("closed")
    return {"id": person.key, "username": handle, "name": person.data["name"], "receives_your_dm": takes}


def _media(key: str) -> JSON | None:
    found = store.file(key.partition("_")[2])
    if found is None:
        return None
    link = f"{standin_options().api}/media/{found.key}"
    if found.data["mime_type"].startswith("video/"):
        film = {"bit_rate": 832_000, "content_type": "video/mp4", "url": link}
        return {"media_key": key, "type": "video", "variants": [film]}
    return {"media_key": key, "type": "photo", "url": link}


@require_GET
def file(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 -- a view's first argument
    found = store.file(key)
    if found is None:
        return HttpResponse(status=404)
    return HttpResponse(bytes(found.content), content_type=found.data["mime_type"])


# What we write


def _post(request: HttpRequest, at: datetime, _key: str) -> JSON:
    payload = _payload(request)
    words = str(payload.get("text", ""))
    if not words.strip() or weight(words) > LONGEST_POST:
        raise Refused(400, "Invalid Request", "Your Tweet text is too long or empty.")
    answered = store.message(str(payload.get("reply", {}).get("in_reply_to_tweet_id", "")))
    if answered is None:
        raise Refused(403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you.")
    if any(one.data["text"] == words for one in store.thread(answered.thread) if one.data["direction"] == "out"):
        raise Refused(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
    key = new_id(at)
    raw = {"id": key, "text": words, "author_id": USER_ID, "created_at": written_at(at)}
    store.add(
        answered.thread,
        key=key,
        direction="out",
        at=at,
        text=words,
        status="sent",
        public="mention",
        under=answered.key,
        raw=raw,
    )
    return {"data": {"id": key, "text": words}}


def _send(request: HttpRequest, at: datetime, person: str) -> JSON:
    words = str(_payload(request).get("text", ""))
    if not words.strip() or len(words) > LONGEST_MESSAGE:
        raise Refused(400, "Invalid Request", "The text of the message is too long or empty.")
    found = store.person(person)
    if found is None:
        raise Refused(404, "Not Found Error", "Could not find user.")
    if found.data.get("closed"):
        raise Refused(403, "Forbidden", "You do not have permission to DM one or more participants.")
    key = new_id(at)
    raw = {"id": key, "event_type": "MessageCreate", "text": words, "sender_id": USER_ID, "created_at": written_at(at)}
    store.add(person, key=f"dm:{key}", direction="out", at=at, text=words, status="sent", raw=raw)
    return {"data": {"dm_event_id": key, "dm_conversation_id": f"{person}-{USER_ID}"}}


def new_id(at: datetime) -> str:
    """Ids grow with time, as X's do, and never come twice."""
    known = [int(key.removeprefix("dm:")) for key in store.records("message").values_list("key", flat=True)]
    return str(max(int(reading.id_at(at)), max(known, default=0) + 1))


def written_at(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


# Ourselves, and where events are brought


def _me(_request: HttpRequest, _at: datetime, _key: str) -> JSON:
    return {"data": {"id": USER_ID, "username": USERNAME, "name": "Rumah Rakyat"}}


def _subscriptions(request: HttpRequest, _at: datetime, _key: str) -> JSON:
    if request.method == "POST":
        return {"data": {"subscription": {"subscription_id": "1", **_payload(request)}}}
    events = ("post.mention.create", "post.reply.create", "dm.received", "chat.received")
    return {"data": [{"subscription_id": str(n), "event_type": event} for n, event in enumerate(events, start=1)]}


@csrf_exempt
def token(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"token_type": "bearer", "access_token": BEARER})


@csrf_exempt
def webhooks(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Authorization") != f"Bearer {BEARER}":
        return Refused(401, "Unauthorized").answer(clock.now())
    webhook = {"id": "700", "url": standin_options().webhook, "valid": True}
    return JsonResponse({"data": webhook if request.method == "POST" else [webhook]})


mentions, messages, one = answering(_mentions), answering(_messages), answering(_one)
post, send = answering(_post), answering(_send)
me, subscriptions = answering(_me), answering(_subscriptions)
