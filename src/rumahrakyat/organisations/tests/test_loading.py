from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from rumahrakyat.organisations import queries
from rumahrakyat.organisations.hours import Span, status
from rumahrakyat.organisations.loading import Summary, load_territory
from rumahrakyat.organisations.models import Kind, Organisation, ServicePoint
from rumahrakyat.regions.models import Region
from rumahrakyat.regions.province import active
from rumahrakyat.regions.queries import lineage

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Summary]:
    """The real territory, loaded once: each test runs in a transaction inside that of the load."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_territory(name=active().name, at=AT)
        transaction.set_rollback(True)


def test_the_whole_territory_is_loaded(loaded: Summary) -> None:
    levels = Counter(Region.objects.values_list("level", flat=True))
    assert levels == {"province": 1, "regency": 35, "district": 576, "village": 8563}
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert (kinds[Kind.AGENCY], kinds[Kind.REGENCY_GOVERNMENT], kinds[Kind.DESK]) == (49, 35, 1)
    assert kinds[Kind.OUTSIDE] >= 17


def test_loading_again_changes_nothing_and_costs_few_queries(loaded: Summary) -> None:
    with CaptureQueriesContext(connection) as captured:
        again = load_territory(name=active().name, at=AT)
    assert again.unchanged
    assert len(captured) < 15


def test_loading_again_repairs_what_was_changed_by_hand(loaded: Summary) -> None:
    Region.objects.filter(pk="33.15").update(name="Grobok")
    again = load_territory(name=active().name, at=AT)
    assert again.changes["regions"].updated == 1
    assert Region.objects.get(pk="33.15").name == "Grobogan"


def test_every_region_but_the_province_lies_in_its_parent(loaded: Summary) -> None:
    assert not [
        code
        for code, parent in Region.objects.values_list("code", "parent_id")
        if code.rpartition(".")[0] != (parent or "")
    ]


def test_lineage_runs_from_the_province_to_the_village(loaded: Summary) -> None:
    village = Region.objects.get(pk="33.01.01.2001")
    assert [region.pk for region in lineage(village)] == ["33", "33.01", "33.01.01", "33.01.01.2001"]


def test_outside_bodies_say_where_to_go_and_cannot_hold(loaded: Summary) -> None:
    for body in queries.outside_bodies():
        assert body.referral_text, body.code
        assert not body.can_hold


def test_only_the_inspectorate_receives_misconduct(loaded: Summary) -> None:
    body = queries.misconduct_body()
    assert body is not None
    assert body.short_name == "Inspektorat"
    assert Organisation.objects.filter(receives_misconduct=True).count() == 1


def test_a_regency_has_its_government(loaded: Summary) -> None:
    government = queries.government_of("33.15")
    assert government is not None
    assert (government.name, government.short_name) == ("Pemerintah Kabupaten Grobogan", "Pemkab Grobogan")


def test_service_points_serve_every_regency_exactly_once(loaded: Summary) -> None:
    served = Counter(code for point in ServicePoint.objects.all() for code in point.serves.values_list("pk", flat=True))
    assert len(served) == 35
    assert set(served.values()) == {1}


def test_the_governors_office_is_open_on_a_monday_morning(loaded: Summary) -> None:
    point = ServicePoint.objects.order_by("pk").first()
    assert point is not None
    spans = [Span(row.weekday, row.opens, row.closes) for row in point.hours.all()]
    assert status(spans, at=AT, zone=ZoneInfo("Asia/Jakarta")).open
