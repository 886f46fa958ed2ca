"""A real Kannel on this machine: bearerbox and smsbox on free ports, and the telephones of its fake SMS centre."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeVar

import httpx

BEARERBOX: Final = "/usr/sbin/bearerbox"
SMSBOX: Final = "/usr/sbin/smsbox"
FAKESMSC: Final = "/usr/lib/kannel/test/fakesmsc"
USER, PASSWORD, STATUS_PASSWORD = "rumahrakyat", "sandi-uji", "lihat-uji"
SECONDS: Final = 120.0
_EXAMPLE = Path(__file__).parents[1] / "examples" / "smsbox.conf"
Found = TypeVar("Found")


class NotReady(Exception):
    """Kannel did not do in time what was waited for."""


def until(look: Callable[[], Found], what: str, *, seconds: float = SECONDS) -> Found:
    """The first true answer of `look`. Raises NotReady."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise NotReady(what)


class Phones:
    """The far end of the SMS centre, speaking the fake centre's own lines: `sender receiver kind words`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._socket.setblocking(False)
        self._heard = b""

    def say(self, sender: str, receiver: str, words: str) -> None:
        """A plain message; no line break in it."""
        self._send(f"{sender} {receiver} text {words}\n".encode())

    def say_ucs2(self, sender: str, receiver: str, words: str) -> None:
        """A message in UCS-2, as telephones write emoji."""
        escaped = "".join(f"%{octet:02x}" for octet in words.encode("utf-16-be"))
        self._send(f"{sender} {receiver} ucs2 {escaped}\n".encode())

    def say_part(self, sender: str, receiver: str, header: bytes, words: str) -> None:
        """One part of a long message, with the header that says which."""
        escaped = "".join(f"%{octet:02x}" for octet in header)
        self._send(f"{sender} {receiver} udh-text {escaped} {words}\n".encode())

    def heard(self) -> list[str]:
        """The lines of the messages that came out so far, the last one only when it is complete."""
        with suppress(BlockingIOError):
            while chunk := self._socket.recv(65_536):
                self._heard += chunk
        return self._heard.decode("utf-8", "replace").split("\n")[:-1]

    def close(self) -> None:
        self._socket.close()

    def _send(self, line: bytes) -> None:
        self._socket.setblocking(True)
        self._socket.sendall(line)
        self._socket.setblocking(False)


class Box:
    """Both programs of Kannel with a configuration made from the example that operators are given.

    `webhook` is the address of our server for messages, `secret` the word it carries; `post` has messages posted
    instead of written into the address.
    """

    def __init__(self, folder: Path, *, webhook: str, secret: str, post: bool = False) -> None:
        self.folder = folder
        self.webhook, self.secret, self.post = webhook, secret, post
        self.admin, self.inner, self.centre, self.http = free_ports(4)
        self.sendsms = f"http://127.0.0.1:{self.http}/cgi-bin/sendsms"
        self.status = f"http://127.0.0.1:{self.admin}/status.xml"
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Both programs, the centre's door open, smsbox known to bearerbox."""
        path = self.folder / "kannel.conf"
        path.write_text(self._core() + self._example())
        self._run(BEARERBOX, path, self.centre)
        self._run(SMSBOX, path, self.http)
        until(lambda: "<type>smsbox</type>" in self.page(), "smsbox is not connected")

    def stop(self) -> None:
        """End both, smsbox first; what does not end in time is killed."""
        while self._running:
            process = self._running.pop()
            process.terminate()
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def restart_smsbox(self, *, kill: bool = False) -> None:
        """End smsbox in order, or `kill` it as a power cut would, and start another."""
        process = self._running.pop()
        if kill:
            process.kill()
        else:
            process.terminate()
        process.wait()
        self._run(SMSBOX, self.folder / "kannel.conf", self.http)

    def page(self) -> str:
        """Kannel's own status page."""
        return httpx.get(self.status, params={"password": STATUS_PASSWORD}, timeout=SECONDS).text

    def phones(self) -> Phones:
        """Connected telephones, known to bearerbox; one set at a time."""
        phones = Phones(self.centre)
        until(lambda: "<status>online" in self.page(), "the SMS centre is not online")
        return phones

    def fakesmsc(self, *messages: str) -> "subprocess.Popen[bytes]":
        """Kannel's own program in place of `phones`: it says one of `messages` and writes down what it hears."""
        with (self.folder / "fakesmsc.log").open("wb") as log:
            command = [FAKESMSC, "-H", "127.0.0.1", "-r", str(self.centre), "-m", "1", *messages]
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _run(self, program: str, conf: Path, port: int) -> None:
        with (self.folder / f"{Path(program).name}.log").open("ab") as log:
            self._running.append(
                subprocess.Popen(
                    [program, str(conf)], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
                )
            )
        until(lambda: listens(port), f"{program} does not listen")

    def _core(self) -> str:
        return f"""group = core
admin-port = {self.admin}
admin-interface = 127.0.0.1
admin-password = kuasa-uji
status-password = {STATUS_PASSWORD}
smsbox-port = {self.inner}
box-allow-ip = 127.0.0.1
store-type = file
store-location = {self.folder}/store
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = uji
host = 127.0.0.1
port = {self.centre}
connect-allow-ip = 127.0.0.1

"""

    def _example(self) -> str:
        text = _EXAMPLE.read_text(encoding="utf-8")
        replaced = {
            "https://lapor.example.go.id/kanal/kannel/": self.webhook,
            "SHARED_SECRET": self.secret,
            "KANNEL_USER": USER,
            "KANNEL_PASSWORD": PASSWORD,
            "bearerbox-host = 127.0.0.1": "bearerbox-host = 127.0.0.1\nsendsms-interface = 127.0.0.1",
            "sendsms-port = 13013": f"sendsms-port = {self.http}",
            "http-queue-delay = 10": "http-queue-delay = 1",
            **({"get-url": "post-url"} if self.post else {}),
        }
        for old, new in replaced.items():
            assert old in text
            text = text.replace(old, new)
        return text


@contextmanager
def running(folder: Path, *, webhook: str, secret: str, post: bool = False) -> Iterator[Box]:
    box = Box(folder, webhook=webhook, secret=secret, post=post)
    try:
        box.start()
        yield box
    finally:
        box.stop()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on just now, all different."""
    sockets = [socket.socket() for _ in range(count)]
    for opened in sockets:
        opened.bind(("127.0.0.1", 0))
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
