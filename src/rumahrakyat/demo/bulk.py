"""Years of cases in minutes, to see that cost stays flat as the archive grows. Written by COPY, not played.

What is written is what the operations would have written for a plain case: the report, its entries with a valid hash
chain, its clocks as the machine of `duty` moves them, with tenures, missed deadlines and steps of the ladders, and the
router's decision. Only the last days are open.
"""

import multiprocessing
import random
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, connections, transaction
from django.db.models import Model

from rumahrakyat.demo.copying import Ready, Table, reserve, trust_the_rows, without_indexes
from rumahrakyat.demo.duties import Circumstances, Duties, Run, play, quick
from rumahrakyat.demo.matters import Matters
from rumahrakyat.demo.story import Matter, Story, tell
from rumahrakyat.duty import rules, store
from rumahrakyat.duty.models import Breach, Clock, EscalationStep, Tenure
from rumahrakyat.duty.rules import Weight
from rumahrakyat.lib import ids, wallclock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.oversight.rollups import rebuilding
from rumahrakyat.people.models import Reporter
from rumahrakyat.reports import chain
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.routing.models import Decision

CASES_PER_PERSON: Final = 5
CHUNK: Final = 4000
_MANY: Final = 50_000  # from here on it pays to build the indexes afterwards
# How many primary keys are kept free for each case; a chunk of cases shares them.
KEPT: Final[dict[type[Model], int]] = {
    Reporter: 1, Report: 1, Entry: 12, Clock: 6, Tenure: 10, Breach: 3, EscalationStep: 8, Decision: 1,
}  # fmt: skip


@dataclass(frozen=True)
class Bulk:
    """What to write: `count` reports at a steady `per_day`, the last one just before `until`."""

    count: int
    until: datetime
    per_day: float = 800
    seed: int = 1
    processes: int = 2

    def received(self, index: int) -> datetime:
        """When report `index` (0 is the oldest) came in."""
        return self.until - timedelta(days=(self.count - index) / self.per_day)


@dataclass(frozen=True)
class _Case:
    pk: int
    number: str
    matter: Matter
    story: Story
    duties: Duties


@dataclass
class _Rows:
    """The rows of one chunk, by model. Their primary keys are drawn one after another from those kept for the chunk."""

    first: dict[type[Model], int]
    end: dict[type[Model], int]
    of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def key(self, model: type[Model]) -> int:
        taken = self.first[model]
        if taken >= self.end[model]:
            raise OverflowError(f"more rows of {model.__name__} than were kept free")
        self.first[model] = taken + 1
        return taken

    def add(self, table: Table, **values: object) -> None:
        self.of[table.name].append(table.row(**values))


def fill(bulk: Bulk) -> dict[str, float]:
    """Write `bulk` and return how many reports and how many seconds. The province must be loaded and have accounts
    (`demo.cast`). Safe beside a running product, but the plain indexes are missing meanwhile when there are many."""
    began = time.monotonic()
    writer = Writer(bulk)
    with ExitStack() as stack:
        if bulk.count >= _MANY:
            stack.enter_context(without_indexes(list(writer.tables.values())))
        starts = range(0, bulk.count, CHUNK)
        if bulk.processes <= 1:
            for start in starts:
                writer.write(start)
        else:
            _share(bulk, writer, starts)
        copied = time.monotonic() - began
    with connection.cursor() as cursor:
        for table in writer.tables.values():
            cursor.execute(f'ANALYZE "{table.name}"')
    rebuilding.rebuild(at=bulk.until)
    return {"reports": bulk.count, "copy_seconds": copied, "seconds": time.monotonic() - began}


def _share(bulk: Bulk, writer: "Writer", starts: range) -> None:
    connections.close_all()  # a connection must not be shared with a child
    _inherited.append(writer)
    with ProcessPoolExecutor(bulk.processes, mp_context=multiprocessing.get_context("fork")) as pool:
        for done in as_completed([pool.submit(_write, start) for start in starts]):
            done.result()
    _inherited.clear()


_inherited: list["Writer"] = []


def _write(start: int) -> None:
    _inherited[-1].write(start)


class Writer:
    """Writes the cases of a bulk chunk by chunk. `story` may be told otherwise; `until` is how far time has passed."""

    def __init__(self, bulk: Bulk) -> None:
        self.bulk, self.machine = bulk, quick(store.engine())
        self.matters = Matters.draw(bulk.seed, bulk.until, wallclock.zone())
        self.holders = dict(Organisation.objects.values_list("code", "pk"))
        self.tables = {model: Table(model) for model in KEPT}
        room = -(-bulk.count // CHUNK) * CHUNK  # a chunk's cases share its keys, so every chunk gets its full room
        self.keys = {model: self.tables[model].reserve(room * share) for model, share in KEPT.items()}
        self.serial = reserve("reports_serial", bulk.count)

    def write(self, start: int) -> None:
        """Write the reports from number `start` on, one chunk, in one transaction."""
        end = min(start + CHUNK, self.bulk.count)
        first = {model: self.keys[model] + start * share for model, share in KEPT.items()}
        last = {model: first[model] + CHUNK * share for model, share in KEPT.items()}
        rows, rng = _Rows(first, last), random.Random(f"{self.bulk.seed}:{start}")  # noqa: S311 -- not a secret
        for index in range(start, end):
            self._case(index, rows, rng)
        with transaction.atomic():
            trust_the_rows()
            for table in self.tables.values():
                table.write(rows.of[table.name])

    def _case(self, index: int, rows: _Rows, rng: random.Random) -> None:
        matter, story = self.story(index, rng)
        received = story.events[0].at
        duties = play(story.events, self._circumstances(matter), self.machine, self.until(story))
        number = ids.tracking_number(self.serial + index)
        case = _Case(self.keys[Report] + index, number, matter, story, duties)
        if index % CASES_PER_PERSON == 0:
            rows.add(self.tables[Reporter], id=self._reporter(index), created_at=received)
        rows.add(
            self.tables[Decision],
            id=rows.key(Decision),
            report_id=case.pk,
            entry_id=rows.first[Entry],  # the first entry, which is written next
            at=received + timedelta(seconds=1),
            decided_at=received + timedelta(seconds=1),
            **matter.decision,
        )
        self._report(case, self._reporter(index), rows, self._entries(case, rows))
        for run in duties.runs:
            self._clock(case.pk, run, rows)

    def story(self, index: int, rng: random.Random) -> tuple[Matter, Story]:
        matter = self.matters.one(rng)
        return matter, tell(matter, self.bulk.received(index), self.bulk.until, rng)

    def until(self, _story: Story) -> datetime:
        return self.bulk.until

    def _reporter(self, index: int) -> int:
        return self.keys[Reporter] + index // CASES_PER_PERSON

    def _circumstances(self, matter: Matter) -> Circumstances:
        weight = Weight.OVERSIGHT if matter.oversight else Weight.ORDINARY
        return Circumstances(matter.kind, matter.category, weight, matter.regency, self.holders)

    def _entries(self, case: _Case, rows: _Rows) -> str:
        """The timeline; returns its last hash, worked out by the functions of the product."""
        head, matter = chain.GENESIS, case.matter
        for seq, event in enumerate(case.duties.entries, start=1):
            account = matter.officer if event.actor == "staff" else None
            organisation = matter.holder if event.actor == "staff" else None
            personal = chain.with_salt(event.personal) if event.personal else None
            digest = chain.personal_digest(personal) if personal else ""
            actor = f"{event.actor}:{account or ''}:{organisation or ''}"
            link = chain.Link(case.number, seq, event.type, event.at, event.at, actor, event.data, digest)
            head = chain.link_hash(head, link)
            at = Ready(event.at.isoformat())
            rows.add(
                self.tables[Entry],
                id=rows.key(Entry),
                report_id=case.pk,
                seq=seq,
                type=event.type,
                actor_kind=event.actor,
                account_id=account,
                organisation_id=organisation,
                at=at,
                recorded_at=at,
                data=event.data,
                personal=personal,
                personal_digest=digest,
                hash=head,
            )
        return head

    def _report(self, case: _Case, reporter: int, rows: _Rows, head: str) -> None:
        story, duties, received = case.story, case.duties, case.story.events[0].at
        first, news = duties.running(rules.FIRST_RESPONSE), duties.running(rules.SILENCE)
        turn = duties.running(rules.REPORTER_COMPLETES) or duties.running(rules.REPORTER_DECIDES)
        standing = first is not None and first.waiting_since is not None and first.breached_at is None
        rows.add(
            self.tables[Report],
            id=case.pk,
            number=case.number,
            source_key=None,
            reporter_id=reporter,
            stage=story.stage.value,
            closing=story.closing,
            stage_before_waiting=story.before_waiting,
            holder_id=duties.holder,
            referred_to=case.matter.outside if story.stage is Stage.REFERRED else "",
            received_at=received,
            recorded_at=received,
            closed_at=story.closed,
            answer_due_at=first.due_at if first and not standing else None,
            reporter_due_at=turn.due_at if turn else None,
            news_due_at=news.due_at if news and news.waiting_since is None else None,
            last_seq=len(duties.entries),
            head_hash=head,
            **case.matter.report,
        )

    def _clock(self, report: int, run: Run, rows: _Rows) -> None:
        state, pk = run.clock, rows.key(Clock)
        rows.add(
            self.tables[Clock],
            id=pk,
            report_id=report,
            obligation=state.obligation,
            cycle=state.cycle,
            rule_id=state.rule.key,
            ladder_id=run.ladder.key if run.ladder else None,
            holder_id=state.holder,
            started_at=state.started_at,
            due_at=state.due_at,
            next_action_at=run.next_action_at,
            paused_at=state.waiting_since if state.breached_at is None else None,
            waits_until=state.waits_until,
            waited=state.waited,
            met_at=state.met_at,
            breached_at=state.breached_at,
            stopped_at=state.stopped_at,
            stop_reason=state.stop_reason,
        )
        self._happened(pk, run, rows)

    def _happened(self, clock: int, run: Run, rows: _Rows) -> None:
        """Who had the clock, what was missed, and which steps were taken."""
        for spell in run.clock.spells:
            rows.add(
                self.tables[Tenure],
                id=rows.key(Tenure),
                clock_id=clock,
                holder_id=spell.holder,
                since=spell.since,
                until=spell.until,
                waiting=spell.waiting,
            )
        for miss, recorded_at in zip(run.clock.misses, run.recorded, strict=True):
            rows.add(
                self.tables[Breach],
                id=rows.key(Breach),
                clock_id=clock,
                own=miss.own,
                holder_id=miss.holder,
                rule_id=run.clock.rule.key,
                due_at=miss.due_at,
                held_since=miss.held_since,
                held=miss.held,
                recorded_at=recorded_at,
            )
        for step in run.steps:
            rows.add(
                self.tables[EscalationStep],
                id=rows.key(EscalationStep),
                clock_id=clock,
                code=step.code,
                own=step.own,
                audience=step.audience,
                organisation_id=step.holder,
                due_at=step.due_at,
                taken_at=step.taken_at,
            )
