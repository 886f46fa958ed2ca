"""The command `rumahrakyat dossier`."""

import argparse
import contextlib
import shutil
import sys
from pathlib import Path
from uuid import uuid4

from rumahrakyat.evidence.dossiers import operations as dossiers
from rumahrakyat.lib import clock, ids
from rumahrakyat.operate import targets
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import SEE_IDENTITY, TAKE_DOSSIER
from rumahrakyat.reports import access

_REASON = "Diambil dari baris perintah oleh pengelola pemasangan."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="a report's number, such as RR-482-135")
    parser.add_argument("--out", metavar="FILE.zip", type=Path, required=True, help="where the file is written")
    parser.add_argument("--reason", metavar="WORDS", default="", help="what for; stands on the case's record")
    parser.add_argument("--identity", action="store_true", help="with the reporter's name; needs --reason")
    parser.add_argument("--originals", action="store_true", help="with the files as they came; needs --reason")


def run(args: argparse.Namespace) -> int:
    """Writes one case as one file that can be verified without this installation: paper, record, attachments.

    That it was taken is noted on the case, as from the pages. The name of a reporter who is confidential, and photos
    with whatever a camera noted in them, only with a reason of at least 20 letters; an anonymous reporter has none.
    Exit status 0 when the file was written.
    """
    if (args.identity or args.originals) and len(args.reason.strip()) < dossiers.SHORTEST:
        return refuse("dossier", "give the reason with --reason, in at least 20 letters")
    try:
        report = access.get_for_tracking(args.number)
    except ids.WrongNumber:
        return refuse("dossier", f"{args.number} is no report number; it looks like RR-482-135")
    except access.NotFound:
        return refuse("dossier", f"there is no report {args.number}")
    actor = Actor("system", frozenset({TAKE_DOSSIER, SEE_IDENTITY}))
    wanted = dossiers.Wanted(uuid4(), args.reason or _REASON, identity=args.identity, originals=args.originals)
    if wrong := targets.refusal(args.out):
        return refuse("dossier", wrong)
    beside = args.out.with_name(f"{args.out.name}.part")
    try:
        # Opened first: that a dossier was taken stands on the case for good, also when nothing could be written.
        with beside.open("wb") as target:
            row, made = dossiers.take(report_id=report.pk, wanted=wanted, actor=actor, account=None, at=clock.now())
            with made:
                shutil.copyfileobj(made, target)
        beside.replace(args.out)
    except dossiers.NoReason:
        return refuse("dossier", "a reason has at least 20 letters")
    except OSError as error:
        return refuse("dossier", targets.failed(args.out, error))
    finally:
        _gone(beside)
    sys.stdout.write(f"{args.out}: {report.number}, {row.last_seq} entries, {row.size} bytes, sha256 {row.sha256}\n")
    return 0


def _gone(beside: Path) -> None:
    """What was begun and is no dossier; a path that leads nowhere has nothing to take away."""
    with contextlib.suppress(OSError):
        beside.unlink(missing_ok=True)
