"""The commands about channels: list them, run their suite, send a test message."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from rumahrakyat.channels import registry
from rumahrakyat.channels.conformance import peer, run
from rumahrakyat.channels.conformance.cases import CASES
from rumahrakyat.channels.models import Message
from rumahrakyat.channels.telegram import kit as telegram
from rumahrakyat.channels.web.adapter import WebAdapter
from rumahrakyat.channels.whatsapp import kit
from rumahrakyat.channels.windows import opened
from rumahrakyat.lib import clock
from rumahrakyat.operate import channels, conformance, send
from rumahrakyat.people.operations import contact_point

DOCS = Path(__file__).parents[4] / "docs"
Peer = peer.Peer


@pytest.fixture
def provider() -> Iterator[Peer]:
    """WhatsApp's provider, and a registry with it and the website."""
    fresh = registry.Registry()
    with peer.serving() as made, mock.patch.object(registry, "default", return_value=fresh):
        fresh.add(WebAdapter())
        fresh.add(kit.adapter(made.url))
        yield made


def test_the_page_of_the_documentation_is_what_the_suite_says() -> None:
    page = (DOCS / "conformance.md").read_text(encoding="utf-8")
    assert page == conformance.as_page(run.expected()), (
        "write it anew: rumahrakyat conformance --write docs/conformance.md"
    )


def test_a_failed_case_is_told_with_what_was_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    table = {"web": {case.__name__: "pass" for case in CASES} | {CASES[0].__name__: "fail: wanted 2, found 1"}}
    assert f"{CASES[0].__name__}: fail: wanted 2, found 1" in conformance.as_text(table)
    assert "✗" in conformance.as_page(table)


def test_an_unknown_channel_is_refused_before_anything_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert conformance.run(argparse.Namespace(channels=["fax"], json=True, write=None)) == 2
    assert "fax" in capsys.readouterr().err


@pytest.mark.django_db
def test_every_channel_is_listed_with_what_it_can_do(provider: Peer, capsys: pytest.CaptureFixture[str]) -> None:
    assert channels.run(argparse.Namespace(json=True, probe=False, register=None)) == 0
    web, whatsapp = json.loads(capsys.readouterr().out)["adapters"]
    assert (web["id"], whatsapp["id"], whatsapp["configured"]) == ("web", "whatsapp", True)
    assert whatsapp["capabilities"]["reply_window"] == 86400.0
    assert whatsapp["ways_in"] == ["webhook"]
    assert whatsapp["health"]["state"] == "well"


@pytest.mark.django_db(transaction=True)
def test_a_test_message_goes_the_ordinary_way(provider: Peer, capsys: pytest.CaptureFixture[str]) -> None:
    at = clock.now()
    citizen = contact_point(scheme="tel", value="+6281322904471", at=at)
    opened(channel="whatsapp", contact_point=citizen, sent_at=at, at=at)
    sent = send.run(argparse.Namespace(channel="whatsapp", address="0813 2290 4471", text="Uji coba"))
    assert (sent, capsys.readouterr().out) == (0, "sent\n")
    assert provider.sent[0]["text"]["body"] == "Uji coba"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "address", "text", "sentence"),
    [
        ("fax", "1", "Halo", "no channel is called fax"),
        ("web", "1", "Halo", "nothing can be sent on web"),
        ("whatsapp", "0813 2290 4471", "  ", "the text is empty"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(  # noqa: PLR0917 -- the table's columns
    provider: Peer, capsys: pytest.CaptureFixture[str], channel: str, address: str, text: str, sentence: str
) -> None:
    assert send.run(argparse.Namespace(channel=channel, address=address, text=text)) == 2
    assert sentence in capsys.readouterr().err
    assert not Message.objects.exists()


def test_a_channel_that_registers_nowhere_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert channels.run(argparse.Namespace(json=False, probe=False, register="web")) == 2
    assert "these can: telegram" in capsys.readouterr().err


def test_the_provider_is_told_where_to_bring_messages(capsys: pytest.CaptureFixture[str]) -> None:
    fresh = registry.Registry()
    with peer.serving() as made, mock.patch.object(registry, "default", return_value=fresh):
        fresh.add(telegram.adapter(made.url))
        made.says(*[peer.Answer(content=b'{"ok": true, "result": true}')] * 2)
        assert channels.run(argparse.Namespace(json=False, probe=False, register="telegram")) == 0
        assert made.asked[0].path.endswith("/setWebhook")
        made.says(peer.Answer(401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'))
        assert channels.run(argparse.Namespace(json=False, probe=False, register="telegram")) == 1
    assert "Telegram" in capsys.readouterr().err
