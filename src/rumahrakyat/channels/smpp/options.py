"""What an operator sets for a session with an SMS centre. The password may be given as NAME or as NAME_FILE.

RUMAHRAKYAT_SMPP_HOST, ..._PORT        where the SMS centre listens (2775 unless told otherwise)
RUMAHRAKYAT_SMPP_SYSTEM_ID             our name there
RUMAHRAKYAT_SMPP_PASSWORD              our password there (at most 8 signs, says the protocol)
RUMAHRAKYAT_SMPP_SYSTEM_TYPE           only when the operator asks for one
RUMAHRAKYAT_SMPP_SOURCE                our number or name, as the operator registered it
RUMAHRAKYAT_SMPP_SOURCE_TON, ..._NPI   only when the operator asks for others than follow from the source
RUMAHRAKYAT_SMPP_RECEIPT_IDS           "same", or "decimal" when receipts write the hexadecimal id in decimal
RUMAHRAKYAT_SMPP_PER_SECOND            how many messages a second the operator takes (10)
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from rumahrakyat.channels.environ import Environment

PREFIX = "RUMAHRAKYAT_SMPP_"
PORT = 2775
PER_SECOND = 10
RECEIPT_IDS = ("same", "decimal")


@dataclass(frozen=True)
class Options:
    host: str = ""
    port: int = PORT
    system_id: str = ""
    password: str = ""
    system_type: str = ""
    source: str = ""
    source_ton: int | None = None
    source_npi: int | None = None
    receipt_ids: str = "same"
    per_second: int = PER_SECOND
    unreadable: tuple[str, ...] = ()

    @property
    def sender(self) -> tuple[int, int, str]:
        """Type of number, numbering plan and address of ours: a name, a short number or a telephone number."""
        digits = self.source.removeprefix("+")
        ton, npi = (5, 0) if not digits.isdigit() else (1, 1) if self.source.startswith("+") else (0, 1)
        return (
            ton if self.source_ton is None else self.source_ton,
            npi if self.source_npi is None else self.source_npi,
            digits,
        )

    def problems(self) -> list[str]:
        """What is missing or cannot be read, in plain sentences for staff."""
        wanted = {
            "HOST": (self.host, "the address of the SMS centre is not set"),
            "SYSTEM_ID": (self.system_id, "our name at the SMS centre is not set"),
            "PASSWORD": (self.password, "our password at the SMS centre is not set"),
            "SOURCE": (self.source, "our number or name is not set, so nothing can be sent"),
        }
        missing = [f"{PREFIX}{name}: {sentence}." for name, (value, sentence) in wanted.items() if not value]
        if self.receipt_ids not in RECEIPT_IDS:
            missing.append(f"{PREFIX}RECEIPT_IDS: this must be one of {', '.join(RECEIPT_IDS)}.")
        return [*self.unreadable, *missing]


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    found = Environment(PREFIX, environ)
    unreadable: list[str] = []

    def number(name: str) -> int | None:
        text = found.text(name)
        if text and not (text.isascii() and text.isdigit()):
            unreadable.append(f"{PREFIX}{name}: this must be a number.")
            return None
        return int(text) if text else None

    password = found.secret("PASSWORD")
    return Options(
        host=found.text("HOST"),
        port=number("PORT") or PORT,
        system_id=found.text("SYSTEM_ID"),
        password=password,
        system_type=found.text("SYSTEM_TYPE"),
        source=found.text("SOURCE"),
        source_ton=number("SOURCE_TON"),
        source_npi=number("SOURCE_NPI"),
        receipt_ids=found.text("RECEIPT_IDS", "same"),
        per_second=number("PER_SECOND") or PER_SECOND,
        unreadable=(*found.problems, *unreadable),
    )
