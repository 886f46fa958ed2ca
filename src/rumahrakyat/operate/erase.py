"""The command `rumahrakyat erase`."""

import argparse
import sys
from typing import Final

from rumahrakyat.lib import clock, ids
from rumahrakyat.operate import erasing
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.reports import access

_WHY: Final[dict[type[erasing.CannotErase], str]] = {
    erasing.NoReason: f"give the reason with --reason, in at least {erasing.SHORTEST} letters",
    erasing.StillOpen: "the case is open: its words are needed until it is closed",
    erasing.Examined: "somebody who examines it waits for an answer; its words are evidence",
    erasing.NothingLeft: "everything personal about it was erased before",
}
_STAYS: Final = (
    "What stays: number, times, place, category, bodies, stages and every digest, so that the record can be verified.\n"
    "What this cannot reach: files that were handed out, messages that were sent, and backups made before now.\n"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="a report's number, such as RR-482-135")
    parser.add_argument("--reason", metavar="WORDS", default="", help="what for; stands on the case's record")


def run(args: argparse.Namespace) -> int:
    """Erases what is personal about one case, once and for all: its words and files, the messages and recordings, and
    the reporter's name and addresses, unless another case of theirs keeps its words.

    That it was done stands on the case with the reason, which must name nobody. Refused while the case is open or
    examined. Exit status 0 when it was erased.
    """
    try:
        done = erasing.erase(number=args.number, reason=args.reason, at=clock.now())
    except ids.WrongNumber:
        return refuse("erase", f"{args.number} is no report number; it looks like RR-482-135")
    except access.NotFound:
        return refuse("erase", f"there is no report {args.number}")
    except erasing.CannotErase as refused:
        return refuse("erase", _WHY[type(refused)])
    whose = "erased" if done.reporter else "kept for other cases of the same person, or gone before"
    sys.stdout.write(
        f"{args.number}: erased the words of {done.entries} entries and {done.messages} messages, {done.files} files;"
        f" the reporter's name and addresses: {whose}.\n{_STAYS}"
    )
    return 0
