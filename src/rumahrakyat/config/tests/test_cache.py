from typing import Any

import pytest
from django.core.cache import cache, caches

from rumahrakyat.config.cache import PostgresCache

pytestmark = pytest.mark.django_db


def test_a_value_is_kept_and_replaced() -> None:
    cache.set("word", "rain")
    cache.set("word", {"rain": 3})
    assert cache.get("word") == {"rain": 3}


def test_add_keeps_what_is_there_until_it_expires() -> None:
    assert cache.add("word", "rain")
    assert not cache.add("word", "sun")
    cache.set("word", "rain", timeout=-1)
    assert cache.add("word", "sun")
    assert cache.get("word") == "sun"


def test_a_write_is_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        cache.set("word", "rain", timeout=None)


def test_what_expired_is_removed_and_nothing_else() -> None:
    cache.set("gone", 1, timeout=-1)
    cache.set("kept", 2, timeout=60)
    store = caches["default"]
    assert isinstance(store, PostgresCache)
    store.forget_expired()
    assert (cache.get("gone"), cache.get("kept"), cache.touch("kept", 90)) == (None, 2, True)
