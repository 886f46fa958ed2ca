"""Our listening mail server, over real sockets."""

import logging
import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError

from rumahrakyat.channels import handing, inbox, listening, registry, unpack
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.email import kit
from rumahrakyat.channels.email.tests.post import Shelf, client, deliver, open_door
from rumahrakyat.channels.models import RawInbound
from rumahrakyat.lib import clock

MAIL = kit.text("a", words="jalan rusak 🙏").replace(b"\n", b"\r\n")
PROTOCOLS = ["lmtp", "smtp"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_mail_is_kept_as_it_came_below_the_lines_of_its_envelope(protocol: str) -> None:
    shelf = Shelf()
    with open_door(shelf, protocol=protocol) as options:
        deliver(options, MAIL, to=["LAPOR+x@rumahrakyat.test"])
    (raw,) = shelf.items
    assert raw.body == b"Return-Path: <wening@surel.test>\r\nDelivered-To: lapor+x@rumahrakyat.test\r\n" + MAIL
    assert raw.headers == {
        "envelope-from": "wening@surel.test",
        "envelope-to": "lapor+x@rumahrakyat.test",
        "via": protocol,
    }


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_an_unknown_mailbox_is_refused_and_the_known_one_beside_it_is_served(protocol: str) -> None:
    shelf = Shelf()
    with open_door(shelf, protocol=protocol) as options, client(options) as server:
        refused = server.sendmail("wening@surel.test", ["siapa@rumahrakyat.test", kit.OURS[0]], MAIL)
    assert {address: code for address, (code, _words) in refused.items()} == {"siapa@rumahrakyat.test": 550}
    assert [raw.headers["envelope-to"] for raw in shelf.items] == [kit.OURS[0]]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_mail_to_two_of_our_addresses_is_kept_once(protocol: str) -> None:
    shelf = Shelf()
    with open_door(shelf, protocol=protocol) as options:
        deliver(options, MAIL, to=kit.OURS)
    assert [raw.headers["envelope-to"] for raw in shelf.items] == [", ".join(kit.OURS)]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_mail_that_says_it_is_too_large_is_refused_before_it_is_sent(protocol: str) -> None:
    shelf = Shelf()
    with open_door(shelf, protocol=protocol, largest=2000) as options, pytest.raises(smtplib.SMTPSenderRefused) as no:
        deliver(options, MAIL + b"x" * 3000)
    assert (no.value.smtp_code, shelf.items) == (552, [])


def test_too_large_a_mail_is_refused_for_every_recipient_and_the_session_goes_on() -> None:
    shelf = Shelf()
    with open_door(shelf, largest=2000) as options, client(options) as server:
        server.ehlo()
        server.docmd("MAIL FROM:<wening@surel.test>")
        for address in kit.OURS:
            server.docmd(f"RCPT TO:<{address}>")
        server.docmd("DATA")
        server.send(MAIL + b"x\r\n" * 1000 + b".\r\n")
        assert [server.getreply()[0] for _ in kit.OURS] == [552, 552]
        assert server.sendmail("wening@surel.test", [kit.OURS[0]], MAIL) == {}
    assert len(shelf.items) == 1


def test_lmtp_answers_for_every_recipient() -> None:
    with open_door(Shelf()) as options, client(options) as server:
        server.ehlo()
        server.docmd("MAIL FROM:<>")
        for address in kit.OURS:
            server.docmd(f"RCPT TO:<{address}>")
        server.docmd("DATA")
        server.send(MAIL + b".\r\n")
        assert [server.getreply()[0] for _ in kit.OURS] == [250, 250]
        assert server.noop()[0] == 250


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_could_not_be_stored_is_taken_exactly_once_later(protocol: str) -> None:
    shelf = Shelf(away=True)
    with open_door(shelf, protocol=protocol) as options:
        with pytest.raises(smtplib.SMTPDataError) as no:
            deliver(options, MAIL)
        assert no.value.smtp_code == 451
        shelf.away = False
        deliver(options, MAIL)
    assert len(shelf.items) == 1


def test_a_line_of_fifty_thousand_signs_is_taken() -> None:
    shelf = Shelf()
    with open_door(shelf) as options:
        deliver(options, MAIL + b"x" * 50_000 + b"\r\n")
    assert b"x" * 50_000 in shelf.items[0].body


def test_many_servers_are_served_at_once() -> None:
    shelf = Shelf()
    mails = [kit.text(f"m{number}") for number in range(40)]
    with open_door(shelf) as options, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda mail: deliver(options, mail), mails))
    assert len({raw.body for raw in shelf.items}) == 40


def test_the_log_holds_nobody_s_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    shelf = Shelf(away=True)
    with open_door(shelf) as options, pytest.raises(smtplib.SMTPDataError):
        deliver(options, MAIL)
    assert "wening" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_with_the_database_away_the_sender_hears_451_and_what_comes_again_is_one_message(
    monkeypatch: pytest.MonkeyPatch, received: list[Inbound]
) -> None:
    fresh = registry.Registry()
    fresh.add(kit.adapter())
    monkeypatch.setattr(registry, "default", lambda: fresh)
    away = threading.Event()
    away.set()
    insert = inbox._insert

    def sometimes(values: object) -> None:
        if away.is_set():
            raise OperationalError
        insert(values)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "_insert", sometimes)
    with open_door(listening.DatabaseStore("email")) as options:
        with pytest.raises(smtplib.SMTPDataError) as no:
            deliver(options, MAIL)
        assert (no.value.smtp_code, RawInbound.objects.count()) == (451, 0)
        away.clear()
        deliver(options, MAIL)
        deliver(options, MAIL, to=kit.OURS[1:])  # to our other address, and perhaps because our answer was lost
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)
    assert [found.text for found in received] == ["jalan rusak 🙏"]
