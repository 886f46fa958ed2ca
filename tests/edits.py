"""Two officers who have the same case open and send their answers at the same moment, again and again.

Used by a test with a few rounds, and by `bench.edits` with five hundred against a running server.
"""

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import connections

from rumahrakyat.reports.models import Entry

_SEEN = re.compile(r'name="seen" value="(\d+)"')
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Get = Callable[[str], str]
Post = Callable[[str, dict[str, str]], tuple[int, str]]
SAID_EVERY = 50  # rounds
PATIENCE = 900  # seconds for the slower one


@dataclass
class Officer:
    """One of the two. `get` and `post` go through their own session and connection."""

    name: str
    get: Get
    post: Post
    sent: list[str] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)


def race(
    officers: Sequence[Officer], numbers: Sequence[str], rounds: int, *, say: Callable[[str], None] = lambda _line: None
) -> dict[str, Any]:
    """In each round both open the same case, wait for one another, and send. What came of it:

    `recorded` stand on the timeline word by word; `refused` were answered with 409 or 422 and the words in the form;
    `lost` are neither. `doubled` stand there twice. Raises RuntimeError when one of them could not go on.
    `say` hears now and then how far they are.
    """
    met = iter(range(1, 2 * rounds + 1))  # twice a round: before sending, and after

    def tell() -> None:
        done, half = divmod(next(met), 2)
        if not half and done % SAID_EVERY == 0:
            say(f"{done} of {rounds} rounds")

    together = threading.Barrier(len(officers), action=tell)
    hands = [threading.Thread(target=_edit, args=(one, numbers, rounds, together)) for one in officers]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    if any(len(one.sent) < rounds for one in officers):
        raise RuntimeError("an officer could not go on; the reason was printed by its thread")
    return _reckon(officers, numbers)


def _edit(officer: Officer, numbers: Sequence[str], rounds: int, together: threading.Barrier) -> None:
    try:
        for nth in range(rounds):
            _one(officer, f"/kerja/{numbers[nth % len(numbers)]}/jawab/", nth, together)
    finally:
        if len(officer.sent) < rounds:
            together.abort()  # the other one must not wait for ever
        connections.close_all()


def _one(officer: Officer, path: str, nth: int, together: threading.Barrier) -> None:
    page = officer.get(path)
    words = f"Kabar dari {officer.name}, putaran {nth}."
    form = {"token": str(uuid4()), "seen": _found(_SEEN, page), "stage": "in_progress", "text": words}
    form["csrfmiddlewaretoken"] = _found(_CSRF, page)
    together.wait(PATIENCE)
    status, answer = officer.post(path, form)
    officer.sent.append(words)
    officer.statuses[status] += 1
    if status in {409, 422} and words in answer:
        officer.kept.add(words)
    together.wait(PATIENCE)


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise ValueError(f"no {pattern.pattern} on the page")
    return found[1]


def _reckon(officers: Sequence[Officer], numbers: Sequence[str]) -> dict[str, Any]:
    entries = Entry.objects.filter(report__number__in=numbers, type="answered")
    written = Counter(entry.text for entry in entries)
    sent = [words for one in officers for words in one.sent]
    kept = {words for one in officers for words in one.kept}
    return {
        "officers": len(officers),
        "edits": len(sent),
        "recorded": sum(words in written for words in sent),
        "refused": sum(words in kept and words not in written for words in sent),
        "lost": sum(words not in written and words not in kept for words in sent),
        "doubled": sum(written[words] > 1 for words in sent),
        "statuses": dict(sorted(sum((one.statuses for one in officers), Counter()).items())),
    }
