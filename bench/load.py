"""A small load generator: a few connections kept open, each sending prepared requests one after another."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Load:
    """What came of it: answers by status, the seconds from the first request to the last answer, and those of each."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return sum(self.statuses.values()) / self.seconds


def request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """An HTTP/1.1 POST as bytes."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def run(port: int, shares: Sequence[Sequence[bytes]]) -> Load:
    """Send every share over a connection of its own, all at once."""
    load, lock, barrier = Load(), threading.Lock(), threading.Barrier(len(shares) + 1)

    def send(number: int, share: Sequence[bytes]) -> None:
        statuses: dict[int, int] = {}
        waits: list[float] = []
        with socket.create_connection(("127.0.0.1", port), 30, source_address=(f"127.0.1.{number + 1}", 0)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            barrier.wait()
            for one in share:
                asked = time.perf_counter()
                line.sendall(one)
                status = _answer(line)
                waits.append(time.perf_counter() - asked)
                statuses[status] = statuses.get(status, 0) + 1
        with lock:
            load.waits += waits
            for status, count in statuses.items():
                load.statuses[status] = load.statuses.get(status, 0) + count

    threads = [threading.Thread(target=send, args=(number, share)) for number, share in enumerate(shares)]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - began
    return load


def _answer(line: socket.socket) -> int:
    data = b""
    while b"\r\n\r\n" not in data:
        more = line.recv(65536)
        if not more:
            raise ConnectionError("the server hung up")
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(part.split(b":")[1]) for part in head.lower().split(b"\r\n") if part.startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += line.recv(65536)
    return int(head.split(b" ", 2)[1])
