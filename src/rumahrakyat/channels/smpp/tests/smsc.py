"""An SMS centre that is not ours (Net::SMPP), in a process of its own on a free port."""

import json
import queue
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread
from typing import Any

from rumahrakyat.channels import smstext

PROGRAM = "/usr/share/perl5/Net/SMPP.pm"
PACKAGE = "libnet-smpp-perl"
SCRIPT = Path(__file__).parent / "smsc.pl"
PATIENCE_SECONDS = 120.0  # a bound, not a wait
HAS_HEADER = 0x40
CODINGS = {"gsm7": 0, "ucs2": 8}


@dataclass
class Centre:
    process: "Popen[str]"
    port: int = 0
    happened: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)
    seen: list[dict[str, Any]] = field(default_factory=list)

    def orders(self, do: str, **more: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()

    def delivers(self, source: str, text: str, *, only: int = 0) -> None:
        """A citizen writes; a long text goes in parts (`only` one of them, when it is told)."""
        encoded = smstext.parts(text)
        total = len(encoded.parts)
        for number, part in enumerate(encoded.parts, start=1):
            if only and number != only:
                continue
            header = smstext.header(smstext.reference(text), total, number) if total > 1 else b""
            octets = header + smstext.encode(part, encoded.coding)
            esm = HAS_HEADER if header else 0
            self.orders("deliver", source=source, coding=CODINGS[encoded.coding], esm=esm, hex=octets.hex())

    def waits_for(self, what: str, **fields: Any) -> dict[str, Any]:
        """The next event of this kind with these fields; earlier ones of other kinds are passed over."""
        end = time.monotonic() + PATIENCE_SECONDS
        while (left := end - time.monotonic()) > 0:
            try:
                event = self.happened.get(timeout=left)
            except queue.Empty:
                break
            self.seen.append(event)
            if event["is"] == what and all(event.get(name) == value for name, value in fields.items()):
                return event
        raise AssertionError(f"{what} did not happen; this did: {self.seen[-10:]}")


@contextmanager
def running() -> Iterator[Centre]:
    process = Popen(["perl", str(SCRIPT)], stdin=PIPE, stdout=PIPE, stderr=subprocess.DEVNULL, text=True)
    centre = Centre(process)
    reader = Thread(target=_read, args=(centre,), daemon=True)
    reader.start()
    try:
        centre.port = centre.waits_for("listening")["port"]
        yield centre
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        reader.join()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()


def _read(centre: Centre) -> None:
    assert centre.process.stdout is not None
    for line in centre.process.stdout:
        centre.happened.put(json.loads(line))
