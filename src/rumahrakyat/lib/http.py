"""HTTP to the outside: time limits, a size limit, at most three redirects, and no way into private networks.

An address given by somebody outside (a link to a file) must not make this server read its own neighbours. So a name
is resolved here, every address it has must be public, and the connection goes to the very address that was checked.
One origin may be trusted by configuration (a stand-in on this machine, a gateway in the house).
"""

import ipaddress
import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

SECONDS = 10.0
TOTAL_SECONDS = 40.0
REDIRECTS = 3
LARGEST = 32 * 1024 * 1024
_USER_AGENT = "RumahRakyat/1"
_clients: "dict[str, httpx.Client]" = {}


class HttpProblem(Exception):
    """No answer could be had. `permanent` when asking again cannot help. The message holds neither path nor query,
    where tokens and numbers live."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class PrivateAddress(HttpProblem):
    """The name leads into a private network."""

    def __init__(self) -> None:
        super().__init__("the address is not a public one", permanent=True)


@dataclass(frozen=True)
class Reply:
    """Any answer, also 4xx and 5xx. Header names in lower case."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """The decoded body; None when it is not JSON."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None

    @property
    def asked_wait(self) -> timedelta | None:
        """How long it asks us to wait, a day at most; None when it does not say so in seconds."""
        seconds = self.headers.get("retry-after", "")
        return timedelta(seconds=min(int(seconds), 86_400)) if seconds.isascii() and seconds.isdigit() else None


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    payload: Any = None,
    content: bytes | None = None,
    trusted: str = "",
    largest: int = LARGEST,
) -> Reply:
    """Ask `url`. `payload` is sent as JSON. `trusted` is an origin (`http://127.0.0.1:8000`) that may be private.

    Raises HttpProblem: refused address, no answer within 10 s, more than three redirects, more than `largest` bytes.
    """
    try:
        client = _client(trusted)
        with client.stream(method, url, headers=headers, json=payload, content=content) as response:
            body = _read(response, largest)
    except httpx.TooManyRedirects:
        raise HttpProblem("too many redirects", permanent=True) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise HttpProblem("not a web address", permanent=True) from None
    except httpx.HTTPError as error:
        raise HttpProblem(f"no answer ({type(error).__name__})") from None
    return Reply(response.status_code, body, {name.lower(): value for name, value in response.headers.items()})


def _read(response: httpx.Response, largest: int) -> bytes:
    end = time.monotonic() + TOTAL_SECONDS
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > largest:
            raise HttpProblem("the answer is too large", permanent=True)
        if time.monotonic() > end:
            raise HttpProblem("the answer took too long")
    return bytes(body)


def forget_connections() -> None:
    """Close what is kept open for the next request: for tests, and in a process that was forked."""
    while _clients:
        _trusted, client = _clients.popitem()
        client.close()


def _client(trusted: str) -> httpx.Client:
    client = _clients.get(trusted)
    return client if client is not None else _clients.setdefault(trusted, _new_client(trusted))


def _new_client(trusted: str) -> httpx.Client:
    return httpx.Client(
        transport=_PublicOnly(trusted),
        timeout=SECONDS,
        follow_redirects=True,
        max_redirects=REDIRECTS,
        trust_env=False,
        headers={"User-Agent": _USER_AGENT},
    )


class _PublicOnly(httpx.BaseTransport):
    """Connects to the address it has checked. One pool per host, so that a TLS connection made for one name is never
    used for another that happens to live at the same address."""

    def __init__(self, trusted: str) -> None:
        self._trusted = origin(trusted) if trusted else ""
        self._pools: dict[str, httpx.HTTPTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in {"http", "https"} or not url.host:
            raise httpx.UnsupportedProtocol("")
        address = _address(url.host, url.port or (443 if url.scheme == "https" else 80))
        if not _is_public(address) and origin(str(url)) != self._trusted:
            raise PrivateAddress
        pool = self._pools.get(url.host)
        if pool is None:
            # Made only when it is missing: reading the machine's certificates takes longer than a request.
            pool = self._pools.setdefault(url.host, httpx.HTTPTransport(retries=0))
        request.extensions = {**request.extensions, "sni_hostname": url.host}
        request.url = url.copy_with(host=address)
        return pool.handle_request(request)

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()


def origin(url: str) -> str:
    """`scheme://host:port` of an address, with the port always named."""
    parsed = httpx.URL(url)
    port = parsed.port or (443 if parsed.scheme == "https" else 80)
    return f"{parsed.scheme}://{parsed.host}:{port}"


def _address(host: str, port: int) -> str:
    """One address of `host`; a private one when any of its addresses is private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError("the name cannot be resolved") from error
    addresses = [str(entry[4][0]) for entry in found]
    return next((a for a in addresses if not _is_public(a)), addresses[0])


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    return ip.is_global and not ip.is_multicast
