"""What the demo's watchers find on their pages."""

import argparse

import pytest

from rumahrakyat.demo import briefs, kept, outside, play
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.models_briefs import BriefAlertRule
from rumahrakyat.oversight.models_findings import Finding, Recommendation
from rumahrakyat.oversight.models_views import SavedView
from rumahrakyat.people.models import Account
from tests.cast import World

pytestmark = pytest.mark.django_db


def account(username: str, role: str, **scope: object) -> Account:
    made = Account.objects.create_user(username=username, name=username.title(), is_demo=True)
    Membership.objects.create(account=made, role=role, **scope)
    return made


def test_the_governor_has_kept_views_and_the_same_again_keeps_none(world: World) -> None:
    account("gubernur", "governor")
    assert [kept.keep(until=world.at) for _twice in range(2)] == [3, 3]
    assert SavedView.objects.count() == 3


def test_the_ombudsman_s_recommendations_stand_in_different_states(world: World) -> None:
    Account.objects.filter(username="ombudsman").update(is_demo=True)
    outside.found(until=world.at)
    states = set(Recommendation.objects.values_list("state", flat=True))
    assert Finding.objects.count() == 2
    assert states == {"open", "closed", "accepted", "objected"}


def test_whoever_starts_a_demo_that_was_stopped_half_way_is_told(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.report()
    BriefAlertRule.objects.create(code="burst", values={"people": 5})
    briefs.hold()
    asked = argparse.Namespace(until=world.at, days=3, if_empty=True)
    assert [play.run(asked), play.run(asked)] == [0, 0]
    assert capsys.readouterr().err.count("stopped while it was being played") == 1
