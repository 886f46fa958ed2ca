"""Invitations, roles with dates, stand-ins, the end of somebody's service."""

from datetime import timedelta

import pytest

from rumahrakyat.organisations import rostering, staffing
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.models_staffing import Invitation
from rumahrakyat.organisations.operations import grant_role
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.organisations.staffing import Invited, NotYours, Post, Unusable, WrongStaffing
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.people.roles import ANSWER, KEEP_PEOPLE, REPRIMAND
from rumahrakyat.regions.models import Region
from tests.cast import World

WORDS = "kopi susu di teras rumah"
SARI = Invited("Sari Wulandari", "email", "sari.wulandari@dinas.test")


def invited(world: World, by: str = "head", **given: object) -> tuple[Invitation, str]:
    post = Post("officer", world.organisations["ROADS"])
    facts = {"invited": SARI, "post": post, "by": world.accounts[by], "scope": scope_of(world.accounts[by])}
    return staffing.invite(**{**facts, "at": world.at, **given})  # type: ignore[arg-type]


def test_an_invited_one_chooses_name_and_password_and_has_the_role(world: World) -> None:
    made, token = invited(world)
    account = staffing.accept(token=token, username="Sari.W", password=WORDS, at=world.at)
    assert (account.username, account.name, account.email) == ("sari.w", SARI.name, SARI.value)
    assert scope_of(account).covers(ANSWER, organisation=world.organisations["ROADS"].pk)
    assert token not in "".join(str(value) for value in vars(Invitation.objects.get(pk=made.pk)).values())
    assert {"people.invited", "people.joined"} <= set(AuditLine.objects.values_list("act", flat=True))


def test_a_link_works_once_for_seven_days_and_never_once_withdrawn(world: World) -> None:
    made, token = invited(world)
    with pytest.raises(Unusable) as late:
        staffing.usable(token, at=world.at + timedelta(days=7))
    staffing.accept(token=token, username="sari", password=WORDS, at=world.at)
    with pytest.raises(Unusable) as again:
        staffing.accept(token=token, username="sari2", password=WORDS, at=world.at)
    other, second = invited(world)
    assert staffing.withdraw(invitation=other, by=world.accounts["head"], at=world.at)
    with pytest.raises(Unusable) as gone:
        staffing.usable(second, at=world.at)
    with pytest.raises(Unusable) as wrong:
        staffing.usable("nothing like it", at=world.at)
    assert [one.value.why for one in (late, again, gone, wrong)] == ["expired", "used", "withdrawn", "unknown"]
    assert not staffing.withdraw(invitation=made, by=world.accounts["head"], at=world.at)


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [("head", WORDS, "username"), ("a b", WORDS, "username"), ("sari", "password1234", "password")],
)
def test_a_wrong_name_or_password_leaves_the_invitation_open(
    world: World, username: str, password: str, field: str
) -> None:
    _made, token = invited(world)
    with pytest.raises(WrongStaffing) as wrong:
        staffing.accept(token=token, username=username, password=password, at=world.at)
    assert wrong.value.field == field
    assert staffing.usable(token, at=world.at).accepted_at is None


@pytest.mark.parametrize(
    ("by", "role", "body", "region"),
    [
        ("head", "officer", "TRANSPORT", None),  # another's body
        ("head", "head", "ROADS", None),  # an equal
        ("head", "governor", None, None),
        ("officer", "officer", "ROADS", None),  # keeps no people
    ],
)
def test_nobody_invites_to_what_they_may_not_give(
    world: World, by: str, role: str, body: str | None, region: str | None
) -> None:
    post = Post(role, world.organisations[body] if body else None)
    with pytest.raises(NotYours):
        invited(world, by, post=post)
    assert not Invitation.objects.exists()


def test_a_coordinator_keeps_the_people_of_the_own_regency(world: World) -> None:
    grant_role(
        account=world.accounts["outsider"], role="coordinator", region=Region.objects.get(pk="33.15"), at=world.at
    )
    scope = scope_of(world.accounts["outsider"])
    village = Region.objects.get(pk="33.15.01.2001")
    assert staffing.may_give(scope, Post("village_head", region=village))
    assert staffing.may_give(scope, Post("officer", world.organisations["GROBOGAN"]))
    assert not staffing.may_give(scope, Post("officer", world.organisations["ROADS"]))
    assert not staffing.may_give(scope, Post("coordinator", region=Region.objects.get(pk="33.15")))


def test_nobody_gives_a_role_to_themselves(world: World) -> None:
    grant_role(account=world.accounts["outsider"], role="operator", at=world.at)
    me = world.accounts["outsider"]
    with pytest.raises(NotYours):
        staffing.give(account=me, post=Post("governor"), by=me, scope=scope_of(me), at=world.at)


def test_a_role_holds_from_its_beginning_to_its_end(world: World) -> None:
    account = world.accounts["outsider"]
    end = world.at + timedelta(days=30)
    grant_role(account=account, role="head", organisation=world.organisations["ROADS"], until=end, at=world.at)
    assert not scope_of(account, at=world.at - timedelta(hours=1)).may(KEEP_PEOPLE)
    assert scope_of(account, at=end - timedelta(hours=1)).may(KEEP_PEOPLE)
    assert not scope_of(account, at=end).may(KEEP_PEOPLE)


def test_a_stand_in_has_the_roles_while_the_absence_lasts_and_no_longer(world: World) -> None:
    begins, ends = world.at + timedelta(days=1), world.at + timedelta(days=3)
    stand_in, governor = world.accounts["officer"], world.accounts["governor"]
    rostering.note_absence(
        account=governor, since=begins, until=ends, stand_in=stand_in, reason="Dinas", by=governor, at=world.at
    )
    assert not scope_of(stand_in, at=world.at).may(REPRIMAND)
    meanwhile = scope_of(stand_in, at=begins)
    assert meanwhile.everywhere(REPRIMAND)
    assert meanwhile.may(ANSWER)
    assert meanwhile.stands_in_for == {governor.pk}
    assert not scope_of(stand_in, at=ends).may(REPRIMAND)
    assert AuditLine.objects.get(act="people.stand_in").subject == "governor"


def test_whoever_stands_in_does_not_pass_it_on(world: World) -> None:
    first, second, third = (world.accounts[name] for name in ("governor", "officer", "outsider"))
    for away, stand_in in ((first, second), (second, third)):
        rostering.note_absence(
            account=away, since=world.at, until=None, stand_in=stand_in, reason="", by=away, at=world.at
        )
    assert not scope_of(third, at=world.at).may(REPRIMAND)
    assert scope_of(third, at=world.at).may(ANSWER)


def test_the_scope_is_one_query(world: World, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        scope_of(world.accounts["head"])


def test_the_end_of_a_service_ends_everything_the_account_had(world: World) -> None:
    account = world.accounts["officer"]
    ended = staffing.end_service(account=account, by=world.accounts["head"], at=world.at)
    account.refresh_from_db()
    assert ended["roles"] == 1
    assert not account.is_active
    assert not Membership.objects.filter(account=account, active=True).exists()
    assert scope_of(account).grants == ()
    again = staffing.end_service(account=account, by=world.accounts["head"], at=world.at)
    assert again["roles"] == 0
    assert AuditLine.objects.filter(act="people.service_ended").count() == 1
