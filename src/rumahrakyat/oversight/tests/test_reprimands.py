"""Reprimands: who gives them, when they leave, who reads and answers them, and what stays on record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.reprimands import operations as reprimands
from rumahrakyat.oversight.reprimands.moves import ENDED, MOVES, NotNow, after
from rumahrakyat.oversight.reprimands.refusals import (
    AlreadyReprimanded,
    CannotBeReprimanded,
    NothingLate,
    TooFewWords,
    TooLate,
)
from rumahrakyat.oversight.tests.kit import NOW, World, hours
from rumahrakyat.people.models import Account
from rumahrakyat.reports import chain
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry

ANSWER = "Petugas kami terlambat membaca; hari ini dijawab."
LATER = NOW + timedelta(seconds=9)


def someone(role: str, organisation: Organisation | None = None) -> Account:
    body = organisation.code if organisation else ""
    name = f"{role}-{body}".lower()
    account, new = Account.objects.get_or_create(username=name, defaults={"name": "Sri Rejeki", "title": role})
    if new:
        Membership.objects.create(account=account, role=role, organisation=organisation)
    return account


@pytest.fixture
def late(world: World) -> World:
    world.report(hours(30), holder=world.roads)
    return world


def issued(world: World) -> Reprimand:
    return reprimands.issue(organisation=world.roads, account=someone("governor"), at=NOW)


def delivered(world: World) -> Reprimand:
    one = issued(world)
    assert reprimands.deliver_due(at=LATER)
    one.refresh_from_db()
    return one


def test_one_tap_gives_a_number_and_names_the_case_and_how_late_it_is(late: World) -> None:
    head = someone("head", late.roads)
    one = issued(late)
    assert one.number == "TG/2026/0001"
    assert one.addressees == [{"name": head.name, "title": head.title}]
    assert one.cases.get().report.number in one.words
    assert "6 jam" in one.words
    assert one.signer_title == "governor"


def test_numbers_follow_one_another_within_the_year(late: World) -> None:
    late.report(hours(30), holder=late.schools)
    issued(late)
    other = reprimands.issue(organisation=late.schools, account=someone("governor"), at=NOW)
    assert other.number == "TG/2026/0002"


def test_a_second_tap_names_the_first(late: World) -> None:
    one = issued(late)
    with pytest.raises(AlreadyReprimanded) as refused:
        issued(late)
    assert refused.value.reprimand == one
    assert Reprimand.objects.count() == 1


def test_a_second_reprimand_is_about_the_new_cases_alone(late: World) -> None:
    issued(late)
    fresh = late.report(hours(26), holder=late.roads)
    assert issued(late).cases.get().report == fresh


def test_two_drafts_about_the_same_case_are_not_both_signed(late: World) -> None:
    governor = someone("governor")
    first, second = (
        reprimands.draft(late=reprimands.late_of(late.roads, at=NOW), account=governor, at=NOW) for _ in range(2)
    )
    reprimands.sign(reprimand_id=first.pk, account=governor, at=NOW)
    with pytest.raises(AlreadyReprimanded):
        reprimands.sign(reprimand_id=second.pk, account=governor, at=NOW)


def test_within_eight_seconds_it_is_recalled_and_nobody_ever_hears(late: World) -> None:
    one = issued(late)
    reprimands.recall(reprimand_id=one.pk, account=someone("governor"), at=NOW + timedelta(seconds=7))
    assert not reprimands.deliver_due(at=LATER)
    assert not Alert.objects.filter(kind="reprimand").exists()
    assert not Entry.objects.filter(type="reprimanded").exists()
    assert issued(late).number == "TG/2026/0002"


def test_after_eight_seconds_it_is_only_withdrawn_with_a_reason(late: World) -> None:
    one, governor = delivered(late), someone("governor")
    with pytest.raises((TooLate, NotNow)):
        reprimands.recall(reprimand_id=one.pk, account=governor, at=LATER)
    with pytest.raises(TooFewWords):
        reprimands.withdraw(reprimand_id=one.pk, reason="salah", account=governor, at=LATER)
    reprimands.withdraw(reprimand_id=one.pk, reason="Jawabannya ternyata sudah ada.", account=governor, at=LATER)
    entries = Entry.objects.filter(type="reprimanded").order_by("seq")
    assert [entry.data.get("withdrawn", False) for entry in entries] == [False, True]


def test_the_eighth_second_itself_is_too_late(late: World) -> None:
    one = issued(late)
    with pytest.raises(TooLate):
        reprimands.recall(reprimand_id=one.pk, account=someone("governor"), at=NOW + reprimands.RECALL)


def test_it_leaves_only_when_it_can_no_longer_be_recalled(late: World) -> None:
    issued(late)
    assert not reprimands.deliver_due(at=NOW + timedelta(seconds=7))
    assert reprimands.deliver_due(at=NOW + reprimands.RECALL)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(late: World) -> None:
    issued(late)

    def work() -> bool:
        try:
            return reprimands.deliver_due(at=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(work).result for _ in range(2)]
        assert sorted(one() for one in done) == [False, True]
    assert Alert.objects.filter(kind="reprimand").count() == 1


def test_confirming_the_message_is_reading_it(late: World) -> None:
    head, one = someone("head", late.roads), delivered(late)
    alert = Alert.objects.get(key=f"reprimand:{one.pk}")
    alerts.acknowledge(alert_id=alert.pk, account=head, how="sms", at=LATER)
    one.refresh_from_db()
    assert (one.state, one.acknowledged_by, one.acknowledged_how) == ("acknowledged", head, "sms")


def test_an_answer_confirms_it_and_stands_on_the_case(late: World) -> None:
    head, one = someone("head", late.roads), delivered(late)
    reprimands.answer(reprimand_id=one.pk, text=ANSWER, account=head, at=LATER)
    one.refresh_from_db()
    assert (one.state, one.acknowledged_by) == ("answered", head)
    entry = Entry.objects.get(type="reprimand_answered")
    assert entry.data["number"] == one.number
    assert (entry.personal or {})["text"] == ANSWER
    report = entry.report
    stored = [line.stored(report.number) for line in Entry.objects.filter(report=report).order_by("seq")]
    assert chain.verify_chain(stored, report.head_hash) == []


@pytest.mark.parametrize("role", ["officer", "deputy"])
def test_only_the_head_answers(late: World, role: str) -> None:
    one = delivered(late)
    with pytest.raises(NotPermitted):
        reprimands.answer(reprimand_id=one.pk, text=ANSWER, account=someone(role, late.roads), at=LATER)


@pytest.mark.parametrize("role", ["ombudsman", "verifier", "operator"])
def test_only_the_governors_office_reprimands(late: World, role: str) -> None:
    with pytest.raises(NotPermitted):
        reprimands.issue(organisation=late.roads, account=someone(role), at=NOW)


def test_a_confidential_case_is_named_by_nothing(world: World) -> None:
    report = world.report(hours(30), holder=world.roads, visibility="confidential")
    one = issued(world)
    assert "satu laporan rahasia" in one.words
    assert report.number not in one.words
    assert report.title not in one.words


def test_without_a_head_the_letter_says_so(late: World) -> None:
    one = issued(late)
    assert one.addressees == []
    assert "jabatan kepala belum terisi" in one.words


def test_the_desk_can_be_reprimanded(world: World) -> None:
    house = Organisation.objects.create(code="DESK", name="Meja verifikasi", short_name="Meja", kind=Kind.DESK)
    world.report(hours(30))
    assert reprimands.issue(organisation=None, account=someone("governor"), at=NOW).organisation == house


def test_a_dissolved_body_without_an_heir_cannot_be_reprimanded(late: World) -> None:
    Organisation.objects.filter(pk=late.roads.pk).update(active=False)
    late.roads.refresh_from_db()
    with pytest.raises(CannotBeReprimanded):
        issued(late)


def test_a_body_that_is_not_late_is_not_reprimanded(late: World) -> None:
    with pytest.raises(NothingLate):
        reprimands.issue(organisation=late.schools, account=someone("governor"), at=NOW)


def test_the_answer_is_due_at_the_end_of_the_next_working_day(late: World) -> None:
    due = issued(late).answer_due_at
    assert due is not None
    assert due.isoformat() == "2026-07-22T17:00:00+00:00"  # midnight in Semarang


def test_what_reached_a_body_is_counted_and_what_was_withdrawn_is_not(late: World) -> None:
    one = delivered(late)
    span = (NOW - hours(1), NOW + hours(1))
    assert reprimands.counted(*span) == {late.roads.pk: 1}
    governor = someone("governor")
    reprimands.withdraw(reprimand_id=one.pk, reason="Jawabannya ternyata sudah ada.", account=governor, at=LATER)
    assert reprimands.counted(*span) == {}


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_no_order_of_steps_leaves_an_end_or_answers_what_was_never_sent(moves: list[str]) -> None:
    state, sent = "draft", False
    for move in moves:
        before = state
        try:
            state = after(state, move)
        except NotNow:
            continue
        assert before not in ENDED
        sent = sent or move == "deliver"
        assert sent or move not in {"acknowledge", "answer", "close"}
        assert not (sent and move == "recall")
