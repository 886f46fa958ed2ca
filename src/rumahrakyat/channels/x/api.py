"""Requests to X, signed in the name of our account."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.payload import mapping, text
from rumahrakyat.channels.x import errors, oauth
from rumahrakyat.channels.x.options import Options
from rumahrakyat.lib import clock, http

LARGEST_ANSWER = 4 * 1024 * 1024
_MEDIA_HOSTS_OF_MESSAGES = ("https://ton.twitter.com/", "https://ton.x.com/")
JSON = dict[str, Any]


@dataclass(frozen=True)
class Api:
    options: Options

    @property
    def ours(self) -> tuple[str, ...]:
        """Where links lead to the API itself: with the stand-in only, X keeps files elsewhere."""
        return (f"{self.options.api}/",) if self.options.in_house else ()

    def get(self, path: str, query: Mapping[str, str] | None = None) -> JSON:
        """Raises DeliveryError."""
        return self._call("GET", path, query or {}, None)

    def post(self, path: str, payload: JSON) -> JSON:
        """Raises DeliveryError."""
        return self._call("POST", path, {}, payload)

    def as_app(self, method: str, path: str, payload: JSON | None = None) -> JSON:
        """In the name of the app and of no account, as X wants it for webhooks. Raises DeliveryError."""
        pair = f"{oauth.escaped(self.options.consumer_key)}:{oauth.escaped(self.options.consumer_secret)}"
        asked = {
            "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        }
        token = self._ask("POST", f"{self.options.api}/oauth2/token", asked, content=b"grant_type=client_credentials")
        bearer = {"Authorization": f"Bearer {text(_good(token), 'access_token')}"}
        return _good(self._ask(method, f"{self.options.api}{path}", bearer, payload=payload))

    def file(self, link: str, *, largest: int) -> http.Reply:
        """The answer at a link to a file. Only files of direct messages are asked for in the name of our account."""
        url, _mark, query = link.partition("?")
        signed = link.startswith((*_MEDIA_HOSTS_OF_MESSAGES, *self.ours))
        headers = self._signed("GET", url, dict(parse_qsl(query))) if signed else {}
        return self._ask("GET", link, headers, largest=largest)

    def _call(self, method: str, path: str, query: Mapping[str, str], payload: JSON | None) -> JSON:
        url = f"{self.options.api}{path}"
        headers = self._signed(method, url, query)
        return _good(self._ask(method, f"{url}?{oauth.query(query)}" if query else url, headers, payload=payload))

    def _signed(self, method: str, url: str, query: Mapping[str, str]) -> dict[str, str]:
        options = self.options
        if not (options.consumer_secret and options.access_token):
            raise DeliveryError("X is not configured", alarm=True)
        credentials = oauth.Credentials(
            options.consumer_key, options.access_token, options.consumer_secret, options.access_secret
        )
        # The one thing here that needs the present moment: X refuses a signature that is minutes old.
        moment = oauth.Moment(int(clock.now().timestamp()), secrets.token_hex(16))
        return oauth.header(method, url, query, credentials, moment=moment)

    def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        payload: JSON | None = None,
        content: bytes | None = None,
        largest: int = LARGEST_ANSWER,
    ) -> http.Reply:
        trusted = self.options.api if self.options.in_house else ""
        try:
            return http.request(
                method, url, headers=headers, payload=payload, content=content, trusted=trusted, largest=largest
            )
        except http.HttpProblem as error:
            raise DeliveryError(f"X: {error}", permanent=error.permanent) from error


def _good(reply: http.Reply) -> JSON:
    if not 200 <= reply.status < 300:
        raise errors.from_reply(reply)
    return mapping(reply.json())
