from datetime import UTC, datetime

import pytest

from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.organisations.operations import UnknownRole, end_role, grant_role
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, SEE_ALL

AT = datetime(2026, 7, 21, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Account:
    return Account.objects.create_user(username="officer", name="Petugas")


@pytest.fixture
def agency() -> Organisation:
    return Organisation.objects.create(code="ROADS", name="Dinas Jalan", short_name="Dinas Jalan", kind=Kind.AGENCY)


def test_a_role_at_an_agency_gives_its_permissions_there_alone(officer: Account, agency: Organisation) -> None:
    grant_role(account=officer, role="officer", organisation=agency, at=AT)
    scope = scope_of(officer)
    assert scope.covers(ANSWER, organisation=agency.pk)
    assert not scope.covers(ANSWER, organisation=agency.pk + 1)
    assert not scope.everywhere(ANSWER)


def test_a_role_without_bounds_is_everywhere(officer: Account) -> None:
    grant_role(account=officer, role="governor", at=AT)
    assert scope_of(officer).everywhere(SEE_ALL)


def test_granting_twice_is_once(officer: Account, agency: Organisation) -> None:
    for _ in range(2):
        grant_role(account=officer, role="officer", organisation=agency, at=AT)
    assert Membership.objects.count() == 1


def test_an_ended_role_gives_nothing_until_it_is_granted_again(officer: Account, agency: Organisation) -> None:
    membership = grant_role(account=officer, role="officer", organisation=agency, at=AT)
    end_role(membership=membership, at=AT)
    assert not scope_of(officer).may(ANSWER)
    grant_role(account=officer, role="officer", organisation=agency, at=AT)
    assert scope_of(officer).may(ANSWER)


def test_an_unknown_role_is_refused(officer: Account) -> None:
    with pytest.raises(UnknownRole):
        grant_role(account=officer, role="emperor", at=AT)


def test_an_account_that_was_switched_off_may_nothing(officer: Account) -> None:
    grant_role(account=officer, role="governor", at=AT)
    officer.is_active = False
    assert not scope_of(officer).may(SEE_ALL)


def test_the_condition_on_rows_matches_what_is_covered(officer: Account, agency: Organisation) -> None:
    other = Organisation.objects.create(code="OTHER", name="Lain", short_name="Lain", kind=Kind.AGENCY)
    grant_role(account=officer, role="officer", organisation=agency, at=AT)
    condition = scope_of(officer).condition(ANSWER, organisation="pk", regions={})
    assert list(Organisation.objects.filter(condition)) == [agency]
    assert other not in Organisation.objects.filter(condition)
