"""A provider that says what it was told to say, and remembers what it was asked."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any


@dataclass(frozen=True)
class Answer:
    status: int = 200
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Peer:
    """Answers from its queue; when that is empty, takes every message and names it wamid.N."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self._answers: list[Answer] = []
        self._lock = Lock()

    def says(self, *answers: Answer) -> None:
        self._answers.extend(answers)

    def refuses(self, code: int, *, status: int = 400, **headers: str) -> None:
        error = {"error": {"code": code, "message": "no", "type": "OAuthException"}}
        self.says(Answer(status, json.dumps(error).encode(), headers))

    def take(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        with self._lock:
            self.asked.append(Asked(method, path, headers, body))
            if self._answers:
                return self._answers.pop(0)
            return Answer(200, json.dumps({"messages": [{"id": f"wamid.{len(self.asked)}"}]}).encode())

    @property
    def sent(self) -> list[Any]:
        """The bodies of the messages it was sent."""
        return [asked.json() for asked in self.asked if asked.path.endswith("/messages")]


@contextmanager
def serving() -> Iterator[Peer]:
    """The peer as a web server on this machine."""
    peer = Peer()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            reply = peer.take(self.command, self.path, dict(self.headers), self.rfile.read(length))
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        do_GET = do_POST = _answer  # noqa: N815 -- the server's names

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    peer.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
