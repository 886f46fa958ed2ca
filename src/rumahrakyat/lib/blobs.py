"""Files by the digest of their content. Written beside and renamed, so a file is whole or absent.

A blob is stored before the row that names it is committed; a blob without a row is only waste, a row without its blob
would be a loss.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


class MissingBlob(LookupError):
    """The digest names no stored file."""


@dataclass(frozen=True)
class BlobStore:
    root: Path

    def path(self, digest: str) -> Path:
        if len(digest) != 64 or not all(sign in "0123456789abcdef" for sign in digest):
            raise MissingBlob(digest)
        return self.root / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Store `data` durably and return its SHA-256 in hex. Storing the same content twice is one file."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if target.exists():
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
        return digest

    def get(self, digest: str) -> bytes:
        """Raises `MissingBlob`."""
        try:
            return self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise MissingBlob(digest) from error
