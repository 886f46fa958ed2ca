"""A missed deadline is explained and ruled on: by whom, until when, how often, and what nobody can change."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumahrakyat.duty import rules
from rumahrakyat.duty.loading import load_rules
from rumahrakyat.duty.models import Breach, BreachState
from rumahrakyat.duty.models_negligence import Decision, Explanation, Ruling
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence import terms as negligence_terms
from rumahrakyat.duty.negligence.operations import Verdict
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations, queries
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage
from tests.cast import World

HOUR = timedelta(hours=1)
WORDS = "Petugas kami sakit dan penggantinya belum mendapat sandi masuk."
REASON = "Tidak ada alasan yang cukup: penggantinya ada di kantor hari itu."


def missed(world: World, holder: str = "ROADS") -> Breach:
    """A case that `holder` left unanswered for 25 hours; the sweeper has just seen it."""
    report = world.assigned(holder)
    at = world.at + 25 * HOUR
    with clock.frozen(at):
        sweep(at=at)
    return Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE)


def explain(
    world: World, row: Breach, who: str = "head", *, after: timedelta = 26 * HOUR, text: str = WORDS
) -> Explanation:
    return negligence.explain(breach_id=row.pk, text=text, account=world.accounts[who], at=world.at + after)


def rule(
    world: World,
    row: Breach,
    decision: Decision = Decision.UPHELD,
    *,
    who: str = "secretary",
    after: timedelta = 200 * HOUR,
    seen: int | None = None,
    **given: str,
) -> Ruling:
    verdict = Verdict(decision, given.pop("text", REASON), **given)
    return negligence.rule(
        breach_id=row.pk, verdict=verdict, account=world.accounts[who], at=world.at + after, seen=seen
    )


def state(row: Breach) -> str:
    row.refresh_from_db()
    return row.state


@pytest.fixture
def freeze() -> Iterator[Callable[[Breach], None]]:
    """Freezes the register of every row it is given."""
    frozen: set[int] = set()

    def lock(row: Breach) -> str:
        return "2026Q3" if row.pk in frozen else ""

    negligence.lock_when(lock)
    yield lambda row: frozen.add(row.pk)
    negligence_terms.unlock(lock)


def test_the_head_of_the_holder_explains_and_the_case_says_so(world: World) -> None:
    row = missed(world)
    made = explain(world, row)
    assert state(row) == BreachState.EXPLAINED
    entry = Entry.objects.get(report=row.clock.report, type="explained")
    assert (entry.text, entry.account, entry.organisation) == (WORDS, world.accounts["head"], row.holder)
    assert made.entry == entry
    assert made.rule is not None
    assert not queries.verify(row.clock.report)


@pytest.mark.parametrize("who", ["officer", "other_head", "verifier", "secretary", "governor", "ombudsman", "outsider"])
def test_nobody_else_explains(world: World, who: str) -> None:
    row = missed(world)
    with pytest.raises(NotPermitted):
        explain(world, row, who)
    assert state(row) == BreachState.OPEN


def test_three_working_days_to_explain_by_the_calendar(world: World) -> None:
    row = missed(world)  # on Wednesday, 22 July 2026
    until = negligence_terms.limit_of(row, None).until
    assert until == datetime.fromisoformat("2026-07-28T00:00:00+07:00")
    explain(world, row, after=until - world.at)


def test_after_that_it_is_too_late(world: World) -> None:
    row = missed(world)
    until = negligence_terms.limit_of(row, None).until
    assert until is not None
    with pytest.raises(negligence_terms.TooLate) as refused:
        explain(world, row, after=until - world.at + timedelta(microseconds=1))
    assert refused.value.until == until
    assert not Explanation.objects.exists()


def test_another_version_of_the_time_holds_for_one_body(world: World) -> None:
    load_rules(
        [
            {
                "obligation": "explanation",
                "version": 2,
                "unit": "workdays",
                "amount": 5,
                "source": "Kesepakatan dengan dinas",
                "organisation": "ROADS",
                "valid_from": "2020-01-01T00:00:00+07:00",
            }
        ]
    )
    roads, transport = missed(world), missed(world, "TRANSPORT")
    until = negligence_terms.limit_of(roads, None).until
    assert until == datetime.fromisoformat("2026-07-30T00:00:00+07:00")
    assert negligence_terms.limit_of(transport, None).until == datetime.fromisoformat("2026-07-28T00:00:00+07:00")


@pytest.mark.parametrize("text", ["", "   ", "Maaf.", "x" * 29, "\x00" * 40, "x" * 4001])
def test_too_few_or_too_many_words_are_refused(world: World, text: str) -> None:
    row = missed(world)
    with pytest.raises(negligence_terms.TooFewWords):
        explain(world, row, text=text)


def test_a_double_click_explains_once(world: World) -> None:
    row = missed(world)
    assert explain(world, row) == explain(world, row)
    assert Explanation.objects.count() == Entry.objects.filter(type="explained").count() == 1


def test_an_explanation_may_be_completed_while_there_is_time(world: World) -> None:
    row = missed(world)
    explain(world, row)
    explain(world, row, text=f"{WORDS} Daftar sandi kami lampirkan.")
    assert Explanation.objects.filter(breach=row).count() == 2
    assert state(row) == BreachState.EXPLAINED


def test_nobody_is_ruled_on_unheard_before_the_time_is_over(world: World) -> None:
    row = missed(world)
    with pytest.raises(negligence_terms.StillTime):
        rule(world, row, after=26 * HOUR)
    explain(world, row)
    rule(world, row, after=27 * HOUR)
    assert state(row) == BreachState.UPHELD


def test_silence_does_nothing_by_itself_and_is_ruled_on_later(world: World) -> None:
    row = missed(world)
    sweep(at=world.at + 300 * HOUR)
    assert state(row) == BreachState.OPEN
    rule(world, row, after=300 * HOUR)
    assert state(row) == BreachState.UPHELD


def test_excused_leaves_the_lateness_of_the_citizens_answer_as_it_was(world: World) -> None:
    row = missed(world)
    explain(world, row)
    made = rule(world, row, Decision.EXCUSED)
    assert (state(row), made.entry.text) == (BreachState.EXCUSED, REASON)
    assert row.clock.breached_at == row.clock.due_at


def test_a_correction_names_its_evidence(world: World) -> None:
    row = missed(world)
    explain(world, row)
    with pytest.raises(negligence_terms.NeedsEvidence):
        rule(world, row, Decision.CORRECTED)
    rule(world, row, Decision.CORRECTED, evidence="Surat nomor 12 tanggal 21 Juli, diterima warga.")
    assert state(row) == BreachState.CORRECTED


@pytest.mark.parametrize("who", ["head", "officer", "other_head", "verifier", "governor", "ombudsman", "outsider"])
def test_only_the_secretary_rules(world: World, who: str) -> None:
    row = missed(world)
    with pytest.raises(NotPermitted):
        rule(world, row, who=who)


def test_a_secretary_who_belongs_to_the_holder_does_not_rule_on_it(world: World) -> None:
    own, other = missed(world), missed(world, "TRANSPORT")
    both = world.accounts["secretary"]
    Membership.objects.create(account=both, role="officer", organisation=world.organisations["ROADS"])
    with pytest.raises(negligence_terms.OwnBody):
        rule(world, own)
    rule(world, other)


def test_who_verifies_does_not_rule_on_the_desk(world: World) -> None:
    report = world.report()
    with clock.frozen(world.at + 25 * HOUR):
        sweep(at=world.at + 25 * HOUR)
    row = Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE)
    assert row.holder is None
    Membership.objects.create(account=world.accounts["secretary"], role="verifier")
    with pytest.raises(negligence_terms.OwnBody):
        rule(world, row)


def test_the_desk_is_explained_by_its_own_head(world: World) -> None:
    report = world.report()
    with clock.frozen(world.at + 25 * HOUR):
        sweep(at=world.at + 25 * HOUR)
    row = Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE)
    with pytest.raises(NotPermitted):
        explain(world, row, "head")
    account = Account.objects.create_user(username="house", name="Kepala Rumah")
    Membership.objects.create(account=account, role="head", organisation=world.organisations["DESK"])
    world.accounts["house"] = account
    explain(world, row, "house")


def test_a_later_ruling_changes_an_earlier_one_and_both_stay(world: World) -> None:
    row = missed(world)
    rule(world, row)
    rule(world, row, Decision.EXCUSED, text="Gangguan sistem terbukti dari catatan penyedia jaringan.")
    assert state(row) == BreachState.EXCUSED
    history = list(Ruling.objects.filter(breach=row).order_by("nth").values_list("nth", "decision"))
    assert history == [(1, "upheld"), (2, "excused")]


def test_the_same_ruling_twice_is_one(world: World) -> None:
    row = missed(world)
    assert rule(world, row, seen=0) == rule(world, row, seen=0)
    assert Ruling.objects.count() == 1


def test_a_ruling_on_an_old_page_is_refused(world: World) -> None:
    row = missed(world)
    explain(world, row)
    with pytest.raises(negligence_terms.Moved):
        rule(world, row, seen=0)


def test_what_was_ruled_on_is_explained_again_only_after_reopening(world: World) -> None:
    row = missed(world)
    rule(world, row)
    with pytest.raises(negligence_terms.AlreadyRuled):
        explain(world, row, after=201 * HOUR)
    again = negligence.reopen(
        breach_id=row.pk, text=REASON, account=world.accounts["secretary"], at=world.at + 202 * HOUR
    )
    assert state(row) == BreachState.OPEN
    assert again.until is not None
    explain(world, row, after=again.until - world.at)
    assert state(row) == BreachState.EXPLAINED


def test_after_the_freeze_only_an_erratum_changes_a_row(world: World, freeze: Callable[[Breach], None]) -> None:
    row = missed(world)
    rule(world, row)
    freeze(row)
    with pytest.raises(negligence_terms.Frozen) as refused:
        rule(world, row, Decision.EXCUSED, text="Baru diketahui bahwa jaringan memang putus.")
    assert refused.value.register == "2026Q3"
    with pytest.raises(negligence_terms.Frozen):
        negligence.reopen(breach_id=row.pk, text=REASON, account=world.accounts["secretary"], at=world.at)
    made = rule(world, row, Decision.EXCUSED, text="Baru diketahui bahwa jaringan memang putus.", erratum="2026Q3-E1")
    assert (state(row), made.erratum) == (BreachState.EXCUSED, "2026Q3-E1")


def test_no_explanation_enters_a_frozen_register(world: World, freeze: Callable[[Breach], None]) -> None:
    row = missed(world)
    freeze(row)
    with pytest.raises(negligence_terms.Frozen):
        explain(world, row)


def test_an_answer_in_time_that_is_recorded_late_corrects_the_row(world: World) -> None:
    row = missed(world)
    with clock.frozen(world.at + 26 * HOUR):
        _answer(world, row.clock.report, world.at + 20 * HOUR)
    made = Ruling.objects.get(breach=row)
    assert (state(row), made.account, made.entry.data["entry"]) == (BreachState.CORRECTED, None, made.entry.seq - 1)


def test_an_answer_that_was_late_corrects_nothing(world: World) -> None:
    row = missed(world)
    _answer(world, row.clock.report, world.at + 24 * HOUR + timedelta(minutes=30))
    assert state(row) == BreachState.OPEN


def test_an_answer_at_the_very_deadline_was_in_time(world: World) -> None:
    row = missed(world)
    _answer(world, row.clock.report, row.due_at)
    assert state(row) == BreachState.CORRECTED


def test_a_frozen_row_is_not_corrected_by_the_system(world: World, freeze: Callable[[Breach], None]) -> None:
    row = missed(world)
    freeze(row)
    _answer(world, row.clock.report, world.at + 20 * HOUR)
    assert state(row) == BreachState.OPEN


def _answer(world: World, report: Report, at: datetime) -> None:
    operations.answer(
        report_id=report.pk, stage=Stage.FIELD_CHECK, text="Sudah dicek.", actor=world.actor("officer", report), at=at
    )


def test_the_database_refuses_to_change_what_was_said_and_decided(world: World) -> None:
    row = missed(world)
    explain(world, row)
    rule(world, row)
    for model in (Explanation, Ruling):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            model.objects.update(at=world.at)
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            model.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_at_once_make_one_ruling(world: World) -> None:
    row = missed(world)
    second = Account.objects.create_user(username="second", name="Sekretaris Kedua")
    Membership.objects.create(account=second, role="secretary")
    world.accounts["second"] = second

    def decide(who: str, decision: Decision) -> str:
        try:
            rule(world, row, decision, who=who, seen=0)
        except negligence_terms.Moved:
            return "moved"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(decide, "secretary", Decision.UPHELD), pool.submit(decide, "second", Decision.EXCUSED)]
        assert sorted(one.result() for one in both) == ["done", "moved"]
    assert Ruling.objects.filter(breach=row).count() == 1


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["explain", "reopen", *(one.value for one in Decision if one is not Decision.REOPENED)]),
        st.integers(min_value=1, max_value=60),
    ),
    max_size=8,
)


@pytest.mark.long
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_states_only_move_along_the_allowed_ways(world: World, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        row, at = missed(world), world.at + 25 * HOUR
        for nth, (step, hours) in enumerate(steps):
            at += hours * HOUR
            before, counted = BreachState(state(row)), _said(row)
            try:
                _take(world, row, step, at, f"{REASON} Ke-{nth}.")
            except negligence_terms.Refused:
                assert (state(row), _said(row)) == (before, counted)
                continue
            assert BreachState(state(row)) in negligence_terms.MOVES[before]
            assert _said(row) == counted + 1
        assert not queries.verify(Report.objects.get(pk=row.clock.report_id))
        transaction.set_rollback(True)


def _said(row: Breach) -> int:
    return Explanation.objects.filter(breach=row).count() + Ruling.objects.filter(breach=row).count()


def _take(world: World, row: Breach, step: str, at: datetime, text: str) -> None:
    if step == "explain":
        explain(world, row, after=at - world.at, text=text)
    elif step == "reopen":
        negligence.reopen(breach_id=row.pk, text=text, account=world.accounts["secretary"], at=at)
    else:
        rule(world, row, Decision(step), after=at - world.at, text=text, evidence="Surat nomor 12.")
