"""The brief arrives: on WhatsApp, in a real mailbox, as a file; and the command says what is wrong."""

import argparse
import imaplib
import json
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings
from pypdf import PdfReader

from rumahrakyat.channels import registry
from rumahrakyat.channels.conformance.peer import Peer, serving
from rumahrakyat.channels.email import kit as mails
from rumahrakyat.channels.email.tests import dovecot
from rumahrakyat.channels.sending import send_due
from rumahrakyat.channels.whatsapp import kit as whatsapp
from rumahrakyat.lib import clock
from rumahrakyat.operate import brief
from rumahrakyat.oversight.briefs import sending
from rumahrakyat.oversight.briefs.tests.test_sending import NINE, SIX, person
from rumahrakyat.oversight.models_briefs import Brief
from rumahrakyat.oversight.tests.kit import World, build, hours
from rumahrakyat.people.models import Account


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def provider() -> Iterator[Peer]:
    with serving() as peer:
        yield peer


@pytest.fixture
def governor(world: World) -> Account:
    world.report(hours(20), holder=world.roads)
    return person("governor", ways=(("wa", "+6281322904471"), ("email", f"{dovecot.USER}@rumahrakyat.test")))


@pytest.mark.peer(dovecot.PROGRAM, "dovecot-imapd")
@pytest.mark.usefixtures("governor")
def test_it_arrives_on_whatsapp_in_a_real_mailbox_and_as_a_file(
    provider: Peer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with dovecot.running() as server, mails.peer() as relay, override_settings(MEDIA_ROOT=str(tmp_path)):
        fresh = registry.Registry()
        fresh.add(whatsapp.adapter(provider.url))
        fresh.add(mails.adapter(relay.url))
        monkeypatch.setattr(registry, "default", lambda: fresh)
        sending.send_due(at=SIX)
        send_due(lambda: SIX, sleep=lambda _seconds: None)
        server.deliver(relay.sent[0].content, to=f"{dovecot.USER}@rumahrakyat.test")
        mail = newest(server)
    (template,) = provider.sent
    assert template["type"] == "template"
    told = [one["text"] for one in template["template"]["components"][0]["parameters"]]
    assert "1 laporan" in told[1]
    known = Brief.objects.get()
    attached = paper_of(mail)
    assert mail["Subject"] == "Ringkasan harian Provinsi Jawa Tengah, 21 Juli 2026"
    assert unspaced(known.content["headline"]) in unspaced(PdfReader(BytesIO(attached)).pages[0].extract_text())
    target = tmp_path / "brief.pdf"
    with clock.frozen(NINE):
        args = ["2026-07-21", "--out", str(target), "--json"]
        assert run_command(args) == 0
    assert target.read_bytes() == attached
    assert json.loads(capsys.readouterr().out)["sha256"] == known.sha256


def unspaced(words: str) -> str:
    """Where a line ends says nothing about what was said."""
    return "".join(words.split())


def paper_of(mail: Mail) -> bytes:
    part = next(part for part in mail.walk() if part.get_content_type() == "application/pdf")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def newest(server: dovecot.Dovecot) -> Mail:
    with imaplib.IMAP4("127.0.0.1", server.imap) as box:
        box.login(dovecot.USER, dovecot.PASSWORD)
        box.select()
        _state, parts = box.fetch("1", "(RFC822)")
    assert isinstance(parts[0], tuple)
    return message_from_bytes(parts[0][1], policy=default)


def run_command(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    brief.add_arguments(parser)
    return brief.run(parser.parse_args(words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["kemarin"], "'kemarin' is no day"),
        (["2026-07-22"], "2026-07-22 has not begun"),
        (["2026-07-21", "--body", "DPUBMCK"], "2026-07-21 is no Monday"),
        (["2026-07-20", "--body", "TIADA"], "there is no body TIADA"),
        (["2026-07-20", "--send"], "--send is for a demo"),
    ],
    ids=["no day", "tomorrow", "no Monday", "no body", "no demo"],
)
@pytest.mark.usefixtures("world")
def test_the_command_says_what_is_wrong(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with clock.frozen(NINE):
        assert run_command(words) == 2
    assert said in capsys.readouterr().err
