"""The shared cache in our own database, in one statement per write."""

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

FOREVER = datetime.max.replace(microsecond=0, tzinfo=UTC)
WRITE = {
    "set": "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires",
    "add": "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
    " WHERE {table}.expires <= now()",
}


class PostgresCache(DatabaseCache):
    """Django's own counts the table, opens a savepoint and looks before each write, for databases that cannot do it in
    one statement. What has expired is removed by the worker (`forget_expired`), not by whoever writes next."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        if mode not in WRITE:
            return bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        pickled = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
        end = self.get_backend_timeout(timeout)
        expires = FOREVER if end is None else datetime.fromtimestamp(end, UTC)
        statement = f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) {WRITE[mode]}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=table), [key, pickled, expires])
            return bool(cursor.rowcount)

    def forget_expired(self) -> None:
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires <= now()")  # noqa: S608 -- our own table's name
