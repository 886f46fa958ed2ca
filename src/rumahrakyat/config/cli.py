"""The command `rumahrakyat`: a table of subcommands, each in a module of its own that is imported when it is called.

A command module offers `add_arguments(parser)` and `run(args) -> int`, whose number is the exit status.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import ModuleType

from rumahrakyat.config.embedded import DatabaseProblem
from rumahrakyat.config.env import EnvironmentProblem
from rumahrakyat.operate.trouble import TROUBLE, refuse


@dataclass(frozen=True)
class Command:
    name: str
    help: str
    module: str
    # The embedded database is started for the time of the command when nothing else runs it.
    needs_database: bool = True
    # Tables and columns are brought up to date first.
    migrates: bool = False
    # Without, the command runs where nothing is installed or configured.
    needs_settings: bool = True


HERE = "rumahrakyat.config.commands"
OPERATE = "rumahrakyat.operate"
BARE = {"needs_database": False, "needs_settings": False}
COMMANDS = (
    Command("serve", "run everything: database, web pages and worker", f"{HERE}.serve", needs_database=False),
    Command("web", "run the web pages only", f"{HERE}.web"),
    Command("worker", "run the background worker only", f"{HERE}.worker"),
    Command("listen", "run the connections that channels keep open only", f"{HERE}.listen"),
    Command("migrate", "bring the database's tables up to date", f"{HERE}.migrate"),
    Command("load", "load a province: regions, agencies, categories", f"{HERE}.load", migrates=True),
    Command("roads", "take in a register of roads, CSV or GeoJSON", f"{OPERATE}.roads", migrates=True),
    Command("staff", "make an account of somebody who works here", f"{HERE}.staff", migrates=True),
    Command("demo", "play the demo day and month", f"{HERE}.demo", migrates=True),
    Command("sweep", "do now what has fallen due: missed deadlines, reminders, escalations", f"{OPERATE}.sweep"),
    Command("print-receipt", "print the receipt of a case as a PDF, without its secret", f"{OPERATE}.print_receipt"),
    Command("signs", "look now for bursts and clusters of like cases", f"{OPERATE}.signs"),
    Command("check", "check what must always be true of the live data", f"{OPERATE}.check"),
    Command("recount", "count every figure again from the record and compare", f"{OPERATE}.recount", migrates=True),
    Command("replay", "play texts through the front door, for rehearsals", f"{OPERATE}.replay"),
    Command("channels", "list every channel, what it can do and how it is doing", f"{OPERATE}.channels", migrates=True),
    Command("conformance", "run every channel through every case of its suite", f"{OPERATE}.conformance"),
    Command("ring", "play a telephone call into the running demo", f"{OPERATE}.ring", migrates=True),
    Command("send", "send a test message on a channel", f"{OPERATE}.send", migrates=True),
    Command("roles", "ask every address as every role and compare with the table", f"{OPERATE}.roles"),
    Command("register", "write, publish or check the register of a quarter", f"{OPERATE}.register", migrates=True),
    Command("brief", "write the brief of a day as a PDF", f"{OPERATE}.brief", migrates=True),
    Command("simulate-duty", "prove the clocks on random histories, or try other rules", f"{OPERATE}.simulate_duty"),
    Command("understand", "tell what the router makes of a text", f"{OPERATE}.understand", needs_database=False),
    Command("verify", "verify a file that was handed out, or the record of this installation", f"{OPERATE}.verify"),
    Command("dossier", "one case as one file that can be verified without us", f"{OPERATE}.dossier", migrates=True),
    Command("erase", "erase what is personal about one case, for good", f"{OPERATE}.erase", migrates=True),
    Command("seal", "seal the days that are over, or show the newest seal", f"{OPERATE}.seal", migrates=True),
    Command("analyst", "make a role of the database that may read numbers only", f"{OPERATE}.analyst", migrates=True),
    Command("record", "write the whole record without anybody's words, to be verified elsewhere", f"{OPERATE}.record"),
    Command("train", "learn labels from a file of examples, or from the own history", f"{OPERATE}.train", **BARE),
    Command("models", "list what the router has learnt; put a model to work or take it back", f"{OPERATE}.models"),
    Command("evaluate", "measure how well labels are found in a file", f"{OPERATE}.evaluate", **BARE),
)

# `train` reads a file and needs nothing else; on the installation's own cases it needs the database.
ON_HISTORY = Command("train", "learn from the own history", f"{OPERATE}.train_history", migrates=True)
# `verify` of a file trusts nothing here: it needs neither database nor settings.
ON_FILE = Command("verify", "verify a file that was handed out", "rumahrakyat.verifier.files", **BARE)


def chosen(given: Sequence[str]) -> Command | None:
    """The command that these words call."""
    found = next((one for one in COMMANDS if list(given[:1]) == [one.name]), None)
    if found and found.name == ON_FILE.name and _names_a_file(given[1:]):
        return ON_FILE
    return ON_HISTORY if found and found.name == ON_HISTORY.name and "--history" in given else found


def _names_a_file(words: Sequence[str]) -> bool:
    """Whether a word is neither an option nor the number of a case."""
    return any(not word.startswith("-") and before != "--number" for before, word in zip(["", *words], words))  # noqa: B905 -- the last word stands before none


def main(words: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if words is None else words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
    command = chosen(given)
    if command is None:
        overview().parse_args(given)  # ends with the help or with what is wrong
        overview().print_help()
        return TROUBLE
    try:
        return _call(command, given[1:])
    except (EnvironmentProblem, DatabaseProblem) as problem:
        return refuse(command.name, problem)
    except KeyboardInterrupt:
        return 130


def overview() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rumahrakyat", description="Rumah Rakyat: the people's house.")
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        subcommands.add_parser(command.name, help=command.help)
    return parser


def parser_of(command: Command, module: ModuleType) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"rumahrakyat {command.name}",
        description=(module.run.__doc__ or module.__doc__ or command.help).strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    return parser


def _call(command: Command, words: list[str]) -> int:
    # The parser of `serve` may turn the demo on before the settings are read.
    if command.needs_settings and command.name != "serve":
        # Late, because settings that cannot be read must end in one sentence and not in a traceback.
        import django  # noqa: PLC0415

        django.setup()
    module = importlib.import_module(command.module)
    args = parser_of(command, module).parse_args(words)
    with ExitStack() as stack:
        if command.needs_database:
            from rumahrakyat.config import database  # noqa: PLC0415 -- needs Django to be set up

            stack.enter_context(database.available())
            if command.migrates:
                database.migrate()
        status = module.run(args)
        assert isinstance(status, int)
        return status
