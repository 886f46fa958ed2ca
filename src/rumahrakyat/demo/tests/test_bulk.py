from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.demo import bulk, cast
from rumahrakyat.demo.copying import NULL, text
from rumahrakyat.demo.matters import Matters
from rumahrakyat.duty.loading import load_rules
from rumahrakyat.duty.models import Breach, Clock
from rumahrakyat.duty.operations import due_times
from rumahrakyat.lib import ids
from rumahrakyat.regions.province import active
from rumahrakyat.reports import queries
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import ENDED
from rumahrakyat.reports.submission import next_serial
from rumahrakyat.routing.loading import load_province
from rumahrakyat.routing.models import Decision

UNTIL = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
COUNT = 240


@pytest.fixture
def filled(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    load_province(province=active().name, at=UNTIL)
    load_rules(active().document("duty_rules.json"))
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
        assert due_times(report.pk) == (report.answer_due_at, report.reporter_due_at)
        assert ids.parse_tracking_number(report.number) == report.number
    assert Decision.objects.filter(entry__type="received").count() == COUNT
    assert Breach.objects.count() == Clock.objects.filter(breached_at__isnull=False).count() > 0
    assert not Clock.objects.filter(next_action_at__lte=UNTIL).exists()
    old = Report.objects.filter(received_at__lt=UNTIL - timedelta(days=28))
    assert {report.stage for report in old} <= {stage.value for stage in ENDED}
    assert ids.tracking_number(next_serial()) not in {report.number for report in reports}


def test_copied_text_keeps_its_line_breaks_and_backslashes() -> None:
    assert text("a\tb\n\\") == "a\\tb\\n\\\\"
    assert text(None) == NULL
    assert text({"a": "x\n"}) == '{"a": "x\\\\n"}'
