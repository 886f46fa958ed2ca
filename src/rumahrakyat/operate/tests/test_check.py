"""Each invariant holds in an ordinary day, and is named when it is broken on purpose."""

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from rumahrakyat.channels import inbox, registry
from rumahrakyat.channels.base import Body
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.models import InboundEvent, Message, Outbox, RawInbound
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.tasks import inbox as work_the_inbox
from rumahrakyat.channels.whatsapp.adapter import WhatsAppAdapter
from rumahrakyat.channels.whatsapp.options import Options
from rumahrakyat.correspondence.models import Conversation
from rumahrakyat.duty.models import Clock
from rumahrakyat.lib import clock
from rumahrakyat.operate import check
from rumahrakyat.operate.invariants import INVARIANTS, Scope, examine, name_of
from rumahrakyat.oversight import figures
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.problems import recording
from rumahrakyat.problems.recording import Found
from rumahrakyat.reports.models import Attachment, PendingEffect, Report
from rumahrakyat.reports.operations import Classification, classify
from tests.cast import NOON, World

BATCH = {
    "object": "whatsapp_business_account",
    "entry": [
        {
            "changes": [
                {
                    "field": "messages",
                    "value": {
                        "messages": [
                            {
                                "id": f"wamid.{n}",
                                "from": f"62813999{n:05d}",
                                "timestamp": str(int(NOON.timestamp())),
                                "type": "text",
                                "text": {"body": "Lampu jalan di depan pasar padam sejak minggu lalu, gelap sekali."},
                            }
                            for n in (1, 2)
                        ]
                    },
                }
            ]
        }
    ],
}


@pytest.fixture(autouse=True)
def whatsapp(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = registry.Registry()
    fresh.add(registry.get("web"))
    fresh.add(WhatsAppAdapter(Options()))
    monkeypatch.setattr(registry, "default", lambda: fresh)


@pytest.fixture
def day(world: World) -> World:
    """A day on which something of everything happened: two complaints by chat in one batch, two on the web."""
    world.report()
    world.assigned()
    inbox.store(registry.get("whatsapp"), Request("POST", body=json.dumps(BATCH).encode()), at=NOON)
    with clock.frozen(NOON):
        work_the_inbox()
    return world


def swept(task: str = "duty.sweep", *, after: timedelta = timedelta(minutes=10)) -> None:
    """A worker began this sweep so long after noon."""
    execute(
        "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) VALUES (%s, %s, %s)",
        [task, task, int((NOON + after).timestamp())],
    )


def execute(statement: str, parameters: Sequence[str | int] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, parameters)


def broken() -> set[str]:
    return {name for name, one in examine(Scope(at=NOON, chains=None)).items() if not one.ok}


def test_all_is_well_on_an_ordinary_day(day: World) -> None:
    assert Report.objects.count() == 4
    assert broken() == set()


def behind_the_back(statement: str) -> None:
    """Changes a record as somebody with the database's password and bad intentions would."""
    execute("ALTER TABLE reports_entry DISABLE TRIGGER USER")
    execute("ALTER TABLE reports_report DISABLE TRIGGER USER")
    execute(statement)


def _raw_request_waits() -> None:
    swept("channels.inbox")
    RawInbound.objects.update(state="new")


def _event_lost() -> None:
    InboundEvent.objects.filter(event_key="wamid.2").delete()


def _event_waits() -> None:
    swept("channels.inbox")
    InboundEvent.objects.filter(event_key="wamid.2").update(state="new")


def _event_failed_without_a_reason() -> None:
    InboundEvent.objects.filter(event_key="wamid.2").update(state="failed")


def _message_lost() -> None:
    Message.objects.filter(external_id="wamid.2").delete()


def _story_forgotten() -> None:
    swept("correspondence.abandoned", after=timedelta(minutes=30))
    story = Conversation.objects.all()[0]
    story.draft = {"text": "Sungai meluap"}
    story.save()


def _no_clock() -> None:
    execute("DELETE FROM duty_tenure")
    Clock.objects.all().delete()


def _clock_without_promise() -> None:
    Clock.objects.filter(report=Report.objects.order_by("pk")[0]).update(due_at=NOON + timedelta(hours=25))


def _sweeper_skipped_one() -> None:
    swept(after=timedelta(hours=26))


def _clock_forgotten() -> None:
    Clock.objects.filter(report=Report.objects.order_by("pk")[0]).update(next_action_at=None)


def _effect_waits() -> None:
    PendingEffect.objects.update(next_at=NOON)
    swept("reports.effects")


def _effect_fails() -> None:
    PendingEffect.objects.update(attempts=8, error="UnknownHandler")


def _words_changed() -> None:
    behind_the_back("UPDATE reports_entry SET personal = jsonb_set(personal, '{text}', '\"lain\"')")


def _entry_removed() -> None:
    last = "(SELECT max(report_id) FROM reports_entry WHERE seq = 2)"
    execute("TRUNCATE reports_pendingeffect")
    behind_the_back(f"DELETE FROM reports_entry WHERE seq = 2 AND report_id = {last}")  # noqa: S608


def _half_a_report() -> None:
    execute("TRUNCATE reports_pendingeffect")
    execute("SET session_replication_role = replica")
    behind_the_back("DELETE FROM reports_entry WHERE seq = 1")
    execute("SET session_replication_role = origin")


def _nobody_is_told() -> None:
    execute("DELETE FROM correspondence_listener")


def _message_stays() -> None:
    contact = ContactPoint.objects.order_by("pk")[0]
    enqueue(channel="whatsapp", contact_point=contact, body=Body("Halo"), key="late", at=NOON)
    swept("channels.outbox")


def _failed_without_a_task() -> None:
    contact = ContactPoint.objects.order_by("pk")[0]
    enqueue(channel="whatsapp", contact_point=contact, body=Body("Halo"), key="failed", at=NOON)
    Outbox.objects.filter(key="failed").update(state="failed")


def _file_lost() -> None:
    Attachment.objects.create(
        report=Report.objects.order_by("pk")[0],
        kind="image",
        state="ready",
        original="ab" * 32,
        media_type="image/jpeg",
        created_at=NOON,
    )


def _number_in_a_job() -> None:
    arguments = json.dumps({"to": "+6281322904471"})
    execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'x', %s::jsonb)", [arguments]
    )


def _address_in_an_error() -> None:
    Outbox.objects.update(error="budi@contoh.id refused")
    if not Outbox.objects.exists():
        RawInbound.objects.update(error="budi@contoh.id refused")


@pytest.mark.parametrize(
    ("breaking", "name"),
    [
        (_raw_request_waits, "requests_are_taken_apart"),
        (_event_lost, "every_item_is_an_event"),
        (_event_waits, "events_are_handed_on"),
        (_event_failed_without_a_reason, "events_are_handed_on"),
        (_message_lost, "events_are_handed_on"),
        (_story_forgotten, "told_stories_are_filed"),
        (_no_clock, "open_cases_have_a_clock"),
        (_clock_without_promise, "promised_times_equal_the_clocks"),
        (_sweeper_skipped_one, "late_clocks_are_escalated"),
        (_clock_forgotten, "late_clocks_are_escalated"),
        (_effect_waits, "effects_are_carried_out"),
        (_effect_fails, "effects_are_carried_out"),
        (_words_changed, "chains_verify"),
        (_entry_removed, "chains_verify"),
        (_half_a_report, "reports_are_whole"),
        (_nobody_is_told, "reports_are_whole"),
        (_message_stays, "outgoing_messages_leave"),
        (_failed_without_a_task, "outgoing_messages_leave"),
        (_file_lost, "files_are_there"),
        (_number_in_a_job, "personal_data_stays_in_its_columns"),
        (_address_in_an_error, "personal_data_stays_in_its_columns"),
    ],
)
def test_a_broken_invariant_is_named(day: World, breaking: Callable[[], None], name: str) -> None:
    breaking()
    assert name in broken()


def test_two_reports_of_one_message_are_found(day: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'reports_report'::regclass AND contype = 'u'"
            " AND pg_get_constraintdef(oid) LIKE '%(source_key)%'"
        )
        (name,) = cursor.fetchone()
    execute(f"ALTER TABLE reports_report DROP CONSTRAINT {name}")
    behind_the_back("UPDATE reports_report SET source_key = 'same'")
    assert "reports_come_once" in broken()


def test_two_events_of_one_message_are_found(day: World) -> None:
    execute("ALTER TABLE channels_inboundevent DROP CONSTRAINT inbound_event_once")
    assert "messages_come_once" in broken()


def test_personal_data_in_a_log_is_found(day: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "web.log").write_text("all well\nsent to 0813-2290-4471\n", encoding="utf-8")
    monkeypatch.setattr(settings, "HOME", type(settings.HOME)(tmp_path))
    assert broken() == {"logs_hold_no_personal_data"}


@pytest.mark.parametrize(
    "harmless",
    ["2026-11-21 08:30:12.081234", "08123456789abcdef0812345678", "db8a0f3e-1111-4222-8333-081234567890", "RR-482-137"],
)
def test_times_digests_and_numbers_of_cases_are_not_personal_data(day: World, harmless: str) -> None:
    RawInbound.objects.update(error=harmless)
    assert broken() == set()


def test_a_figure_that_is_not_a_recount_is_found(day: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "running", lambda _at, _sight: figures.Running())
    assert broken() == {"figures_equal_a_recount"}


def test_a_sign_that_counts_other_people_than_its_cases_have_is_found(day: World) -> None:
    made = [day.report(at=NOON - timedelta(minutes=nth)).pk for nth in range(4)]
    named = Classification(regency="33.21", district="33.21.01", category=day.categories["roads"])
    for pk in made:
        classify(report_id=pk, classification=named, actor=Actor("system", frozenset({VERIFY})), at=NOON)
    found = Found("burst", "33.21.01", day.categories["roads"].pk, 1, 0.1, 9.0, tuple(made))
    recording.keep(found, at=NOON)
    assert broken() == set()
    execute("UPDATE problems_sign SET observed = observed + 1")
    assert broken() == {"signs_equal_a_recount"}


def test_nothing_is_late_while_no_worker_could_have_done_it(day: World) -> None:
    later = examine(Scope(at=NOON + timedelta(days=3), chains=0))
    assert later["late_clocks_are_escalated"].ok


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    check.add_arguments(parser)
    return parser.parse_args(words)


def test_the_json_object_comes_last_and_names_every_invariant(day: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(arguments("--json", "--chains", "all")) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (answer["ok"], answer["reports"]) == (True, 4)
    assert set(answer["invariants"]) == {name_of(one) for one in INVARIANTS}


def test_a_fault_is_the_exit_status_and_a_line(day: World, capsys: pytest.CaptureFixture[str]) -> None:
    _nobody_is_told()
    assert check.run(arguments()) == 1
    assert "WRONG  reports are whole: 2 (RR-" in capsys.readouterr().out
