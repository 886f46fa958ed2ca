"""Two officers who change the same cases at the same moment, as fast as a running server answers them.

    .venv/bin/python -m bench.edits --home FOLDER [--edits 500]

Both have a session and a connection of their own. Every edit must stand on the record, or be refused with its words
kept in the form; what is neither is a silent overwrite, of which there must be none.
"""

import argparse
import http.client
import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import home, paper
from bench.intake import server

CASES = 10
TRIES = 4
PATIENCE = 180  # seconds for one answer: a machine that does something else besides must not end the measurement
DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--edits", type=int, default=500, help="of each of the two")
    parser.add_argument("--write", action="store_true", help="put the line into docs/performance.md")
    args = parser.parse_args()
    with home.enter(args.home, RUMAHRAKYAT_DEMO="1"), server() as port:
        result = run(port, args.edits)
    if args.write:
        paper.write(DOCUMENT, "edits", paper.edits(result))
    print(json.dumps(result))
    return 1 if result["lost"] or result["doubled"] else 0


def run(port: int, edits: int) -> dict[str, Any]:
    from tests.edits import Officer, race  # noqa: PLC0415 -- after Django's set-up

    holder, accounts = _colleagues()
    numbers = _cases(holder)
    officers = []
    for account in accounts:
        hand = Hand(port, home.session(account))
        officers.append(Officer(account.username, hand.get, hand.post))
    began = time.perf_counter()
    result = race(officers, numbers, edits, say=home.say)
    return {**result, "seconds": round(time.perf_counter() - began, 1)}


class Hand:
    """A browser of one person: one connection, one session. What was not answered is sent again, as people do; the
    form's token keeps it from counting twice."""

    def __init__(self, port: int, session: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies = {"sessionid": session}

    def get(self, path: str) -> str:
        return self._send("GET", path)[1]

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        return self._send("POST", path, urlencode(form))

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        for again in range(TRIES - 1, -1, -1):
            try:
                return self._once(method, path, body)
            except (http.client.HTTPException, OSError):
                self.line.close()
                if not again:
                    raise
                time.sleep(2)
        raise AssertionError

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode()


def _colleagues() -> tuple[Any, list[Any]]:
    """An agency with two people who answer for it."""
    from django.db.models import Count  # noqa: PLC0415

    from rumahrakyat.organisations.models import Membership, Organisation  # noqa: PLC0415
    from rumahrakyat.reports.assignees import ANSWERING  # noqa: PLC0415

    held = Membership.objects.filter(role__in=ANSWERING, active=True, organisation__kind="agency")
    busiest = held.values("organisation").annotate(n=Count("account", distinct=True)).filter(n__gte=2)
    holder = Organisation.objects.get(pk=busiest.order_by("organisation")[0]["organisation"])
    return holder, [
        row.account for row in held.filter(organisation=holder).select_related("account").order_by("pk")[:2]
    ]


def _cases(holder: Any) -> list[str]:
    from rumahrakyat.correspondence.intake import Contact, Intake, take_in  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.people.actors import Actor  # noqa: PLC0415
    from rumahrakyat.reports.operations import assign  # noqa: PLC0415
    from rumahrakyat.reports.states import ROUTE  # noqa: PLC0415

    router, numbers, at = Actor("system", frozenset({ROUTE})), [], clock.now()
    for nth in range(CASES):
        contact = Contact("tel", f"+62812555{nth:05d}", "whatsapp")
        intake = Intake(
            text=f"Lubang nomor {nth} di depan pasar.",
            channel="web",
            source_key=f"bench:edits:{at.timestamp()}:{nth}",
            received_at=at,
            contact=contact,
        )
        report, _new = take_in(intake=intake, at=at)
        numbers.append(assign(report_id=report.pk, holder=holder, actor=router, at=at).number)
    return numbers


if __name__ == "__main__":
    sys.exit(main())
