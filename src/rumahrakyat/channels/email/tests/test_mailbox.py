"""Reading a mailbox on a real server."""

import imaplib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from imap_tools.errors import MailboxLoginError

from rumahrakyat.channels import registry, unpack
from rumahrakyat.channels.contract import NotStored
from rumahrakyat.channels.email import kit
from rumahrakyat.channels.email.mailbox import BATCH, MailboxListener
from rumahrakyat.channels.email.options import Mailbox, Options
from rumahrakyat.channels.email.tests import dovecot
from rumahrakyat.channels.email.tests.dovecot import Dovecot
from rumahrakyat.channels.email.tests.post import Shelf, listening, until
from rumahrakyat.channels.listening import DatabaseStore
from rumahrakyat.channels.models import Cursor, InboundEvent, RawInbound
from rumahrakyat.lib import clock

pytestmark = pytest.mark.peer(dovecot.PROGRAM, "dovecot-imapd")


@pytest.fixture(autouse=True)
def _our_channel_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = registry.Registry()
    fresh.add(kit.adapter())
    monkeypatch.setattr(registry, "default", lambda: fresh)


@pytest.fixture(scope="module")
def _server() -> Iterator[Dovecot]:
    with dovecot.running() as running:
        yield running


@pytest.fixture
def server(_server: Dovecot) -> Dovecot:
    """The running server with an empty mailbox."""
    with imaplib.IMAP4("127.0.0.1", _server.imap) as box:
        box.login(dovecot.USER, dovecot.PASSWORD)
        if box.select()[1] != [b"0"]:
            box.store("1:*", "+FLAGS", r"\Deleted")
            box.expunge()
    return _server


def reader(server: Dovecot, **changes: object) -> MailboxListener:
    mailbox: Mailbox = replace(server.mailbox, **changes)  # type: ignore[arg-type]
    return MailboxListener(replace(kit.options(), mailbox=mailbox))


def names(shelf: Shelf) -> list[str]:
    """The Message-IDs of what was stored, in order."""
    lines = [line for raw in shelf.items for line in raw.body.split(b"\r\n") if line.startswith(b"Message-ID: <")]
    return [line.decode().removeprefix("Message-ID: <").partition("@")[0] for line in lines]


def test_mails_that_wait_are_read_in_order_and_in_batches(server: Dovecot) -> None:
    many = [f"m{number:02}" for number in range(BATCH + 5)]
    server.deliver(*map(kit.text, many))
    shelf = Shelf()
    with listening(reader(server), shelf):
        until(lambda: len(shelf.items) >= len(many))
    assert (names(shelf), shelf.batches) == (many, [BATCH, 5])
    assert shelf.items[0].headers == {"via": "imap"}


def test_a_new_mail_wakes_a_reader_that_waits(server: Dovecot) -> None:
    shelf = Shelf()
    server.deliver(kit.text("satu"))
    with listening(reader(server, poll_minutes=20), shelf):
        until(lambda: names(shelf) == ["satu"])
        server.deliver(kit.text("dua"))
        until(lambda: names(shelf) == ["satu", "dua"])


def test_a_restart_goes_on_where_the_last_commit_was_whatever_people_have_read(server: Dovecot) -> None:
    shelf = Shelf()
    server.deliver(kit.text("satu"))
    with listening(reader(server), shelf):
        until(lambda: names(shelf) == ["satu"])
    server.deliver(kit.text("dua"))
    with imaplib.IMAP4("127.0.0.1", server.imap) as box:
        box.login(dovecot.USER, dovecot.PASSWORD)
        box.select()
        box.store("1:*", "+FLAGS", r"\Seen")
    with listening(reader(server), shelf):
        until(lambda: names(shelf) == ["satu", "dua"])


@pytest.mark.django_db(transaction=True)
def test_the_place_is_kept_in_the_database_with_the_mails_and_no_mail_becomes_two(server: Dovecot) -> None:
    def stored() -> int:
        return RawInbound.objects.filter(channel="email").count()

    server.deliver(kit.text("satu"), kit.text("dua"))
    listener = reader(server)
    with listening(listener, DatabaseStore("email")):
        until(lambda: stored() == 2)
    assert Cursor.objects.get(name=listener.name).value.partition(":")[2].isdigit()
    server.number_anew(1_999_999_998)
    with listening(reader(server), DatabaseStore("email")):
        until(lambda: stored() == 4)
    unpack.unpack(clock.now)
    assert InboundEvent.objects.count() == 2


def test_what_was_not_committed_is_read_again(server: Dovecot) -> None:
    shelf = Shelf(away=True)
    server.deliver(kit.text("satu"))
    with pytest.raises(NotStored), listening(reader(server), shelf):
        until(lambda: shelf.refused > 0)
    shelf.away = False
    with listening(reader(server), shelf):
        until(lambda: names(shelf) == ["satu"])


def test_a_mailbox_that_is_numbered_anew_is_read_again_from_the_beginning(server: Dovecot) -> None:
    shelf = Shelf()
    server.deliver(kit.text("satu"), kit.text("dua"))
    with listening(reader(server), shelf):
        until(lambda: len(shelf.items) == 2)
    server.number_anew(1_999_999_999)
    with listening(reader(server), shelf):
        until(lambda: len(shelf.items) == 4)
    assert names(shelf) == ["satu", "dua", "satu", "dua"]
    assert next(iter(shelf.cursors.values())).startswith("1999999999:")


def test_a_mail_that_the_server_cannot_give_does_not_hold_back_the_others(server: Dovecot) -> None:
    server.deliver(kit.text("satu"), kit.text("rusak"), kit.text("tiga"))
    broken = next(path for path in server.files() if b"<rusak@" in path.read_bytes())
    if os.getuid() == 0:
        os.chown(broken, 0, 0)
    broken.chmod(0)
    shelf = Shelf()
    again = reader(server)
    for _start in range(5):  # the server hangs up, and the listening process starts the listener again
        with suppress(imaplib.IMAP4.abort), listening(again, shelf) as thread:
            until(lambda: names(shelf)[-1:] == ["tiga"] or not thread.is_alive())
    assert names(shelf) == ["satu", "tiga"]


def test_a_mail_that_is_too_large_is_kept_with_its_headers(server: Dovecot) -> None:
    server.deliver(kit.text("besar", words="x" * 20_000))
    shelf = Shelf()
    small: Options = replace(kit.options(), mailbox=server.mailbox, largest=5000)
    with listening(MailboxListener(small), shelf):
        until(lambda: names(shelf) == ["besar"])
    assert shelf.items[0].body.startswith(b"X-Rumahrakyat-Truncated: yes")
    assert b"xxx" not in shelf.items[0].body


def test_what_is_committed_can_be_moved_away(server: Dovecot) -> None:
    server.deliver(kit.text("satu"))
    shelf = Shelf()
    with listening(reader(server, move_to="Selesai", mark_seen=True), shelf):
        until(lambda: bool(server.files(".Selesai")))
    assert server.files() == []


def test_a_wrong_password_breaks_the_listener(server: Dovecot) -> None:
    with pytest.raises(MailboxLoginError), listening(reader(server, password="salah"), Shelf()) as _running:
        pass
