"""The front door as a provider and a browser knock on it: again and again until somebody opens."""

import threading
import time
from dataclasses import dataclass, field

import httpx

SECONDS = 30.0
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 3.0
AWAY = frozenset({408, 429, 500, 502, 503, 504})


class DoorClosed(Exception):
    """No answer within the patience, or one that trying again cannot change."""


@dataclass
class Door:
    """`patience`: seconds to go on trying while the server is away. `retried` counts attempts after the first."""

    base_url: str
    patience: float
    retried: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def client(self, source: str = "") -> httpx.Client:
        """A connection of its own; `source` is the address it comes from, so that limits see many people."""
        transport = httpx.HTTPTransport(local_address=source or None)
        return httpx.Client(base_url=self.base_url, transport=transport, timeout=SECONDS, trust_env=False)

    def post(self, client: httpx.Client, path: str, *, content: bytes, headers: dict[str, str]) -> httpx.Response:
        return self.ask(client, client.build_request("POST", path, content=content, headers=headers))

    def ask(self, client: httpx.Client, request: httpx.Request) -> httpx.Response:
        """The answer, once there is one that is not "come back later". Raises `DoorClosed`."""
        end = time.monotonic() + self.patience
        pause = FIRST_PAUSE
        while True:
            status = 0
            try:
                answer = client.send(request)
                status = answer.status_code
                if status not in AWAY:
                    return answer
            except httpx.HTTPError:
                pass  # it was killed, or is not there yet: a provider asks again
            if time.monotonic() > end:
                raise DoorClosed(f"{self.base_url} answers {status or 'nothing'}")
            with self._lock:
                self.retried += 1
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
