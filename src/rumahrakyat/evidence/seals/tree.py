"""The tree of hashes over all cases. Pure.

A Merkle tree as in RFC 6962 section 2.1 (the certificate logs of the web): a leaf is hashed behind the byte 0, a node
behind the byte 1, so that nobody can pass a node off as a leaf; a tree of n leaves is split at the largest power of two
below n. SHA-256 throughout.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

# Subtrees of so many leaves are kept with a seal: a proof then needs the leaves of one of them alone.
CHUNK: Final = 1024


def leaf_text(number: str, last_seq: int, head_hash: str) -> str:
    """What is sealed of a case: its number, how many entries it has, and the hash of the last; one space between."""
    return f"{number} {last_seq} {head_hash}"


def leaf(text: str) -> bytes:
    return hashlib.sha256(b"\x00" + text.encode("ascii")).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Of the hashes of leaves, or of subtrees of equally many leaves of which only the last may be smaller. The root
    of nothing is the hash of no bytes."""
    level = list(hashes)
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        paired = [node(level[nth], level[nth + 1]) for nth in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the way from `hashes[index]` up to the root, the lowest first (RFC 6962 section 2.1.1)."""
    found, level = [], list(hashes)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            found.append(level[beside])
        paired = [node(level[nth], level[nth + 1]) for nth in range(0, len(level) - 1, 2)]
        level, index = paired + level[len(paired) * 2 :], index // 2
    return found


def climbed(start: bytes, index: int, size: int, beside: Sequence[bytes]) -> bytes | None:
    """The root to which a path leads; None when it has too many or too few hashes for a tree of `size`."""
    if not 0 <= index < size:
        return None
    reached, used = start, 0
    while size > 1:
        if index ^ 1 < size:
            if used == len(beside):
                return None
            other, used = beside[used], used + 1
            reached = node(other, reached) if index % 2 else node(reached, other)
        index, size = index // 2, (size + 1) // 2
    return reached if used == len(beside) else None
