import pytest

from rumahrakyat.organisations.scope import Grant, Scope
from rumahrakyat.oversight.sight import NothingToOversee, Sight, sight_of
from rumahrakyat.people.roles import permissions_of


def test_the_governor_sees_everything() -> None:
    assert sight_of(Scope((Grant(permissions_of("governor")),))).everything


def test_a_head_sees_the_own_agency() -> None:
    sight = sight_of(Scope((Grant(permissions_of("head"), organisation=7),)))
    assert sight == Sight(organisations=frozenset({7}))


def test_a_coordinator_sees_the_own_regency() -> None:
    assert sight_of(Scope((Grant(permissions_of("coordinator"), region="33.21"),))).regencies == {"33.21"}


@pytest.mark.parametrize("role", ["officer", "verifier", "desk_officer", "village_head", "operator"])
def test_others_oversee_nothing(role: str) -> None:
    with pytest.raises(NothingToOversee):
        sight_of(Scope((Grant(permissions_of(role), organisation=7),)))


def test_a_grant_bound_twice_gives_no_figures() -> None:
    with pytest.raises(NothingToOversee):
        sight_of(Scope((Grant(permissions_of("head"), organisation=7, region="33.21"),)))
