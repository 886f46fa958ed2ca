"""The file that a command is to write: what is said when it cannot."""

from pathlib import Path


def refusal(path: Path) -> str:
    """What is wrong with it before any work is done; "" when nothing is seen. No command makes folders for a file: a
    folder that is not there is more often mistyped than wanted."""
    if path.is_dir():
        return f"{path} is a folder; name the file in it"
    return "" if path.parent.is_dir() else f"there is no folder {path.parent}; make it first"


def failed(path: Path, error: OSError) -> str:
    return refusal(path) or f"cannot write {path}: {error.strerror or error}"
