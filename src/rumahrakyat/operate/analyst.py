"""The command `rumahrakyat analyst`."""

import argparse
import re
import sys
from pathlib import Path

from django.db import Error as DatabaseError
from django.db import connection, transaction
from psycopg import sql

from rumahrakyat.operate.trouble import refuse

# A question may take long, but not for ever, and never changes anything.
_SETTINGS = ("default_transaction_read_only = on", "statement_timeout = '5min'", "search_path = analyst")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the role in the database, for example analyst")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="its password; without, it has none")


def run(args: argparse.Namespace) -> int:
    """Makes a role in the database that may read the views of the schema analyst and nothing else: no table of ours, no
    writing. Calling it again gives the rights again and sets the password. Needs the right to make roles.
    """
    if not re.fullmatch("[a-z][a-z0-9_]{0,30}", args.name):
        return refuse("analyst", "a name has small letters, digits and _, and begins with a letter")
    try:
        password = _password(args.password_file) if args.password_file else ""
        _make(args.name, password)
    except OSError as error:
        return refuse("analyst", f"cannot read {args.password_file}: {error.strerror}")
    except _NoPassword as error:
        return refuse("analyst", f"{args.password_file} {error}")
    except DatabaseError as error:
        return refuse("analyst", str(error).splitlines()[0])
    sys.stdout.write(f"{args.name} may read the views of the schema analyst and nothing else\n")
    return 0


class _NoPassword(Exception):
    """Why the file holds no password."""


def _password(file: Path) -> str:
    """Raises `_NoPassword`, OSError."""
    try:
        found = file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise _NoPassword("is no text; write the password alone into it") from None
    if not found or not found.isprintable():
        raise _NoPassword("holds no password" if not found else "holds more than one line of letters and signs")
    return found


def _make(name: str, password: str) -> None:
    role = sql.Identifier(name)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = %s", [name])
        known = cursor.fetchone()
        if known is None:
            _run(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        elif known[0]:
            raise DatabaseError(f"{name} is a role with rights of its own; choose another name")
        if password:
            _run(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(password)))
        _run(sql.SQL("GRANT USAGE ON SCHEMA analyst TO {}").format(role))
        _run(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA analyst TO {}").format(role))
        for setting in _SETTINGS:
            _run(sql.SQL("ALTER ROLE {} SET " + setting).format(role))


def _run(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)  # composed, with every name quoted
