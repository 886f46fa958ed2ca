"""Runs every measurement and writes the tables into `docs/performance.md`: `make bench`.

    .venv/bin/python -m bench [--folder DIR] [--reports 10000 1000000] [--only intake|pages|sweep]

The filled databases are kept in the folder (a gigabyte for every 300,000 reports), so that a second run is quick; give
the folder of an earlier run, or delete it when it is not needed any more.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import paper

DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "rumahrakyat-bench-homes")
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--only", choices=("intake", "pages", "sweep"))
    args = parser.parse_args()
    args.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if args.only in {None, "intake"}:
        ways = measure("bench.intake")
        paper.write(DOCUMENT, "intake", paper.intake(ways))
        paper.write(DOCUMENT, "worker", paper.worker(ways))
    if args.only in {None, "pages"}:
        sizes = [_on_home("bench.pages", args.folder, count) for count in args.reports]
        paper.write(DOCUMENT, "pages", paper.pages(sizes))
    if args.only in {None, "sweep"}:
        sizes = [_on_home("bench.sweep", args.folder, count) for count in args.reports]
        paper.write(DOCUMENT, "sweep", paper.sweep(sizes))
    paper.write(DOCUMENT, "machine", paper.machine())
    return 0


def _on_home(module: str, folder: Path, count: int) -> dict[str, Any]:
    return measure(module, "--home", str(folder / str(count)), "--reports", str(count))


def measure(module: str, *words: str) -> dict[str, Any]:
    """Runs a measurement in a process of its own, because a process belongs to one home; what it printed last."""
    done = subprocess.run([sys.executable, "-m", module, *words], stdout=subprocess.PIPE, text=True, check=True)
    result = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(result, dict)
    return result


if __name__ == "__main__":
    sys.exit(main())
