"""Plays texts through the signed webhook while parts of the product are killed -9, and counts what is left.

    .venv/bin/python -m bench.kill_replay FILE.csv[.gz] --limit 500 --kills 20

Exit status 0 only when every text is exactly one report and `rumahrakyat check` finds nothing wrong.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.journeys.site import Site, begun, finish, running

PARTS = ("rumahrakyat web", "rumahrakyat worker")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--pause", type=float, default=3.0, help="longest pause between two kills, in seconds")
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--seed", default=str(random.randrange(10**6)))
    args = parser.parse_args()
    print(f"seed {args.seed}")
    with running() as site:
        result = rehearse(site, args)
    print(json.dumps(result))
    return 0 if result["replay"] == 0 and result["check"]["ok"] else 1


def rehearse(site: Site, args: argparse.Namespace) -> dict[str, object]:
    """What replay and check said, and how often which part was killed."""
    words = ["--channel", "whatsapp", "--twice", "--limit", str(args.limit), "--batch", str(args.batch)]
    words += ["--base-url", site.url, "--seed", args.seed, "--json"]
    replay = site.begin("replay", str(args.file), *words)
    begun(replay)
    killed = dict.fromkeys(PARTS, 0)
    choice = random.Random(args.seed)
    while sum(killed.values()) < args.kills and _waits(replay, choice.uniform(0.3, args.pause)):
        part = PARTS[sum(killed.values()) % len(PARTS)]
        killed[part] += site.kill_one(part, choice)
    status, played = finish(replay)
    _again, checked = site.ask("check", "--chains", "all", "--wait", "300")
    wrong = [name for name, one in checked["invariants"].items() if not one["ok"]]
    summary = {"ok": checked["ok"], "reports": checked["reports"], "wrong": wrong}
    return {"replay": status, "killed": killed, "played": played, "check": summary}


def _waits(command: "subprocess.Popen[str]", seconds: float) -> bool:
    """Waits so long; False when the command ended meanwhile."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if command.poll() is not None:
            return False
        time.sleep(0.05)
    return True


if __name__ == "__main__":
    sys.exit(main())
