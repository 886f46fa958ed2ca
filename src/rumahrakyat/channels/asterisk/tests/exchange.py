"""An exchange that plays its part: a web server for what we ask, a stream for what it tells."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from rumahrakyat.channels.asterisk import kit
from rumahrakyat.channels.asterisk.listener import AriListener
from rumahrakyat.channels.contract import Raw

PATIENCE = 120.0  # seconds; a bound, not a wait


def until(what: Callable[[], Any]) -> Any:
    """What `what` gives as soon as it is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("it never came to that")


class Memory:
    """What a listener hands over, kept in the order it came."""

    def __init__(self) -> None:
        self.raws: list[Raw] = []

    def cursor(self, name: str) -> str:
        return f"{name} has none"

    def take(self, items: Any, **_place: str) -> None:
        self.raws.extend(items)


class FakeExchange:
    """Plays every sentence at once, and remembers what it was asked as (method, path, query)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.streams: list[ServerConnection] = []
        self.passwords: list[str] = []
        self.gone = False
        self.url = self.events = ""

    def tells(self, event: dict[str, Any]) -> None:
        until(lambda: self.streams)[-1].send(json.dumps(event))

    def takes(self, method: str, path: str, query: dict[str, str]) -> int:
        self.asked.append((method, path, query))
        if self.gone:
            return 404
        if "/play/" in path:
            playback = {"id": path.rpartition("/")[2], "target_uri": f"channel:{path.split('/')[3]}"}
            self.tells({"type": "PlaybackFinished", "playback": playback})
        return 204

    def played(self) -> list[str]:
        """The last thing that was played, sentence by sentence."""
        plays = [query["media"] for _method, path, query in self.asked if "/play/" in path]
        return plays[-1].split(",") if plays else []

    def waits_after(self, media: str) -> None:
        """Until this sentence was the last one of what was played."""
        until(lambda: self.played()[-1:] == [f"sound:rumahrakyat/{media}"])

    def was_asked(self, method: str, ending: str) -> dict[str, str]:
        def found() -> list[dict[str, str]]:
            return [query for verb, path, query in self.asked if verb == method and path.endswith(ending)]

        answer: dict[str, str] = until(lambda: [{"": ""} | query for query in found()])[-1]
        return answer


@contextlib.contextmanager
def exchange() -> Iterator[FakeExchange]:
    fake = FakeExchange()

    class Rest(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            fake.passwords.append(self.headers.get("Authorization", ""))
            self.send_response(fake.takes(self.command, parts.path, query))
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815 -- the server's names

        def log_message(self, *args: object) -> None:
            """Quiet."""

    def stream(connection: ServerConnection) -> None:
        fake.streams.append(connection)
        with contextlib.suppress(ConnectionClosed):
            for _message in connection:
                """Nothing is ever said to us on the stream."""

    rest = ThreadingHTTPServer(("127.0.0.1", 0), Rest)
    with serve(stream, "127.0.0.1", 0) as events:
        fake.url = f"http://127.0.0.1:{rest.server_port}"
        fake.events = f"ws://127.0.0.1:{events.socket.getsockname()[1]}/ari/events"
        threads = [
            threading.Thread(target=rest.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True),
            threading.Thread(target=events.serve_forever, daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            yield fake
        finally:
            for connection in fake.streams:
                connection.close()
            events.shutdown()
            rest.shutdown()
            rest.server_close()
            for thread in threads:
                thread.join()


class Listening:
    """Our listener in a thread of its own, and how it ended."""

    def __init__(self, fake: FakeExchange, now: Callable[[], Any]) -> None:
        self.memory, self.stopping = Memory(), threading.Event()
        self.ended: list[BaseException] = []
        self.listener = AriListener(kit.options(fake.url, fake.events), now=now)
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self.listener.listen(self.memory, self.stopping)
        except BaseException as error:  # noqa: BLE001 -- the test looks at it
            self.ended.append(error)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopping.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
