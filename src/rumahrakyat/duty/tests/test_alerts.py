"""A step of the ladder reaches a person who confirms it, at any hour, or somebody else does."""

from datetime import timedelta

import pytest

from rumahrakyat.channels import registry
from rumahrakyat.channels.gammu import kit as sms
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.channels.smstext import length
from rumahrakyat.channels.whatsapp import kit as whatsapp
from rumahrakyat.duty import operations
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.alerts import words
from rumahrakyat.duty.alerts.inheriting import pass_on
from rumahrakyat.duty.alerts.sweeping import sweep_alerts
from rumahrakyat.duty.models import EscalationStep
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.organisations import operations as organisations
from rumahrakyat.organisations import rostering
from rumahrakyat.organisations.rostering import Hours
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage
from tests.cast import World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NUMBERS = {
    "officer": "+6281300000011",
    "head": "+6281300000012",
    "secretary": "+6281300000013",
    "governor": "+6281300000014",
    "other_head": "+6281300000015",
}


@pytest.fixture(autouse=True)
def one_modem(monkeypatch: pytest.MonkeyPatch) -> registry.Registry:
    """An installation that has a modem and nothing else."""
    made = registry.Registry()
    made.add(sms.adapter())
    monkeypatch.setattr(registry, "default", lambda: made)
    return made


@pytest.fixture(autouse=True)
def numbers(world: World) -> None:
    for name, number in NUMBERS.items():
        Account.objects.filter(username=name).update(phone=number)


def raised(world: World, report: Report | None = None, **given: object) -> Alert:
    facts: dict[str, object] = {
        "kind": "probe",
        "audience": "head",
        "organisation": world.organisations["ROADS"],
        "report": report,
        "words": "RR-482-135 Dinas Jalan: jawaban pertama paling lambat Rab 22/7 12.01 WIB.",
        "key": "probe:1",
        "acknowledge": 15,
        "at": world.at,
    }
    return alerts.raise_alert(**{**facts, **given})  # type: ignore[arg-type]


def told(alert: Alert) -> list[str]:
    """Who was told so far, in order."""
    rows = AlertAttempt.objects.filter(alert=alert, message__isnull=False).order_by("number")
    return [row.account.username for row in rows if row.account]


def passed_over(alert: Alert) -> set[tuple[str, str, str | None]]:
    rows = AlertAttempt.objects.filter(alert=alert, message=None).order_by("number")
    return {(row.audience, row.outcome, row.account.username if row.account else None) for row in rows}


def fresh(alert: Alert) -> Alert:
    return Alert.objects.get(pk=alert.pk)


def fail(alert: Alert) -> None:
    newest = AlertAttempt.objects.filter(alert=alert, message__isnull=False).order_by("-number")[0]
    Outbox.objects.filter(message=newest.message).update(state=Outbox.State.FAILED)
    Message.objects.filter(outbox__message=newest.message).update(status=Message.Status.FAILED)


def test_the_same_key_alerts_once(world: World) -> None:
    assert raised(world) == raised(world)
    assert Message.objects.filter(direction="out").count() == 1


def test_the_message_fits_one_sms_and_holds_code_and_link_but_no_word_of_the_citizen(world: World) -> None:
    report = world.assigned()
    sweep(at=world.at + 22 * HOUR)
    alert = Alert.objects.get(audience="head")
    attempt = alert.attempts.get(account=world.accounts["head"])
    assert attempt.message is not None
    text = attempt.message.text
    assert length(text) <= 160
    assert report.number in text
    assert f"OK {alert.code}" in text
    assert "/t/" in text
    assert "pasar" not in text


def test_unconfirmed_it_goes_to_the_next_and_up_to_the_governors_office(world: World) -> None:
    alert = raised(world)
    for minutes, expected in ((14, 1), (15, 2), (29, 2), (30, 3), (45, 3)):
        sweep_alerts(at=world.at + minutes * MINUTE)
        assert len(told(alert)) == expected
    assert told(alert) == ["head", "secretary", "governor"]
    assert fresh(alert).state == Alert.State.NOBODY
    assert fresh(alert).reason == "unconfirmed"


def test_another_channel_of_the_same_person_comes_before_the_next_person(
    world: World, one_modem: registry.Registry
) -> None:
    one_modem.add(whatsapp.adapter())
    alert = raised(world)
    sweep_alerts(at=world.at + 15 * MINUTE)
    rows = list(alert.attempts.order_by("number"))
    assert [(row.account, row.channel) for row in rows] == [
        (world.accounts["head"], "gammu"),
        (world.accounts["head"], "whatsapp"),
    ]


def test_the_stand_in_of_somebody_away_is_told(world: World) -> None:
    head, officer = world.accounts["head"], world.accounts["officer"]
    rostering.note_absence(
        account=head, since=world.at, until=None, stand_in=officer, reason="Cuti", by=head, at=world.at
    )
    alert = raised(world)
    assert told(alert) == ["officer"]
    assert alert.attempts.get().stands_in_for == head


def test_a_list_whose_people_are_all_away_goes_up_at_once_with_the_reason(world: World) -> None:
    head = world.accounts["head"]
    rostering.note_absence(account=head, since=world.at, until=None, stand_in=None, reason="", by=head, at=world.at)
    alert = raised(world)
    assert told(alert) == ["secretary"]
    assert passed_over(alert) == {("head", "absent", "head")}


def test_a_disabled_account_and_one_without_a_number_are_passed_over(world: World) -> None:
    Account.objects.filter(username="head").update(is_active=False)
    Account.objects.filter(username="officer").update(phone="")
    alert = raised(world, audience="officer")
    assert told(alert) == ["secretary"]
    assert passed_over(alert) == {
        ("officer", "no_way", "officer"), ("deputy", "nobody", None), ("head", "disabled", "head"),
    }  # fmt: skip


def test_without_a_head_the_secretary_is_told(world: World) -> None:
    world.accounts["head"].memberships.all().delete()
    assert told(raised(world)) == ["secretary"]


def test_when_nobody_at_all_can_be_told_the_operator_is_and_the_page_keeps_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    operators: list[str] = []
    monkeypatch.setattr(
        "rumahrakyat.duty.alerts.calling.tell_operator", lambda words, **_given: operators.append(words)
    )
    Account.objects.update(phone="")
    alert = raised(world)
    assert fresh(alert).state == Alert.State.NOBODY
    assert fresh(alert).reason == "unreachable"
    assert len(operators) == 1


def test_a_roster_decides_who_is_told_and_a_gap_in_it_goes_up(world: World) -> None:
    roads, other = world.organisations["ROADS"], world.accounts["other_head"]
    rostering.put_on_call(
        organisation=roads,
        audience="head",
        account=other,
        order=1,
        hours=Hours(weekdays="01234"),
        by=None,
        at=world.at,
    )
    assert told(raised(world)) == ["other_head"]
    saturday = world.at + timedelta(days=4)
    alert = raised(world, key="probe:2", at=saturday)
    assert told(alert) == ["secretary"]
    assert passed_over(alert) == {("head", "no_turn", None)}


def test_a_message_that_cannot_arrive_moves_on_at_once(world: World) -> None:
    alert = raised(world)
    fail(alert)
    sweep_alerts(at=world.at + MINUTE)
    assert told(alert) == ["head", "secretary"]
    assert alert.attempts.order_by("number")[0].outcome == "failed"


def test_what_nobody_must_confirm_is_told_once_and_moves_on_only_when_it_is_lost(world: World) -> None:
    alert = raised(world, acknowledge=0)
    assert alert.code == ""
    Message.objects.update(status=Message.Status.SENT)
    sweep_alerts(at=world.at + 10 * MINUTE)
    assert fresh(alert).state == Alert.State.TOLD
    fail(alert)
    sweep_alerts(at=world.at + HOUR)
    assert told(alert) == ["head", "secretary"]


def test_what_nobody_must_confirm_is_given_time_to_leave_the_house(world: World) -> None:
    alert = raised(world, audience="governor", acknowledge=0)
    for minutes in (10, 30, 50, 120):
        sweep_alerts(at=world.at + minutes * MINUTE)
    assert (fresh(alert).state, told(alert)) == (Alert.State.OPEN, ["governor"])


def test_confirming_ends_it_marks_the_step_and_stands_on_the_timeline(world: World) -> None:
    report = world.assigned()
    sweep(at=world.at + 22 * HOUR)
    alert = Alert.objects.get(audience="head")
    moment = world.at + 22 * HOUR + 3 * MINUTE
    outcome = alerts.acknowledge(alert_id=alert.pk, account=world.accounts["head"], how="gammu", at=moment)
    assert outcome.came is alerts.Came.FRESH
    step = EscalationStep.objects.get(code="remind_head")
    assert (step.acknowledged_at, step.acknowledged_by) == (moment, world.accounts["head"])
    entry = Entry.objects.get(report=report, type="acknowledged")
    assert (entry.account, entry.data["how"], entry.data["step"]) == (
        world.accounts["head"], "gammu", "remind_head",
    )  # fmt: skip
    sweep_alerts(at=moment + HOUR)
    assert told(alert) == ["head"]


def test_the_layer_above_hears_of_a_confirmation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "_handlers", {})
    heard: list[Alert] = []
    alerts.on_acknowledged("probe", lambda alert, _at: heard.append(alert))
    alert = raised(world)
    for _twice in range(2):
        alerts.acknowledge(alert_id=alert.pk, account=world.accounts["head"], how="link", at=world.at)
    assert heard == [alert]


def test_opening_the_case_confirms(world: World) -> None:
    report = world.assigned()
    sweep(at=world.at + 22 * HOUR)
    operations.acknowledge(
        report_id=report.pk,
        account=world.accounts["head"],
        audience="head",
        organisation_ids=frozenset({world.organisations["ROADS"].pk}),
        at=world.at + 22 * HOUR,
    )
    assert Alert.objects.get(audience="head").state == Alert.State.ACKNOWLEDGED
    entries = Entry.objects.filter(report=report, type="acknowledged", account=world.accounts["head"])
    # There is no deputy, so the head was told in his place as well.
    assert [entry.data["step"] for entry in entries.order_by("seq")] == ["remind_deputy", "remind_head"]


def test_an_answer_in_time_ends_the_reminders(world: World) -> None:
    report = world.assigned()
    sweep(at=world.at + 22 * HOUR)
    cases.answer(
        report_id=report.pk,
        stage=Stage.FIELD_CHECK,
        text="Petugas sudah ke lokasi.",
        actor=world.actor("officer", report),
        at=world.at + 22 * HOUR + MINUTE,
    )
    sweep_alerts(at=world.at + 22 * HOUR + 20 * MINUTE)
    alert = Alert.objects.get(audience="head")
    assert (alert.state, alert.reason, told(alert)) == (Alert.State.ENDED, "answered", ["head"])


def test_what_can_wait_is_held_back_at_night_but_never_past_what_it_is_about(world: World) -> None:
    night = world.at + 11 * HOUR  # 23.00
    held = raised(world, key="probe:night", acknowledge=0, waits=True, at=night, due_at=night + 12 * HOUR)
    assert (held.state, held.next_at) == (Alert.State.WAITING, night + 6 * HOUR)
    sweep_alerts(at=night + 5 * HOUR)
    assert told(held) == []
    sweep_alerts(at=night + 6 * HOUR)
    assert told(held) == ["head"]
    soon = raised(world, key="probe:soon", acknowledge=0, waits=True, at=night, due_at=night + HOUR)
    assert soon.next_at == night + HOUR


def test_a_missed_deadline_wakes_people_at_night(world: World) -> None:
    at = world.at + 11 * HOUR  # received at 23.00: the deadline is at 23.00 of the next day
    world.assigned(at=at)
    sweep(at=at + 24 * HOUR + MINUTE)
    alert = Alert.objects.get(step__code="breach", step__clock__obligation="first_response")
    assert alert.state == Alert.State.OPEN
    assert told(alert) == ["secretary"]
    assert "LEWAT" in alert.words


def test_a_body_that_has_ended_is_followed_by_its_successor(world: World) -> None:
    roads, transport = world.organisations["ROADS"], world.organisations["TRANSPORT"]
    held = [world.assigned(), world.assigned()]
    organisations.dissolve(organisation=roads, successor=transport, at=world.at + HOUR, actor=None)
    assert pass_on(at=world.at + HOUR) == 2
    assert pass_on(at=world.at + HOUR) == 0
    for report in held:
        report.refresh_from_db()
        assert report.holder == transport
        assert Entry.objects.filter(report=report, type="handed_over", actor_kind="system").count() == 1
    assert told(raised(world)) == ["other_head"]
    assert not world.accounts["head"].memberships.filter(active=True).exists()


def test_without_a_successor_the_cases_go_back_to_the_desk_and_alerts_go_up(world: World) -> None:
    report = world.assigned()
    organisations.dissolve(organisation=world.organisations["ROADS"], successor=None, at=world.at + HOUR, actor=None)
    pass_on(at=world.at + HOUR)
    report.refresh_from_db()
    assert report.holder is None
    alert = raised(world)
    assert told(alert) == ["secretary"]
    assert passed_over(alert) == {("head", "closed", None)}


def hand_over(world: World, report: Report, to: str, by: str, after: timedelta) -> None:
    cases.hand_over(
        report_id=report.pk,
        holder=world.organisations[to],
        text="Bukan wilayah kami.",
        actor=world.actor(by, report),
        at=world.at + after,
    )


def test_the_third_hand_over_goes_up_once(world: World) -> None:
    report = world.assigned()
    hand_over(world, report, "TRANSPORT", "officer", 1 * HOUR)
    hand_over(world, report, "ROADS", "other_officer", 2 * HOUR)
    assert not Alert.objects.filter(kind=alerts.PING_PONG).exists()
    hand_over(world, report, "TRANSPORT", "officer", 3 * HOUR)
    alert = Alert.objects.get(kind=alerts.PING_PONG)
    assert (told(alert), alert.acknowledge) == (["secretary"], 60)
    assert EscalationStep.objects.get(code="ping_pong").audience == "secretary"
    hand_over(world, report, "ROADS", "other_officer", 4 * HOUR)
    assert Alert.objects.filter(kind=alerts.PING_PONG).count() == 1


def test_a_short_message_says_how_to_answer_where_nothing_is_cut_for_it() -> None:
    hint = words.HOW_BY_SMS.format(number="RR-482-135")
    said = "RR-482-135 Dishub: jawaban pertama paling lambat 21/7 14.20."
    link = "https://rr.id/p/abcdef"
    assert words.short(said, code="4821", link=link, hint=hint).endswith(f"{hint} Balas OK 4821. {link}")
    for long in (said * 2, said * 4):
        told = words.short(long, code="4821", link=link, hint=hint)
        assert len(told) <= words.ONE_MESSAGE
        assert "JAWAB" not in told
