"""The command `rumahrakyat replay`."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rumahrakyat.operate.numbers import count_or_all
from rumahrakyat.operate.rehearsal import citizens, outcome, texts
from rumahrakyat.operate.rehearsal.door import Door, DoorClosed
from rumahrakyat.operate.rehearsal.web import Form
from rumahrakyat.operate.rehearsal.whatsapp import LOOK_SECONDS, Chat, patiently
from rumahrakyat.operate.trouble import refuse

Result = dict[str, int | float]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv[.gz]", help="a table with a column of texts")
    parser.add_argument("--channel", choices=("whatsapp", "web"), required=True)
    parser.add_argument("--limit", type=count_or_all, default=None, metavar="N|all", help="the first N texts")
    parser.add_argument("--twice", action="store_true", help="deliver every message twice")
    parser.add_argument("--text", default="", metavar="COLUMN", help="the column of the texts, when it is not guessed")
    parser.add_argument("--batch", type=int, default=20, metavar="N", help="messages in one delivery (default: 20)")
    parser.add_argument("--base-url", default="http://127.0.0.1:8000", metavar="URL", help="the running site")
    parser.add_argument("--seed", default="1", help="another seed brings other citizens (default: 1)")
    parser.add_argument(
        "--wait", type=float, default=600.0, metavar="SECONDS", help="for the site and its worker (default: 600)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object last")


def run(args: argparse.Namespace) -> int:
    """Plays texts through the front door of the running site, as a rehearsal: by signed WhatsApp webhooks in batches,
    or through the pages of the web form. Each text is told by a citizen of its own who does not exist.

    While the site is away, deliveries are tried again as the provider would. Then it waits for the worker and counts.
    A replay by WhatsApp of the same file with the same seed adds nothing; the web form draws a new key each time, so
    there only the second press of "send" is a repetition. Never rehearse against a site that citizens use: its real
    channel would try to answer to numbers that do not exist. Exit status 0 only when every text is exactly one report
    that has a holder or waits in the verifier's inbox with reasons.
    """
    started = time.monotonic()
    door = Door(args.base_url.rstrip("/"), args.wait)
    try:
        rows = texts.read(args.file, column=args.text, limit=args.limit)
        sys.stderr.write(f"delivering {len(rows)} texts ...\n")
        sys.stderr.flush()
        play = _by_chat if args.channel == "whatsapp" else _by_form
        result = play(args, rows, door, started + args.wait)
    except (texts.NoTexts, DoorClosed) as problem:
        return refuse("replay", problem)
    result |= {"retried": door.retried, "seconds": round(time.monotonic() - started, 1)}
    if args.json:
        sys.stdout.write(json.dumps(result) + "\n")
    else:
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in result.items()))
    return 0 if is_well(result) else 1


def is_well(result: Result) -> bool:
    exact = result["reports"] == result["rows"] == result["acknowledged"]
    return exact and not (result["missing"] or result["doubled"] or result["undecided"] or result["pending"])


def _by_chat(args: argparse.Namespace, rows: Sequence[texts.Row], door: Door, until: float) -> Result:
    people = citizens.citizens(rows, seed=args.seed)
    chat = Chat(door, batch=max(args.batch, 1), twice=args.twice, seed=args.seed)
    played = chat.play(people)
    filed = chat.follow(people, played, until=until)
    acknowledged = sum(one.message_id(0) in played.acknowledged for one in people)
    doubled = sum(len(reports) > 1 for reports in filed.values())
    counted = {"rows": len(rows), "sent": played.sent, "answers": played.answers, "acknowledged": acknowledged}
    return {**counted, "doubled": doubled, **_settled([key for keys in filed.values() for key in keys], rows, until)}


def _by_form(args: argparse.Namespace, rows: Sequence[texts.Row], door: Door, until: float) -> Result:
    receipts = Form(door, twice=args.twice).play(rows)
    doubled = sum(len(set(numbers)) > 1 for numbers in receipts)
    numbers = sorted({number for pressed in receipts for number in pressed})
    found = patiently(lambda: outcome.ids_of(numbers))
    sent = sum(len(pressed) for pressed in receipts)
    counted = {"rows": len(rows), "sent": sent, "answers": 0, "acknowledged": len(receipts)}
    return {**counted, "doubled": doubled, **_settled(list(found.values()), rows, until)}


def _settled(reports: Sequence[int], rows: Sequence[texts.Row], until: float) -> Result:
    """Waits until the worker has done what the reports cause, and counts."""
    while True:
        filed = patiently(lambda: outcome.filed(reports))
        if not (filed.pending or filed.undecided) or time.monotonic() > until:
            break
        time.sleep(LOOK_SECONDS)
    return {
        "reports": filed.reports,
        "missing": max(len(rows) - filed.reports, 0),
        "routed": filed.routed,
        "inbox": filed.inbox,
        "undecided": filed.undecided,
        "pending": filed.pending,
    }
