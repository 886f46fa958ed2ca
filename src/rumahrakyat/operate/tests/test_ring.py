"""Calls played into a demo: what is sent, and the clear words where it cannot be."""

import argparse
from typing import Any

import httpx
import pytest
from django.test import Client
from pytest_django import Settings

from rumahrakyat.channels import handing, unpack
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.lib import clock
from rumahrakyat.operate import ring

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def demo(settings: Settings, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    """A demo whose front door is this process."""
    settings.DEMO = True

    def post(url: str, *, content: bytes, headers: dict[str, str], **_more: Any) -> httpx.Response:
        kind = headers.pop("content-type")
        answer = client.post(httpx.URL(url).path, content, content_type=kind, headers=headers)
        return httpx.Response(answer.status_code)

    monkeypatch.setattr(httpx, "post", post)


def play(*words: str) -> int:
    parser = argparse.ArgumentParser()
    ring.add_arguments(parser)
    status = ring.run(parser.parse_args(words))
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)
    return status


def test_a_call_rings_is_answered_and_ends_as_one(demo: None) -> None:
    assert [
        play("081322904471"),
        play("0813 2290 4471", "--answer", "--agent", "201"),
        play("081322904471", "--end"),
    ] == [0] * 3
    call = Call.objects.get()
    assert call.contact_point is not None
    assert (call.contact_point.value, call.line, call.agent) == ("+6281322904471", "1500", "201")
    assert call.answered_at
    assert call.ended_at


def test_a_missed_call_was_answered_by_nobody(demo: None) -> None:
    assert play("081322904471", "--missed") == 0
    call = Call.objects.get()
    assert (call.answered_at, call.cause) == (None, "noAnswer")


def test_a_withheld_number_rings_too(demo: None) -> None:
    assert play("anonymous") == 0
    assert Call.objects.get().contact_point is None


@pytest.mark.parametrize(
    ("words", "said"),
    [(("12",), "not a telephone number"), (("081322904471", "--missed", "--answer"), "leave out --answer")],
)
def test_what_cannot_be_rung_is_said(
    words: tuple[str, ...], said: str, demo: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(*words) == 2
    assert said in capsys.readouterr().err


def test_outside_a_demo_nothing_rings(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = False
    assert play("081322904471") == 2
    assert "demo" in capsys.readouterr().err


def test_without_a_server_the_command_says_so(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = True
    assert play("081322904471", "--base-url", "http://127.0.0.1:9") == 2
    assert "nothing answers" in capsys.readouterr().err
