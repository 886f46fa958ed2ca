"""The command `rumahrakyat brief`."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from django.conf import settings

from rumahrakyat.lib import clock
from rumahrakyat.operate import targets
from rumahrakyat.operate.trouble import Trouble, refuse
from rumahrakyat.oversight.briefs import editions, keeping, paper, sending
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, WEEKLY, Edition
from rumahrakyat.oversight.briefs.keeping import Shown
from rumahrakyat.oversight.briefs.readers import readers
from rumahrakyat.people.queries import demo_accounts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("day", metavar="DATE", help="the day it is sent on, as 2026-07-21; it is about the day before")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write it as one page of PDF")
    parser.add_argument("--body", metavar="CODE", help="the weekly one of this body; DATE must be a Monday")
    parser.add_argument("--regency", metavar="CODE", help="that of this regency or city")
    parser.add_argument("--send", action="store_true", help="send today's to its readers now (in the demo)")
    parser.add_argument("--json", action="store_true", help="print its content as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Writes the brief of a day: as it was sent, or, of a day on which none was, as it is known now.

    Without --body and --regency it is that of the whole province. The same brief gives the same bytes. Exit status 2
    for what is no day, a day to come, a Monday that is none, an unknown body or regency,
    and a FILE in no folder.
    """
    try:
        return _run(args)
    except Trouble as trouble:
        return refuse("brief", trouble)


def _run(args: argparse.Namespace) -> int:
    edition = _edition(args)
    if args.out and (wrong := targets.refusal(args.out)):
        raise Trouble(wrong)
    found = _shown(edition)
    sent = 0
    if args.send:
        sent = _send(edition)
        found = _shown(edition)
    if args.out:
        _write(found, args.out)
    _tell(found, args, sent)
    return 0


def _edition(args: argparse.Namespace) -> Edition:
    if args.body and args.regency:
        raise Trouble("name a body or a regency, not both")
    whose = editions.of_body(args.body) if args.body else editions.of_regency(args.regency) if args.regency else ALL
    return Edition(WEEKLY if args.body else DAILY, whose, _day(args.day))


def _day(words: str) -> date:
    try:
        return editions.parse_day(words)
    except editions.WrongDay:
        raise Trouble(f"{words!r} is no day; write the year, the month and the day, as 2026-07-21") from None


def _shown(edition: Edition) -> Shown:
    day = edition.day.isoformat()
    try:
        return keeping.shown(edition, at=clock.now())
    except editions.FutureDay:
        raise Trouble(f"{day} has not begun; its brief is made on its morning") from None
    except editions.NoMonday:
        raise Trouble(f"{day} is no Monday; weekly briefs are of Mondays") from None
    except editions.UnknownReaders:
        raise Trouble(f"there is no {edition.whose.replace(':', ' ')}") from None


def _send(edition: Edition) -> int:
    at = clock.now()
    if settings.PRODUCTION or not (settings.DEMO or demo_accounts()):
        raise Trouble("--send is for a demo; the worker sends by itself")
    if edition.day != at.astimezone(edition.zone).date():
        raise Trouble("only today's brief is sent")
    mine = [one for one in readers(at=at) if (one.kind, one.whose) == (edition.kind, edition.whose)]
    brief = keeping.freeze(edition, at=at)
    return sum(sending.deliver(sending.Thing(brief=brief), one.account, at=at) for one in mine)


def _write(found: Shown, path: Path) -> None:
    try:
        path.write_bytes(paper.pdf(found.content, found.sha256))
    except OSError as error:
        raise Trouble(targets.failed(path, error)) from None


def _tell(found: Shown, args: argparse.Namespace, sent: int) -> None:
    frozen = found.brief is not None
    file = str(args.out) if args.out else ""
    if args.json:
        told = {"frozen": frozen, "sha256": found.sha256, "sent": sent, "file": file, "content": found.content}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(f"{found.content['title']}, {found.content['name']}, {found.content['day']}\n")
    sys.stdout.write(f"{'frozen as sent' if frozen else 'made on demand'}\nsha256 {found.sha256}\n")
    if args.send:
        sys.stdout.write(f"sent to {sent}\n")
    if file:
        sys.stdout.write(f"{file}\n")
