"""The command `rumahrakyat channels`."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from rumahrakyat.channels import health, registry, watching
from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.contract import Adapter, Listening, Polled, Registers
from rumahrakyat.channels.health import Health
from rumahrakyat.lib import clock
from rumahrakyat.operate.trouble import refuse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--probe", action="store_true", help="ask the providers first (otherwise: what they said last)")

    parser.add_argument("--register", metavar="CHANNEL", help="tell its provider where to bring messages, and end")


def run(args: argparse.Namespace) -> int:
    """Lists every channel: what it can do, whether this installation uses it, and how it is doing. Exit status 0 when
    no channel that is used is in trouble."""
    if args.register:
        return _register(args.register)
    at = clock.now()
    if args.probe:
        watching.probe(at=at)
    found = health.of_all(at=at)
    if args.json:
        rows = [_as_json(registry.get(one.code), one) for one in found]
        sys.stdout.write(json.dumps({"adapters": rows}, default=_plain) + "\n")
    else:
        sys.stdout.write("".join(_as_text(one) for one in found))
    return 1 if any(one.state == "trouble" for one in found) else 0


def _register(code: str) -> int:
    adapter = registry.get(code) if code in registry.default() else None
    if not isinstance(adapter, Registers):
        able = ", ".join(one.code for one in registry.default() if isinstance(one, Registers))
        return refuse("channels", f"{code} cannot be registered from here; these can: {able}")
    try:
        adapter.register()
    except DeliveryError as error:
        sys.stderr.write(f"rumahrakyat channels: {error.message}\n")
        return 1
    sys.stdout.write(f"{code}: the provider knows where to bring its messages\n")
    return 0


def _as_json(adapter: Adapter, one: Health) -> dict[str, Any]:
    ways = [name for name, is_so in _ways(adapter).items() if is_so]
    state = asdict(one)
    for name in ("code", "medium", "label", "configured"):
        del state[name]
    return {
        "id": one.code,
        "medium": one.medium,
        "label": one.label,
        "ways_in": ways,
        "capabilities": asdict(adapter.capabilities),
        "configured": one.configured,
        "check_config": adapter.check_config(),
        "health": {"state": one.state, **state},
    }


def _ways(adapter: Adapter) -> dict[str, bool]:
    polled, listening = isinstance(adapter, Polled), isinstance(adapter, Listening)
    by_hand = adapter.code == "web"
    return {"form": by_hand, "webhook": bool(adapter.headers_kept), "feed": polled, "listener": listening}


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value)


def _as_text(one: Health) -> str:
    mark = {"well": "well   ", "trouble": "TROUBLE", "off": "off    "}[one.state]
    lines = [
        f"{mark} {one.code} ({one.label}): {one.received_today} in, {one.sent_today} out today, {one.waiting} waiting"
    ]
    lines += [f"          {trouble}" for trouble in one.troubles]
    return "\n".join(lines) + "\n"
