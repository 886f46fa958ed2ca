"""What the adapters of Facebook and Instagram have in common: one account of ours behind the Graph API."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from rumahrakyat.channels.base import Address, Capabilities, DeliveryError, Event, Manner, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Media, Probe, Request, Verdict
from rumahrakyat.channels.fitting import unmarked
from rumahrakyat.channels.metagraph import rendering, webhooks
from rumahrakyat.channels.metagraph.codes import codes
from rumahrakyat.channels.metagraph.graph import Graph, ask, node
from rumahrakyat.channels.metagraph.messaging import STORY, Account
from rumahrakyat.channels.metagraph.options import Options
from rumahrakyat.channels.payload import decode, mapping, number, text

JSON = dict[str, Any]
LARGEST_FILE = 25 * 1024 * 1024
WINDOW = timedelta(hours=24)
PERSON_WINDOW = timedelta(days=7)
PRIVATE_ANSWER = timedelta(days=7)
BY_NAME = "@"  # an address whose id is not known, only the account's name: it can be answered in public alone


class AccountAdapter:
    """An adapter over `options`; a channel adds its parser, its public answers and what it must be subscribed to."""

    code: str
    medium: str
    label: str
    capabilities: Capabilities
    headers_kept: Sequence[str] = (webhooks.SIGNATURE,)
    scopes: ClassVar[frozenset[str]] = frozenset()
    fields: ClassVar[frozenset[str]] = frozenset()
    about_people = "name"
    shows_marks = True
    shares_are_files = False
    names_app = True

    def __init__(self, options: Options) -> None:
        self.options = options
        self.graph = Graph(options, codes(self.label))
        self.account = Account(
            self.code,
            options.account_id,
            options.app_id,
            shares_are_files=self.shares_are_files,
            echoes_name_app=self.names_app,
        )

    def configured(self) -> bool:
        return bool(self.options.account_id or self.options.token)

    def verify(self, request: Request) -> Verdict:
        return webhooks.verify(request, self.options.app_secrets)

    def handshake(self, request: Request) -> Answer | None:
        return webhooks.handshake(request, self.options.verify_token)

    def check(self, raw: bytes) -> None:
        decode(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return list(self._events(decode(raw), at=at))

    def _events(self, body: JSON, *, at: datetime) -> Iterator[Event]:
        raise NotImplementedError

    def send(self, outgoing: Outgoing) -> Receipt:
        """One message or one comment; a mention in a story is answered as a message. Raises DeliveryError."""
        body = outgoing.body
        if body.manner is not Manner.PUBLIC and outgoing.address.value.startswith(BY_NAME):
            raise DeliveryError("this person has written in public only", permanent=True)
        if body.manner is Manner.PUBLIC or not self.shows_marks:
            body = replace(body, text=unmarked(body.text))
            outgoing = replace(outgoing, body=body)
        in_story = body.reply_to.startswith(STORY)
        if body.manner is Manner.DIRECT or in_story:
            found = self.graph.post("me/messages", rendering.direct(outgoing, metadata=self.names_app))
        elif body.manner is Manner.PRIVATE_REPLY:
            under = self._recipient(body.reply_to)
            found = self.graph.post("me/messages", rendering.private_answer(body, under=under))
        else:
            found = self._answer_in_public(body.reply_to, rendering.words(body))
        external_id = text(found, "message_id") or text(found, "id")
        if not external_id:
            raise DeliveryError(f"{self.label} took the message but named no id", permanent=True)
        return Receipt(external_id)

    def _recipient(self, public_id: str) -> JSON:
        return {"comment_id": public_id}

    def _answer_in_public(self, public_id: str, words: str) -> JSON:
        raise NotImplementedError

    def fetch_media(self, ref: MediaRef) -> Media:
        """The link in the message is signed and dies after a while; it is asked without our token."""
        reply = ask(self.label, "GET", ref.ref, options=self.options, largest=LARGEST_FILE)
        if reply.status != 200:
            raise DeliveryError(f"the file's link answered {reply.status}")
        return Media(reply.content, reply.headers.get("content-type", "").partition(";")[0].strip())

    def name_of(self, address: Address) -> str:
        """How the provider calls the person of a direct message: webhooks give only a number."""
        found = self.graph.get(node(address.value), fields=self.about_people)
        return (text(found, "name") or text(found, "username"))[:120]

    def check_config(self) -> list[str]:
        return self.options.problems()

    def probe(self, *, at: datetime) -> Probe:  # noqa: ARG002 -- what the provider tells is about now
        """Whose account the token speaks for, what it may do and until when, and what the webhook hears of."""
        named = self.graph.get(self._me(), fields="id")
        problems = [] if text(named, "id") == self.options.account_id else [self._foreign()]
        if not self.graph.app_token():
            return Probe(problems)
        token = mapping(self.graph.get("debug_token", token=self.graph.app_token(), input_token=self.options.token))
        data = mapping(token, "data")
        if data.get("is_valid") is False:
            problems.append("The access token is no longer valid.")
        granted = _strings(data.get("scopes"))
        problems += [f"The access token lacks the permission {scope}." for scope in sorted(self.scopes - granted)]
        missing = sorted(self.fields - self._subscribed())
        problems += [f"The webhook is not subscribed to {field}, so we hear nothing of it." for field in missing]
        return Probe(problems, _end(data))

    def _me(self) -> str:
        return "me"

    def _foreign(self) -> str:
        return f"The access token is not that of the account in {self.options.prefix}{self.options.account_name}."

    def _subscribed(self) -> set[str]:
        """The fields that our webhook hears of. Raises DeliveryError."""
        raise NotImplementedError


def _strings(value: Any) -> set[str]:
    return {item for item in value if isinstance(item, str)} if isinstance(value, list) else set()


def _end(data: JSON) -> datetime | None:
    """When the token, or the right to read data with it, ends; 0 means never."""
    ends = [number(data, name) for name in ("expires_at", "data_access_expires_at")]
    latest = 32_503_680_000.0
    soonest = min((end for end in ends if end and 0 < end < latest), default=None)
    return datetime.fromtimestamp(soonest, UTC) if soonest else None
