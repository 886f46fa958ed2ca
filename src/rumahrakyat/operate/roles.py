"""The command `rumahrakyat roles`."""

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.test import override_settings

from rumahrakyat.operate import access_sweep
from rumahrakyat.operate.access_table.rows import EVERYBODY
from rumahrakyat.operate.conformance import scratch_database

# Pages name their pictures as they lie in the source: no collected files are needed.
_PLAIN: Final = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Asks every address of the product as every role, as somebody without one and as nobody signed in, for what is
    their own, another's and confidential, in a database of its own, which is made and dropped again. The live data is
    not touched. Exit status 0 only when every answer is the one that the table declares and no address is missing."""
    logging.disable(logging.CRITICAL)  # thousands of answers are refusals that would be logged
    with scratch_database("roles"), _apart():
        found = sweep()
    if args.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(found))
    return 1 if found["unexpected"] else 0


@contextmanager
def _apart() -> Iterator[None]:
    """The site as the sweep's own browser reaches it, however this installation is set up: what the world of the sweep
    keeps goes into a folder of its own, gone at the end."""
    plain: dict[str, Any] = {"DEBUG": False, "DEMO": False, "SECURE_SSL_REDIRECT": False, "STORAGES": _PLAIN}
    open_to_it: dict[str, Any] = {"ALLOWED_HOSTS": ["testserver"], "SECOND_FACTOR_ROLES": frozenset()}
    with TemporaryDirectory() as media, override_settings(**plain, **open_to_it, MEDIA_ROOT=media):
        yield


def sweep(*, brief: bool = False) -> dict[str, Any]:
    """Counts of what was asked, and every answer that is not the declared one; `brief` as in `ask_all`."""
    missing = [
        {"url": url, "method": "", "role": "", "object": "", "expected": "a row in the table", "got": "none"}
        for url in access_sweep.undeclared()
    ]
    prepared = access_sweep.prepare()
    # A session in the cookie itself: thousands of requests need not look theirs up.
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        answers = list(access_sweep.ask_all(prepared, EVERYBODY, brief=brief))
    wrong = [{name: value for name, value in one.items() if name != "right"} for one in answers if not one["right"]]
    return {
        "urls": len(access_sweep.declared()),
        "roles": len(EVERYBODY),
        "checked": len(answers),
        "unexpected": missing + wrong,
    }


def as_text(found: dict[str, Any]) -> str:
    lines = [f"{found['checked']} answers to {found['roles']} roles at {found['urls']} addresses"]
    for one in found["unexpected"]:
        asked = " ".join(part for part in (one["method"], one["url"], one["object"]) if part)
        lines.append(f"  {asked} as {one['role'] or 'anybody'}: {one['got']}, expected {one['expected']}")
    lines.append(f"{len(found['unexpected'])} unexpected")
    return "\n".join(lines) + "\n"
