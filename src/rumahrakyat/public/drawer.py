"""What this browser may keep with us: the report being written, and the reports it has filed.

A store of its own, apart from the staff's sign-in session, so that neither's lifetime touches the other. No account, no
name: a random key in a cookie, the content sealed. It lives for thirty days after the last use.
"""

import json
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse

from rumahrakyat.lib import clock, crypto

COOKIE: Final = "warga"
DAYS: Final = 30
PROVEN_SECONDS: Final = 3600
_SEALED: Final = "sealed"


class Drawer:
    """A small dictionary that is read once and written when `save` is called."""

    def __init__(self, key: str | None) -> None:
        self._store = SessionStore(key or None)
        self.values: dict[str, Any] = {}
        if key:
            self.values = self._opened()

    def _opened(self) -> dict[str, Any]:
        sealed = self._store.get(_SEALED)
        if not sealed:
            # Unknown or expired: forget the key the browser came with, so that nobody can plant one.
            self._store = SessionStore()
            return {}
        try:
            values = json.loads(crypto.unseal(sealed))
        except crypto.Sealed:
            return {}
        return values if isinstance(values, dict) else {}

    @property
    def filed(self) -> dict[str, Any]:
        """By number: what was filed from this browser."""
        filed = self.values.setdefault("filed", {})
        assert isinstance(filed, dict)
        return filed

    def owned(self) -> set[str]:
        """The numbers for which this browser proved to be the reporter's: it filed the report, or its secret was typed
        here within the last hour. An hour, because the telephone may be somebody else's."""
        now = clock.now().timestamp()
        return {number for number, entry in self.filed.items() if entry.get("until", now) >= now}

    def owns(self, number: str) -> bool:
        return number in self.owned()

    def prove(self, number: str) -> None:
        """The secret of this report was typed here."""
        self.filed[number] = {"until": clock.now().timestamp() + PROVEN_SECONDS}

    def save(self, response: HttpResponse) -> None:
        """Store the content and give the browser its key."""
        self._store[_SEALED] = crypto.seal(json.dumps(self.values))
        self._store.set_expiry(DAYS * 24 * 3600)
        self._store.save()
        response.set_cookie(
            COOKIE,
            self._store.session_key or "",
            max_age=DAYS * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def drawer_of(request: HttpRequest) -> Drawer:
    return Drawer(request.COOKIES.get(COOKIE))
