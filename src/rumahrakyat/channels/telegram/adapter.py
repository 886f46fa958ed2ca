"""Telegram: updates of a bot in, the Bot API out."""

import hmac
import json
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from rumahrakyat.channels.base import (
    Capabilities,
    DeliveryError,
    Event,
    MediaRef,
    Outgoing,
    Receipt,
)
from rumahrakyat.channels.contract import Answer, Media, Probe, Request, Verdict
from rumahrakyat.channels.payload import decode, mapping, number, text
from rumahrakyat.channels.telegram import errors, health, parsing, rendering, wishes
from rumahrakyat.channels.telegram.options import Options, from_environment
from rumahrakyat.lib import http

SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105 -- the name of the header
LARGEST_FILE = parsing.LARGEST_FILE
LARGEST_ANSWER = 1024 * 1024
UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
CONNECTIONS = 20
_FILE_PATH = re.compile(r"(?!.*\.\.)[\w][\w./-]{0,200}", re.ASCII)


class TelegramAdapter:
    code = medium = parsing.CHANNEL
    label = "Telegram"
    capabilities = Capabilities(
        schemes=("telegram",),
        per_second=30,
        per_contact=timedelta(seconds=1),
        media=True,
        location=True,
        ask_location=True,
        max_text=rendering.MAX_TEXT,
        max_buttons=rendering.MAX_BUTTONS,
        max_media_bytes=LARGEST_FILE,
    )
    headers_kept: Sequence[str] = ()

    def __init__(self, options: Options) -> None:
        self.options = options

    def configured(self) -> bool:
        return bool(self.options.token)

    def verify(self, request: Request) -> Verdict:
        given = request.headers.get(SECRET, "")
        if not given:
            return Verdict.MISSING
        # Every secret is tried, whether or not one has matched: the time taken tells nothing.
        matches = [hmac.compare_digest(given.encode(), secret.encode()) for secret in self.options.secrets]
        return Verdict.GENUINE if any(matches) else Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- Telegram asks nothing beforehand
        return None

    def check(self, raw: bytes) -> None:
        decode(raw)

    def acknowledge(self, request: Request, *, at: datetime) -> Answer:  # noqa: ARG002 -- the same at any time
        """Telegram does what our answer asks for: the tapped button stops waiting, and we leave a group."""
        method = wishes.wish(request.body)
        return Answer(200, json.dumps(method), "application/json") if method else Answer(200)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(decode(raw), bot=self.options.bot, at=at)

    def send(self, outgoing: Outgoing) -> Receipt:
        try:
            method, parameters = rendering.message(outgoing, bot=self.options.bot)
        except rendering.Unsendable as error:
            raise DeliveryError(str(error), permanent=True) from error
        sent = text(mapping(self._call(method, parameters)), "message_id")
        if not sent:
            raise DeliveryError("Telegram took the message but named no id", permanent=True)
        return Receipt(parsing.message_key(self.options.bot, outgoing.address.value, sent))

    def fetch_media(self, ref: MediaRef) -> Media:
        """Two steps: the file's id gives a path that lives an hour, the path gives the bytes, both with our token."""
        found = mapping(self._call("getFile", {"file_id": ref.ref}))
        if (number(found, "file_size") or 0) > LARGEST_FILE:
            raise DeliveryError("the file is too large", permanent=True)
        path = text(found, "file_path")
        if not _FILE_PATH.fullmatch(path):
            raise DeliveryError("Telegram named no file", permanent=True)
        reply = self._ask("GET", f"{self.options.api}/file/bot{self.options.token}/{path}", largest=LARGEST_FILE)
        if reply.status != 200:
            # An expired path is answered 404; the next attempt asks for a fresh one.
            raise DeliveryError(f"the file's path answered {reply.status}")
        return Media(reply.content, ref.mime_type or mimetypes.guess_type(path)[0] or "")

    def check_config(self) -> list[str]:
        return self.options.problems()

    def probe(self, *, at: datetime) -> Probe:
        """Ask Telegram who we are and whether its deliveries reach us."""
        self._call("getMe", {})
        info = mapping(self._call("getWebhookInfo", {}))
        return Probe(problems=health.problems(info, webhook=self.options.webhook, updates=UPDATES, at=at))

    def register(self) -> None:
        """Tell Telegram where to bring updates and which commands to offer. Updates that wait are kept."""
        webhook: dict[str, Any] = {
            "url": self.options.webhook,
            "secret_token": next(iter(self.options.secrets), ""),
            "allowed_updates": list(UPDATES),
            "max_connections": CONNECTIONS,
        }
        self._call("setWebhook", webhook)
        offered = [{"command": name, "description": words} for name, words in wishes.COMMANDS.items()]
        self._call("setMyCommands", {"commands": offered, "scope": {"type": "all_private_chats"}})

    def _call(self, method: str, parameters: dict[str, Any]) -> Any:
        """The result of a method of the Bot API."""
        url = f"{self.options.api}/bot{self.options.token}/{method}"
        reply = self._ask("POST", url, payload=parameters, largest=LARGEST_ANSWER)
        answer = mapping(reply.json())
        if reply.status != 200 or answer.get("ok") is not True:
            raise errors.from_reply(reply)
        return answer.get("result")

    def _ask(self, method: str, url: str, *, payload: Any = None, largest: int) -> http.Reply:
        if not self.options.token:
            raise DeliveryError("Telegram is not configured", alarm=True)
        trusted = self.options.api if self.options.in_house else ""
        try:
            return http.request(method, url, payload=payload, trusted=trusted, largest=largest)
        except http.HttpProblem as error:
            raise DeliveryError(f"Telegram: {error}", permanent=error.permanent) from error


def from_settings() -> TelegramAdapter:
    """The adapter of this installation. Without a token a demo talks to the stand-in; any other, except in production,
    takes updates with the installation's own secret, so that they can be rehearsed."""
    from rumahrakyat.channels.telegram.standin.options import standin_options  # noqa: PLC0415 -- seldom needed

    options = from_environment()
    if settings.DEMO and not options.token:
        return TelegramAdapter(standin_options())
    if not (options.secrets or settings.PRODUCTION):
        options = replace(options, secrets=standin_options().secrets)
    return TelegramAdapter(replace(options, webhook=f"{settings.PUBLIC_URL}/kanal/{parsing.CHANNEL}/"))
