"""Protocol data units as they come over the line (SMPP 3.4): the header, and the body of a delivered message.

Only what comes in is read here, and nothing that comes can be an error but `Unreadable`.
"""

import struct
from dataclasses import dataclass, field
from enum import IntEnum

from rumahrakyat.channels import smstext

HEADER = 16
LARGEST = 70_000


class Command(IntEnum):
    GENERIC_NACK = 0x80000000
    BIND_RECEIVER = 0x00000001
    BIND_TRANSMITTER = 0x00000002
    SUBMIT_SM = 0x00000004
    SUBMIT_SM_RESP = 0x80000004
    DELIVER_SM = 0x00000005
    DELIVER_SM_RESP = 0x80000005
    UNBIND = 0x00000006
    UNBIND_RESP = 0x80000006
    ENQUIRE_LINK = 0x00000015
    ENQUIRE_LINK_RESP = 0x80000015
    DATA_SM = 0x00000103
    DATA_SM_RESP = 0x80000103


RECEIPTED_MESSAGE_ID = 0x001E
SAR_REFERENCE = 0x020C
SAR_TOTAL = 0x020E
SAR_NUMBER = 0x020F
MESSAGE_PAYLOAD = 0x0424
MESSAGE_STATE = 0x0427

HAS_HEADER = 0x40
_KIND_BITS = 0x3C
RECEIPTS = {0x04, 0x20}


class Unreadable(ValueError):
    """Not a unit of the protocol, or not one whose body we read."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One unit as it came."""

    octets: bytes

    @property
    def command(self) -> int:
        return int.from_bytes(self.octets[4:8])

    @property
    def status(self) -> int:
        return int.from_bytes(self.octets[8:12])

    @property
    def sequence(self) -> int:
        return int.from_bytes(self.octets[12:16])

    @property
    def body(self) -> bytes:
        return self.octets[HEADER:]


def answer(command: int, sequence: int, *, status: int = 0) -> bytes:
    """A response; those to messages carry an id, which must be empty."""
    body = b"\x00" if command in {Command.DELIVER_SM_RESP, Command.DATA_SM_RESP} else b""
    return struct.pack(">IIII", HEADER + len(body), command, status, sequence) + body


def take(buffer: bytearray) -> Frame | None:
    """The first whole unit of `buffer`, removed from it. Raises Unreadable for a length that cannot be."""
    if len(buffer) < 4:
        return None
    length = int.from_bytes(buffer[:4])
    if not HEADER <= length <= LARGEST:
        raise Unreadable(f"a unit of {length} octets")
    if len(buffer) < length:
        return None
    frame = Frame(bytes(buffer[:length]))
    del buffer[:length]
    return frame


@dataclass(frozen=True, slots=True)
class Delivered:
    """The body of deliver_sm (submit_sm has the same) or data_sm. `user_header` is taken off the `payload`."""

    source: str
    destination: str
    esm_class: int
    coding: int
    payload: bytes
    user_header: bytes = b""
    options: dict[int, bytes] = field(default_factory=dict)

    @property
    def is_receipt(self) -> bool:
        return self.esm_class & _KIND_BITS in RECEIPTS

    @property
    def part(self) -> smstext.Header | None:
        """Which part of a long message this is, by its header or by its options; None when it is whole."""
        header = smstext.read_header(self.user_header) or self._told_by_options()
        return header if header and header.total > 1 else None

    def _told_by_options(self) -> smstext.Header | None:
        named = [self.options.get(tag) for tag in (SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER)]
        reference, total, number = (int.from_bytes(value) if value else 0 for value in named)
        return smstext.Header(reference, total, number) if 0 < number <= total <= smstext.MOST_PARTS else None

    @property
    def text(self) -> str | None:
        """The words; None when the payload is not text."""
        if self.coding == 3:
            return self.payload.decode("latin-1")
        alphabet = _alphabet(self.coding)
        if alphabet == "ucs2":
            return smstext.decode_ucs2(self.payload)
        return smstext.decode_gsm(self.payload) if alphabet == "gsm7" else None


def _alphabet(coding: int) -> str:
    """The alphabet of a data coding (3GPP TS 23.038): of the usual ones, and of those that name a message class."""
    if coding in {0, 1}:
        return "gsm7"
    if coding == 8 or (coding < 0x80 and coding & 0x1C == 0x18) or coding & 0xF0 == 0xE0:
        return "ucs2"
    if coding & 0xF4 == 0xF0 or (0x10 <= coding < 0x20 and coding & 0x0C == 0):
        return "gsm7"
    return ""


def delivered(frame: Frame) -> Delivered:
    """The message in a unit. Raises Unreadable."""
    try:
        if frame.command in {Command.DELIVER_SM, Command.SUBMIT_SM}:
            return _deliver_sm(frame.body)
        if frame.command == Command.DATA_SM:
            return _data_sm(frame.body)
    except (IndexError, ValueError) as error:
        raise Unreadable("the body ends too early") from error
    raise Unreadable(f"command {frame.command:08x}")


def _deliver_sm(body: bytes) -> Delivered:
    place, source, destination = _addresses(body)
    esm_class = body[place]
    _schedule, place = _c_string(body, place + 3)
    _validity, place = _c_string(body, place)
    coding, length = body[place + 2], body[place + 4]
    place += 5
    if place + length > len(body):
        raise Unreadable("the text ends too early")
    options = _options(body[place + length :])
    return _with_header(source, destination, esm_class, coding, body[place : place + length], options)


def _data_sm(body: bytes) -> Delivered:
    place, source, destination = _addresses(body)
    return _with_header(source, destination, body[place], body[place + 2], b"", _options(body[place + 3 :]))


def _with_header(  # noqa: PLR0917 -- a private step that both commands share
    source: str, destination: str, esm_class: int, coding: int, text: bytes, options: dict[int, bytes]
) -> Delivered:
    payload = text or options.get(MESSAGE_PAYLOAD, b"")
    header = payload[: payload[0] + 1] if esm_class & HAS_HEADER and payload else b""
    return Delivered(source, destination, esm_class, coding, payload[len(header) :], header, options)


def _addresses(body: bytes) -> tuple[int, str, str]:
    _service, place = _c_string(body, 0)
    source_ton = body[place]
    source, place = _c_string(body, place + 2)
    destination, place = _c_string(body, place + 2)
    # An international number comes without its plus; a name or a short number stays as it is.
    return place, f"+{source}" if source_ton == 1 and source.isdigit() else source, destination


def _c_string(body: bytes, place: int) -> tuple[str, int]:
    end = body.index(0, place)
    return body[place:end].decode("latin-1"), end + 1


def _options(octets: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place = 0
    while place + 4 <= len(octets):
        tag, length = struct.unpack_from(">HH", octets, place)
        found[tag] = octets[place + 4 : place + 4 + length]
        place += 4 + length
    return found
