"""The command `rumahrakyat ring`."""

import argparse
import json
import sys
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.conf import settings

from rumahrakyat.channels.models_calls import Call
from rumahrakyat.channels.pbx import parsing
from rumahrakyat.channels.pbx.adapter import SIGNATURE, sign
from rumahrakyat.channels.standins.local import derived, local_url
from rumahrakyat.lib import clock, crypto
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.people.queries import demo_accounts

SECONDS = 10.0
WITHHELD = "anonymous"
_STILL_ON = timedelta(hours=2)
Event = dict[str, Any]


class CannotRing(Exception):
    """str() is a sentence for whoever typed the command."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help=f"who calls, such as 0813 2290 4471; {WITHHELD}: withheld")
    parser.add_argument("--line", default="1500", help="the number of ours that is called (default: 1500)")
    parser.add_argument("--agent", default="", metavar="NAME", help="whose telephone rings: an extension, a user name")
    parser.add_argument("--answer", action="store_true", help="somebody picks up")
    parser.add_argument("--end", action="store_true", help="the call ends")
    parser.add_argument("--missed", action="store_true", help="it rings and ends, and nobody picked up")
    parser.add_argument("--base-url", default="", metavar="URL", help="the running site (default: this machine's)")


def run(args: argparse.Namespace) -> int:
    """Plays a telephone call into the running demo: the events that an exchange sends, signed, through the real door.

    Without options it rings. --answer, --end and both go on with the call of this number that is still on the line, or
    begin one. The screen of an agent who is ready shows it within a second or two. Only in a demo: never where citizens
    call. Exit status 0 when every event was taken.
    """
    try:
        number = _number(args.number)
        _only_in_a_demo()
        for event in events(args, number, at=clock.now()):
            _post((args.base_url or local_url()).rstrip("/"), event)
            sys.stdout.write(f"{event['event']}: call {event['callId']}\n")
    except CannotRing as problem:
        return refuse("ring", problem)
    return 0


def _number(typed: str) -> str:
    if typed.strip().lower() == WITHHELD:
        return WITHHELD
    try:
        return parse_phone(typed)
    except WrongPhone:
        raise CannotRing(f"{typed} is not a telephone number; write it like 0813 2290 4471") from None


def _only_in_a_demo() -> None:
    if settings.PRODUCTION or not (settings.DEMO or demo_accounts()):
        raise CannotRing("calls are played in a demo only; start one with: rumahrakyat serve --demo")


def events(args: argparse.Namespace, number: str, *, at: datetime) -> list[Event]:
    """What the exchange would send, in order. Raises `CannotRing` for options that contradict each other."""
    if args.missed and (args.answer or args.end):
        raise CannotRing("--missed says that nobody answered: leave out --answer and --end")
    on_line = _on_line(number, at)
    if args.missed and on_line is not None and on_line.answered_at is not None:
        raise CannotRing("this call was answered already; end it with --end")
    call_id = on_line.call_id if on_line else f"ring-{int(at.timestamp() * 1000)}"
    about = {"direction": "in", "from": number, "to": args.line, "callId": call_id, "time": at.timestamp()}
    told: list[Event] = []
    if on_line is None:
        told.append({**about, "event": "newCall", "user": args.agent})
    if args.answer:
        told.append({**about, "event": "answer", "user": args.agent})
    if args.end or args.missed:
        told.append({**about, "event": "hangup", "cause": "noAnswer" if args.missed else "normalClearing"})
    if not told:
        raise CannotRing("this number is on the line already; go on with --answer, --end or --missed")
    return told


def _on_line(number: str, at: datetime) -> Call | None:
    """The call of this number that has not ended."""
    live = Call.objects.filter(channel=parsing.CHANNEL, ended_at=None, started_at__gt=at - _STILL_ON)
    if number == WITHHELD:
        found = live.filter(contact_point=None)
    else:
        found = live.filter(contact_point__value_hash=crypto.lookup_hash("tel", number))
    return found.order_by("-started_at", "-pk").first()


def _post(base_url: str, event: Event) -> None:
    body = json.dumps(event).encode()
    secret = derived(parsing.CHANNEL, "secret")
    headers = {SIGNATURE: sign(secret, body), "content-type": "application/json"}
    try:
        answer = httpx.post(
            f"{base_url}/kanal/{parsing.CHANNEL}/", content=body, headers=headers, timeout=SECONDS, trust_env=False
        )
    except httpx.HTTPError as error:
        raise CannotRing(f"nothing answers at {base_url}; is `rumahrakyat serve --demo` running there?") from error
    if answer.status_code in {401, 403}:
        raise CannotRing(f"{base_url} does not know our signature; is RUMAHRAKYAT_HOME the same as the server's?")
    if answer.status_code != 200:
        raise CannotRing(f"{base_url} answers {answer.status_code}; nothing was taken")
