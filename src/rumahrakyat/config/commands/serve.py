"""Runs everything on one machine: the database, the web pages and the worker."""

import argparse
import os

from rumahrakyat.config import env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument(
        "--demo", action="store_true", help="demo accounts, a demo month, stand-ins for outside systems"
    )


def run(args: argparse.Namespace) -> int:
    """Runs everything on one machine: the database, the web pages and the worker, until Ctrl-C or SIGTERM.

    A part that dies is started again. What the product writes lies in the folder that RUMAHRAKYAT_HOME names.
    """
    if args.demo:
        os.environ["RUMAHRAKYAT_DEMO"] = "1"
    # Where this machine's own processes find the pages (the stand-ins of outside systems knock there).
    here = "127.0.0.1" if args.host in {"0.0.0.0", "::", "localhost"} else args.host  # noqa: S104 -- not bound here
    os.environ["RUMAHRAKYAT_LOCAL_URL"] = f"http://{here}:{args.port}"
    # The settings read the environment when they are first used, which must not be before the lines above.
    import django  # noqa: PLC0415

    django.setup()
    from rumahrakyat.config.supervise import Supervisor  # noqa: PLC0415

    return Supervisor(host=args.host, port=args.port, demo=env.flag("RUMAHRAKYAT_DEMO")).run()
