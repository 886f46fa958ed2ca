"""Who may knock: gateways that sign nothing are known by a shared secret and by the address they come from."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import parse_qsl

from rumahrakyat.channels.contract import Request, Verdict

Networks = tuple[IPv4Network | IPv6Network, ...]
FORWARDED = "x-forwarded-for"
SHORTEST_SECRET = 16


class WrongNetwork(ValueError):
    """`text` is no address and no network."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class Doorkeeper:
    """What makes a request genuine: one of `secrets` (two while rotating) and, when `allowed` names any, a sender in
    those networks. With neither nothing is genuine.

    `proxies` are our own web servers: only what comes through one of them is taken at its word about the address.
    """

    secrets: tuple[str, ...] = ()
    allowed: Networks = ()
    proxies: Networks = ()

    def verdict(self, request: Request, given: str) -> Verdict:
        """`given` is the secret that the request carries, wherever that is."""
        if self.secrets and not given:
            return Verdict.MISSING
        if self.secrets and not known(given, self.secrets):
            return Verdict.FORGED
        if self.allowed and not within(client(request, self.proxies), self.allowed):
            return Verdict.FORGED
        return Verdict.GENUINE if self.secrets or self.allowed else Verdict.FORGED


def in_address(request: Request, name: str) -> str:
    """The first value of `name` in the address. Read from the address itself: a body that says it is UTF-16 would have
    the framework read the query so too."""
    query = request.url.partition("?")[2]
    told = dict(reversed(parse_qsl(query))) if query else request.query
    return told.get(name, "")


def known(given: str, secrets: Sequence[str]) -> bool:
    """Whether `given` is one of `secrets`; each is compared, in a time that tells nothing."""
    matches = [hmac.compare_digest(_octets(given), _octets(secret)) for secret in secrets]
    return any(matches)


def networks(texts: Iterable[str]) -> Networks:
    """Addresses (`203.0.113.7`) and networks (`203.0.113.0/24`). Raises WrongNetwork."""
    return tuple(_network(text) for text in texts)


def client(request: Request, proxies: Networks) -> str:
    """The address that a request comes from: the socket's, or what the last proxy of ours says it is.

    Each proxy appends the address it saw, so from the right the first that is none of ours is the sender. Whatever
    stands left of it was written by somebody we do not know.
    """
    seen = request.client
    told = [part.strip() for part in request.headers.get(FORWARDED, "").split(",") if part.strip()]
    while told and within(seen, proxies):
        seen = told.pop()
    return seen


def within(address: str, allowed: Networks) -> bool:
    """Whether `address` lies in one of the networks; what is no address lies in none."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return any((mapped or ip) in network for network in allowed)


def weak(secrets: Sequence[str]) -> bool:
    return any(len(secret) < SHORTEST_SECRET for secret in secrets)


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        raise WrongNetwork(text) from None


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
