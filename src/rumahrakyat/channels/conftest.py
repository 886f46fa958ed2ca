"""Fixtures of every channel's tests: a provider on this machine, a registry of its own, a receiver that remembers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from rumahrakyat.channels import handing, registry
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.conformance.peer import Peer, serving
from rumahrakyat.channels.web.adapter import WebAdapter
from rumahrakyat.channels.whatsapp import kit
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.people.operations import contact_point


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


@pytest.fixture
def peer() -> Iterator[Peer]:
    """A provider on this machine that answers as a test tells it to."""
    with serving() as peer:
        yield peer


@pytest.fixture(autouse=True)
def channels_under_test(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> registry.Registry:
    fresh = registry.Registry()
    fresh.add(WebAdapter())
    fresh.add(kit.adapter(peer.url))
    monkeypatch.setattr(registry, "default", lambda: fresh)
    return fresh


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> list[Inbound]:
    """What the registered receiver was given."""
    taken: list[Inbound] = []
    monkeypatch.setitem(handing._receivers, "inbound", lambda inbound, _at: taken.append(inbound))  # noqa: SLF001
    monkeypatch.setattr(handing, "_media_receivers", {})
    return taken


@pytest.fixture
def citizen(db: None, at: datetime) -> ContactPoint:  # noqa: ARG001 -- asks for the database
    return contact_point(scheme="tel", value="+6281322904471", at=at - timedelta(days=30))
