"""Where everything the product writes lives: one folder, moved by the variable RUMAHRAKYAT_HOME."""

import base64
import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rumahrakyat.config.env import EnvironmentProblem, text

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes: what macOS allows; Linux allows four more
KEY_BYTES = 32


@dataclass(frozen=True)
class Home:
    root: Path

    @property
    def database(self) -> Path:
        return self.root / "database"

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def sockets(self) -> Path:
        """The folder of the database's socket: inside the home, or a short one of its own when the home's path is
        too long for a socket. The same home always gives the same folder, so that every command finds the server."""
        inside = self.root / "run"
        if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"rumahrakyat-{os.getuid()}-{digest}"

    def create(self) -> None:
        """Makes the folders. The root can be entered by everyone, because the database's own system user must; the
        keys and what people sent can not."""
        try:
            self.root.mkdir(mode=0o755, parents=True, exist_ok=True)
            for folder in (self.logs, self.static):
                folder.mkdir(mode=0o755, exist_ok=True)
            for folder in (self.keys, self.media):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EnvironmentProblem(
                "RUMAHRAKYAT_HOME", f"{self.root} cannot be written ({error.strerror}); name another folder"
            ) from error

    def key(self, name: str) -> str:
        """A key of this installation, 32 random bytes in url-safe base64: made at the first call, the same ever after,
        also when two processes ask at once."""
        self.create()
        path = self.keys / name
        if not path.exists():
            draft = self.keys / f".{name}.{secrets.token_hex(8)}"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii"))
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                pass  # another process was first: its key is the one
            finally:
                draft.unlink()
        return path.read_text(encoding="ascii").strip()


def current() -> Home:
    """The home named by RUMAHRAKYAT_HOME; else /var/lib/rumahrakyat for root, ~/.local/share/rumahrakyat for others."""
    named = text("RUMAHRAKYAT_HOME")
    if named:
        return Home(Path(named).expanduser().absolute())
    if os.geteuid() == 0:
        return Home(Path("/var/lib/rumahrakyat"))
    return Home(Path.home() / ".local" / "share" / "rumahrakyat")
