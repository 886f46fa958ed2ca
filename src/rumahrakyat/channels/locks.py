"""Advisory locks that end with the transaction: they serialise work on something that may not have a row yet."""

from django.db import connection


def _call(function: str, *names: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", ["\x1f".join(names)])
        row = cursor.fetchone()
    return row is not None and row[0] is not False


def wait(*names: str) -> None:
    """Wait for the lock; it is ours until the transaction ends."""
    _call("pg_advisory_xact_lock", *names)


def attempt(*names: str) -> bool:
    """True when we got the lock; False, at once, when somebody else has it."""
    return _call("pg_try_advisory_xact_lock", *names)
