"""Sending, over a real socket to a mail server that says what it was told; marks that nobody else can make."""

import smtplib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.base import (
    About,
    Address,
    Body,
    DeliveryError,
    Inbound,
    Option,
    Outgoing,
    Status,
    StatusUpdate,
)
from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.email import addresses, failures, kit, rendering, tokens
from rumahrakyat.channels.email.adapter import from_settings
from rumahrakyat.channels.email.kit import ScriptedPeer
from rumahrakyat.channels.email.options import Options, from_environment

KEY = "3f0c2a10-5b6d-4e8f-9a01-23456789abcd"
NUMBER = "RR-482-135"
AT = datetime(2026, 7, 20, 3, 0, tzinfo=UTC)
BODY = Body("Laporan Anda kami terima.\nNomor: *RR-482-135*\n\nLihat: https://contoh.go.id/a?b=1&c=2.", about=NUMBER)
USUAL = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}


@pytest.fixture
def server() -> Iterator[ScriptedPeer]:
    with kit.peer() as running:
        yield running


def outgoing(body: Body = BODY, address: str = kit.PEOPLE[0][1]) -> Outgoing:
    return Outgoing(Address("email", address), body, KEY)


def mail(body: Body = BODY) -> Message:
    """The mail as another program reads it."""
    letter = rendering.letter(outgoing(body), options=kit.options(), at=AT)
    return message_from_bytes(letter.content, policy=default)


def words(found: Message, kind: str) -> str:
    part = next(part for part in found.walk() if part.get_content_type() == kind)
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def test_a_mail_has_what_a_mail_needs() -> None:
    found = mail()
    assert found["From"] == "Rumah Rakyat <lapor@rumahrakyat.test>"
    assert (found["To"], found["Subject"]) == (kit.PEOPLE[0][1], "[RR-482-135] Laporan Anda kami terima.")
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Date"] == "Mon, 20 Jul 2026 03:00:00 +0000"
    assert found["Message-ID"] == tokens.message_id(KEY, NUMBER, "rumahrakyat.test")
    assert tokens.reply_address(kit.OURS[0], NUMBER) in found["Reply-To"]
    assert [part.get_content_type() for part in found.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_words_are_said_plainly_and_in_html_without_anybody_s_markup() -> None:
    found = mail(Body("Kata *Bupati* & <script>alert(1)</script>\nhttps://contoh.go.id/a?b=1&c=2."))
    plain = "Kata Bupati & <script>alert(1)</script>\nhttps://contoh.go.id/a?b=1&c=2."
    assert words(found, "text/plain").replace("\r\n", "\n") == plain
    html = words(found, "text/html")
    assert "<strong>Bupati</strong> &amp; &lt;script&gt;" in html
    assert '<a href="https://contoh.go.id/a?b=1&amp;c=2">' in html


def test_options_are_written_out_as_lines() -> None:
    found = mail(Body("Sudah beres?", options=(Option("y", "Ya, sudah"), Option("n", "Belum"))))
    assert "1. Ya, sudah" in words(found, "text/plain")


def test_an_answer_names_what_it_answers_and_the_case_s_thread() -> None:
    found = mail(Body("Baik.", about=NUMBER, reply_to="<CAF1xZ=uji@mail.gmail.test>#34e079ddbb863d9f"))
    assert found["In-Reply-To"] == "<CAF1xZ=uji@mail.gmail.test>"
    assert found["References"] == "<rr482135.laporan@rumahrakyat.test> <CAF1xZ=uji@mail.gmail.test>"


def test_no_line_of_a_mail_is_longer_than_mail_servers_take() -> None:
    letter = rendering.letter(outgoing(Body("panjang " * 3000, about=NUMBER)), options=kit.options(), at=AT)
    assert max(map(len, letter.content.split(b"\r\n"))) < 998
    assert b"\n" not in letter.content.replace(b"\r\n", b"")


@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_no_words_can_become_a_header(subject: str, text: str, about: str, reply_to: str) -> None:
    body = Body(text, subject=subject + "\r\nBcc: lain@jauh.test", about=about, reply_to=reply_to)
    letter = rendering.letter(outgoing(body), options=kit.options(), at=AT)
    found = message_from_bytes(letter.content)
    assert set(found.keys()) <= {
        "Content-Type", "MIME-Version", "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Content-Language",
        "X-Auto-Response-Suppress", "Auto-Submitted", "In-Reply-To", "References",
    }  # fmt: skip
    assert "\n" not in str(make_header(decode_header(found["Subject"].replace("\r\n", ""))))


def test_what_is_sent_comes_back_as_an_answer_to_it(server: ScriptedPeer) -> None:
    adapter = kit.adapter(server.url)
    receipt = adapter.send(outgoing())
    (delivery,) = server.sent
    answer = kit.text("jawab", words="Terima kasih")
    sent = message_from_bytes(delivery.content)
    raw = b"In-Reply-To: " + sent["Message-ID"].encode() + b"\n" + answer
    (found,) = adapter.parse(raw, at=AT)
    assert isinstance(found, Inbound)
    assert found.quoted_id == receipt.external_id
    assert found.about == About(NUMBER, proven=True)


def test_a_bounce_to_the_return_address_finds_its_message(server: ScriptedPeer) -> None:
    adapter = kit.adapter(server.url)
    receipt = adapter.send(outgoing())
    raw = (
        f"Return-Path: <>\nTo: {server.sent[0].sender}\nSubject: failure notice\n\n550 5.2.2 mailbox full\n"
    ).encode()
    assert adapter.parse(raw, at=AT) == [
        StatusUpdate(
            "email", receipt.external_id, Status.FAILED, AT, "mail server: 5.2.2, the mailbox is full", key=KEY
        )
    ]


@pytest.mark.parametrize(
    ("step", "answer", "expected"),
    [
        ("RCPT", "550 5.1.1 no such user", {"permanent": True}),
        ("RCPT", "450 4.7.1 greylisted, try again in 90 seconds", {"retry_after": timedelta(seconds=90)}),
        ("RCPT", "451 4.7.1 greylisted for 00:04:10", {"retry_after": timedelta(minutes=4, seconds=10)}),
        ("RCPT", "452 4.2.2 full", {"retry_after": failures.BUSY}),
        ("DATA", "421 4.3.2 shutting down", {"retry_after": failures.BUSY}),
        ("DATA", "454 4.3.0 trouble", {}),
        ("DATA", "554 5.7.1 not wanted", {"permanent": True}),
        ("MAIL", "553 5.7.1 sender address rejected", {"alarm": True}),
        ("MAIL", "530 5.7.0 authentication required", {"alarm": True}),
    ],
)
def test_a_server_s_answers_mean_what_the_outbox_knows(
    server: ScriptedPeer, step: str, answer: str, expected: dict[str, object]
) -> None:
    server.says(step, answer)
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(server.url).send(outgoing())
    assert {name: getattr(caught.value, name) for name in USUAL} == {**USUAL, **expected}
    assert "wening" not in caught.value.message


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), {"alarm": True}),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), {"alarm": True}),
        (ssl.SSLCertVerificationError("self-signed"), {"alarm": True}),
        (smtplib.SMTPServerDisconnected("gone"), {}),
        (TimeoutError(), {}),
    ],
)
def test_faults_of_the_connection_mean_what_the_outbox_knows(error: Exception, expected: dict[str, object]) -> None:
    found = failures.from_exception(error)
    assert {name: getattr(found, name) for name in USUAL} == {**USUAL, **expected}


def test_nobody_at_home_is_a_passing_trouble() -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter().send(outgoing())
    assert not caught.value.permanent


@pytest.mark.parametrize("address", ["", "bukan alamat", "a@b@c", "a@x.test\r\nBcc: b@x.test", "a@x.test, b@x.test"])
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter().send(outgoing(address=address))
    assert caught.value.permanent


def test_addresses_have_one_spelling() -> None:
    assert addresses.bare(" <Wening@Surel.TEST> ") == "wening@surel.test"
    assert addresses.bare("a@desaku.münchen.test") == "a@desaku.xn--mnchen-3ya.test"


@given(st.sampled_from(range(25 + 1 + 8 + 1 + 25)), st.sampled_from("0123456789abcdefghijklmnopqrstuvwxyz."))
def test_a_mark_with_one_other_sign_is_none_of_ours(place: int, sign: str) -> None:
    genuine = tokens.message_id(KEY, NUMBER, "x.test").strip("<>")
    forged = genuine[:place] + sign + genuine[place + 1 :]
    assert bool(tokens.find_message(f"<{forged}>")) == (forged == genuine)
    mark = tokens.bounce_address("l@x.test", KEY).removeprefix("l+").removesuffix("@x.test")
    changed = mark[:place] + sign + mark[place + 1 :]
    assert bool(tokens.bounced_message(f"l+{changed}@x.test")) == (changed == mark)


@given(st.uuids())
def test_every_mark_names_its_message_and_fits_into_an_address(key: object) -> None:
    found = tokens.find_message(tokens.message_id(str(key), NUMBER, "x.test"))
    address = tokens.bounce_address("pengaduan123@x.test", str(key))
    assert found == tokens.Ours(tokens.external_id(str(key)), str(key), NUMBER)
    assert len(address.partition("@")[0]) <= 64
    assert tokens.bounced_message(address.upper()) == tokens.Ours(tokens.external_id(str(key)), str(key))


def test_marks_of_one_kind_are_worth_nothing_as_another() -> None:
    reply = tokens.reply_address("lapor@x.test", NUMBER)
    assert tokens.proven_number(reply) == NUMBER
    assert tokens.proven_number(tokens.reply_address("lapor@x.test", "RR-100-006")) != NUMBER
    assert tokens.bounced_message(reply) is None
    assert tokens.proven_number(tokens.bounce_address("lapor@x.test", KEY)) == ""


def test_no_mail_is_taken_over_http() -> None:
    assert kit.adapter().verify(Request("POST", body=kit.text("a"))) is not Verdict.GENUINE


def test_what_is_missing_is_said_in_sentences() -> None:
    assert kit.adapter().check_config() == []
    problems = Options().problems()
    assert len(problems) == 3
    assert all(problem.endswith(".") for problem in problems)


def test_options_are_read_with_secrets_from_files_and_mistakes_are_told(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("rahasia\n")
    given = {
        "ADDRESS": "Lapor@Contoh.test", "ALIASES": "aduan@contoh.test", "LISTEN_PORT": "pintu", "IMAP_HOST": "i.test",
        "IMAP_USER": "lapor", "IMAP_PASSWORD_FILE": str(tmp_path / "secret"), "SMTP_HOST": "smtp.test",
        "SMTP_USER": "lapor", "SMTP_SECURITY": "none",
    }  # fmt: skip
    options = from_environment({f"RUMAHRAKYAT_EMAIL_{name}": value for name, value in given.items()})
    assert options.addresses == ("lapor@contoh.test", "aduan@contoh.test")
    assert (options.mailbox.password, options.mailbox.port, options.relay.port) == ("rahasia", 993, 25)
    assert [problem.partition(":")[0].removeprefix("RUMAHRAKYAT_EMAIL_") for problem in options.problems()] == [
        "LISTEN_PORT",
        "SMTP_SECURITY",
    ]


def test_a_token_that_was_renewed_is_used_at_the_next_connection(tmp_path: Path) -> None:
    file = tmp_path / "token"
    mailbox = from_environment({"RUMAHRAKYAT_EMAIL_IMAP_TOKEN_FILE": str(file)}).mailbox
    file.write_text("pertama\n")
    assert mailbox.current_token() == "pertama"
    file.write_text("kedua\n")
    assert mailbox.current_token() == "kedua"


def test_the_probe_greets_the_server_that_sends_for_us(server: ScriptedPeer) -> None:
    assert kit.adapter(server.url).probe(at=AT).problems == ()
    with pytest.raises(DeliveryError):
        kit.adapter().probe(at=AT)


def test_without_an_address_the_channel_is_not_used() -> None:
    adapter = from_settings()
    assert (adapter.configured(), list(adapter.listeners())) == (False, [])


def test_a_demo_without_an_address_talks_to_its_own_stand_in(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    ports = set()
    for web in (8000, 8001):
        monkeypatch.setenv("RUMAHRAKYAT_LOCAL_URL", f"http://127.0.0.1:{web}")
        adapter = from_settings()
        assert adapter.check_config() == []
        assert [listener.name for listener in adapter.listeners()] == ["email.standin", "email.door"]
        ports |= {adapter.options.door.port, adapter.options.relay.port}
    assert len(ports) == 4
