"""The command `rumahrakyat understand`."""

import argparse
import json
import re
import sys
from typing import Any

from django.db import DatabaseError, connection

from rumahrakyat.lib import clock
from rumahrakyat.regions.codes import level_of
from rumahrakyat.regions.names import place_names
from rumahrakyat.reports.wording import public_copy
from rumahrakyat.routing import asking
from rumahrakyat.routing.asking import Asked, Point, Surroundings
from rumahrakyat.routing.deciding import Proposal
from rumahrakyat.routing.where import Where
from rumahrakyat.understanding.lexicon import Guess
from rumahrakyat.understanding.signals import Signals

Told = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    # Half of the earth lies south: "-7.05,110.42" is a value, not an option.
    parser._negative_number_matcher = re.compile(r"-\d")  # noqa: SLF001 -- there is no other way
    parser.add_argument("text", metavar="TEXT", help="what somebody writes; - reads it from standard input")
    parser.add_argument("--pin", type=point, metavar="LAT,LON", help="where the telephone was, in degrees")
    parser.add_argument("--place", default="", metavar="WORDS", help="the answer to the question where")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def point(typed: str) -> Point:
    """-7.05,110.42 as a point. Raises what argparse makes a sentence of."""
    try:
        lat, lon = (float(part) for part in typed.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{typed!r} is no point; write -7.05,110.42") from None
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise argparse.ArgumentTypeError(f"{typed!r} is not on this earth; latitude first")
    return Point(lat, lon)


def run(args: argparse.Namespace) -> int:
    """Tells what the router makes of a text: where it is, what it is about, how urgent, whose it is and why, and what
    else was possible. Nothing is stored and nobody is told.

    Where this installation's database answers, its rules, register of roads and model are used; else the files of the
    province, as on the first day.
    """
    text = sys.stdin.read() if args.text == "-" else args.text
    by, source = _surroundings()
    asked = asking.ask(text, pin=args.pin, place_words=args.place, by=by)
    told = _told(text, asked, by) | {"source": source, "rules": by.rules.version, "model": asked.proposal.model or None}
    if args.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(told)) + "\n")
    return 0


def _surroundings() -> tuple[Surroundings, str]:
    try:
        connection.ensure_connection()
        by = asking.of_installation(clock.now())
    except DatabaseError:  # none runs, or one without our tables
        return asking.of_province(), "province"
    return (by, "installation") if by.organisations else (asking.of_province(), "province")


def _told(text: str, asked: Asked, by: Surroundings) -> Told:
    proposal, signals = asked.proposal, asked.reading.signals
    return {
        "place": _place(asked.where),
        "category": _category(proposal.category, proposal.guesses, by),
        "kind": proposal.kind,
        "urgency": _urgency(asked),
        "agency": _agency(proposal, by),
        "confidential": proposal.confidential,
        "reasons": list(proposal.reasons),
        "alternatives": [
            {"code": one.organisation, "name": by.organisations.get(one.organisation), "confidence": one.confidence}
            for one in proposal.alternatives
        ],
        "signals": _signals(signals),
        "language": {"code": asked.language.code, "sure": asked.language.sure},
        "public_text": public_copy(text),
    }


def _urgency(asked: Asked) -> Told:
    emergency = asked.reading.signals.emergency
    return {
        "urgent": asked.proposal.urgent or emergency is not None,
        "danger": emergency.danger if emergency else None,
        "words": list(emergency.words) if emergency else [],
        "numbers": [number.digits for number in emergency.numbers] if emergency else [],
        "text": emergency.text if emergency else "",
    }


def _agency(proposal: Proposal, by: Surroundings) -> Told:
    return {
        "code": proposal.organisation,
        "name": by.organisations.get(proposal.organisation or ""),
        "confidence": proposal.confidence,
        "action": proposal.action,
        "why": proposal.why,
        "rule": proposal.rule or None,
        "joined": list(proposal.joined),
        "referral": {"to": proposal.referral_to, "text": proposal.referral_text} if proposal.referral_to else None,
    }


def _signals(signals: Signals) -> Told:
    return {
        "oversight": signals.oversight is not None,
        "misconduct": signals.misconduct is not None,
        "violence": signals.violence is not None,
        "noise": signals.noise.noise if signals.noise else None,
        "praise": signals.praise is not None,
        "sarcastic": bool(signals.praise and signals.praise.sarcastic),
        "matters": [{"category": one.category, "text": one.text} for one in signals.matters],
        "issue": signals.issue,
    }


def _place(where: Where) -> Told:
    code = where.village or where.district or where.regency
    return {
        "code": code,
        "level": level_of(code) if code else None,
        "name": place_names().label(code) if code else None,
        "regency": where.regency,
        "district": where.district,
        "village": where.village,
        "confidence": where.confidence,
        "elsewhere": where.elsewhere,
        "candidates": [{"code": one.code, "name": one.label, "score": one.score} for one in where.candidates],
    }


def _category(noted: str | None, guesses: tuple[Guess, ...], by: Surroundings) -> Told:
    """`sure` when it is clear enough to be noted; else the likeliest, if any."""
    code = noted or (guesses[0].code if guesses else None)
    return {
        "code": code,
        "name": by.categories.get(code or ""),
        "main": code.split(".", maxsplit=1)[0] if code else None,
        "sure": noted is not None,
        "guesses": [{"code": one.code, "confidence": one.confidence, "words": list(one.words)} for one in guesses],
    }


def _lines(told: Told) -> list[str]:
    agency, place, category = told["agency"], told["place"], told["category"]
    lines = [
        f"place: {place['name'] or 'not clear'}",
        f"category: {category['code'] or 'none'}{'' if category['sure'] else ' (not sure)'}",
        f"kind: {told['kind']}",
        f"urgent: {'yes, ' + told['urgency']['danger'] if told['urgency']['danger'] else 'no'}",
        f"agency: {agency['name'] or 'not clear'} ({agency['action']}, {agency['confidence']})",
    ]
    if agency["why"]:
        lines.append(f"why a person looks: {agency['why']}")
    lines += [f"- {reason}" for reason in told["reasons"]]
    others = [f"{one['name'] or one['code']} ({one['confidence']})" for one in told["alternatives"]]
    return [*lines, f"or: {'; '.join(others)}"] if others else lines
