"""What a field officer found, offered to whoever answers: they were sent for it, and the citizen waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rumahrakyat.reports.queries import Line
from rumahrakyat.reports.states import Stage

_ANSWERS: Final = frozenset({"answered", "resolved"})
# Begins the words, as citizens read them; data in Indonesian.
_LEAD: Final = "Petugas kami sudah ke lokasi. {found}"
_SHOWN_BY: Final = "Foto dari petugas lapangan ada di cerita laporan ini."


@dataclass(frozen=True)
class Finding:
    """`text` and `stage` begin the answer; `reason` stands for a photo of its own where the visit brought photos."""

    found: str
    text: str
    stage: str
    reason: str


def latest(lines: Sequence[Line]) -> Finding | None:
    """The result of the last visit that nobody has answered with yet; None when there is none."""
    pictures = False
    for nth in range(len(lines) - 1, -1, -1):
        line = lines[nth]
        if line.type in _ANSWERS:
            return None
        if line.type != "visited":
            continue
        pictures = pictures or bool(line.pictures)
        if "result" in line.entry.data:
            return _of(line, lines[:nth], pictures=pictures)
    return None


def _of(visit: Line, before: Sequence[Line], *, pictures: bool) -> Finding | None:
    task = visit.entry.data.get("task")
    done = (one for one in reversed(before) if one.type == "task_done" and one.entry.data.get("task") == task)
    found = next((one.text for one in done), "")
    if not found:
        return None
    solved = visit.entry.data["result"] == "done"
    stage = Stage.RESOLVED if solved else Stage.FIELD_CHECK
    return Finding(found, _LEAD.format(found=found), stage.value, _SHOWN_BY if solved and pictures else "")
