"""The command `rumahrakyat models`."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from rumahrakyat.lib import clock
from rumahrakyat.operate import targets
from rumahrakyat.operate.numbers import at_least
from rumahrakyat.operate.trouble import Trouble, refuse
from rumahrakyat.people.models import Account
from rumahrakyat.routing.examples import as_csv, examples
from rumahrakyat.routing.learning import queries, training, versions
from rumahrakyat.routing.models_learning import ModelState, ModelVersion, Target

_STATES = {state: str(state.value) for state in ModelState}
_SAID = {
    "unknown": "no version begins so, or several do: see `rumahrakyat models`",
    "no_reason": "say why: --reason",
    "not_now": "its state does not allow that: see `rumahrakyat models`",
    "nothing_active": "no model is at work: there is nothing to take back",
    "broken": "its file is missing or damaged: train a new one",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    deeds = parser.add_subparsers(title="what to do", metavar="DEED", dest="deed")
    every = deeds.add_parser("list", help="every version (default)")
    every.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    for name, help_ in (
        ("activate", "put a version to work in all processes"),
        ("shadow", "let a version read every new report beside the one at work"),
        ("retire", "take a version that is not at work out of use"),
    ):
        deed = deeds.add_parser(name, help=help_)
        deed.add_argument("version", metavar="VERSION", help="the beginning of its name")
        _common(deed)
    _common(deeds.add_parser("rollback", help="one step back, at once"))
    train = deeds.add_parser("train", help="train a candidate on a file of examples, .csv or .csv.gz")
    train.add_argument("file", type=Path, metavar="FILE")
    train.add_argument("--text", metavar="COLUMN", help="what people wrote; several: A+B (default: SP4N’s)")
    train.add_argument("--label", metavar="COLUMN", help="what it is about, or who handled it (default: SP4N’s)")
    _common(train)
    export = deeds.add_parser("examples", help="write the examples of the history to a file, masked")
    export.add_argument("out", type=Path, metavar="FILE.csv")
    export.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    export.add_argument("--target", choices=list(Target.values), default=Target.CATEGORY.value)
    export.add_argument("--limit", type=at_least(1), default=training.MOST_EXAMPLES, metavar="N")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    parser.add_argument(
        "--target", choices=list(Target.values), default=Target.CATEGORY.value, help="category or agency"
    )
    parser.add_argument("--reason", default="", help="why, for those who come after you")
    parser.add_argument("--as", dest="who", default="", metavar="USERNAME", help="whose deed it is")


def run(args: argparse.Namespace) -> int:
    """Lists the models of the router and puts them to work, on trial, or back. Every deed is recorded with its reason.
    A version is named by the beginning of its name. Exit status 2 when a deed cannot be done."""
    try:
        return _DEEDS[args.deed or "list"](args)
    except versions.ModelProblem as problem:
        return refuse("models", _SAID[problem.code])
    except training.CannotTrain as problem:
        return refuse("models", why_not(problem))
    except (Trouble, OSError) as problem:
        return refuse("models", problem)


def why_not(problem: training.CannotTrain) -> str:
    """Why no model can be made, for an operator."""
    match problem:
        case training.TooLittle():
            found = "{found} usable examples of {classes} labels; {needed} of {needed_classes} are needed"
            return found.format(**problem.data)
        case training.UnknownLabels():
            return f"no label of the file is known here, such as {', '.join(map(repr, problem.data['labels'][:5]))}"
    return problem.code


def _list(args: argparse.Namespace) -> int:
    rows = queries.listed()
    if args.json:
        sys.stdout.write(json.dumps({"models": [told(row) for row in rows]}, ensure_ascii=False) + "\n")
        return 0
    if not rows:
        sys.stdout.write("no model yet: the router goes by the words of the first day alone\n")
    _write(_line(row) for row in rows)
    return 0


def told(row: ModelVersion) -> dict[str, Any]:
    """A version as JSON."""
    figures = {name: row.report.get(name) for name in ("accuracy", "macro_f1", "calibration_error", "gain", "sources")}
    return {
        "target": row.target,
        "version": row.version,
        "state": _STATES[ModelState(row.state)],
        "trained_at": row.trained_at.isoformat(),
        "trained_by": row.trained_by.username if row.trained_by else None,
        "source": row.source,
        "file": row.source_name,
        "examples": row.examples,
        "classes": row.classes,
        **figures,
    }


def _line(row: ModelVersion) -> str:
    accuracy, gain = row.report.get("accuracy", 0.0), row.report.get("gain", {})
    return (
        f"{row.version:12}  {row.target:8}  {_STATES[ModelState(row.state)]:9}  {row.trained_at:%Y-%m-%d}  "
        f"{row.examples:6d} examples  accuracy {accuracy:.3f}  acts on {gain.get('acts', 0):.1%} "
        f"({gain.get('right', 0):.1%} right)"
    )


def _write(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _with_version(
    do: Callable[..., ModelVersion],
) -> Callable[[argparse.Namespace], int]:
    def deed(args: argparse.Namespace) -> int:
        row = queries.by_words(args.version, args.target)
        if row is None:
            raise versions.NoSuchModel(args.version)
        return tell(args, do(version_id=row.pk, account=who(args), at=clock.now(), reason=args.reason))

    return deed


def tell(args: argparse.Namespace, row: ModelVersion) -> int:
    """Print what a version now is."""
    sys.stdout.write((json.dumps(told(row), ensure_ascii=False) if args.json else _line(row)) + "\n")
    return 0


def _rollback(args: argparse.Namespace) -> int:
    row = versions.roll_back(target=args.target, account=who(args), at=clock.now(), reason=args.reason)
    if row is not None:
        return tell(args, row)
    sys.stdout.write("{}\n" if args.json else "no model is at work: the words of the first day decide alone\n")
    return 0


def _train(args: argparse.Namespace) -> int:
    from rumahrakyat.understanding.classifier import BadTable, tables  # noqa: PLC0415 -- numpy

    try:
        table = tables.read(args.file, text=args.text, label=args.label)
    except BadTable as problem:
        raise Trouble(str(problem)) from problem
    file = training.File(args.file.name, table.texts, table.labels)
    at: datetime = clock.now()
    return tell(
        args, training.train_from_file(target=args.target, file=file, at=at, account=who(args), reason=args.reason)
    )


def _examples(args: argparse.Namespace) -> int:
    if wrong := targets.refusal(args.out):
        raise Trouble(wrong)
    found = examples(args.target, until=clock.now(), limit=args.limit)
    with args.out.open("w", encoding="utf-8", newline="") as file:
        many = sum(1 for line in as_csv(found) if file.write(line)) - 1
    sys.stdout.write(json.dumps({"examples": many}) + "\n" if args.json else f"{many} examples in {args.out}\n")
    return 0


def who(args: argparse.Namespace) -> Account | None:
    """The account whose deed it is; None for the operator at the machine."""
    if not args.who:
        return None
    found = Account.objects.filter(username=args.who).first()
    if found is None:
        raise Trouble(f"no account is called {args.who}")
    return found


_DEEDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "activate": _with_version(versions.activate),
    "shadow": _with_version(versions.start_shadow),
    "retire": _with_version(versions.retire),
    "rollback": _rollback,
    "train": _train,
    "examples": _examples,
}
