"""The Graph API's error answers, in the one form our outbox knows. What a code means differs by product, so each
channel brings its own table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.payload import mapping, number, objects, text
from rumahrakyat.lib.http import Reply

LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True)
class Codes:
    """A product's codes; a subcode is looked up before its code. `sentences` are read by staff. What stands nowhere
    is permanent."""

    product: str
    window_closed: frozenset[int] = frozenset()
    token_dead: frozenset[int] = frozenset()
    throttled: Mapping[int, timedelta] = field(default_factory=dict)
    passing: frozenset[int] = frozenset()
    permanent: frozenset[int] = frozenset()
    sentences: Mapping[int, str] = field(default_factory=dict)

    def known(self, number: int) -> bool:
        listed = (self.window_closed, self.token_dead, self.throttled, self.passing, self.permanent)
        return any(number in group for group in listed)


def code(problem: Any) -> int:
    """-1 when there is none."""
    return _number(problem, "code")


def subcode(problem: Any) -> int:
    return _number(problem, "error_subcode")


def _number(problem: Any, name: str) -> int:
    found = number(problem, name)
    return int(found) if found is not None else -1


def describe(problem: Any, codes: Codes) -> str:
    """One line for staff: code and meaning. Never the provider's details, which may quote a number."""
    main, sub = code(problem), subcode(problem)
    meaning = codes.sentences.get(sub) or codes.sentences.get(main)
    meaning = meaning or text(problem, "title")[:120] or text(problem, "type")[:60] or "unknown"
    return f"{codes.product} {main}{f'/{sub}' if sub >= 0 else ''}: {meaning}"


def from_reply(reply: Reply, codes: Codes) -> DeliveryError:
    """The delivery error that an answer other than 2xx means."""
    problem = mapping(reply.json(), "error")
    meaning = subcode(problem) if codes.known(subcode(problem)) else code(problem)
    message = describe(problem, codes) if problem else f"{codes.product} answered {reply.status}"
    if meaning in codes.window_closed:
        return DeliveryError(message, window_closed=True)
    if meaning in codes.permanent:
        return DeliveryError(message, permanent=True)
    if meaning in codes.throttled or reply.status == 429:
        wait = asked_wait(reply) or codes.throttled.get(meaning, timedelta(minutes=1))
        return DeliveryError(message, retry_after=wait)
    if meaning in codes.token_dead or reply.status == 401:
        return DeliveryError(message, alarm=True)
    return DeliveryError(message, permanent=not (meaning in codes.passing or reply.status >= 500))


def asked_wait(reply: Reply) -> timedelta | None:
    """How long the answer asks us to wait: in seconds, or in the minutes of the usage report that business accounts
    get; a day at most."""
    if (wait := reply.asked_wait) is not None:
        return wait
    try:
        usage = json.loads(reply.headers.get("x-business-use-case-usage", "{}"))
    except (ValueError, RecursionError):
        return None
    found = [number(row, "estimated_time_to_regain_access") for name in mapping(usage) for row in objects(usage, name)]
    minutes = max((value for value in found if value), default=0)
    return min(timedelta(minutes=min(minutes, 10**4)), LONGEST_WAIT) if minutes > 0 else None
