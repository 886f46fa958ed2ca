"""What letters have that chats have not: a subject, a case they say they are about, machines that answer."""

import re
from typing import Final

from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence.models import CaseMessage
from rumahrakyat.correspondence.queries import case_of_message, speaks_for
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.reports import access
from rumahrakyat.reports.models import Report

_PREFIX = re.compile(r"^\s*(?:(?:re|fw|fwd|bls|balas|tr|ter|trs)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_EMPTY: Final = {
    "", "no subject", "tanpa subjek", "tanpa judul", "laporan", "lapor", "aduan", "pengaduan", "keluhan", "tanya",
    "halo", "hello", "hai", "hi", "assalamualaikum", "permohonan", "surat", "pesan", "info", "mohon bantuan", "bantuan",
    "kepada gubernur", "kepada yth", "penting", "urgent", "segera", "email", "complaint", "report",
}  # fmt: skip
_OF_OURS = re.compile(r"\bRR-\d{3,}-\d{3}\b", re.IGNORECASE)


def words_of(inbound: Inbound) -> str:
    """The text, with the subject in front when that says something of its own and is not a mere answer to ours."""
    subject = _PREFIX.sub("", inbound.subject).strip(" \t\r\n-:")
    bare = re.sub(r"[\W_]+", " ", subject).strip().lower()
    answers = _PREFIX.match(inbound.subject) or _OF_OURS.search(subject)
    if bare in _EMPTY or answers or not inbound.text.strip():
        return inbound.text if inbound.text.strip() or bare in _EMPTY or answers else subject
    start = re.sub(r"[\W_]+", " ", inbound.text[: len(subject) + 40]).strip().lower()
    return inbound.text if start.startswith(bare) else f"{subject}\n\n{inbound.text}"


def is_proven(inbound: Inbound) -> bool:
    """Whether the message carries a mark that only we can have made."""
    return inbound.about is not None and inbound.about.proven and _case(inbound.about.number) is not None


def told_case(inbound: Inbound, contact: ContactPoint) -> str:
    """The number of the case that the message is about: proven, or claimed by somebody who speaks for it."""
    if inbound.about is None:
        return ""
    report = _case(inbound.about.number)
    if report is None:
        return ""
    return report.number if inbound.about.proven or speaks_for(contact, report) else ""


def unproven(inbound: Inbound, contact: ContactPoint) -> str:
    """The number of a case that the message claims to be about without any right to it; empty when there is none."""
    if inbound.about is None or told_case(inbound, contact):
        return ""
    report = _case(inbound.about.number)
    return report.number if report else ""


def _case(number: str) -> Report | None:
    try:
        return access.get_for_tracking(number)
    except (access.NotFound, ValueError):
        return None


def keep_automatic(inbound: Inbound, message: Message) -> None:
    """What a machine wrote is never answered and never a case. It lies beside the case whose message it answers."""
    report = _case(inbound.about.number) if inbound.about and inbound.about.proven else None
    report = report or case_of_message(inbound.channel, inbound.quoted_id)
    if report is not None:
        CaseMessage.objects.get_or_create(message=message, defaults={"report": report})
