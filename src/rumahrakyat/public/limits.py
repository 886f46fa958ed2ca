"""How often one connection may try. The address itself is never kept: a keyed hash of it, with a key of the day."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from rumahrakyat.lib import clock, crypto

WINDOW_SECONDS: Final = 15 * 60


@dataclass(frozen=True)
class Limit:
    """At most `tries` of `name` per connection in a quarter of an hour."""

    name: str
    tries: int

    def _key(self, request: HttpRequest) -> str:
        day = clock.now().strftime("%Y%m%d")
        window = int(clock.now().timestamp()) // WINDOW_SECONDS
        who = crypto.lookup_hash("limit", day, str(request.META.get("REMOTE_ADDR", "")))
        return f"limit:{self.name}:{window}:{who[:32]}"

    def reached(self, request: HttpRequest) -> bool:
        return int(cache.get(self._key(request), 0)) >= self.tries

    def count(self, request: HttpRequest) -> None:
        # Not `incr`: it would give the counter a new, shorter life with each try.
        key = self._key(request)
        cache.set(key, int(cache.get(key, 0)) + 1, WINDOW_SECONDS)


def _tries(tries: int) -> int:
    # A demo and a rehearsal send hundreds of reports from one address.
    return tries * 100 if settings.DEMO else tries


WRONG_NUMBERS: Final = Limit("number", _tries(30))
SECRETS: Final = Limit("secret", _tries(5))
LETTERS: Final = Limit("letter", _tries(60))
LETTER_ANSWERS: Final = Limit("letter-answer", _tries(10))
REPORTS: Final = Limit("report", _tries(20))
