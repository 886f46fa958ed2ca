"""Reading the environment: small helpers that fail loudly, at start, with the name of what is wrong."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})
POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})


class EnvironmentProblem(Exception):
    """The environment names something that cannot be used. `name` is the variable, the message is for the operator."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"{name}: {problem}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    word = os.environ.get(name)
    if word is None:
        return default
    lowered = word.strip().lower()
    if lowered in TRUE_WORDS:
        return True
    if lowered in FALSE_WORDS:
        return False
    raise EnvironmentProblem(name, f"is {word!r}; write 1 or 0")


def number(name: str, default: int, *, lowest: int = 0) -> int:
    word = text(name)
    if not word:
        return default
    try:
        value = int(word)
    except ValueError:
        raise EnvironmentProblem(name, f"is {word!r}; write a whole number") from None
    if value < lowest:
        raise EnvironmentProblem(name, f"is {value}; the lowest allowed is {lowest}")
    return value


def words(name: str) -> list[str]:
    """A list separated by commas or spaces; empty when the variable is not set."""
    return text(name).replace(",", " ").split()


def addresses(name: str) -> list[tuple[str, str]]:
    """A list of `scheme:value`, where the scheme is tel (with +) or email."""
    found = []
    for word in words(name):
        scheme, _colon, value = word.partition(":")
        if scheme not in {"tel", "email"} or not value or (scheme == "tel" and not value.startswith("+")):
            raise EnvironmentProblem(name, f"has {word!r}; write tel:+62... or email:name@example.org")
        found.append((scheme, value.lower()))
    return found


def secret(name: str) -> str:
    """The secret itself (`NAME`) or the content of the file it names (`NAME_FILE`); empty when neither is set."""
    in_file = text(f"{name}_FILE")
    if not in_file:
        return text(name)
    if text(name):
        raise EnvironmentProblem(name, f"is set together with {name}_FILE; keep one of them")
    try:
        value = Path(in_file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise EnvironmentProblem(f"{name}_FILE", f"names a file that cannot be read ({error.strerror})") from error
    if not value:
        raise EnvironmentProblem(f"{name}_FILE", "names an empty file")
    return value


def required(name: str, value: str) -> str:
    if not value:
        raise EnvironmentProblem(name, "is needed in production and is not set")
    return value


def database_url(name: str) -> dict[str, object] | None:
    """Django's connection settings for the PostgreSQL server that a URL names; None when the variable is not set."""
    url = secret(name)
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in POSTGRES_SCHEMES:
        raise EnvironmentProblem(
            name, f"begins with {parts.scheme or '?'}://; only PostgreSQL is supported (postgresql://...)"
        )
    options = dict(parse_qsl(parts.query))
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise EnvironmentProblem(name, "names no database (postgresql://user:password@host:5432/NAME)")
    try:
        port = parts.port
    except ValueError:
        raise EnvironmentProblem(name, "has a port that is not a number") from None
    return {
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
