"""The real `gammu-smsd` with its dummy modem, on a scratch database of the tests' own server.

with smsd.database() as url, smsd.running(tmp_path, url) as daemon:
    daemon.receives("+6281322904471", "halo")
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen
from typing import Any, TypeVar

import psycopg

from rumahrakyat.channels import smstext

PROGRAM = "/usr/bin/gammu-smsd"
PACKAGE = "gammu-smsd"
PATIENCE_SECONDS = 120.0
CENTRE = "+628110000000"
_FOLDERS = ("sms/1", "sms/2", "sms/3", "sms/4", "sms/5", "pbk/ME", "pbk/SM", "pbk/MC", "pbk/DC", "pbk/RC")
_MORE_FOLDERS = ("note", "todo", "calendar", "alarm", "fs/incoming")
Found = TypeVar("Found")


@contextmanager
def running(folder: Path, url: str, *, phone: str = "modem1") -> Iterator["Daemon"]:
    """A daemon that has announced its modem to the database at `url`; stopped in the end."""
    daemon = Daemon(folder, url, phone)
    daemon.start()
    try:
        yield daemon
    finally:
        daemon.stop()


def eventually(look: Callable[[], Found], *, seconds: float = PATIENCE_SECONDS) -> Found:
    """What `look` finds as soon as it is true; fails the test when it never is."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        time.sleep(0.1)


@dataclass
class Daemon:
    """One daemon and its modem. The modem's memory is a folder: a file that appears there is a message received."""

    folder: Path
    url: str
    phone: str = "modem1"
    process: "Popen[bytes] | None" = None
    _next: int = field(default=1)

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in (*_FOLDERS, *_MORE_FOLDERS):
            (self.modem / name).mkdir(parents=True, exist_ok=True)
        config = self.folder / "smsdrc"
        config.write_text(self._config(), encoding="utf-8")
        with (self.folder / "smsd.out").open("ab") as out:
            self.process = subprocess.Popen(
                [PROGRAM, "-c", str(config)], stdout=out, stderr=out, env=self._environment(), cwd=self.folder
            )
        eventually(lambda: self.rows('SELECT 1 FROM phones WHERE "TimeOut" > localtimestamp'))

    def revive(self) -> None:
        """Start it again when it has died, as a supervisor does: Debian's version ends in an abort when it finds its
        database away twice."""
        if self.process is not None and self.process.poll() is not None:
            self.start()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    @property
    def modem(self) -> Path:
        return self.folder / "gammu-dummy"

    @property
    def log(self) -> str:
        return (self.folder / "smsd.log").read_text(encoding="utf-8", errors="replace")

    def rows(self, statement: str) -> Sequence[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as database:
            return database.execute(statement).fetchall()

    def receives(self, number: str, text: str, *, at: datetime | None = None, only: Sequence[int] = ()) -> None:
        """A message arrives at the modem, cut into parts when it is long; `only` names the parts (from 1) that do. All
        parts are there before the daemon looks: how far apart they come is not left to the machine's load."""
        pieces = smstext.parts(text).parts
        moment = at or datetime.now(UTC)  # noqa: TID251 -- the clock of the outside world
        with self.held():
            for place, piece in enumerate(pieces, start=1):
                if only and place not in only:
                    continue
                header = (
                    smstext.header(smstext.reference(text), len(pieces), place).hex().upper() if len(pieces) > 1 else ""
                )
                self.drop(_message(number, piece, moment, udh=header))

    @contextmanager
    def held(self) -> Iterator[None]:
        """The daemon stands still."""
        process = self.process if self.process is not None and self.process.poll() is None else None
        if process:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            if process:
                process.send_signal(signal.SIGCONT)

    def reports(self, number: str, *, at: datetime, word: str = "Delivered") -> None:
        """The network says what became of the message that was sent last (the dummy numbers them all 255)."""
        self.drop(_message(number, word, at, pdu="Status_Report", centre="123456", reference=255))

    def drop(self, content: str) -> None:
        draft = self.folder / f"draft-{self._next}"
        draft.write_text(content, encoding="ascii")
        draft.rename(self.modem / "sms/1" / str(self._next))
        self._next += 1

    def _environment(self) -> dict[str, str]:
        known = psycopg.conninfo.conninfo_to_dict(self.url)
        port = {"PGPORT": str(known["port"])} if known.get("port") else {}
        return {**os.environ, "TZ": "UTC", **port}

    def _config(self) -> str:
        known = psycopg.conninfo.conninfo_to_dict(self.url)
        settings = {
            "service": "sql",
            "driver": "native_pgsql",
            "host": known.get("host", "127.0.0.1"),
            "database": known["dbname"],
            "user": known.get("user", ""),
            "password": known.get("password", ""),
            "phoneid": self.phone,
            "logfile": self.folder / "smsd.log",
            "debuglevel": 255,
            "deliveryreport": "sms",
            "commtimeout": 1,
            "sendtimeout": 3,
            "loopsleep": 1,
            "receivefrequency": 1,
            "statusfrequency": 5,
            "multiparttimeout": 5,
        }
        lines = [f"{name} = {value}" for name, value in settings.items()]
        modem = f"[gammu]\nmodel = dummy\nconnection = none\nport = {self.modem}\ngammuloc = /dev/null\n"
        return "\n".join([modem, "[smsd]", *lines, ""])


def _message(
    number: str,
    text: str,
    at: datetime,
    *,
    udh: str = "",
    pdu: str = "Deliver",
    centre: str = CENTRE,
    reference: int = 0,
) -> str:
    """A message as Gammu writes its backups, which is what the dummy modem reads."""
    digits = _hex(text)
    lines = [
        "[SMSBackup000]",
        f'SMSC = "{centre}"',
        f"SMSCUnicode = {_hex(centre)}",
        f'Number = "{number}"',
        f"NumberUnicode = {_hex(number)}",
        f"PDU = {pdu}",
        "State = UnRead",
        f"DateTime = {at:%Y%m%dT%H%M%S}",
        *[f"Text{place // 200:02d} = {digits[place : place + 200]}" for place in range(0, len(digits), 200)],
        "Coding = Unicode_No_Compression",
        "Folder = 1",
        f"Length = {len(digits) // 4}",
        "Class = -1",
        f"MessageReference = {reference}",
    ]
    if pdu == "Status_Report":
        lines.append(f"SMSCDateTime = {at:%Y%m%dT%H%M%S}")
    if udh:
        lines.append(f"UDH = {udh}")
    return "\n".join([*lines, ""])


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
