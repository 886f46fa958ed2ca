"""Years of cases in minutes, to see that cost stays flat as the archive grows. Written by COPY, not played.

What is written is what the operations would have written for a plain case: the report, its entries with a valid hash
chain, its first-response clock with tenure and breach, the router's decision. Only the last days are open.
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
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, connections, transaction

from rumahrakyat.demo.copying import Ready, Table, reserve, trust_the_rows, without_indexes
from rumahrakyat.demo.matters import Matters
from rumahrakyat.demo.story import DEADLINE, TURN, Matter, Story, tell
from rumahrakyat.duty import rules
from rumahrakyat.duty.models import Breach, Clock, DutyRule, EscalationStep, Tenure
from rumahrakyat.lib import ids
from rumahrakyat.people.models import Reporter
from rumahrakyat.reports import chain
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.routing.models import Decision

ENTRIES_PER_CASE: Final = 5  # primary keys kept free for each case
CASES_PER_PERSON: Final = 5
_CHUNK: Final = 4000
_MANY: Final = 50_000  # from here on it pays to build the indexes afterwards
_MODELS: Final = (Reporter, Report, Entry, Clock, Tenure, Breach, EscalationStep, Decision)


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


@dataclass
class _Keys:
    """The first primary key of each table, and the first serial of the tracking numbers."""

    report: int
    entry: int
    clock: int
    tenure: int
    breach: int
    step: int
    decision: int
    reporter: int
    serial: int


@dataclass
class _Rows:
    """The rows of one chunk, by model."""

    of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: Table, **values: object) -> None:
        self.of[table.name].append(table.row(**values))


def fill(bulk: Bulk) -> dict[str, float]:
    """Write `bulk` and return how many reports and how many seconds. The province must be loaded and have accounts
    (`demo.cast`). Safe beside a running product, but the plain indexes are missing meanwhile when there are many."""
    began = time.monotonic()
    writer = _Writer(bulk, Matters.draw(bulk.seed, bulk.until, ZoneInfo(settings.TIME_ZONE)), _reserve(bulk.count))
    with ExitStack() as stack:
        if bulk.count >= _MANY:
            stack.enter_context(without_indexes(list(writer.tables.values())))
        starts = range(0, bulk.count, _CHUNK)
        if bulk.processes <= 1:
            for start in starts:
                writer.write(start)
        else:
            _share(bulk, writer, starts)
        copied = time.monotonic() - began
    with connection.cursor() as cursor:
        for table in writer.tables.values():
            cursor.execute(f'ANALYZE "{table.name}"')
    return {"reports": bulk.count, "copy_seconds": copied, "seconds": time.monotonic() - began}


def _share(bulk: Bulk, writer: "_Writer", starts: range) -> None:
    connections.close_all()  # a connection must not be shared with a child
    _inherited.append(writer)
    with ProcessPoolExecutor(bulk.processes, mp_context=multiprocessing.get_context("fork")) as pool:
        for done in as_completed([pool.submit(_write, start) for start in starts]):
            done.result()
    _inherited.clear()


_inherited: list["_Writer"] = []


def _write(start: int) -> None:
    _inherited[-1].write(start)


def _reserve(count: int) -> _Keys:
    keys = {model: Table(model).reserve for model in _MODELS}
    return _Keys(
        report=keys[Report](count),
        entry=keys[Entry](count * ENTRIES_PER_CASE),
        clock=keys[Clock](count * 2),
        tenure=keys[Tenure](count * 2),
        breach=keys[Breach](count),
        step=keys[EscalationStep](count * 4),
        decision=keys[Decision](count),
        reporter=keys[Reporter](count // CASES_PER_PERSON + 1),
        serial=reserve("reports_serial", count),
    )


class _Writer:
    def __init__(self, bulk: Bulk, matters: Matters, keys: _Keys) -> None:
        self.bulk, self.matters, self.keys = bulk, matters, keys
        self.tables = {model: Table(model) for model in _MODELS}
        self.rules = list(DutyRule.objects.order_by("obligation", "-version"))

    def write(self, start: int) -> None:
        """Write the reports from number `start` on, one chunk, in one transaction."""
        rows, rng = _Rows(), random.Random(f"{self.bulk.seed}:{start}")  # noqa: S311 -- a bench, not a secret
        for index in range(start, min(start + _CHUNK, self.bulk.count)):
            self._case(index, rows, rng)
        with transaction.atomic():
            trust_the_rows()
            for table in self.tables.values():
                table.write(rows.of[table.name])

    def _case(self, index: int, rows: _Rows, rng: random.Random) -> None:
        received = self.bulk.received(index)
        matter = self.matters.one(rng)
        story = tell(matter, received, self.bulk.until, rng)
        number = ids.tracking_number(self.keys.serial + index)
        head = self._entries(index, number, matter, story, rows)
        if index % CASES_PER_PERSON == 0:
            reporter = self.keys.reporter + index // CASES_PER_PERSON
            rows.add(self.tables[Reporter], id=reporter, created_at=received)
        self._report(index, number, matter, story, rows, head)
        self._first_clock(index, matter, story, rows)
        if story.resolved and not story.closed:
            self._turn_clock(index, matter, story.resolved, rows)
        self._decision(index, matter, story, rows)

    def _entries(self, index: int, number: str, matter: Matter, story: Story, rows: _Rows) -> str:
        """The timeline; returns its last hash, worked out by the functions of the product."""
        head = chain.GENESIS
        first = self.keys.entry + index * ENTRIES_PER_CASE
        for seq, event in enumerate(story.events, start=1):
            account = matter.officer if event.actor == "staff" else None
            organisation = matter.holder if event.actor == "staff" else None
            personal = chain.with_salt(event.personal) if event.personal else None
            digest = chain.personal_digest(personal) if personal else ""
            actor = f"{event.actor}:{account or ''}:{organisation or ''}"
            link = chain.Link(number, seq, event.type, event.at, event.at, actor, event.data, digest)
            head = chain.link_hash(head, link)
            at = Ready(event.at.isoformat())
            rows.add(
                self.tables[Entry],
                id=first + seq - 1,
                report_id=self.keys.report + index,
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

    def _report(  # noqa: PLR0917 -- a private step of one case
        self, index: int, number: str, matter: Matter, story: Story, rows: _Rows, head: str
    ) -> None:
        received = story.events[0].at
        owed = story.answered is None
        rows.add(
            self.tables[Report],
            id=self.keys.report + index,
            number=number,
            source_key=None,
            reporter_id=self.keys.reporter + index // CASES_PER_PERSON,
            stage=story.stage.value,
            closing=story.closing,
            holder_id=matter.holder,
            referred_to=matter.outside if story.stage is Stage.REFERRED else "",
            received_at=received,
            recorded_at=received,
            closed_at=story.closed,
            answer_due_at=received + DEADLINE if owed else None,
            reporter_due_at=story.resolved + TURN if story.resolved and not story.closed else None,
            last_seq=len(story.events),
            head_hash=head,
            **matter.report,
        )

    def _first_clock(self, index: int, matter: Matter, story: Story, rows: _Rows) -> None:
        started, clock = story.events[0].at, self.keys.clock + 2 * index
        rule = self._rule(rules.FIRST_RESPONSE, started)
        due = rules.due_at(started, rule.hours)
        late = story.answered is not None and rules.was_late(due, story.answered)
        taken = [] if story.answered else self._steps(rule, started, due)
        left = None if story.answered else rules.next_step(rule.steps, started, due, {step.step.code for step in taken})
        rows.add(
            self.tables[Clock],
            id=clock,
            report_id=self.keys.report + index,
            obligation=rules.FIRST_RESPONSE,
            rule_id=rule.pk,
            holder_id=matter.holder,
            started_at=started,
            due_at=due,
            next_action_at=left.at if left else None,
            met_at=story.answered,
            breached_at=due if late else None,
        )
        rows.add(
            self.tables[Tenure],
            id=self.keys.tenure + 2 * index,
            clock_id=clock,
            holder_id=matter.holder,
            since=started,
            until=story.answered,
        )
        if late:
            self._breach(index, rule, started, matter, rows)
        for step in taken:
            self._step(clock, step, matter, rows)

    def _rule(self, obligation: str, at: datetime) -> DutyRule:
        return next(
            rule
            for rule in self.rules
            if rule.obligation == obligation and rule.valid_from <= at and (not rule.valid_to or at < rule.valid_to)
        )

    def _steps(self, rule: DutyRule, started: datetime, due: datetime) -> list[rules.DueStep]:
        steps = [rules.DueStep(step, rules.step_time(step, started, due)) for step in rule.steps]
        return [step for step in steps if step.at <= self.bulk.until]

    def _step(self, clock: int, step: rules.DueStep, matter: Matter, rows: _Rows) -> None:
        rows.add(
            self.tables[EscalationStep],
            id=self.keys.step + (clock - self.keys.clock) * 2 + (step.step.percent >= 90),
            clock_id=clock,
            code=step.step.code,
            audience=step.step.audience,
            organisation_id=matter.holder,
            due_at=step.at,
            taken_at=step.at,
        )

    def _breach(self, index: int, rule: DutyRule, started: datetime, matter: Matter, rows: _Rows) -> None:
        due = rules.due_at(started, rule.hours)
        rows.add(
            self.tables[Breach],
            id=self.keys.breach + index,
            clock_id=self.keys.clock + 2 * index,
            holder_id=matter.holder,
            rule_id=rule.pk,
            due_at=due,
            held_since=started,
            recorded_at=due,
        )

    def _turn_clock(self, index: int, matter: Matter, resolved: datetime, rows: _Rows) -> None:
        """The reporter's ten days to decide, while they run."""
        clock = self.keys.clock + 2 * index + 1
        rows.add(
            self.tables[Clock],
            id=clock,
            report_id=self.keys.report + index,
            obligation=rules.REPORTER_DECIDES,
            rule_id=self._rule(rules.REPORTER_DECIDES, resolved).pk,
            holder_id=matter.holder,
            started_at=resolved,
            due_at=resolved + TURN,
            next_action_at=resolved + TURN,
        )
        rows.add(
            self.tables[Tenure],
            id=self.keys.tenure + 2 * index + 1,
            clock_id=clock,
            holder_id=matter.holder,
            since=resolved,
        )

    def _decision(self, index: int, matter: Matter, story: Story, rows: _Rows) -> None:
        at = story.events[0].at + timedelta(seconds=1)
        rows.add(
            self.tables[Decision],
            id=self.keys.decision + index,
            report_id=self.keys.report + index,
            entry_id=self.keys.entry + index * ENTRIES_PER_CASE,
            at=at,
            decided_at=at,
            **matter.decision,
        )
