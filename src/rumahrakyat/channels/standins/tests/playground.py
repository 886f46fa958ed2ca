"""An invented provider whose every word can be chosen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins import registry
from rumahrakyat.channels.standins.base import Look, Named, ProviderRequest, Said, WrongPerson
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.lib import clock


class Playground:
    """A provider that remembers what was said and passes nothing on."""

    code = "playground"
    title = "Playground"
    person_label = "Account name"
    publics: Sequence[str] = ("comment", "mention")
    takes_files = True
    takes_places = True
    has_subject = False
    switches: Sequence[Named] = (("twice", "Twice"), ("away", "Away"))
    urlpatterns: Sequence[URLPattern] = ()

    def __init__(self, look: Look) -> None:
        self.look = look
        self.store = Store(self.code)
        self.said: list[Said] = []

    def person(self, typed: str, name: str) -> tuple[str, str]:
        if "?" in typed:
            raise WrongPerson("no such account")
        return typed, name

    def say(self, person: StandinRecord, said: Said, *, at: datetime) -> None:
        self.said.append(said)
        key = f"m{len(self.said)}"
        self.store.add(
            person.key, key=key, direction="in", text=said.text, at=at, public=said.public, place=said.place_name
        )

    def requests(self, items: Sequence[dict[str, Any]]) -> list[ProviderRequest]:  # noqa: ARG002 -- delivers nothing
        return []


@pytest.fixture
def playground(monkeypatch: pytest.MonkeyPatch, client: Client) -> Playground:
    playground = Playground(Look(about="A place to play."))
    monkeypatch.setattr(registry, "default", lambda: {"playground": playground})
    playground.store.open_person("bu_siti", "Bu Siti", at=clock.now())
    return playground
