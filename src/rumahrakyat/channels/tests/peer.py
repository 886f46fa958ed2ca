"""A provider that says what a test told it to say, and remembers what it was asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
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
