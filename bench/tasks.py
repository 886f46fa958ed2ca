"""The table of the commonest tasks of staff: presses and time here, steps as two other systems describe theirs.

    .venv/bin/python -m bench.tasks --write --pictures FOLDER

Plays `tests/test_staff_tasks.py` and every journey of docs/journeys.md in a real browser, each whole (a hundred cases
in the verifier's inbox at both widths, every report of the village head by keys), and writes what they counted into
docs/staff-tasks.md and docs/journeys.md. What stands there of Zammad and FixMyStreet was counted by hand from their
manuals, whose pages are named beside it: no such installation was measured.
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
STORY: Final = ROOT / "docs" / "journeys.md"
JOURNEYS: Final = (
    "tests/test_staff_tasks.py",
    "tests/test_officers_answer_in_a_browser.py",
    "tests/test_there_and_back.py",
    "src/rumahrakyat/workbench/tests/test_village_browser.py",
    "src/rumahrakyat/workbench/tests/test_field_browser.py",
    "src/rumahrakyat/workbench/tests/test_desk_browser.py",
    "src/rumahrakyat/callcentre/tests/test_journey.py",
    "src/rumahrakyat/workbench/tests/test_inbox_journey.py",
)
WIDTHS: Final = (360, 1280)
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
    parser.add_argument("--write", action="store_true", help="put the tables into the documents")
    parser.add_argument("--pictures", type=Path, help="keep what was seen on the way in this folder")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = (args.pictures or Path(passing)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        failed = play(folder)
        if failed:
            return failed
        told = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    tasks, journeys = as_table(told), as_journeys(told)
    if args.write:
        paper.write(DOCUMENT, "tasks", f"{tasks}\n\n{paper.machine()}")
        paper.write(STORY, "journeys", f"{journeys}\n\n{paper.machine()}")
    print(f"{tasks}\n\n{journeys}")
    return 0


def play(folder: Path) -> int:
    """What pytest returns: 0 when every journey came to its end."""
    wishes = {"RUMAHRAKYAT_SCREENSHOTS": str(folder), "RUMAHRAKYAT_JOURNEY_CASES": "100"}
    words = [sys.executable, "-m", "pytest", "-q", *JOURNEYS]
    return subprocess.run(words, cwd=ROOT, env=os.environ | wishes, check=False).returncode


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
    desk, call = told["desk"], told["call-1280"]
    inbox, small = (told[f"verifier-empties-inbox-{width}"] for width in (1280, 360))
    visit = f"{desk['keys']} | – | {desk['letters']} | {desk['seconds']}"
    lines += [
        f"| From the kiosk to the printed receipt | {visit} | – | – |",
        f"| Empty an inbox of {inbox['cases']} | {inbox['keys']} | – | 0 | – | – | – |",
        f"| … on a telephone of 360 pixels | {small['keys']} | – | 0 | – | – | – |",
        f"| From the ring to the registered case | {call['keys']} | – | {call['letters']} | – | 5 | 10 |",
    ]
    return "\n".join(lines)


def as_journeys(told: dict[str, Any]) -> str:
    """One line for each journey and width that was counted."""
    lines = ["| Journey | Width | Keys | Clicks | What came of it |", "|---|---|---|---|---|"]
    desk, village = told["desk"], told["village"]
    lines.append(f"| From the kiosk to the printed receipt | 360 and 1280 | {desk['keys']} | 0 | 1 case, 1 receipt |")
    for width in WIDTHS:
        call = told[f"call-{width}"]
        lines.append(f"| From ring to registered case | {width} | {call['keys']} | 0 | 1 case |")
    arrived = f"{village['cases']} cases, {village['lost_answers']} answers lost on their way back"
    lines.append(
        f"| {village['reports']} reports without a signal | 360 and 1280 | {village['keys']} | 0 | {arrived} |"
    )
    for width in WIDTHS:
        inbox = told[f"verifier-empties-inbox-{width}"]
        emptied = f"{inbox['cases']} cases passed on, none left"
        lines.append(f"| An inbox emptied | {width} | {inbox['keys']} | {inbox['clicks']} | {emptied} |")
    for width in WIDTHS:
        answers = told[f"answers-{width}"]
        lines.append(f"| Answers from outside | {width} | {answers['keys']} | 0 | 3 answers |")
    for width in WIDTHS:
        steps = told[f"handover-{width}"]
        each = ", ".join(f"{name.replace('_', ' ')} {keys}" for name, keys in steps.items())
        lines.append(f"| There and back | {width} | {sum(steps.values())} | 0 | {each} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
