"""Two bodies disagree whose case it is: what opens it, who decides, and that no clock notices."""

from datetime import timedelta

import pytest

from rumahrakyat.duty.models import Clock, Tenure
from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.handover import disputes, passing
from rumahrakyat.handover.disputes import AlreadyOpen, NoDispute, Ruling
from rumahrakyat.handover.models import Dispute
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import Notice
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import CannotHold, NotPermitted
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import Classification
from rumahrakyat.reports.states import Stage
from tests.cast import ROUTER, World

HOUR = timedelta(hours=1)


def person(world: World, name: str, role: str, *, region: str | None = None) -> Account:
    account = Account.objects.create_user(username=name, name=f"Orang {name}")
    Membership.objects.create(account=account, role=role, region_id=region)
    world.accounts[name] = account
    return account


def in_grobogan(world: World) -> Report:
    report = world.report()
    where = Classification(regency="33.15", district="33.15.01")
    cases.classify(report_id=report.pk, classification=where, actor=ROUTER, at=world.at)
    return cases.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=world.at)


def given(world: World, report: Report, by: str, to: str, hours: int) -> Report:
    return passing.hand_over(
        report_id=report.pk, holder=world.organisations[to], text="Itu urusan mereka.",
        actor=world.actor(by, report), at=world.at + hours * HOUR,
    )  # fmt: skip


def sent_back(world: World, report: Report, by: str, hours: int) -> Report:
    at = world.at + hours * HOUR
    return passing.send_back(report_id=report.pk, text="Bukan jalan kami.", actor=world.actor(by, report), at=at)


def returned(world: World) -> Report:
    """Roads gave it to Grobogan, Grobogan gave it back."""
    report = in_grobogan(world)
    given(world, report, "officer", "GROBOGAN", 1)
    return sent_back(world, report, "regency_officer", 2)


def decided(world: World, name: str, holder: str, hours: int = 3) -> Dispute:
    account = world.accounts[name]
    return disputes.decide(
        dispute_id=Dispute.objects.get().pk,
        ruling=Ruling(world.organisations[holder], "Ruas ini jalan kabupaten."),
        account=account,
        scope=scope_of(account),
        at=world.at + hours * HOUR,
    )


def test_given_back_it_goes_to_whom_it_came_from_and_is_a_dispute(world: World) -> None:
    report = returned(world)
    report.refresh_from_db()
    dispute = Dispute.objects.get()
    assert report.holder == world.organisations["ROADS"]
    assert (dispute.cause, dispute.first, dispute.second) == (
        "returned", world.organisations["ROADS"], world.organisations["GROBOGAN"],
    )  # fmt: skip
    assert dispute.said_first is not None
    assert dispute.said_second is not None
    assert (dispute.said_first.text, dispute.said_second.text) == ("Itu urusan mereka.", "Bukan jalan kami.")
    assert list(report.entries.values_list("type", flat=True))[-2:] == ["handed_over", "disputed"]


def test_what_came_from_the_desk_goes_back_to_the_desk_without_a_dispute(world: World) -> None:
    report = in_grobogan(world)
    back = sent_back(world, report, "officer", 1)
    assert (back.stage, back.holder, Dispute.objects.count()) == (Stage.RECEIVED.value, None, 0)


def test_the_third_hand_over_is_a_dispute_between_giver_and_receiver(world: World) -> None:
    report = in_grobogan(world)
    given(world, report, "officer", "TRANSPORT", 1)
    given(world, report, "other_officer", "GROBOGAN", 2)
    assert Dispute.objects.count() == 0
    given(world, report, "regency_officer", "ROADS", 3)
    dispute = Dispute.objects.get()
    assert (dispute.cause, dispute.first, dispute.second) == (
        "third", world.organisations["GROBOGAN"], world.organisations["ROADS"],
    )  # fmt: skip


def test_a_body_says_so_itself_once(world: World) -> None:
    report = in_grobogan(world)
    given(world, report, "officer", "GROBOGAN", 1)
    actor = world.actor("regency_officer", report)
    disputes.say(report_id=report.pk, text="Jalan itu milik provinsi.", actor=actor, at=world.at + 2 * HOUR)
    with pytest.raises(AlreadyOpen):
        disputes.say(report_id=report.pk, text="Sekali lagi.", actor=actor, at=world.at + 2 * HOUR)
    assert Dispute.objects.get().first == world.organisations["ROADS"]


def test_nobody_but_the_holder_starts_one(world: World) -> None:
    report = in_grobogan(world)
    with pytest.raises(NotPermitted):
        disputes.say(report_id=report.pk, text="Ini urusan kami.", actor=world.actor("other_officer", report),
                     at=world.at + HOUR)  # fmt: skip


def test_the_coordinator_of_the_territory_decides_and_is_told_first(world: World) -> None:
    mine, other = (
        person(world, "mine", "coordinator", region="33.15"),
        person(world, "other", "coordinator", region="33.21"),
    )
    returned(world)
    assert Notice.objects.filter(code="dispute_opened").values_list("account", flat=True).get() == mine.pk
    with pytest.raises(NotPermitted):
        decided(world, other.username, "GROBOGAN")
    assert decided(world, mine.username, "GROBOGAN").decided_for == world.organisations["GROBOGAN"]


def test_a_decision_moves_the_case_binds_and_is_public(world: World) -> None:
    report = returned(world)
    decided(world, "secretary", "GROBOGAN")
    report.refresh_from_db()
    assert report.holder == world.organisations["GROBOGAN"]
    entry = report.entries.get(type="dispute_decided")
    assert (entry.text, entry.data["holder"]) == ("Ruas ini jalan kabupaten.", "GROBOGAN")
    for give in (given, sent_back):
        arguments = (world, report, "regency_officer", *(("ROADS",) if give is given else ()), 5)
        with pytest.raises(passing.Bound):
            give(*arguments)
    assert {one.account for one in Notice.objects.filter(code="dispute_decided")} == {
        world.accounts[name] for name in ("officer", "head", "regency_officer")
    }


def test_new_facts_untie_what_was_decided(world: World) -> None:
    report = returned(world)
    decided(world, "secretary", "GROBOGAN")
    cases.classify(
        report_id=report.pk, classification=Classification(regency="33.21"),
        actor=world.actor("verifier", report), at=world.at + 4 * HOUR,
    )  # fmt: skip
    given(world, report, "regency_officer", "ROADS", 5)


def test_a_decision_is_taken_once_and_never_for_an_outside_body(world: World) -> None:
    returned(world)
    with pytest.raises(CannotHold):
        decided(world, "secretary", "POWER")
    decided(world, "secretary", "ROADS")
    with pytest.raises(NoDispute):
        decided(world, "secretary", "GROBOGAN")


def test_no_clock_notices_a_dispute(world: World) -> None:
    report = returned(world)
    clock = Clock.objects.get(report=report, obligation=FIRST_RESPONSE)
    assert clock.due_at == world.at + 24 * HOUR
    sweep(at=world.at + 25 * HOUR)
    clock.refresh_from_db()
    assert clock.breached_at == world.at + 24 * HOUR
    held = Tenure.objects.filter(clock=clock).order_by("since", "pk").values_list("holder__code", flat=True)
    assert list(held)[-3:] == ["ROADS", "GROBOGAN", "ROADS"]
    breach = clock.breaches.get()
    assert breach.holder == world.organisations["ROADS"]


def test_it_settles_itself_when_the_holder_answers(world: World) -> None:
    report = returned(world)
    cases.answer(
        report_id=report.pk, stage=Stage.FIELD_CHECK, text="Tim kami berangkat hari ini.",
        actor=world.actor("officer", report), at=world.at + 3 * HOUR,
    )  # fmt: skip
    assert Dispute.objects.get().settled == "answered"


def test_what_nobody_decides_in_two_working_days_goes_up_once(world: World) -> None:
    person(world, "mine", "coordinator", region="33.15")
    returned(world)
    until = Dispute.objects.get().until
    assert until.isoformat() == "2026-07-23T17:00:00+00:00"  # midnight after Thursday
    assert disputes.pass_up(at=until - timedelta(microseconds=1)) == 0
    assert (disputes.pass_up(at=until), disputes.pass_up(at=until + HOUR)) == (1, 0)
    assert Notice.objects.get(code="dispute_overdue").account == world.accounts["secretary"]


def test_either_side_adds_its_words_and_nobody_else(world: World) -> None:
    returned(world)
    dispute = Dispute.objects.get()

    def add(name: str) -> Dispute:
        account = world.accounts[name]
        return disputes.add_words(
            dispute_id=dispute.pk,
            text="Peta kami melampir.",
            account=account,
            scope=scope_of(account),
            at=world.at + 3 * HOUR,
        )

    said = add("regency_officer").said_second
    assert said is not None
    assert said.text == "Peta kami melampir."
    with pytest.raises(NotPermitted):
        add("other_officer")
