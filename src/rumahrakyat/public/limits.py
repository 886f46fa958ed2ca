"""How often one connection may try. The address itself is never kept: a keyed hash of it, with a key of the day."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

from rumahrakyat.lib import clock, crypto
from rumahrakyat.web.limits import Limit


class PerConnection(Limit):
    """At most `tries` of `name` for each address that asks."""

    def reached_by(self, request: HttpRequest) -> bool:
        return self.reached(_who(request))

    def count_for(self, request: HttpRequest) -> None:
        self.count(_who(request))


def _who(request: HttpRequest) -> str:
    day = clock.now().strftime("%Y%m%d")
    return crypto.lookup_hash("limit", day, str(request.META.get("REMOTE_ADDR", "")))[:32]


def _tries(tries: int) -> int:
    # A demo and a rehearsal send hundreds of reports from one address.
    return tries * 100 if settings.DEMO else tries


WRONG_NUMBERS: Final = PerConnection("number", _tries(30))
SECRETS: Final = PerConnection("secret", _tries(5))
LETTERS: Final = PerConnection("letter", _tries(60))
LETTER_ANSWERS: Final = PerConnection("letter-answer", _tries(10))
REPORTS: Final = PerConnection("report", _tries(20))
