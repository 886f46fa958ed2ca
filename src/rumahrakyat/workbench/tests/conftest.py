"""Fixtures of the workbench's tests: the fixed cast, signed in."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from rumahrakyat.lib import clock
from tests.cast import World
from tests.pages import PageClient

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(world: World) -> SignIn:
    """A page-checking browser of the account with this name."""

    def go(name: str) -> Client:
        client = PageClient()
        client.force_login(world.accounts[name])
        return client

    return go


@pytest.fixture(autouse=True)
def _plain_files(settings: Settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _one_o_clock(world: World) -> Iterator[None]:
    """Everybody's clock stands an hour after the world's noon."""
    with clock.frozen(world.at + timedelta(hours=1)):
        yield
