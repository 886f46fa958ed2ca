"""The mails that an invented person's program, and the mail servers on the way, would write."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email import message_from_string
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from django.utils import timezone

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import Said

SERVER = "MAILER-DAEMON@pos.demo"
_DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def written(
    person: StandinRecord, said: Said, *, to: str, key: str, at: datetime, answered: StandinRecord | None
) -> bytes:
    """What the person wrote; an answer quotes what it answers, as the usual programs do."""
    words = said.text if answered is None else f"{said.text}\n\n{_quotation(answered, to)}"
    text = MIMEText(words, "plain", "utf-8")
    mail: MIMEBase = text
    if said.file is not None:
        mail = MIMEMultipart()
        mail.attach(text)
        mail.attach(_attachment(said))
    headers = {
        "From": formataddr((str(person.data["name"]), person.key), "utf-8"),
        "To": to,
        "Subject": Header(said.subject, "utf-8").encode() if said.subject else "",
        "Message-ID": key,
    }
    if answered is not None:
        headers["In-Reply-To"] = answered.key
        headers["References"] = " ".join([*answered.data["raw"].get("references", []), answered.key])
    return _stamped(mail, headers, at)


def absence(person: StandinRecord, *, to: str, answered: StandinRecord, at: datetime) -> bytes:
    """A note that the person is away, written by the person's mail program."""
    headers = {
        "From": person.key,
        "To": to,
        "Subject": f"Balasan otomatis: {answered.data['subject']}",
        "Auto-Submitted": "auto-replied",
        "In-Reply-To": answered.key,
    }
    return _stamped(MIMEText("Saya sedang tidak membuka surel.", "plain", "utf-8"), headers, at)


def returned(person: StandinRecord, *, at: datetime) -> bytes:
    """A mail server's report that our mail could not be delivered after all."""
    fields = f"Final-Recipient: rfc822; {person.key}\nAction: failed\nStatus: 5.1.1\n"
    mail = _report("delivery-status", ["Reporting-MTA: dns; pos.demo\n", fields], "Surat tidak dapat diantarkan.")
    return _stamped(mail, {"From": SERVER, "Subject": "Undelivered Mail Returned to Sender"}, at)


def read(person: StandinRecord, sent: StandinRecord, *, to: str, at: datetime) -> bytes:
    """A read receipt for our mail."""
    fields = f"Original-Message-ID: {sent.key}\nDisposition: manual-action/MDN-sent-manually; displayed\n"
    mail = _report("disposition-notification", [fields], "Surat sudah dibaca.")
    return _stamped(mail, {"From": person.key, "To": to, "Subject": f"Dibaca: {sent.data['subject']}"}, at)


def _report(kind: str, groups: Sequence[str], words: str) -> MIMEMultipart:
    mail = MIMEMultipart("report", report_type=kind)
    mail.attach(MIMEText(words, "plain", "utf-8"))
    report: Message[str, str] = Message()
    report["Content-Type"] = f"message/{kind}"
    report.set_payload([message_from_string(group) for group in groups] if len(groups) > 1 else groups[0])
    mail.attach(report)
    return mail


def _attachment(said: Said) -> MIMEBase:
    family, _, kind = (said.mime_type or "application/octet-stream").partition("/")
    part = MIMEApplication(said.file or b"")
    part.replace_header("Content-Type", f"{family}/{kind or 'octet-stream'}")
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", said.filename or "berkas"))
    return part


def _quotation(answered: StandinRecord, to: str) -> str:
    when = timezone.localtime(answered.at)
    day = f"{_DAYS[when.weekday()]}, {when.day} {_MONTHS[when.month - 1]} {when.year} pukul {when:%H.%M}"
    lines = [f"> {line}".rstrip() for line in str(answered.data["text"]).split("\n")]
    return "\n".join([f"Pada {day} Rumah Rakyat <{to}> menulis:", "", *lines])


def _stamped(mail: MIMEBase, headers: Mapping[str, str], at: datetime) -> bytes:
    for name, value in headers.items():
        if value:
            mail[name] = " ".join(value.split())
    mail["Date"] = format_datetime(at)
    return mail.as_bytes()
