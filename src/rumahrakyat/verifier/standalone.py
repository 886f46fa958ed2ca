"""The verifier as one file for whoever does not have this product: its two modules, one after the other."""

import hashlib
import re
from functools import cache
from importlib import resources
from typing import Final

_OURS: Final = re.compile(r"^from rumahrakyat\.verifier\.proofs import \([^)]*\)\n", re.MULTILINE)
_DOCUMENTATION: Final = re.compile(r'\A"""(?s:.*?)"""\n')


@cache
def source() -> str:
    """Python source that imports the standard library alone; the same text for the same version of the product."""
    package = resources.files("rumahrakyat.verifier")
    proofs, files = ((package / name).read_text(encoding="utf-8") for name in ("proofs.py", "files.py"))
    said = _DOCUMENTATION.search(files)
    assert said is not None
    return said.group() + _DOCUMENTATION.sub("", proofs) + "\n\n" + _OURS.sub("", files[said.end() :])


@cache
def sha256() -> str:
    return hashlib.sha256(source().encode()).hexdigest()
