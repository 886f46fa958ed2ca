"""A seal as text that can be copied, printed, read aloud or put into a newspaper. Data in Indonesian, like messages."""

from django.conf import settings

from rumahrakyat.evidence.models import Seal


def address_of(seal: Seal) -> str:
    return f"{settings.PUBLIC_URL}/segel/{seal.day.isoformat()}.json"


def as_text(seal: Seal) -> str:
    lines = [
        "SEGEL HARIAN RUMAH RAKYAT",
        f"Hari: {seal.day.isoformat()} ({settings.TIME_ZONE})",
        f"Nomor segel: {seal.serial}",
        f"Kasus: {seal.cases}",
        f"Catatan: {seal.entries}",
        f"Akar: {seal.root}",
        f"Segel sebelumnya: {seal.previous}",
        f"Sidik segel ini (SHA-256): {seal.sha256}",
        f"Berkas: {address_of(seal)}",
    ]
    if seal.late:
        lines.append("Segel ini dibuat terlambat.")
    if seal.faults:
        lines.append(f"PERHATIAN: {seal.faults} kasus tidak lagi cocok dengan segel sebelumnya.")
    return "\n".join(lines)
