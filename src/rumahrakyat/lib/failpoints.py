"""Named places where a test may stop the process the hard way, to prove that nothing is lost or doubled there.

`RUMAHRAKYAT_FAILPOINT="outbox.accepted"` kills the process (as kill -9 would) when it reaches that place;
`"outbox.accepted:3"` at the third time. Without the variable a failpoint costs one comparison.
"""

import os
import signal

_wanted, _, _times = os.environ.get("RUMAHRAKYAT_FAILPOINT", "").partition(":")
_left = int(_times or 1)


def reach(name: str) -> None:
    """Says that execution is at `name`."""
    if name == _wanted:
        _fire()


def _fire() -> None:
    global _left  # noqa: PLW0603 -- one counter for the process, by its nature
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
