"""Runs the web pages only, for servers where the worker and the database run apart."""

import argparse
import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from rumahrakyat.config import env
from rumahrakyat.config.files import prepare

STOP_SECONDS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")


def run(args: argparse.Namespace) -> int:
    """Runs the web pages. RUMAHRAKYAT_WEB_PROCESSES (2) and RUMAHRAKYAT_WEB_THREADS (4) set how many answer at once;
    each thread holds one connection to the database."""
    prepare()
    os.environ["RUMAHRAKYAT_WEB_MASTER"] = str(os.getpid())
    Granian(
        "rumahrakyat.config.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=env.number("RUMAHRAKYAT_WEB_PROCESSES", 2, lowest=1),
        blocking_threads=env.number("RUMAHRAKYAT_WEB_THREADS", 4, lowest=1),
        # Threads that come and go would open a connection each time.
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_SECONDS,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()
    return 0
