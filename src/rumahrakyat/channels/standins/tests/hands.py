"""A demo's machinery, turned by hand: the page a person writes on, the deliveries, our own loops."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.channels import handing, listening, media, sending, unpack
from rumahrakyat.channels import registry as adapters
from rumahrakyat.channels.base import Body
from rumahrakyat.channels.email.standin.options import standin_options as mail_options
from rumahrakyat.channels.email.tests.post import answers, until
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.standins import delivery, registry
from rumahrakyat.channels.standins.base import Standin
from rumahrakyat.lib import clock, http
from rumahrakyat.people.models import ContactPoint
from tests.pages import PageClient


@pytest.fixture
def demo(
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    client: Client,
) -> Iterator[LiveServer]:
    """Adapters that talk to their stand-ins, as without credentials in demo mode."""
    settings.DEMO = True
    monkeypatch.setenv("RUMAHRAKYAT_LOCAL_URL", live_server.url)
    fresh = adapters.build()
    monkeypatch.setattr(adapters, "default", lambda: fresh)
    with _listeners():
        yield live_server
    http.forget_connections()  # else the server's threads keep theirs to the database


@contextmanager
def _listeners() -> Iterator[None]:
    """The listening process of a demo, as threads; the mail servers of the stand-in are ready when this begins."""
    stopping = threading.Event()
    thread = threading.Thread(target=listening.run, args=(stopping,), daemon=True)
    thread.start()
    try:
        options = mail_options()
        for port in (options.door.port, options.relay.port):
            until(lambda port=port: answers(port))  # type: ignore[misc]
        yield
    finally:
        stopping.set()
        thread.join()


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("lubang.jpg", b"\xff\xd8\xff foto", content_type="image/jpeg")


def work() -> None:
    """All that the worker of a demo does, once; but it asks no source by itself, so that only deliveries count."""
    delivery.deliver_due(registry.default().values(), clock.now)
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)
    sending.send_due(clock.now)
    media.fetch_due(clock.now)


@dataclass
class Citizen:
    """Somebody at the page of one conversation; every page fetched is checked as a reviewer would."""

    standin: Standin
    key: str

    @property
    def address(self) -> str:
        return f"/dev/{self.standin.code}/{self.key}/"

    def says(self, **fields: Any) -> int:
        return Client().post(self.address, {"what": "say", **fields}).status_code

    def sees(self) -> str:
        return PageClient().get(self.address).content.decode()


def opens(code: str, *, name: str, typed: str, **boxes: str) -> Citizen:
    """Somebody begins to write on this channel."""
    answer = Client().post(f"/dev/{code}/", {"name": name, "typed": typed, **boxes})
    assert answer.status_code == 302, answer.content
    return Citizen(registry.get(code), answer.headers["Location"].split("/")[3])


def tell(channel: str, body: Body, *, key: str = "k1") -> None:
    """Our side answers the citizen that wrote first."""
    citizen = ContactPoint.objects.order_by("pk").first()
    enqueue(channel=channel, contact_point=citizen, body=body, key=key, at=clock.now())
