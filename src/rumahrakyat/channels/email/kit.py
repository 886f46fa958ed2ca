"""How the conformance suite speaks as a mail server: mails as a listener takes them, and a server that sends for us."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_string
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from rumahrakyat.channels import base
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.email import tokens
from rumahrakyat.channels.email.adapter import EmailAdapter
from rumahrakyat.channels.email.door import delivered
from rumahrakyat.channels.email.mailbox import TRUNCATED
from rumahrakyat.channels.email.options import Door, Options, Relay

PATIENCE_SECONDS = 120.0  # for the mail server of the suite to begin or to end
CODE = "email"
INGRESS = "listener"
KEEPS_A_REPEATED_ID = 2  # another text under a used Message-ID is another mail
OURS = ("lapor@rumahrakyat.test", "aduan@rumahrakyat.test")
PEOPLE = (("Wening Astuti", "wening@surel.test"), ("Bagas Prakoso", "bagas@surel.test"))
_WHOLE = "A mail comes with its files inside it, so there is no link to fetch."
_ANY_TIME = "Mail may be sent at any time: it has no reply window."
DOES_NOT_APPLY = {
    "a_body_written_anew_under_the_old_signature": "Mails are not signed for us; over HTTP none is accepted at all.",
    "an_old_request_with_its_old_signature": "Mails are not signed for us; over HTTP none is accepted at all.",
    "a_body_that_is_no_payload": "Any bytes can be a mail: what cannot be read is kept as a message of unknown kind.",
    "a_file_whose_link_has_expired": _WHOLE,
    "a_file_on_a_private_address": _WHOLE,
    "a_file_that_is_too_large": f"{_WHOLE} Too large a mail is refused with 552 before it is stored.",
    "the_window_closed_while_we_waited": _ANY_TIME,
    "the_window_is_closed_and_no_template_fits": _ANY_TIME,
}


def options(relay: Relay | None = None, door: Door | None = None) -> Options:
    return Options(
        addresses=OURS,
        authserv_id="mx.rumahrakyat.test",
        relay=relay or Relay("127.0.0.1", 9, "none"),
        door=door or Door("127.0.0.1", 9),
    )


def adapter(api: str = "smtp://127.0.0.1:9") -> EmailAdapter:
    where = urlsplit(api)
    return EmailAdapter(options(Relay(where.hostname or "127.0.0.1", where.port or 9, "none")))


def citizen() -> base.Address:
    return base.Address("email", PEOPLE[0][1])


# In


def _stamped(mail: MIMEText | MIMEMultipart, name: str, *, who: int = 0, at: int = 1_795_248_000) -> bytes:
    shown, address = PEOPLE[who % len(PEOPLE)]
    mail["From"] = f"{shown} <{address}>"
    mail["To"] = OURS[0]
    mail["Date"] = format_datetime(datetime.fromtimestamp(at, UTC))
    if name:
        mail["Message-ID"] = f"<{name}@surel.test>"
    return mail.as_bytes()


def _text(words: str) -> MIMEText:
    return MIMEText(words.encode("utf-8", "replace").decode("utf-8"), "plain", "utf-8")


def text(name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> bytes:
    return _stamped(_text(words), name, who=who, at=at)


def unknown(name: str) -> bytes:
    """Encrypted: we have no key."""
    return _stamped(MIMEMultipart("encrypted", protocol="application/pgp-encrypted"), name)


def without_usual_sender(name: str) -> bytes:
    return text(name).replace(b"\nFrom: ", b"\nSender: ")


def picture(name: str, *, ref: str = "9001") -> bytes:
    mail = MIMEMultipart()
    mail.attach(_text("Ini fotonya"))
    image = MIMEImage(b"\xff\xd8\xff" + ref.encode() * 2000, "jpeg")
    image.add_header("Content-Disposition", "attachment", filename="jalan.jpg")
    mail.attach(image)
    return _stamped(mail, name)


def to_two_addresses(name: str) -> list[Request]:
    """The same mail as two of our mailboxes got it, each with its own servers' lines above."""
    return [_request(b"Received: from mx%d.test\n" % n + text(name), ours) for n, ours in enumerate(OURS)]


def names_a_number(name: str, number: str) -> bytes:
    mail = _text("Tolong segera.")
    mail["Subject"] = f"Re: [{number}] laporan jalan"
    return _stamped(mail, name, who=1)


def automatic(name: str) -> bytes:
    mail = _text("Saya sedang cuti sampai tanggal 30.")
    mail["Auto-Submitted"] = "auto-replied"
    return _stamped(mail, name)


def incomplete(name: str) -> bytes:
    """What the listener of a mailbox stores of a mail whose body the server could not give."""
    mail = _text("")
    mail["Subject"] = "Jalan desa putus"
    whole = _stamped(mail, name)
    return TRUNCATED + whole.partition(b"\n\n")[0] + b"\n\n"


def status(external_id: str, status: base.Status, *, at: int = 1_795_248_100, permanent: bool = True) -> bytes:
    """A mail server's news of the message we sent (there is one), or of a message that we never sent."""
    original = tokens.message_id(_key(external_id), "", "rumahrakyat.test")
    if status is base.Status.READ:
        kind, groups = (
            "disposition-notification",
            [f"Original-Message-ID: {original}\nDisposition: manual; displayed\n"],
        )
    else:
        action = {base.Status.DELIVERED: "delivered", base.Status.FAILED: "failed"}.get(status, "relayed")
        code = "2.0.0" if status is not base.Status.FAILED else "5.1.1" if permanent else "4.4.7"
        recipient = f"Final-Recipient: rfc822; {PEOPLE[0][1]}"
        kind = "delivery-status"
        groups = ["Reporting-MTA: dns; mx.test\n", f"{recipient}\nAction: {action}\nStatus: {code}\n"]
    mail = MIMEMultipart("report", report_type=kind)
    mail.attach(_text("Kabar tentang surat Anda."))
    report: Message[str, str] = Message()
    report["Content-Type"] = f"message/{kind}"
    report.set_payload([message_from_string(group) for group in groups] if len(groups) > 1 else groups[0])
    mail.attach(report)
    returned = MIMEText("")
    returned["Message-ID"] = original
    mail.attach(MIMEMessage(returned))
    mail["Return-Path"] = "<>"
    mail["From"] = "MAILER-DAEMON@surel.test"
    mail["To"] = tokens.bounce_address(OURS[0], _key(external_id))
    mail["Subject"] = "Delivery Status Notification"
    mail["Date"] = format_datetime(datetime.fromtimestamp(at, UTC))
    mail["Message-ID"] = f"<{external_id}.{status}.{at}@surel.test>"
    return mail.as_bytes()


def _key(external_id: str) -> str:
    """We choose the ids of our mails ourselves, so a status can only name the one that waits to be sent."""
    from rumahrakyat.channels.models import Outbox  # noqa: PLC0415 -- only where there is a database

    waiting = Outbox.objects.filter(channel=CODE).first()
    return str(waiting.token) if waiting else external_id


def _request(raw: bytes, *recipients: str) -> Request:
    kept = delivered(raw, sender=PEOPLE[0][1], recipients=recipients or OURS[:1], via="lmtp")
    # A bounce has no sender, and says so itself.
    body = raw if b"Return-Path: <>" in raw else kept.body
    return Request("POST", kept.headers, {}, body)


def requests(*items: bytes) -> list[Request]:
    return [_request(item) for item in items]


def forged(request: Request) -> Request:
    return request


def unsigned(request: Request) -> Request:
    return replace(request, headers={})


# Out


@dataclass(frozen=True)
class Delivery:
    sender: str
    recipient: str
    content: bytes


class ScriptedPeer:
    """A mail server that takes every mail, unless it was told to answer something else next."""

    def __init__(self) -> None:
        self.url = ""
        self.sent: list[Delivery] = []
        self._answers: list[tuple[str, str]] = []

    def says(self, step: str, answer: str) -> None:
        """`step` is the next command to answer otherwise: EHLO, MAIL, RCPT or DATA."""
        self._answers.append((step, answer))

    def answer(self, step: str) -> str:
        """The scripted answer to `step`, "" when there is none."""
        if self._answers and self._answers[0][0] == step:
            return self._answers.pop(0)[1]
        return ""

    async def handle_MAIL(  # noqa: N802 -- the server's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        answer = self.answer("MAIL")
        if not answer:
            envelope.mail_from = address
        return answer or "250 ok"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        answer = self.answer("RCPT")
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 ok"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answer("DATA")
        if not answer:
            content = envelope.original_content or b""
            self.sent += [Delivery(envelope.mail_from or "", to, content) for to in envelope.rcpt_tos]
        return answer or "250 ok"


@contextmanager
def peer() -> Iterator[ScriptedPeer]:
    """The peer as a server on this machine, in a thread."""
    scripted = ScriptedPeer()
    ready, stopping = threading.Event(), threading.Event()

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(scripted, hostname="mx.surel.test", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0
        )
        scripted.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        while not stopping.is_set():
            await asyncio.sleep(0.02)
        server.close()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    try:
        if not ready.wait(PATIENCE_SECONDS):
            raise RuntimeError("the mail server of the suite does not start")
        yield scripted
    finally:
        stopping.set()
        thread.join(PATIENCE_SECONDS)


def accepts(peer: ScriptedPeer, external_id: str) -> None:
    """The peer takes everything already, and the id is ours."""


def throttles(peer: ScriptedPeer, seconds: int) -> None:
    peer.says("RCPT", f"450 4.7.1 too many mails, try again in {seconds} seconds")


def refuses_for_good(peer: ScriptedPeer) -> None:
    peer.says("RCPT", "550 5.1.1 no such user")


def has_blocked_us(peer: ScriptedPeer) -> None:
    peer.says("DATA", "554 5.7.1 mails from this sender are not wanted")


def token_is_dead(peer: ScriptedPeer) -> None:
    peer.says("MAIL", "530 5.7.0 authentication required")


def breaks(peer: ScriptedPeer) -> None:
    peer.says("DATA", "454 4.3.0 something broke here")


def sent(peer: ScriptedPeer) -> list[Delivery]:
    return peer.sent
