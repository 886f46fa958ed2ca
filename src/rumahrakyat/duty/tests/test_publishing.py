"""A version of a rule is proposed, looked at, and published; what was published stays."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.loading import load_ladders, load_rules
from rumahrakyat.duty.models import DutyRule, Ladder
from rumahrakyat.duty.rulebook import faults, publishing
from rumahrakyat.duty.rulebook.drafts import LadderDraft, RuleDraft
from rumahrakyat.duty.rules import Facts, NoRule, Scope, Step
from rumahrakyat.people.models import Account
from tests.cast import World

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOURCE = "Keputusan contoh nomor 1"
FIRST = RuleDraft(rules.FIRST_RESPONSE, "hours", 12, SOURCE)
NEWS = RuleDraft(rules.SILENCE, "workdays", 2, SOURCE, longest=14)
STEPS = (Step("tell_officer", 50, "officer", waits=True), Step("over", 100, "secretary", acknowledge=15))
LADDER = LadderDraft(rules.FIRST_RESPONSE, STEPS, SOURCE)


@pytest.fixture
def author(world: World) -> Account:
    return world.accounts["secretary"]


def refused(world: World, draft: RuleDraft | LadderDraft, **given: bool) -> list[type[faults.Fault]]:
    with pytest.raises(faults.Refused) as caught:
        publishing.propose(draft, at=world.at, **given)
    assert all(fault.sentence and "%(" not in fault.sentence for fault in caught.value.faults)
    return [type(fault) for fault in caught.value.faults]


def in_force(world: World, after: timedelta, **facts: object) -> tuple[int, int]:
    """(version, amount) of the first answer for a case that begins then."""
    rule = store.rulebook().rule(rules.FIRST_RESPONSE, Facts(**facts), world.at + after)  # type: ignore[arg-type]
    assert rule is not None
    return rule.version, rule.amount


def test_a_new_version_ends_the_open_one_of_its_scope_and_keeps_who_and_when(world: World, author: Account) -> None:
    row = publishing.publish(replace(FIRST, since=world.at + DAY), account=author, at=world.at)
    before = DutyRule.objects.get(obligation=rules.FIRST_RESPONSE, version=2)
    assert (row.version, row.made_by, row.made_at) == (3, author, world.at)
    assert before.valid_to == row.valid_from == world.at + DAY
    assert (before.amount, row.valid_to) == (24, None)
    assert in_force(world, DAY - HOUR) == (2, 24)
    assert in_force(world, DAY) == (3, 12)
    assert not rules.overlapping(store.rulebook().rules)


def test_a_version_without_an_end_holds_until_the_next_begins(world: World, author: Account) -> None:
    publishing.publish(FIRST, account=author, at=world.at)
    assert in_force(world, 4000 * DAY) == (3, 12)
    publishing.publish(replace(FIRST, amount=20), account=author, at=world.at + DAY)
    assert in_force(world, DAY - HOUR) == (3, 12)
    assert in_force(world, 4000 * DAY) == (4, 20)


def test_the_narrower_scope_wins_where_it_fits_and_the_wider_stays_open(world: World, author: Account) -> None:
    roads = world.organisations["ROADS"].pk
    publishing.publish(replace(FIRST, scope=Scope(organisation=roads)), account=author, at=world.at)
    assert in_force(world, HOUR, holder=roads) == (3, 12)
    assert in_force(world, HOUR) == (2, 24)
    assert DutyRule.objects.get(obligation=rules.FIRST_RESPONSE, version=2).valid_to is None


def test_a_narrower_version_may_end_and_the_wider_holds_again(world: World, author: Account) -> None:
    draft = replace(FIRST, scope=Scope(regency="33.15"), until=world.at + 10 * DAY)
    publishing.publish(draft, account=author, at=world.at)
    assert in_force(world, DAY, regency="33.15") == (3, 12)
    assert in_force(world, 10 * DAY, regency="33.15") == (2, 24)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"obligation": "coffee"}, faults.UnknownObligation),
        ({"amount": 0}, faults.NoTime),
        ({"amount": -5}, faults.NoTime),
        ({"amount": 10**9}, faults.NoTime),
        ({"unit": "weeks"}, faults.UnknownUnit),
        ({"extension": 7}, faults.ExtensionInHours),
        ({"unit": "workdays", "extension": -1}, faults.NonsenseExtension),
        ({"longest": 14}, faults.LongestWithoutNews),
        ({"source": "  "}, faults.NoSource),
        ({"scope": Scope(organisation=10**6)}, faults.UnknownOrganisation),
        ({"scope": Scope(regency="99.99")}, faults.UnknownRegency),
        ({"scope": Scope(regency="33.15.01")}, faults.UnknownRegency),
        ({"scope": Scope(category="nonsense")}, faults.UnknownCategory),
        ({"scope": Scope(weight="heavy")}, faults.UnknownWeight),
        ({"scope": Scope(kind="gossip")}, faults.UnknownKind),
        ({"amount": 24}, faults.NothingChanges),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(world: World, change: dict[str, object], fault: type) -> None:
    assert fault in refused(world, replace(FIRST, **change))  # type: ignore[arg-type]


def test_a_promised_date_may_lie_as_far_ahead_as_the_rule_itself(world: World) -> None:
    assert faults.LongestTooShort in refused(world, replace(NEWS, amount=5, longest=3))


def test_a_rule_of_one_agency_for_what_the_desk_owes_is_refused(world: World) -> None:
    scope = Scope(organisation=world.organisations["ROADS"].pk)
    draft = RuleDraft(rules.ROUTING, "hours", 1, SOURCE, scope=scope)
    assert refused(world, draft) == [faults.NeverFits]


def test_an_agency_that_takes_no_cases_cannot_have_a_rule(world: World) -> None:
    scope = Scope(organisation=world.organisations["POWER"].pk)
    assert refused(world, replace(FIRST, scope=scope)) == [faults.UnknownOrganisation]


def test_dates_that_would_change_what_was_promised_or_leave_a_hole_are_refused(world: World, author: Account) -> None:
    at = world.at
    assert refused(world, replace(FIRST, since=at - HOUR)) == [faults.BeginsInThePast]
    assert refused(world, replace(FIRST, until=at)) == [faults.EndsBeforeItBegins]
    assert refused(world, replace(FIRST, until=at + DAY)) == [faults.Hole]
    publishing.publish(replace(FIRST, since=at + 5 * DAY), account=author, at=at)
    for day in (4, 5):
        draft = replace(FIRST, amount=9, since=at + day * DAY)
        assert refused(world, draft) == [faults.BeginsBeforeAnother]


def test_a_published_end_is_not_cut_short(world: World, author: Account) -> None:
    draft = replace(FIRST, scope=Scope(kind="complaint"), until=world.at + 10 * DAY)
    publishing.publish(draft, account=author, at=world.at)
    again = replace(draft, amount=6, since=world.at + DAY, until=None)
    assert refused(world, again) == [faults.Overlap]
    publishing.publish(replace(again, since=world.at + 10 * DAY), account=author, at=world.at)
    assert not rules.overlapping(store.rulebook().rules)


def test_a_hole_between_an_ended_version_and_the_next_is_refused(world: World) -> None:
    DutyRule.objects.filter(obligation=rules.FIRST_RESPONSE, version=2).update(valid_to=world.at + DAY)
    assert refused(world, replace(FIRST, since=world.at + 2 * DAY)) == [faults.Hole]
    assert publishing.propose(replace(FIRST, since=world.at + DAY), at=world.at).version.version == 3
    with pytest.raises(NoRule):
        store.rulebook().rule(rules.FIRST_RESPONSE, Facts(), world.at + DAY)


def test_every_fault_is_told_at_once(world: World) -> None:
    found = refused(world, replace(FIRST, amount=0, source="", since=world.at - DAY))
    assert found == [faults.NoTime, faults.NoSource, faults.BeginsInThePast]


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ((), faults.NoSteps),
        ((Step("a", 50, "officer"),), faults.NoBreachStep),
        ((*STEPS, Step("own_half", 50, "officer", own=True)), faults.NoBreachStep),
        ((*STEPS, Step("over", 125, "governor")), faults.StepTwice),
        ((*STEPS, Step("x", 0, "head")), faults.NonsensePercent),
        ((*STEPS, Step("x", 100_000, "head")), faults.NonsensePercent),
        ((*STEPS, Step("Besar Sekali", 80, "head")), faults.BadCode),
        ((*STEPS, Step("x", 80, "neighbour")), faults.UnknownAudience),
        ((*STEPS, Step("x", 80, "head", acknowledge=99_999)), faults.NonsenseMinutes),
        ((Step("over", 100, "head", waits=True),), faults.BreachWaits),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused(world: World, steps: tuple[Step, ...], fault: type) -> None:
    assert fault in refused(world, replace(LADDER, steps=steps))


def test_the_reporters_own_time_has_no_ladder(world: World) -> None:
    assert refused(world, replace(LADDER, obligation=rules.REPORTER_DECIDES)) == [faults.NobodyToTell]


def test_an_author_who_has_not_seen_the_newest_version_is_told_who_was_faster(world: World, author: Account) -> None:
    publishing.publish(FIRST, account=author, at=world.at, based_on=2)
    with pytest.raises(faults.Refused) as caught:
        publishing.publish(replace(FIRST, amount=6), account=author, at=world.at + HOUR, based_on=2)
    assert author.name in caught.value.faults[0].sentence
    assert DutyRule.objects.filter(obligation=rules.FIRST_RESPONSE).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_authors_at_once_make_one_version_each_or_none_but_never_two_that_overlap(world: World) -> None:
    gate, outcomes = threading.Barrier(4), []

    def press(amount: int) -> None:
        try:
            gate.wait()
            draft = replace(FIRST, amount=amount)
            publishing.publish(draft, account=world.accounts["secretary"], at=world.at, based_on=2)
            outcomes.append("published")
        except faults.Refused as refusal:
            outcomes.append(type(refusal.faults[0]).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(amount,)) for amount in (6, 8, 10, 12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["SomebodyWasFaster"] * 3 + ["published"]
    assert not rules.overlapping(store.rulebook().rules)


# -- versions from files ---------------------------------------------------------------------------------------------

ROW = {
    "obligation": "first_response", "version": 7, "unit": "hours", "amount": 12, "source": "x",
    "valid_from": "2026-01-01T00:00:00+07:00", "valid_to": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, faults.OverlappingVersions),
        ({"kind": "complaint", "extension": 3}, faults.ExtensionInHours),
        ({"kind": "complaint", "obligation": "coffee"}, faults.UnknownObligation),
    ],
)
def test_a_file_is_refused_for_what_no_author_could_publish(
    world: World, change: dict[str, object], fault: type[faults.Fault]
) -> None:
    before = DutyRule.objects.count()
    with pytest.raises(faults.Refused) as caught:
        load_rules([{**ROW, **change}])
    assert [type(one) for one in caught.value.faults] == [fault]
    assert DutyRule.objects.count() == before


def test_a_file_with_a_ladder_that_tells_nobody_is_refused(world: World) -> None:
    row = {**ROW, "kind": "complaint", "steps": [{"code": "half", "percent": 50, "audience": "officer"}]}
    with pytest.raises(faults.Refused):
        load_ladders([row])
    assert not Ladder.objects.filter(version=7).exists()
