import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rumahrakyat.organisations.loading import Summary
from rumahrakyat.regions.province import active
from rumahrakyat.reports.models import Category
from rumahrakyat.routing.loading import load_province
from rumahrakyat.routing.queries import categories

pytestmark = pytest.mark.django_db


def test_seventeen_main_categories_are_loaded_with_their_children(province: Summary) -> None:
    loaded = list(categories())
    assert len(loaded) == 17
    assert all(category.active_children for category in loaded)  # type: ignore[attr-defined]


def test_misconduct_and_violence_are_forced_confidential(province: Summary) -> None:
    forced = set(Category.objects.filter(forced_confidential=True).values_list("code", flat=True))
    assert {"saberpungli.pungli", "saberpungli.korupsi", "sosial-masyarakat.kekerasan"} <= forced
    assert "infrastruktur.jalan" not in forced


def test_a_second_load_changes_nothing_and_asks_little(province: Summary) -> None:
    with CaptureQueriesContext(connection) as captured:
        again = load_province(province=active().name, at=province.at)
    assert again.unchanged
    assert len(captured) < 25
