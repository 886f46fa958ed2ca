"""An appeal as a matter of its own, and what a citizen says after the end."""

from datetime import timedelta

import pytest

from rumahrakyat.correspondence import intake
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.rules import APPEAL, FIRST_RESPONSE
from rumahrakyat.handover import afterwards, appeals
from rumahrakyat.handover.appeals import OwnEnd, Word
from rumahrakyat.handover.models import AfterWord, Appeal
from rumahrakyat.handover.tests.test_disputes import person
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.people.models_records import Notice
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.afterwards import TooLate
from rumahrakyat.reports.errors import NoAppeal, NotAllowed, NotPermitted
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import Classification
from rumahrakyat.reports.states import Stage
from tests.cast import ROUTER, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def done(world: World, holder: str = "ROADS", by: str = "officer", *, regency: str | None = None) -> Report:
    report = world.report()
    where = Classification(regency=regency)
    cases.classify(report_id=report.pk, classification=where, actor=ROUTER, at=world.at)
    cases.assign(report_id=report.pk, holder=world.organisations[holder], actor=ROUTER, at=world.at)
    return cases.resolve(
        report_id=report.pk, text="Lubang sudah kami tutup.", no_photo_reason="malam",
        actor=world.actor(by, report), at=world.at + HOUR,
    )  # fmt: skip


def appealed(world: World, report: Report, at_days: int = 1) -> Appeal:
    intake.appeal(report=report, text="Belum ditutup sama sekali.", channel="sms", at=world.at + at_days * DAY)
    return Appeal.objects.order_by("-pk")[0]


def decide(world: World, name: str, appeal: Appeal, *, granted: bool = True) -> Appeal:
    account = world.accounts[name]
    return appeals.decide(
        report_id=appeal.report_id, word=Word(granted, "Foto menunjukkan lubang masih ada."), account=account,
        scope=scope_of(account), at=world.at + 2 * DAY,
    )  # fmt: skip


def test_an_appeal_has_its_own_number_clock_and_officer(world: World) -> None:
    report = done(world)
    appeal = appealed(world, report)
    assert (appeal.number, appeal.level, appeal.channel) == (f"{report.number}/B1", "secretary", "sms")
    assert (appeal.assignee, appeal.against) == (world.accounts["secretary"], world.organisations["ROADS"])
    (waiting,) = appeals.waiting(scope=scope_of(world.accounts["secretary"]))
    assert vars(waiting)["due_at"] == Clock.objects.get(report=report, obligation=APPEAL).due_at
    assert Notice.objects.filter(code="appeal_made", account=world.accounts["secretary"]).exists()


def test_against_a_regency_its_coordinator_decides_and_no_other(world: World) -> None:
    person(world, "mine", "coordinator", region="33.15")
    person(world, "other", "coordinator", region="33.21")
    appeal = appealed(world, done(world, "GROBOGAN", "regency_officer", regency="33.15"))
    assert (appeal.level, appeal.assignee) == ("regency", world.accounts["mine"])
    with pytest.raises(NotPermitted):
        decide(world, "other", appeal)
    decided = decide(world, "mine", appeal)
    assert (decided.granted, decided.decided_at) == (True, world.at + 2 * DAY)
    report = Report.objects.get(pk=appeal.report_id)
    assert report.stage == Stage.IN_PROGRESS.value
    assert Clock.objects.filter(report=report, obligation=FIRST_RESPONSE).count() == 2


def test_without_a_coordinator_it_is_the_secretary(world: World) -> None:
    assert appealed(world, done(world, "GROBOGAN", "regency_officer", regency="33.15")).level == "secretary"


def test_about_misconduct_the_head_of_the_inspectorate_decides(world: World) -> None:
    house = world.organisations["TRANSPORT"]
    house.receives_misconduct = True
    house.save()
    report = done(world)
    Report.objects.filter(pk=report.pk).update(category=world.categories["extortion"])
    report.refresh_from_db()
    appeal = appealed(world, report)
    assert (appeal.level, appeal.assignee) == ("inspectorate", world.accounts["other_head"])
    with pytest.raises(NotPermitted):
        decide(world, "head", appeal)
    assert decide(world, "other_head", appeal).granted


def test_nobody_decides_about_an_end_of_their_own(world: World) -> None:
    Membership.objects.create(account=world.accounts["officer"], role="secretary")
    appeal = appealed(world, done(world))
    with pytest.raises(OwnEnd):
        decide(world, "officer", appeal)


def test_whoever_is_away_is_stood_in_for(world: World) -> None:
    other = person(world, "second", "secretary")
    Absence.objects.create(
        account=world.accounts["secretary"], since=world.at - DAY, stand_in=other, made_at=world.at - DAY
    )
    assert appealed(world, done(world)).assignee == other


def test_a_second_appeal_a_late_one_and_one_while_an_objection_runs(world: World) -> None:
    report = done(world)
    appeal = appealed(world, report)
    with pytest.raises(NoAppeal, match="open"):
        appealed(world, report)
    decide(world, "secretary", appeal, granted=False)
    with pytest.raises(NoAppeal, match="again"):
        appealed(world, report, at_days=3)
    late = done(world)
    with pytest.raises(NoAppeal, match="late"):
        appealed(world, late, at_days=40)
    objected = done(world)
    intake.object_to(report=objected, text="Belum beres juga.", channel="web", at=world.at + 2 * HOUR)
    with pytest.raises(NotAllowed):
        appealed(world, objected)
    assert Appeal.objects.count() == 1


def closed(world: World) -> Report:
    report = done(world)
    return cases.confirm(report_id=report.pk, actor=intake.CITIZEN, at=world.at + 2 * HOUR, channel="web")


def test_words_after_the_end_are_put_before_the_holder_who_reopens_with_one_tap(world: World) -> None:
    report = closed(world)
    intake.add_words(report=report, text="Ternyata ambles lagi.", channel="sms", at=world.at + 5 * DAY)
    word = AfterWord.objects.get()
    assert word.until == world.at + 2 * HOUR + 30 * DAY
    assert Notice.objects.filter(code="after_word", account=world.accounts["officer"]).exists()
    afterwards.reopen(
        word_id=word.pk, account=world.accounts["officer"], actor=world.actor("officer", report), at=world.at + 6 * DAY
    )
    report.refresh_from_db()
    assert (report.stage, report.answer_due_at) == (Stage.ASSIGNED.value, world.at + 7 * DAY)
    word.refresh_from_db()
    assert word.settled == "reopened"
    with pytest.raises(afterwards.Settled):
        afterwards.put_aside(
            word_id=word.pk, account=world.accounts["officer"], actor=world.actor("officer", report), at=world.at
        )


def test_only_whoever_may_act_on_the_case_puts_such_words_aside(world: World) -> None:
    report = closed(world)
    intake.add_words(report=report, text="Terima kasih banyak.", channel="sms", at=world.at + 5 * DAY)
    word = AfterWord.objects.get()
    with pytest.raises(NotPermitted):
        afterwards.put_aside(
            word_id=word.pk, account=world.accounts["other_officer"], actor=world.actor("other_officer", report),
            at=world.at,
        )  # fmt: skip


def test_after_thirty_days_a_case_is_not_opened_by_an_objection_any_more(world: World) -> None:
    report = closed(world)
    end = world.at + 2 * HOUR + 30 * DAY
    with pytest.raises(TooLate):
        intake.object_to(report=report, text="Rusak lagi.", channel="web", at=end + timedelta(microseconds=1))
    intake.object_to(report=report, text="Rusak lagi.", channel="web", at=end)
