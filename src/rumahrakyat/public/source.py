"""The source of the version that runs here, for everybody who uses it: what the licence asks of whoever offers it."""

import io
import tarfile
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

PACKAGE = Path(__file__).parents[1]
_LEFT_OUT = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
_BESIDE = (
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "Makefile",
    "pyproject.toml",
    "publiccode.yml",
    "requirements",
    "docs",
)


@require_GET
def archive(_request: HttpRequest) -> HttpResponse:
    """The running package, with what stands beside it in a checkout, as one gzipped tar file."""
    response = HttpResponse(_archive(), content_type="application/gzip")
    response.headers["Content-Disposition"] = 'attachment; filename="rumahrakyat-source.tar.gz"'
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@lru_cache(maxsize=1)
def _archive() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        tar.add(PACKAGE, "rumahrakyat/src/rumahrakyat", filter=_ours)
        checkout = PACKAGE.parents[1]
        for name in _BESIDE:
            if (checkout / name).exists():
                tar.add(checkout / name, f"rumahrakyat/{name}", filter=_ours)
    return out.getvalue()


def _ours(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Files of the source alone, without the names and numbers of this machine's users."""
    parts = Path(member.name).parts
    if _LEFT_OUT & set(parts) or member.name.endswith((".mo", ".pyc")):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
