"""Calls to the Graph API on behalf of one account."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.metagraph import errors
from rumahrakyat.channels.metagraph.options import Options
from rumahrakyat.channels.payload import mapping
from rumahrakyat.lib import http

_NODE = re.compile(r"[A-Za-z0-9_]{1,100}")
JSON = dict[str, Any]


@dataclass(frozen=True)
class Graph:
    options: Options
    codes: errors.Codes

    def get(self, path: str, *, token: str = "", **query: str) -> JSON:
        """The object at `path`. `token` replaces the account's own. Raises DeliveryError."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, token=token)

    def post(self, path: str, payload: JSON) -> JSON:
        """Raises DeliveryError."""
        return self._ask("POST", path, payload=payload)

    def app_token(self) -> str:
        """What the app may ask about itself; "" when its id or secret is not set."""
        options = self.options
        return f"{options.app_id}|{options.app_secrets[0]}" if options.app_id and options.app_secrets else ""

    def _ask(self, method: str, path: str, *, token: str = "", payload: JSON | None = None) -> JSON:
        options = self.options
        if not options.token:
            raise DeliveryError(f"{self.codes.product} is not configured", alarm=True)
        headers = {"Authorization": f"Bearer {token or options.token}"}
        reply = ask(
            self.codes.product, method, f"{options.api}/{path}", headers=headers, payload=payload, options=options
        )
        if not 200 <= reply.status < 300:
            raise errors.from_reply(reply, self.codes)
        return mapping(reply.json())


def ask(
    product: str,
    method: str,
    url: str,
    *,
    options: Options,
    headers: dict[str, str] | None = None,
    payload: JSON | None = None,
    largest: int = 1024 * 1024,
) -> http.Reply:
    """Any answer. Raises DeliveryError when there is none."""
    try:
        return http.request(method, url, headers=headers, payload=payload, trusted=options.trusted, largest=largest)
    except http.HttpProblem as error:
        raise DeliveryError(f"{product}: {error}", permanent=error.permanent) from error


def node(value: str) -> str:
    """`value` as a part of a path. Raises DeliveryError when it cannot be an id of the provider's."""
    if not _NODE.fullmatch(value):
        raise DeliveryError("not an id of a post or a comment", permanent=True)
    return value
