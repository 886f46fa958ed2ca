"""The hash chain of one case's timeline. Pure: a verifier without our database computes the same."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rumahrakyat.lib.canonical import digest, instant

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """What is hashed of an entry. `personal_digest` is empty when there never was a personal part."""

    number: str
    seq: int
    type: str
    at: datetime
    recorded_at: datetime
    actor: str
    data: dict[str, object]
    personal_digest: str


@dataclass(frozen=True)
class Fault:
    """A place where the record was altered. `reason`: hash, personal, order or head."""

    seq: int
    reason: str


def link_hash(previous: str, link: Link) -> str:
    """SHA-256 over the previous hash and the canonical entry; lower-case hex."""
    return digest(
        {
            "previous": previous,
            "number": link.number,
            "seq": link.seq,
            "type": link.type,
            "at": instant(link.at),
            "recorded_at": instant(link.recorded_at),
            "actor": link.actor,
            "data": link.data,
            "personal": link.personal_digest,
        }
    )


def with_salt(personal: dict[str, object]) -> dict[str, object]:
    """The personal part with a random salt inside, so that its digest tells nothing once the part is erased."""
    return {**personal, "salt": secrets.token_hex(16)}


def personal_digest(personal: dict[str, object]) -> str:
    return digest(personal)


@dataclass(frozen=True)
class Stored:
    """An entry as it was found: its link, its stored hash, and its personal part (None when erased or never there)."""

    link: Link
    hash: str
    personal: dict[str, object] | None


def verify_chain(entries: Iterable[Stored], head: str) -> list[Fault]:
    """Every fault of a chain in order of `seq`; an empty list means nothing was altered, removed or reordered."""
    faults: list[Fault] = []
    previous, expected_seq = GENESIS, 1
    for entry in entries:
        if entry.link.seq != expected_seq:
            faults.append(Fault(entry.link.seq, "order"))
            expected_seq = entry.link.seq
        if not _link_fits(previous, entry):
            faults.append(Fault(entry.link.seq, "hash"))
        if entry.personal is not None and not _personal_fits(entry.personal, entry.link.personal_digest):
            faults.append(Fault(entry.link.seq, "personal"))
        previous, expected_seq = entry.hash, expected_seq + 1
    if previous != head:
        faults.append(Fault(expected_seq - 1, "head"))
    return faults


def _link_fits(previous: str, entry: Stored) -> bool:
    """What has no canonical form (a number with a fraction) was never written by us."""
    try:
        return link_hash(previous, entry.link) == entry.hash
    except (TypeError, ValueError):
        return False


def _personal_fits(personal: dict[str, object], expected: str) -> bool:
    try:
        return personal_digest(personal) == expected
    except (TypeError, ValueError):
        return False
