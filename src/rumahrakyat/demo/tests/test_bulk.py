from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.demo import bulk, cast
from rumahrakyat.demo.copying import NULL, text
from rumahrakyat.demo.matters import Matters
from rumahrakyat.duty import rules, store
from rumahrakyat.duty.models import Breach, Clock, EscalationStep, Tenure
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import ids
from rumahrakyat.regions.province import active
from rumahrakyat.reports import queries
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import ENDED
from rumahrakyat.reports.submission import next_serial
from rumahrakyat.routing.loading import load_province
from rumahrakyat.routing.models import Decision
from tests.cast import load_duties

UNTIL = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
COUNT = 240


@pytest.fixture
def filled(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    load_province(province=active().name, at=UNTIL)
    load_duties()
    cast.create()
    stock = Matters.draw(1, UNTIL, ZoneInfo("Asia/Jakarta"), stock=200)
    monkeypatch.setattr(Matters, "draw", lambda *_given, **_named: stock)
    bulk.fill(bulk.Bulk(COUNT, UNTIL, per_day=8, processes=1))


def test_bulk_rows_are_what_the_operations_would_have_written(filled: None) -> None:
    reports = list(Report.objects.all())
    assert len(reports) == Decision.objects.count() == COUNT
    for report in reports:
        assert not queries.verify(report)
        assert Entry.objects.filter(report=report).count() == report.last_seq
        assert ids.parse_tracking_number(report.number) == report.number
    assert Decision.objects.filter(entry__type="received").count() == COUNT
    entries = Counter(Entry.objects.values_list("type", flat=True))
    assert Breach.objects.count() == Clock.objects.filter(breached_at__isnull=False).count() == entries["breached"] > 0
    assert EscalationStep.objects.count() == entries["escalated"] > 0
    old = Report.objects.filter(received_at__lt=UNTIL - timedelta(days=28))
    assert {report.stage for report in old} <= {stage.value for stage in ENDED}
    assert ids.tracking_number(next_serial()) not in {report.number for report in reports}


def test_bulk_clocks_are_those_of_the_product(filled: None) -> None:
    assert sweep(at=UNTIL).looked_at == 0
    machine, seen = store.engine(), set()
    for report in Report.objects.all():
        loaded = store.load(report.pk, machine.book)
        promised = [loaded.case.running(name) for name in (rules.FIRST_RESPONSE, rules.REPORTER_DECIDES, rules.SILENCE)]
        told = [report.answer_due_at, report.reporter_due_at, report.news_due_at]
        assert [one.due_at if one else None for one in promised] == told
        for state in loaded.case.clocks:
            row = loaded.rows[state.obligation, state.cycle]
            seen.add(state.obligation)
            assert row.next_action_at == store.next_action(state, row.ladder_id, loaded.steps.get(row.pk, []), machine)
            spells = list(Tenure.objects.filter(clock=row).order_by("since", "pk"))
            assert spells[0].since == row.started_at
            assert spells[-1].until == (row.met_at or row.stopped_at)
    assert seen >= {rules.FIRST_RESPONSE, rules.ROUTING, rules.RESOLUTION, rules.SILENCE, rules.REPORTER_DECIDES}


def test_copied_text_keeps_its_line_breaks_and_backslashes() -> None:
    assert text("a\tb\n\\") == "a\\tb\\n\\\\"
    assert text(None) == NULL
    assert text({"a": "x\n"}) == '{"a": "x\\\\n"}'
