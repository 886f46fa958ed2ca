"""One session with an SMS centre. smpplib connects, binds and writes; units are read here, whole or not at all,
because a pause in the middle of one must not lose its beginning."""

import contextlib
import logging
import socket
import struct
import time
from typing import Any, Final

from smpplib import client as smpp  # type: ignore[import-untyped]
from smpplib import exceptions

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.smpp import pdu
from rumahrakyat.channels.smpp.options import Options

CONNECT_SECONDS = 10.0
VERSION_3_4: Final = 0x34
# What the library says while it works are octets of messages; what goes wrong is raised.
logging.getLogger("smpplib").setLevel(logging.CRITICAL)


class Broken(Exception):
    """The session is over."""


class Session:
    """Not for several threads at once."""

    def __init__(self, options: Options, *, receives: bool) -> None:
        """Connect and bind. Raises DeliveryError."""
        self._client: Any = smpp.Client(
            options.host, options.port, timeout=CONNECT_SECONDS, logger_name="smpplib", allow_unknown_opt_params=True
        )
        self._buffer = bytearray()
        self.used_at = time.monotonic()
        bind = self._client.bind_receiver if receives else self._client.bind_transmitter
        try:
            self._client.connect()
            bind(
                system_id=options.system_id,
                password=options.password,
                system_type=options.system_type,
                interface_version=VERSION_3_4,
            )
        except exceptions.PDUError as error:
            self.close()
            status = error.args[1] if len(error.args) > 1 else 0
            raise DeliveryError(f"the SMS centre does not let us in (0x{status:02x})", alarm=True) from error
        except (exceptions.ConnectionError, exceptions.UnknownCommandError, OSError, struct.error) as error:
            self.close()
            raise DeliveryError("the SMS centre cannot be reached") from error

    def frames(self, *, seconds: float) -> list[pdu.Frame]:
        """The units that have come, waiting at most so long for the first. Raises Broken."""
        found = self._whole()
        if found:
            return found
        line: socket.socket = self._client._socket  # noqa: SLF001 -- the library reads parts of units and drops them
        line.settimeout(seconds)
        try:
            octets = line.recv(65536)
        except TimeoutError:
            return []
        except OSError as error:
            raise Broken("the line broke") from error
        if not octets:
            raise Broken("the SMS centre ended the connection")
        self.used_at = time.monotonic()
        self._buffer += octets
        return self._whole()

    def _whole(self) -> list[pdu.Frame]:
        found = []
        try:
            while frame := pdu.take(self._buffer):
                found.append(frame)
        except pdu.Unreadable as error:
            raise Broken(f"not the protocol: {error}") from error
        return found

    def write(self, octets: bytes) -> None:
        """Raises Broken."""
        try:
            self._client._socket.settimeout(CONNECT_SECONDS)  # noqa: SLF001 -- as above
            self._client._socket.sendall(octets)  # noqa: SLF001
        except OSError as error:
            raise Broken("the line broke") from error

    def enquire(self) -> int:
        """Ask whether the other side lives; the sequence number of the question. Raises Broken."""
        number = int(self._client.next_sequence())
        self.write(pdu.answer(pdu.Command.ENQUIRE_LINK, number))
        return number

    def submit(self, **fields: Any) -> int:
        """Hand over a message; the sequence number that its answer will have. Raises Broken."""
        try:
            return int(self._client.send_message(**fields).sequence)
        except (exceptions.ConnectionError, exceptions.PDUError, OSError) as error:
            raise Broken("the line broke") from error

    def close(self) -> None:
        """Say goodbye as far as the line carries it."""
        line = self._client._socket  # noqa: SLF001 -- as above
        if line is None:
            return
        with contextlib.suppress(OSError):
            line.settimeout(1.0)
            line.sendall(pdu.answer(pdu.Command.UNBIND, int(self._client.next_sequence())))
        with contextlib.suppress(OSError):
            self._client.disconnect()
