"""What the rules find between two briefs, whom they tell and when."""

from datetime import datetime, time, timedelta

import pytest

from rumahrakyat.channels import registry
from rumahrakyat.channels.whatsapp import kit as whatsapp
from rumahrakyat.duty.models_heartbeat import SweeperBeat
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models_roster import QuietHours
from rumahrakyat.oversight.briefs import alerting, rules, watching
from rumahrakyat.oversight.briefs.tests.test_sending import person
from rumahrakyat.oversight.models_briefs import BriefAlert, BriefAlertRule, BriefSent
from rumahrakyat.oversight.tests.kit import NOW, WIB, World, days, hours
from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_readings import PublicViews

NIGHT = datetime(2026, 7, 21, 23, 0, tzinfo=WIB)


@pytest.fixture(autouse=True)
def _channels(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = registry.Registry()
    fresh.add(whatsapp.adapter())
    monkeypatch.setattr(registry, "default", lambda: fresh)


def viewed(report: Report, times: int) -> None:
    """So often the public page of the case was asked for today."""
    day = wallclock.day_of(NOW)
    PublicViews.objects.update_or_create(report=report, day=day, defaults={"views": times})


@pytest.fixture
def governor(world: World) -> Account:
    # Nobody sweeps here: the rule that tells of it is tried by itself.
    BriefAlertRule.objects.create(code="standing_still", on=False, values={"minutes": 10})
    return person("governor", ways=(("wa", "+6281322904471"),))


def found(at: datetime = NOW) -> dict[str, watching.Found]:
    return {one.rule: one for one in watching.look(rules.every(), at=at)}


def told(account: Account) -> list[str]:
    return [one.alert.rule for one in BriefSent.objects.filter(account=account).order_by("pk") if one.alert]


@pytest.mark.usefixtures("governor")
def test_a_quiet_province_gives_no_alert() -> None:
    assert found() == {}


def test_an_agency_that_answers_nothing_for_a_day_is_told_of_once_a_day(world: World, governor: Account) -> None:
    world.report(hours(50), holder=world.roads)
    assert found()["no_answer"].words.startswith(f"{world.roads.name} tidak menjawab satu laporan pun")
    assert [alerting.watch(at=NOW + timedelta(minutes=5 * nth)) for nth in range(3)] == [1, 0, 0]
    assert told(governor) == ["no_answer"]


@pytest.mark.usefixtures("governor")
def test_an_agency_that_answers_others_is_not_silent(world: World) -> None:
    world.report(hours(50), holder=world.roads)
    world.report(hours(10), holder=world.roads, answered=hours(5))
    assert "no_answer" not in found()


def test_at_night_it_waits_for_the_morning(world: World, governor: Account) -> None:
    world.report(hours(50), holder=world.roads)
    assert alerting.watch(at=NIGHT) == 0
    assert alerting.watch(at=NIGHT + hours(2)) == 0
    assert alerting.watch(at=NIGHT + hours(7)) == 1
    assert told(governor) == ["no_answer"]


def test_danger_to_life_is_told_at_night_and_when_its_rule_is_switched_off(world: World, governor: Account) -> None:
    QuietHours.objects.create(account=governor, begins=time(18), ends=time(9))
    BriefAlertRule.objects.create(code="danger", on=False, values={"minutes": 60})
    report = world.report(hours(2), holder=world.roads, answered=None)
    Report.objects.filter(pk=report.pk).update(urgent=True)
    assert alerting.watch(at=NIGHT) >= 1
    assert told(governor) == ["danger"]


@pytest.mark.usefixtures("governor")
def test_of_a_confidential_case_in_danger_neither_number_nor_words_are_told(world: World) -> None:
    report = world.report(hours(2), holder=world.roads, visibility="confidential")
    Report.objects.filter(pk=report.pk).update(urgent=True)
    alert = found()["danger"]
    assert report.number not in alert.words + alert.path
    assert "Demak" in alert.words


@pytest.mark.usefixtures("governor")
def test_a_case_read_by_many(world: World) -> None:
    report = world.report(hours(2), holder=world.roads)
    viewed(report, 99)
    assert found() == {}
    viewed(report, 240)
    assert "dibaca 240 kali dalam sehari" in found()["read_by_many"].words


@pytest.mark.usefixtures("governor")
def test_a_channel_that_is_silent(world: World) -> None:
    for nth in range(4):
        world.report(days(7) + hours(0.75 + nth / 2), channel="sms")
    assert "sunyi" in found()["silent_channel"].words


@pytest.mark.usefixtures("governor")
def test_a_sweeper_that_stands_still() -> None:
    BriefAlertRule.objects.update(on=True)
    SweeperBeat.objects.create(name="sweeper", beat_at=NOW - hours(2))
    assert "Penjaga tenggat berhenti 2 jam" in found()["standing_still"].words


def test_a_regent_is_told_of_the_own_territory_alone(world: World, governor: Account) -> None:
    mine = person("regent", region=world.demak, ways=(("wa", "+6281322904472"),))
    other = person("regent", region=world.pati, ways=(("wa", "+6281322904473"),))
    viewed(world.report(hours(2), holder=world.roads), 500)
    alerting.watch(at=NOW)
    assert (told(governor), told(mine), told(other)) == (["read_by_many"], ["read_by_many"], [])


def test_a_rule_that_a_person_switched_off_stays_off_when_the_province_is_loaded_again(
    world: World, governor: Account
) -> None:
    world.report(hours(50), holder=world.roads)
    rows = [{"code": "no_answer", "on": True, "values": {"hours": 24, "waiting": 1}}]
    assert rules.load(rows) == 1
    assert rules.change(code="no_answer", on=False, values={"hours": 24, "waiting": 1}, account=governor, at=NOW)
    assert not rules.change(code="no_answer", on=False, values={"hours": 24, "waiting": 1}, account=governor, at=NOW)
    assert (rules.load(rows), found()) == (0, {})
    assert AuditLine.objects.filter(act=rules.CHANGED, subject="no_answer").count() == 1


@pytest.mark.usefixtures("governor")
def test_a_value_that_cannot_be_is_refused_by_name(governor: Account) -> None:
    with pytest.raises(rules.Wrong, match="hours"):
        rules.change(code="no_answer", on=True, values={"hours": 0, "waiting": 1}, account=governor, at=NOW)


@pytest.mark.usefixtures("governor")
def test_what_was_found_is_kept_even_when_nobody_may_be_told_yet(world: World) -> None:
    world.report(hours(50), holder=world.roads)
    alerting.watch(at=NIGHT)
    assert [one.rule for one in alerting.listed()] == ["no_answer"]
    assert BriefAlert.objects.get().day.isoformat() == "2026-07-21"
