"""An SMS centre in a thread, for the conformance suite: it lets everybody in, and answers messages as it was told."""

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread

from rumahrakyat.channels.smpp import pdu
from rumahrakyat.channels.smpp.pdu import Command

RESPONSE = 0x80000000
_BINDS = {Command.BIND_RECEIVER, Command.BIND_TRANSMITTER}


@dataclass
class Centre:
    """`answers` are status and id of the next messages; later ones are taken and counted. `refusals` are the statuses
    of the next binds; a status of -1 breaks the connection instead."""

    url: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    sent: list[pdu.Delivered] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def reply(self, frame: pdu.Frame) -> bytes:
        """What is written back; nothing breaks the connection."""
        with self.lock:
            status, body = 0, b""
            if frame.command in _BINDS:
                status, body = (self.refusals.pop(0) if self.refusals else 0), b"CENTRE\x00"
            elif frame.command == Command.SUBMIT_SM:
                self.sent.append(pdu.delivered(frame))
                status, name = self.answers.pop(0) if self.answers else (0, f"c{len(self.sent)}")
                body = name.encode() + b"\x00" if not status else b""
            if status < 0:
                return b""
            header = struct.pack(">IIII", pdu.HEADER + len(body), frame.command | RESPONSE, status, frame.sequence)
            return header + body


@contextmanager
def serving() -> Iterator[Centre]:
    """A centre on a free port of this machine."""
    centre = Centre()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            buffer = bytearray()
            while octets := self.request.recv(65536):
                buffer += octets
                while frame := pdu.take(buffer):
                    reply = centre.reply(frame)
                    if not reply:
                        return
                    self.request.sendall(reply)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """Somebody hung up."""

    with Server(("127.0.0.1", 0), Handler) as server:
        centre.url = f"smpp://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield centre
        finally:
            server.shutdown()
            thread.join()
