"""Makes an account of somebody who works here."""

import argparse
import getpass
import sys

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rumahrakyat.config import env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username")
    parser.add_argument("name", help="the person's full name")


def run(args: argparse.Namespace) -> int:
    """Makes an account and asks for its password (or reads it from RUMAHRAKYAT_STAFF_PASSWORD). What the account may do
    follows from its memberships."""
    accounts = get_user_model()
    if accounts.objects.filter(username=args.username).exists():
        sys.stderr.write(f"there is an account {args.username} already\n")
        return 1
    password = env.secret("RUMAHRAKYAT_STAFF_PASSWORD") or getpass.getpass("Password: ")
    try:
        validate_password(password, accounts(username=args.username, name=args.name))
    except ValidationError as problem:
        sys.stderr.write("\n".join(problem.messages) + "\n")
        return 1
    accounts.objects.create_user(username=args.username, name=args.name, password=password)
    sys.stdout.write(f"account {args.username} is made\n")
    return 0
