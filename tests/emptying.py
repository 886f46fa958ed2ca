"""Emptying the database after a test that committed: only the tables that hold rows, by deleting them.

Django truncates every table instead and writes its own reference rows anew, which costs a second and more with as many
tables as ours; a test leaves rows in a dozen. Deleting in any order needs the checks of foreign keys and our own
triggers (a timeline is never deleted) switched off for the session, which only a superuser may do: on a server where
the tests are none, Django's own way stays.
"""

from typing import Final

from django.db import connection
from django.test import TransactionTestCase

_djangos_way = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # known by no other name
# Django's own rows about our models: no test changes them.
_KEPT: Final = frozenset({"django_content_type", "auth_permission"})
# Tables that belong to no model, so Django knows nothing of them: the shared cache and the queue.
_BESIDE: Final = (
    "cache",
    "procrastinate_jobs",
    "procrastinate_workers",
    "procrastinate_periodic_defers",
    "procrastinate_events",
)


def empty(case: TransactionTestCase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() != ("on",):
            _djangos_way(case)
            cursor.execute(f"TRUNCATE {', '.join(_BESIDE)}")
            return
        known = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - _KEPT
        tables = sorted({*known, *_BESIDE})
        asked = " UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables)  # noqa: S608
        cursor.execute(asked)
        filled = [str(name) for (name,) in cursor.fetchall()]
        if filled:
            deleted = "; ".join(f'DELETE FROM "{name}"' for name in filled)  # noqa: S608 -- names of our own tables
            cursor.execute(f"SET session_replication_role = replica; {deleted}; SET session_replication_role = DEFAULT")


def use() -> None:
    """From now on, in this process."""
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]
