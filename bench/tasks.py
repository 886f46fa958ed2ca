"""The table of the commonest tasks of staff: presses and time here, steps as two other systems describe theirs.

    .venv/bin/python -m bench.tasks --write

Plays `tests/test_staff_tasks.py` and the journeys at the desk and the telephone in a real browser, and writes what they
counted into docs/staff-tasks.md. What stands there of Zammad and FixMyStreet was counted by hand from their manuals,
whose pages are named beside it: no such installation was measured.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from bench import paper

ROOT: Final = Path(__file__).parent.parent
DOCUMENT: Final = ROOT / "docs" / "staff-tasks.md"
JOURNEYS: Final = (
    "tests/test_staff_tasks.py",
    "src/rumahrakyat/workbench/tests/test_desk_browser.py",
    "src/rumahrakyat/callcentre/tests/test_journey.py",
    "src/rumahrakyat/workbench/tests/test_inbox_journey.py",
)
# Task, then what its manuals let Zammad and FixMyStreet's staff do for the same, in presses and clicks.
TASKS: Final = (
    ("answer", "Answer with a stage", "4", "3"),
    ("ask", "Ask the citizen something", "4", "3"),
    ("note", "Write an internal note", "2", "–"),
    ("take", "Take a case", "3", "1"),
    ("find", "Open a case by its number", "2", "3"),
    ("pass_on", "Pass a new case on to the proposed agency", "3", "3"),
    ("merge", "Join two reports of one matter", "3", "–"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/staff-tasks.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "pytest", "-q", *JOURNEYS]
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=os.environ | {"RUMAHRAKYAT_SCREENSHOTS": folder, "RUMAHRAKYAT_JOURNEY_CASES": "100"},
            check=False,
        )
        if done.returncode:
            return done.returncode
        told = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).glob("*.json")}
    table = as_table(told)
    if args.write:
        paper.write(DOCUMENT, "tasks", f"{table}\n\n{paper.machine()}")
    print(table)
    return 0


def as_table(told: dict[str, Any]) -> str:
    lines = [
        "| Task | Keys here | Mouse here | Letters typed | Seconds (keys / mouse) | Zammad | FixMyStreet |",
        "|---|---|---|---|---|---|---|",
    ]
    for code, name, zammad, fixmystreet in TASKS:
        one = told["tasks"][code]
        seconds = f"{one['keys']} / {one['mouse']}"
        presses = f"{one['keys_presses']} | {one['mouse_presses']} | {one['letters']}"
        lines.append(f"| {name} | {presses} | {seconds} | {zammad} | {fixmystreet} |")
    desk, call, inbox = told["desk"], told["call-1280"], told["verifier-empties-inbox-1280"]
    visit = f"{desk['keys']} | – | {desk['letters']} | {desk['seconds']}"
    lines += [
        f"| From the kiosk to the printed receipt | {visit} | – | – |",
        f"| Empty an inbox of {inbox['cases']} | {inbox['keys']} | – | 0 | – | – | – |",
        f"| From the ring to the registered case | {call['keys']} | – | {call['letters']} | – | 5 | 10 |",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
