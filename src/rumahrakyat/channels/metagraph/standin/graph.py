"""The stand-in's side of the Graph API: what our adapters call, with the provider's checks, windows and refusals."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from rumahrakyat.channels.metagraph.options import Options
from rumahrakyat.channels.metagraph.standin.credentials import ACCOUNTS, APP_ID, standin_options
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.local import api_url
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.lib import clock

JSON = dict[str, Any]
LINK_SECONDS = 600
WINDOW = timedelta(hours=24)
PERSON_WINDOW = timedelta(days=7)
PRIVATE_ANSWER = timedelta(days=7)
MOST_QUICK_REPLIES = 13
LONGEST_TITLE = 20


class Refused(Exception):
    """An answer in the Graph API's error format."""

    def __init__(self, code: int, message: str, *, subcode: int = 0, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.subcode, self.status = code, message, subcode, status

    def answer(self) -> JsonResponse:
        error: JSON = {"message": f"(#{self.code}) {self.message}", "type": "OAuthException", "code": self.code}
        if self.subcode:
            error["error_subcode"] = self.subcode
        headers = {}
        if self.code == 613:  # the provider tells the wait in minutes, in a report about the business's use
            usage = {"business": [{"type": "messenger", "estimated_time_to_regain_access": 1}]}
            headers["X-Business-Use-Case-Usage"] = json.dumps(usage)
        return JsonResponse({"error": error}, status=self.status, headers=headers)


class GraphSide:
    """One account behind the Graph API. A channel says what its public answers are called and how long texts are."""

    code: ClassVar[str]
    answers: ClassVar[str]
    window_closed: ClassVar[int]
    names_app: ClassVar[bool]
    scopes: ClassVar[frozenset[str]]

    def __init__(self) -> None:
        self.store = Store(self.code)
        self.account_id = ACCOUNTS[self.code]
        self._signer = TimestampSigner(salt=f"{self.code} stand-in file")

    def options(self) -> Options:
        return standin_options(self.code, Options("", ""))

    def urlpatterns(self) -> tuple[URLPattern, ...]:
        return path("berkas/<str:token>", self.file), path("<path:rest>", csrf_exempt(self.call))

    # Views

    def call(self, request: HttpRequest, rest: str) -> HttpResponse:
        try:
            self._authorise(request, rest)
            if request.method == "POST":
                return JsonResponse(self._post(rest.split("/"), _payload(request), clock.now()))
            return JsonResponse(self._get(rest.split("/"), request.GET.dict()))
        except Refused as refused:
            return refused.answer()

    def file(self, request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG002 -- a view's first argument
        """The bytes, for whoever has a live link; the provider's file servers ask for no token."""
        try:
            found = self.store.file(self._signer.unsign(token, max_age=LINK_SECONDS))
        except BadSignature:
            return HttpResponse("URL signature expired", status=403)
        if found is None:
            return HttpResponse(status=404)
        return HttpResponse(bytes(found.content), content_type=found.data["mime_type"])

    def link(self, kept: StandinRecord) -> str:
        return f"{api_url(self.code)}/berkas/{self._signer.sign(kept.key)}"

    def _authorise(self, request: HttpRequest, rest: str) -> None:
        options = self.options()
        about_the_app = rest == "debug_token" or rest.endswith("/subscriptions")
        wanted = f"{options.app_id}|{options.app_secrets[0]}" if about_the_app else options.token
        if self.store.switched_on("token_dead") or request.headers.get("Authorization") != f"Bearer {wanted}":
            raise Refused(190, "Invalid OAuth access token - Cannot parse access token", status=401)

    # What is asked

    def _get(self, parts: list[str], query: Mapping[str, str]) -> JSON:
        if parts == ["debug_token"]:
            scopes = sorted(self.scopes)
            return {"data": {"app_id": APP_ID, "is_valid": True, "expires_at": 0, "scopes": scopes}}
        found = self.node(parts, query)
        if found is None:
            raise Refused(100, "Unsupported get request. Object does not exist", subcode=33)
        return found

    def node(self, parts: list[str], query: Mapping[str, str]) -> JSON | None:
        """What this account has under such a path; None when nothing."""
        raise NotImplementedError

    def profile(self, parts: list[str]) -> JSON | None:
        """What is told about a person who has written to us."""
        person = self.store.person(parts[0]) if len(parts) == 1 else None
        return {"id": person.key, "name": person.data["name"]} if person else None

    # What is sent

    def _post(self, parts: list[str], payload: JSON, at: datetime) -> JSON:
        if self.store.switched_on("throttle"):
            raise Refused(613, "Calls to this api have exceeded the rate limit")
        if parts == ["me", "messages"]:
            return self._message(payload, at)
        if len(parts) == 2 and parts[1] == self.answers:
            return self.comment(parts[0], str(payload.get("message", "")), at)
        return self.further(parts, payload, at)

    def further(self, parts: list[str], payload: JSON, at: datetime) -> JSON:  # noqa: ARG002 -- a channel may have more
        raise Refused(100, "Unsupported post request. Object does not exist", subcode=33)

    def _message(self, payload: JSON, at: datetime) -> JSON:
        recipient, content = payload.get("recipient") or {}, payload.get("message") or {}
        self._check(content)
        under = str(recipient.get("comment_id") or recipient.get("post_id") or "")
        if under:
            person = self._privately(under, at)
        else:
            person = self._reachable(str(recipient.get("id", "")))
            self._check_window(person, payload, at)
        return self._take(person, content, under, at)

    def _reachable(self, key: str) -> StandinRecord:
        person = self.store.person(key)
        if person is None:
            raise Refused(100, "No matching user found", subcode=2018001)
        if person.data.get("blocked"):
            raise Refused(551, "This person isn't available right now.", subcode=1545041)
        return person

    def _check_window(self, person: StandinRecord, payload: JSON, at: datetime) -> None:
        last = person.data.get("last_inbound_at")
        passed = at - datetime.fromisoformat(last) if last else PERSON_WINDOW
        how = payload.get("messaging_type")
        if how == "MESSAGE_TAG" and payload.get("tag") != "HUMAN_AGENT":
            raise Refused(100, "Invalid message tag")
        if how not in {"RESPONSE", "UPDATE", "MESSAGE_TAG"}:
            raise Refused(100, "Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}")
        if passed >= (PERSON_WINDOW if how == "MESSAGE_TAG" else WINDOW):
            raise Refused(10, "This message is sent outside of allowed window.", subcode=self.window_closed)

    def _privately(self, under: str, at: datetime) -> StandinRecord:
        """Whoever wrote the public message; once, and within a week."""
        public = self.store.message(under)
        if public is None or public.data["direction"] != "in":
            raise Refused(100, "Object does not exist", subcode=33)
        if at - public.at > PRIVATE_ANSWER:
            raise Refused(10903, "This user can't reply to this activity")
        if public.data["raw"].get("answered_privately"):
            raise Refused(10900, "Activity already replied to")
        person = self._reachable(public.thread)
        self.store.update(public, raw={**public.data["raw"], "answered_privately": True})
        return person

    def _check(self, content: JSON) -> None:
        text = content.get("text")
        if "attachment" in content and not text:
            return
        if not isinstance(text, str) or not text or self.too_long(text):
            raise Refused(100, "Length of param message[text] must be within the limit")
        replies = content.get("quick_replies") or []
        titles = [str(reply.get("title", "")) for reply in replies]
        if len(replies) > MOST_QUICK_REPLIES or any(not 0 < len(title) <= LONGEST_TITLE for title in titles):
            raise Refused(100, "Invalid quick replies")

    def too_long(self, text: str) -> bool:
        raise NotImplementedError

    def _take(self, person: StandinRecord, content: JSON, under: str, at: datetime) -> JSON:
        mid = new_mid()
        link = content.get("attachment", {}).get("payload", {}).get("url", "")
        replies = content.get("quick_replies") or []
        made = self.store.add(
            person.key,
            key=mid,
            direction="out",
            at=at,
            text=str(content.get("text") or link),
            status="sent",
            options=[{"id": reply.get("payload", ""), "title": reply["title"]} for reply in replies],
            under=under,
            raw=content,
        )
        echo = {"mid": mid, "is_echo": True, "text": made.data["text"]}
        echo |= {"app_id": int(APP_ID), "metadata": content.get("metadata", "")} if self.names_app else {}
        self.tell(person, at=at, ours=True, message=echo)
        self.taken(person, made, at)
        return {"recipient_id": person.key, "message_id": mid}

    def taken(self, person: StandinRecord, made: StandinRecord, at: datetime) -> None:
        """What the provider tells when our message has arrived."""

    def comment(self, under: str, words: str, at: datetime) -> JSON:
        """Our public answer; it stands in the conversation of whoever is answered."""
        answered = self.store.message(under)
        if answered is None:
            raise Refused(100, "Object does not exist", subcode=33)
        if not words or self.too_long(words):
            raise Refused(100, "Invalid parameter: message")
        key = self.new_comment()
        self.store.add(
            answered.thread, key=key, direction="out", at=at, text=words, status="sent", public="comment", under=under
        )
        self.own_comment(key, under, words, at)
        return {"id": key}

    def new_comment(self) -> str:
        raise NotImplementedError

    def own_comment(self, key: str, under: str, words: str, at: datetime) -> None:
        """The provider tells our webhook of our own comments too."""
        raise NotImplementedError

    # What is delivered

    def tell(self, person: StandinRecord, *, at: datetime, ours: bool = False, **what: Any) -> None:
        """Queue an item of the conversation with `person`."""
        parties = [{"id": person.key}, {"id": self.account_id}]
        sender, recipient = reversed(parties) if ours else parties
        moment = int(at.timestamp() * 1000)
        self.store.deliver(
            {"messaging": {"sender": sender, "recipient": recipient, "timestamp": moment, **what}}, at=at
        )

    def change(self, field: str, value: JSON, *, at: datetime) -> None:
        """Queue a change in public."""
        self.store.deliver({"change": {"field": field, "value": value}, "time": int(at.timestamp())}, at=at)


def new_mid() -> str:
    return f"m_{secrets.token_urlsafe(24)}"


def new_number() -> str:
    return str(secrets.randbelow(9 * 10**14) + 10**14)


def _payload(request: HttpRequest) -> JSON:
    try:
        payload = json.loads(request.body)
    except ValueError:
        raise Refused(100, "Invalid parameter") from None
    if not isinstance(payload, dict):
        raise Refused(100, "Invalid parameter")
    return payload
