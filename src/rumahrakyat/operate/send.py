"""The command `rumahrakyat send`."""

import argparse
import sys
import uuid

from rumahrakyat.channels import registry, sending
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.lib import clock
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.people.operations import contact_point


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("channel", metavar="CHANNEL", help="a channel's code, see `rumahrakyat channels`")
    parser.add_argument("address", metavar="ADDRESS", help="a number, an e-mail address or the account's id there")
    parser.add_argument("text", metavar="TEXT", help="what to say")


def run(args: argparse.Namespace) -> int:
    """Sends an operator's test message through the ordinary outbox, and says what came of it. Exit status 0 when the
    provider took it."""
    if args.channel not in registry.default():
        there = ", ".join(one.code for one in registry.default())
        return refuse("send", f"no channel is called {args.channel}; there are: {there}")
    adapter = registry.get(args.channel)
    if not adapter.capabilities.push or not adapter.capabilities.schemes:
        return refuse("send", f"nothing can be sent on {args.channel}")
    if not args.text.strip():
        return refuse("send", "the text is empty")
    problems = adapter.check_config() if adapter.configured() else ["the channel is not set up"]
    if problems:
        return refuse("send", "; ".join(problems))
    try:
        scheme, value = _address(adapter.capabilities.schemes, args.address.strip())
    except ValueError as error:
        return refuse("send", error)
    at = clock.now()
    person = contact_point(scheme=scheme, value=value, at=at)
    message = enqueue(channel=args.channel, contact_point=person, body=args.text, key=f"operator:{uuid.uuid4()}", at=at)
    sending.send_due(clock.now)
    return _say(message)


def _address(schemes: tuple[str, ...], typed: str) -> tuple[str, str]:
    """Scheme and canonical value. Raises ValueError with a sentence."""
    if "email" in schemes:
        if typed.count("@") != 1 or typed.startswith("@") or typed.endswith("@"):
            raise ValueError(f"{typed} is not an e-mail address")
        return "email", typed.lower()
    if "tel" in schemes:
        try:
            return "tel", parse_phone(typed)
        except WrongPhone:
            if len(schemes) == 1:
                raise ValueError(f"{typed} is not a mobile number; write it like 0813 2290 4471") from None
    return schemes[-1], typed


def _say(message: Message) -> int:
    message.refresh_from_db()
    outbox = Outbox.objects.get(message=message)
    reason = f": {outbox.error}" if outbox.error else ""
    sys.stdout.write(f"{message.status}{reason}\n")
    return 0 if message.status in {Message.Status.SENT, Message.Status.DELIVERED, Message.Status.READ} else 1
