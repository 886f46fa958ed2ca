"""Makes an account of somebody who works here."""

import argparse
import getpass
import sys

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from rumahrakyat.config import env
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.operations import grant_role
from rumahrakyat.people.roles import ROLES
from rumahrakyat.regions.models import Region


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username")
    parser.add_argument("name", help="the person's full name")
    parser.add_argument("--role", choices=sorted(ROLES), help="what the person does")
    parser.add_argument("--organisation", metavar="CODE", help="where, for example DISHUB (default: everywhere)")
    parser.add_argument("--region", metavar="CODE", help="over which region, for example 33.15 (default: everywhere)")


def run(args: argparse.Namespace) -> int:
    """Makes an account and asks for its password (or reads it from RUMAHRAKYAT_STAFF_PASSWORD). What the account may do
    follows from its roles: give the first one here."""
    accounts = get_user_model()
    if accounts.objects.filter(username=args.username).exists():
        sys.stderr.write(f"there is an account {args.username} already\n")
        return 1
    organisation = Organisation.objects.filter(code=args.organisation).first() if args.organisation else None
    region = Region.objects.filter(code=args.region).first() if args.region else None
    if (args.organisation and organisation is None) or (args.region and region is None):
        sys.stderr.write("there is no such organisation or region; load the province first\n")
        return 1
    password = env.secret("RUMAHRAKYAT_STAFF_PASSWORD") or getpass.getpass("Password: ")
    try:
        validate_password(password, accounts(username=args.username, name=args.name))
    except ValidationError as problem:
        sys.stderr.write("\n".join(problem.messages) + "\n")
        return 1
    with transaction.atomic():
        account = accounts.objects.create_user(username=args.username, name=args.name, password=password)
        if args.role:
            grant_role(account=account, role=args.role, organisation=organisation, region=region, at=clock.now())
    sys.stdout.write(f"account {args.username} is made\n")
    return 0
