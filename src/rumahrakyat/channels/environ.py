"""Options out of the environment, secrets out of files too. What cannot be read is a sentence, no failed start."""

from collections.abc import Mapping
from pathlib import Path


class Environment:
    """The variables that begin with `prefix`. `problems` are plain sentences for staff."""

    def __init__(self, prefix: str, environ: Mapping[str, str]) -> None:
        self.prefix = prefix
        self.problems: list[str] = []
        self._environ = environ

    def text(self, name: str, otherwise: str = "") -> str:
        return self._environ.get(f"{self.prefix}{name}", "").strip() or otherwise

    def words(self, name: str) -> tuple[str, ...]:
        """Values separated by commas or spaces."""
        return tuple(self.text(name).replace(",", " ").split())

    def secret(self, name: str) -> str:
        """NAME, or the content of the file that NAME_FILE names."""
        file = self.text(f"{name}_FILE")
        if not file:
            return self.text(name)
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{self.prefix}{name}_FILE: the file cannot be read.")
            return ""

    def secrets(self, name: str) -> tuple[str, ...]:
        """Secrets separated by commas or spaces, newest first."""
        return tuple(self.secret(name).replace(",", " ").split())
