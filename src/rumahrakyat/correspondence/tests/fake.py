"""A channel of our own, in memory: what is sent to it goes the whole way from the stored request to the case."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rumahrakyat.channels import codec, handing, inbox, registry, unpack
from rumahrakyat.channels.base import Address, Body, Capabilities, Event, Inbound, Kind, Place, Public, Sender
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.models import Message
from rumahrakyat.channels.web.adapter import WebAdapter
from rumahrakyat.lib import clock
from rumahrakyat.reports import effects
from tests.cast import World

ME = Address("facebook", "7001")
OTHER = Address("facebook", "7002")


class FakeChannel(WebAdapter):
    """Its requests are events as JSON."""

    def __init__(self, code: str, medium: str = "", **can: object) -> None:
        self.code, self.medium, self.label = code, medium or code, code.capitalize()
        self.capabilities = Capabilities(**can)  # type: ignore[arg-type]

    def configured(self) -> bool:
        return True

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:  # noqa: ARG002 -- the contract's
        return [codec.load(one) for one in json.loads(raw)]


class Street:
    """People who write to us, publicly and privately. Every call lets a minute pass and hands everything on."""

    def __init__(self, world: World) -> None:
        self.world, self.at, self.sent = world, world.at, 0

    def message(self, text: str = "", **given: object) -> Inbound:
        self.sent += 1
        facts: dict[str, object] = {
            "channel": "facebook",
            "message_id": f"m{self.sent}",
            "kind": Kind.TEXT,
            "sender": Sender((ME,), "Warga Uji"),
            "sent_at": self.at,
            "text": text,
        }
        return Inbound(**{**facts, **given})  # type: ignore[arg-type]

    def public(self, text: str, *, place: Place = Place.MENTION, parent: str = "", **given: object) -> Inbound:
        made = self.message(text, **given)
        private = self.at + timedelta(days=7)
        public = Public(
            place, made.message_id, parent, f"https://contoh.example/{made.message_id}", "warga.uji", private
        )
        return replace(made, public=public)

    def arrive(self, *messages: Inbound, passes: timedelta = timedelta(minutes=1)) -> list[Body]:
        """Deliver these in one request; what was queued in answer, effects carried out."""
        self.at += passes
        before = set(Message.objects.values_list("pk", flat=True))
        raw = json.dumps([codec.dump(one) for one in messages]).encode()
        with clock.frozen(self.at):
            inbox.store(registry.get(messages[0].channel), Request("POST", body=raw), at=self.at)
            unpack.unpack(clock.now)
            handing.hand_on(clock.now)
            effects.run_due()
        return bodies(before)

    def says(self, text: str, **given: object) -> list[Body]:
        return self.arrive(self.message(text, **given))


def bodies(before: set[int]) -> list[Body]:
    fresh = Message.objects.filter(direction="out").exclude(pk__in=before).order_by("pk")
    return [codec.load_body(one.content) for one in fresh]


@pytest.fixture
def street(world: World, monkeypatch: pytest.MonkeyPatch) -> Street:
    """Three channels: one with buttons and public places, one that pays by the sign, letters."""
    made = registry.Registry()
    made.add(WebAdapter())
    made.add(FakeChannel("facebook", schemes=("facebook",), max_buttons=3, reply_window=timedelta(hours=24)))
    made.add(FakeChannel("gammu", "sms", schemes=("tel",), concise=True))
    made.add(FakeChannel("email", schemes=("email",)))
    monkeypatch.setattr(registry, "default", lambda: made)
    return Street(world)
