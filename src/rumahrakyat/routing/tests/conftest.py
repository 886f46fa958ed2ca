"""The real province, loaded once for all tests of a module: each test runs in a transaction inside that of the load."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from rumahrakyat.organisations.loading import Summary
from rumahrakyat.regions.province import active
from rumahrakyat.routing.loading import load_province

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Summary]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_province(province=active().name, at=AT)
        transaction.set_rollback(True)
