"""What a test has committed is gone when the next one begins, in tables of no model as well."""

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase

from tests import emptying


@pytest.mark.django_db(transaction=True)
def test_the_shared_cache_is_emptied() -> None:
    cache.set("tries", 1, 900)
    emptying.empty(TransactionTestCase())
    assert cache.get("tries") is None
