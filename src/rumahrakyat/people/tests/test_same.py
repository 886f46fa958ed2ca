"""One person behind several addresses: linked by proof, suggested by name, always undone without a trace."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumahrakyat.people import same
from rumahrakyat.people.models import Account, PersonLink, Reporter
from rumahrakyat.people.operations import contact_point, link_contact

AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db
Evidence = PersonLink.Evidence


@pytest.fixture
def officer() -> Account:
    return Account.objects.create_user("petugas", name="Petugas")


def people(count: int) -> list[int]:
    return [Reporter.objects.create(created_at=AT).pk for _number in range(count)]


def groups(ids: list[int]) -> set[frozenset[int]]:
    return {frozenset(same.person_of(one)) for one in ids}


def test_a_name_alone_only_suggests(officer: Account) -> None:
    one, other = people(2)
    with pytest.raises(same.NotAProof):
        same.join(one=one, other=other, evidence=Evidence.NAME, at=AT)
    link = same.suggest(one=other, other=one, evidence=Evidence.NAME, at=AT)
    assert link is not None
    assert not same.is_same_person(one, other)
    assert same.accept(link=link, account=officer, at=AT)
    assert same.is_same_person(one, other)


def test_a_suggestion_is_made_once_and_not_again_when_dismissed(officer: Account) -> None:
    one, other = people(2)
    link = same.suggest(one=one, other=other, evidence=Evidence.NAME, at=AT)
    assert link is not None
    assert same.suggest(one=other, other=one, evidence=Evidence.NAME, at=AT) is None
    assert same.dismiss(link=link, account=officer, at=AT)
    assert not same.accept(link=link, account=officer, at=AT)
    assert same.suggest(one=one, other=other, evidence=Evidence.NAME, at=AT) is None


def test_undoing_restores_what_was_before_also_in_a_larger_group(officer: Account) -> None:
    a, b, c = people(3)
    first = same.join(one=a, other=b, evidence=Evidence.PROVIDER, at=AT)
    second = same.join(one=c, other=b, evidence=Evidence.RECEIPT, at=AT)
    assert groups([a, b, c]) == {frozenset({a, b, c})}
    assert same.undo(link=first, account=officer, at=AT)
    assert groups([a, b, c]) == {frozenset({a}), frozenset({b, c})}
    assert same.undo(link=second, account=officer, at=AT)
    assert groups([a, b, c]) == {frozenset({a}), frozenset({b}), frozenset({c})}


def test_what_a_person_undid_no_provider_links_again(officer: Account) -> None:
    one, other = people(2)
    link = same.join(one=one, other=other, evidence=Evidence.PROVIDER, at=AT)
    same.undo(link=link, account=officer, at=AT)
    same.join(one=one, other=other, evidence=Evidence.PROVIDER, at=AT)
    assert not same.is_same_person(one, other)
    same.join(one=one, other=other, evidence=Evidence.STAFF, at=AT, account=officer)
    assert same.is_same_person(one, other)


def test_a_provider_that_names_two_known_addresses_links_them() -> None:
    by_phone = contact_point(scheme="tel", value="+6281322904471", at=AT)
    by_id = contact_point(scheme="wa", value="ID.13", at=AT)
    link_contact(reporter=by_phone.reporter, scheme="wa", value="ID.13", at=AT)
    assert same.is_same_person(by_phone.reporter_id, by_id.reporter_id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(moves=st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 5)), max_size=25))
def test_groups_are_always_what_the_links_that_hold_say(officer: Account, moves: list[tuple[bool, int, int]]) -> None:
    ids = people(6)
    holding: set[frozenset[int]] = set()
    for joins, a, b in moves:
        pair = frozenset({ids[a], ids[b]})
        if len(pair) == 1:
            continue
        if joins:
            same.join(one=ids[a], other=ids[b], evidence=Evidence.STAFF, at=AT, account=officer)
            holding.add(pair)
        elif pair in holding:
            low, high = sorted(pair)
            same.undo(link=PersonLink.objects.get(first=low, second=high), account=officer, at=AT)
            holding.discard(pair)
    expected = {one: frozenset(_reachable(one, holding)) for one in ids}
    assert {one: frozenset(same.person_of(one)) for one in ids} == expected


def _reachable(start: int, holding: set[frozenset[int]]) -> set[int]:
    found, edge = {start}, {start}
    while edge:
        edge = {end for pair in holding for end in pair if pair & edge} - found
        found |= edge
    return found
