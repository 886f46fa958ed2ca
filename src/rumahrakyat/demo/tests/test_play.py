import argparse
import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from rumahrakyat.demo import cast, corpus, habits, pictures, plans, play, slots, truth
from rumahrakyat.duty.loading import load_rules
from rumahrakyat.duty.models import Clock
from rumahrakyat.lib.images import measure
from rumahrakyat.organisations.loading import load_territory
from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.people.queries import DEMO_PASSWORD, demo_accounts
from rumahrakyat.regions.province import active
from rumahrakyat.reports import queries
from rumahrakyat.reports.models import Entry, PendingEffect, Report
from rumahrakyat.routing.loading import load_province

UNTIL = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
WIB = ZoneInfo("Asia/Jakarta")
WISH = play.Wish(days=12, reports=16, seed=5, until=UNTIL)
MONTH = play.Wish(days=30, reports=600, seed=5, until=UNTIL)


def dice() -> random.Random:
    return random.Random(3)  # noqa: S311 -- a demo, not a secret


@pytest.fixture
def province(db: None) -> None:
    load_territory(name=active().name, at=UNTIL)


@pytest.fixture(scope="module")
def month(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[plans.Plan]:
    """A full month, planned once for all tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_territory(name=active().name, at=UNTIL)
        planned = play.newest_first(MONTH)
        assert planned == play.newest_first(MONTH), "the same seed plans the same month"
        transaction.set_rollback(True)
    return planned


def test_a_played_month_leaves_valid_records_and_nothing_undone(db: None) -> None:
    load_province(province=active().name, at=UNTIL)
    load_rules(active().document("duty_rules.json"))
    cast.create()
    play.play(WISH)
    assert Report.objects.count() == WISH.reports
    assert not [report.number for report in Report.objects.all() if queries.verify(report)]
    assert not PendingEffect.objects.exists()
    assert not Entry.objects.filter(recorded_at__gt=UNTIL).exists()
    assert not Clock.objects.filter(next_action_at__lt=UNTIL - timedelta(minutes=1)).exists()
    for report in Report.objects.all():
        times = [entry.recorded_at for entry in queries.entries_of(report)]
        assert times == sorted(times), report.number


def test_everybody_gets_an_account_once_and_can_sign_in(province: None) -> None:
    assert cast.create() > 200
    assert cast.create() == 0
    assert Account.objects.get(username="verifikator").check_password(DEMO_PASSWORD)
    assert Membership.objects.filter(role="head").count() == 85


def test_the_sign_in_page_is_offered_the_house_first(province: None) -> None:
    cast.create()
    offered = [account.username for account in demo_accounts()]
    assert offered[0] == "verifikator"
    assert {"gubernur", "sekda", "ombudsman", "petugas.dpubmck"} <= set(offered)
    assert len(offered) < 25


@pytest.mark.django_db
def test_the_present_has_late_cases_and_cases_nearly_due(month: list[plans.Plan]) -> None:
    fates = [plan.fate for plan in month]
    assert fates.count(plans.SILENT) == plans.SILENT_COUNT
    soon = UNTIL - timedelta(hours=18)
    assert sum(plan.fate == plans.AWAITED and plan.received < soon for plan in month) == plans.DUE_SOON_COUNT
    assert sum(plan.fate == plans.AWAITED and plan.owner[0] == "DPUBMCK" for plan in month) >= 4
    assert len({plan.complaint.text for plan in month}) > 580
    assert len({plan.spot.regency for plan in month}) >= 33
    assert all(plan.received < UNTIL for plan in month)


@pytest.mark.django_db
def test_a_text_about_a_village_happens_in_a_village(month: list[plans.Plan]) -> None:
    for plan in month:
        wanted = slots.village_kind_wanted(plan.complaint.text)
        if wanted == "Desa" and not plan.spot.regency.startswith("33.7"):
            assert plan.spot.words.village_kind == "Desa"
        assert "{" not in plan.text


def test_every_complaint_has_an_owner_that_exists(province: None) -> None:
    known = {one.code: one for one in Organisation.objects.all()}
    for complaint in corpus.complaints():
        owner, outside = truth.owner_of(complaint, "33.19")
        assert known[owner].can_hold is not outside, complaint.text


def test_no_demo_in_production(db: None, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.PRODUCTION = True
    parser = argparse.ArgumentParser()
    play.add_arguments(parser)
    assert play.run(parser.parse_args([])) == 1
    assert "production" in capsys.readouterr().err


def test_the_present_can_be_chosen_but_not_without_its_zone(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    play.add_arguments(parser)
    assert parser.parse_args(["--until", "2026-07-21T12:00+07:00"]).until == UNTIL
    with pytest.raises(SystemExit):
        parser.parse_args(["--until", "2026-07-21T12:00"])


def test_officials_sleep() -> None:
    midnight = datetime(2026, 7, 20, 17, 30, tzinfo=UTC)
    assert habits.at_work(dice(), midnight, WIB).astimezone(WIB).hour in {7, 8}
    noon = datetime(2026, 7, 20, 5, 0, tzinfo=UTC)
    assert habits.at_work(dice(), noon, WIB) == noon


def test_reliable_bodies_answer_within_the_day_and_late_ones_do_not() -> None:
    rng, received = dice(), datetime(2026, 7, 20, 3, 0, tzinfo=UTC)

    def share_in_time(temper: habits.Temper) -> float:
        answers = [habits.first_answer(rng, temper, received, received, WIB) for _ in range(400)]
        return sum(answer - received <= timedelta(hours=24) for answer in answers) / len(answers)

    assert share_in_time(habits.Temper(1, 0.01)) > 0.96
    assert share_in_time(habits.Temper(2, 0.4)) < 0.7


@pytest.mark.parametrize("topic", ["road", "lamp", "flood", "bridge", "waste", "house", "civil"])
def test_pictures_can_be_taken_as_evidence(topic: str) -> None:
    before, after = pictures.photo(topic, done=False, variant=1), pictures.photo(topic, done=True, variant=1)
    assert measure(before) == measure(after) == (pictures.WIDTH, pictures.HEIGHT)
    assert before != after
