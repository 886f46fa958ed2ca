"""Loads a province."""

import argparse
import sys

from rumahrakyat.config.loading import load_province
from rumahrakyat.lib import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("province", metavar="PROVINCE", help="folder of the province's data under provinces/")


def run(args: argparse.Namespace) -> int:
    """Loads a province from its folder of data: regions, agencies, service points, categories, rules. Safe to run
    again: what is there already is brought up to date."""
    for line in load_province(args.province, at=clock.now()):
        sys.stdout.write(f"{line}\n")
    return 0
