"""Server time and number of queries of the pages people wait for, with a given number of reports in the database.

    .venv/bin/python -m bench.pages --home FOLDER --reports 10000

The WSGI application with everything a request passes through is called in this process, one request after another, with
real sessions: what is measured is the time from a request's arrival to the last byte of its answer, without network.
The database of the folder is filled to the wanted number first; it is kept, so a second run needs no filling.
"""

import argparse
import io
import json
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import home

WARM_UP = 5


@dataclass(frozen=True)
class Page:
    """A page, whose session asks for it, and how long the slowest twentieth may take in milliseconds."""

    name: str
    paths: Callable[[], Iterator[str]]
    who: str
    budget: int


@dataclass(frozen=True)
class Measured:
    name: str
    budget: int
    queries: int
    p50: float
    p95: float
    kilobytes: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--explain", default="", metavar="PAGE", help="show the slowest queries of this page")
    args = parser.parse_args()
    with home.enter(args.home):
        filled = fill(args.reports)
        site = Site()
        if args.explain:
            site.explain(args.explain)
            return 0
        pages = [asdict(site.measure(page, args.requests)) for page in site.pages()]
    print(json.dumps({"reports": args.reports, "filled": filled, "pages": pages}))
    return 0


def fill(wanted: int) -> dict[str, float]:
    """Writes what is missing; returns how long it took."""
    from django.db import connection  # noqa: PLC0415 -- after Django's set-up, as everywhere below

    from rumahrakyat.demo import bulk  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.reports.models import Report  # noqa: PLC0415

    there = Report.objects.count()
    if there >= wanted:
        return {}
    home.say(f"writing {wanted - there} reports ...")
    done = bulk.fill(bulk.Bulk(count=wanted - there, until=clock.now()))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")  # as autovacuum does by and by where cases come one by one
    return done


class Site:
    def __init__(self) -> None:
        from rumahrakyat.config.wsgi import application  # noqa: PLC0415
        from rumahrakyat.oversight.tasks import run_reckoning  # noqa: PLC0415

        self.application = application
        self.random = random.Random(1)
        self.officer, self.held = self._busiest()
        self.sessions = {"": "", "officer": home.session(self.officer)}
        self.sessions |= {role: home.session(self._member(role)) for role in ("verifier", "governor", "operator")}
        run_reckoning()  # a worker does so every minute

    def pages(self) -> list[Page]:
        return [
            Page("home", lambda: self._same("/"), "", 100),
            Page("report form", lambda: self._same("/lapor/"), "", 100),
            Page("tracking", lambda: self._each("/lacak/{}/", self._public()), "", 100),
            Page("list of reports", lambda: self._same("/laporan/"), "", 100),
            Page("queue", lambda: self._same("/kerja/"), "officer", 150),
            Page("case", lambda: self._each("/kerja/{}/", self.held), "officer", 150),
            Page("queue, narrowed down", lambda: self._same("/kerja/?orang=belum&kanal=web"), "officer", 150),
            Page("workload", lambda: self._same("/kerja/beban/"), "officer", 150),
            Page("search", lambda: self._same("/kerja/cari/?q=jalan+rusak"), "officer", 150),
            Page("search, word and place", lambda: self._same("/kerja/cari/?q=lubang+kec+toroh"), "verifier", 150),
            Page("inbox", lambda: self._same("/kerja/masuk/"), "verifier", 150),
            Page("desk, day sheet", lambda: self._same("/kerja/loket/hari/"), "operator", 150),
            Page("people", lambda: self._same("/kerja/orang/"), "verifier", 150),
            Page("audit", lambda: self._same("/kerja/audit/"), "operator", 150),
            Page("governor's page", lambda: self._same("/pantau/"), "governor", 200),
            Page("by agency", lambda: self._same("/pantau/perangkat-daerah/"), "governor", 200),
            Page("by regency", lambda: self._same("/pantau/kabupaten-kota/"), "governor", 200),
            Page("cases behind a number", lambda: self._same("/pantau/kasus/"), "governor", 200),
            Page("promises, just counted", lambda: self._forgotten("scores:", "/pantau/janji/"), "governor", 200),
            Page("topics, a quarter", lambda: self._same("/pantau/topik/?periode=triwulan"), "governor", 200),
            Page("districts", lambda: self._each("/pantau/peta/?kab={}", self._regencies()), "governor", 200),
            Page("equity, a quarter", lambda: self._same("/pantau/pemerataan/?periode=triwulan"), "governor", 200),
            Page("negligence", lambda: self._same("/pantau/kelalaian/"), "governor", 200),
            Page("registers", lambda: self._same("/pantau/register/"), "governor", 200),
            Page("findings", lambda: self._same("/pantau/temuan/"), "governor", 200),
        ]

    def measure(self, page: Page, requests: int) -> Measured:
        times, queries, size = [], 0, 0
        for number, path in enumerate(page.paths()):
            if number >= requests + WARM_UP:
                break
            began = time.perf_counter()
            asked, size = self.get(path, page.who)
            if number >= WARM_UP:
                times.append((time.perf_counter() - began) * 1000)
                queries = max(queries, len(asked))
        times.sort()
        p95 = times[math.ceil(len(times) * 0.95) - 1]
        measured = Measured(page.name, page.budget, queries, statistics.median(times), p95, size / 1024)
        home.say(f"{page.name}: {measured.p50:.0f} / {p95:.0f} ms, {queries} queries")
        return measured

    def explain(self, name: str) -> None:
        """The queries of one request, the slowest first."""
        page = next(page for page in self.pages() if page.name == name)
        path = next(page.paths())
        for _ in range(WARM_UP):
            asked, _size = self.get(path, page.who)
        for seconds, statement in sorted(asked, reverse=True):
            home.say(f"{seconds * 1000:.1f} ms  {' '.join(statement.split())[:1500]}")

    def get(self, path: str, who: str) -> tuple[list[tuple[float, str]], int]:
        """One request: its queries with their seconds, and the bytes of the answer."""
        from django.db import connection  # noqa: PLC0415

        asked: list[tuple[float, str]] = []

        def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
            began = time.perf_counter()
            try:
                return execute(sql, parameters, many, context)
            finally:
                asked.append((time.perf_counter() - began, sql))

        statuses: list[str] = []
        with connection.execute_wrapper(note):
            answer = self.application(self._environ(path, who), lambda status, _headers: statuses.append(status))
            size = sum(len(part) for part in answer)
            answer.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{path} answers {statuses[0]}")
        return asked, size

    def _environ(self, path: str, who: str) -> dict[str, Any]:
        bare, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": bare,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": f"sessionid={self.sessions[who]}" if who else "",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    def _same(self, path: str) -> Iterator[str]:
        while True:
            yield path

    def _each(self, path: str, numbers: list[str]) -> Iterator[str]:
        while True:
            yield path.format(self.random.choice(numbers))

    def _forgotten(self, beginning: str, path: str) -> Iterator[str]:
        """The page as the first reader in a minute and a half gets it: what was counted before is thrown away."""
        from rumahrakyat.oversight.models import Reckoning  # noqa: PLC0415

        while True:
            Reckoning.objects.filter(key__startswith=beginning).delete()
            yield path

    def _regencies(self) -> list[str]:
        from rumahrakyat.regions.queries import regencies  # noqa: PLC0415

        return [one.code for one in regencies()]

    def _public(self) -> list[str]:
        from rumahrakyat.reports.models import Report  # noqa: PLC0415

        # Copies of `archive.grow` have no number that anybody could type.
        real = Report.objects.filter(number__startswith="RR-")
        last = real.latest("pk").pk
        keys = [self.random.randrange(max(1, last - 900_000), last + 1) for _ in range(400)]
        return list(real.filter(pk__in=keys, visibility="public").values_list("number", flat=True))

    def _busiest(self) -> tuple[Any, list[str]]:
        """An officer of the body with most open cases, and the numbers of some cases of that body, old and new."""
        from django.db.models import Count  # noqa: PLC0415

        from rumahrakyat.organisations.models import Membership  # noqa: PLC0415
        from rumahrakyat.reports.models import Report  # noqa: PLC0415

        officers = Membership.objects.filter(role="officer", organisation__isnull=False)
        held = Report.objects.filter(
            stage__in=["assigned", "in_progress", "field_check"], holder__in=officers.values("organisation")
        )
        holder = held.values("holder").annotate(n=Count("pk")).order_by("-n")[0]["holder"]
        own = (
            Report.objects.filter(holder=holder, number__startswith="RR-")
            .order_by("-received_at")
            .values_list("number", flat=True)
        )
        return officers.filter(organisation=holder)[0].account, list(own[:300])

    def _member(self, role: str) -> Any:
        from rumahrakyat.organisations.models import Membership  # noqa: PLC0415

        return Membership.objects.filter(role=role)[0].account


if __name__ == "__main__":
    sys.exit(main())
