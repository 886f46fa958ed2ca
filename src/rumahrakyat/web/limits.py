"""How often somebody may try within a quarter of an hour: counted in the shared cache, by every server process."""

from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.db import transaction

from rumahrakyat.lib import clock, locks

_WINDOW: Final = 15 * 60  # seconds


@dataclass(frozen=True)
class Limit:
    """At most `tries` of `name` by each `who` in each quarter of an hour by the clock."""

    name: str
    tries: int

    def _key(self, who: str) -> str:
        return f"limit:{self.name}:{int(clock.now().timestamp()) // _WINDOW}:{who}"

    def reached(self, who: str) -> bool:
        return int(cache.get(self._key(who), 0)) >= self.tries

    def count(self, who: str) -> None:
        # Not `incr`: it would give the counter a new, shorter life with each try, and lose tries made at once.
        key = self._key(who)
        with transaction.atomic():
            locks.wait(key)
            cache.set(key, int(cache.get(key, 0)) + 1, _WINDOW)
