"""What the operating system knows about processes, and how a child learns that its parent is gone."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(signal_number: int) -> Callable[[], None] | None:
    """For Popen's `preexec_fn`: the kernel sends the child this signal when the *thread* that started it ends, so start
    children from the main thread. None where the kernel has no such thing (then a killed parent leaves its children,
    which the next start stops or waits for)."""
    libc = _libc
    if libc is None:
        return None
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:  # it ended between fork and the call above
            os._exit(1)

    return ask


def follow_parent(signal_number: int) -> None:
    """The same for a process that is running already: it gets this signal when its parent ends."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal_number)


def is_alive(pid: int) -> bool:
    """True when a process has this number and is not merely waiting to be buried."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    state = _proc(pid, "stat")
    return state is None or state.rpartition(")")[2].split()[:1] != ["Z"]


def command_line(pid: int) -> str:
    """The command of a process; empty when there is no such process."""
    words = _proc(pid, "cmdline")
    if words is not None:
        return words.replace("\0", " ").strip()
    if Path("/proc/self").exists():
        return ""
    shown = subprocess.run(  # noqa: S603 -- a fixed command
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()


def _proc(pid: int, name: str) -> str | None:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
