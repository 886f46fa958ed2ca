"""The few statements that we put to the daemon's tables. A connection lives as long as one call.

The daemon writes times without a zone: `ReceivingDateTime` in its own, which is to be UTC, all others in the zone of
its session. So no time of ours is compared with one of the daemon's: the database's own clock wrote both.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg
from psycopg.rows import DictRow, dict_row

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import DeliveryError

Connection = psycopg.Connection[DictRow]
KNOWN_SCHEMAS = (17, 18)
CONNECT_SECONDS = 5
ANSWER_SECONDS = 20
ROWS = 500
FAILED = ("SendingError", "Error", "DeliveryFailed")

# The daemon takes what is older than its own now(); a day ago is that in every time zone.
_LONG_DUE = timedelta(days=1)
_OURS = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

_PATIENCE = f"SET statement_timeout = '{ANSWER_SECONDS}s'"
_VERSION = 'SELECT max("Version") AS version FROM gammu'
_PHONES = """
SELECT "ID" AS id, "Signal" AS signal, "Battery" AS battery, "Send" AS send, "Receive" AS receive,
       extract(epoch FROM localtimestamp - "TimeOut")::float AS overdue
FROM phones ORDER BY "ID"
"""
_WAITING = """
SELECT count(*) AS waiting FROM outbox
WHERE "InsertIntoDB" < localtimestamp - interval '15 minutes' AND "CreatorID" ~ %s
"""
_AHEAD = """
SELECT count(*) AS ahead FROM (SELECT "ReceivingDateTime" AS at FROM inbox ORDER BY "ID" DESC LIMIT 20) AS latest
WHERE at > now() AT TIME ZONE 'UTC' + interval '30 minutes'
"""
_UNPROCESSED = """
SELECT "ID" AS id, "SenderNumber" AS sender, "SMSCNumber" AS centre, "RecipientID" AS line, "Coding" AS coding,
       "Class" AS class, "UDH" AS udh, "TextDecoded" AS text, "UpdatedInDB"::text AS written,
       extract(epoch FROM "ReceivingDateTime" AT TIME ZONE 'UTC')::bigint AS at,
       extract(epoch FROM clock_timestamp())::float AS now
FROM inbox WHERE NOT "Processed" ORDER BY "ID" LIMIT %s
"""
_PROCESSED = 'UPDATE inbox SET "Processed" = true WHERE "ID" = ANY(%s) AND NOT "Processed"'
_KNOWN = """
SELECT 1 FROM outbox WHERE "CreatorID" = %(key)s
UNION ALL
SELECT 1 FROM (
    SELECT bool_or("Status" = ANY(%(failed)s)) AS failed FROM sentitems WHERE "CreatorID" = %(key)s
    GROUP BY "ID" ORDER BY "ID" DESC LIMIT 1) AS last
WHERE NOT failed
"""
# Of two messages to one number in one second the daemon would take either first: the second is dated after the first.
_SEND = """
INSERT INTO outbox ("CreatorID", "SenderID", "DestinationNumber", "Coding", "UDH", "TextDecoded", "MultiPart",
                    "DeliveryReport", "SendingDateTime", "SendingTimeOut", "InsertIntoDB")
VALUES (%(key)s, %(sender)s, %(number)s::text, %(coding)s, %(udh)s, %(text)s, %(multipart)s,
        'yes', localtimestamp - %(due)s::interval, localtimestamp - %(due)s::interval,
        greatest(localtimestamp(0), (SELECT max("InsertIntoDB") + interval '1 second' FROM outbox
                                     WHERE "DestinationNumber" = %(number)s::text)))
RETURNING "ID" AS id
"""
_SEND_PART = """
INSERT INTO outbox_multipart ("ID", "SequencePosition", "Coding", "UDH", "TextDecoded") VALUES (%s, %s, %s, %s, %s)
"""
_CHANGED = """
SELECT "CreatorID" AS key, "UpdatedInDB"::text AS at, concat_ws('.', "ID", "SequencePosition", "Status") AS mark
FROM sentitems
WHERE "UpdatedInDB" >= %(since)s AND "CreatorID" ~ %(ours)s
  AND NOT concat_ws('.', "ID", "SequencePosition", "Status") = ANY(%(seen)s)
ORDER BY "UpdatedInDB", "ID", "SequencePosition" LIMIT %(limit)s
"""
_STATES = """
SELECT s."CreatorID" AS key, s."Status" AS status, s."StatusError" AS error, s."UDH" AS udh,
       extract(epoch FROM s."UpdatedInDB"::timestamptz)::bigint AS at
FROM sentitems s
WHERE s."CreatorID" = ANY(%s)
  AND s."ID" = (SELECT max(l."ID") FROM sentitems l WHERE l."CreatorID" = s."CreatorID")
ORDER BY s."CreatorID", s."SequencePosition"
"""
_TALLY = """
SELECT (SELECT count(*) FROM inbox WHERE ("TextDecoded" <> '' OR "UDH" = '')
          AND "ReceivingDateTime" >= %(day)s AND "ReceivingDateTime" < %(next)s) AS received,
       (SELECT count(DISTINCT "CreatorID") FROM sentitems
        WHERE "CreatorID" ~ %(ours)s AND "Status" NOT IN ('SendingError', 'Error')
          AND "SendingDateTime"::timestamptz AT TIME ZONE 'UTC' >= %(day)s
          AND "SendingDateTime"::timestamptz AT TIME ZONE 'UTC' < %(next)s) AS sent
"""
_CODINGS = {"gsm7": "Default_No_Compression", "ucs2": "Unicode_No_Compression"}


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A connection whose every statement is committed by itself. Raises DeliveryError, also for what happens inside."""
    if not url:
        raise DeliveryError("the modem's database is not set", alarm=True)
    try:
        with psycopg.connect(
            url,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            tcp_user_timeout=ANSWER_SECONDS * 1000,
            row_factory=dict_row,
        ) as database:
            database.execute(_PATIENCE)
            yield database
    except psycopg.OperationalError as error:
        raise DeliveryError("the modem's database cannot be reached") from error
    except psycopg.Error as error:
        raise DeliveryError(f"the modem's database refuses us: {type(error).__name__}", alarm=True) from error


def version(database: Connection) -> int:
    """The version of the tables; 0 when they do not say."""
    row = database.execute(_VERSION).fetchone()
    return int(row["version"] or 0) if row else 0


def phones(database: Connection) -> list[DictRow]:
    """Every modem, with the seconds for which its daemon has owed us a sign of life (`overdue`)."""
    return database.execute(_PHONES).fetchall()


def waiting(database: Connection) -> int:
    """How many of our messages have waited for a modem for more than a quarter of an hour."""
    row = database.execute(_WAITING, [_OURS]).fetchone()
    return int(row["waiting"]) if row else 0


def ahead(database: Connection) -> int:
    """How many of the latest messages were received in the future."""
    row = database.execute(_AHEAD).fetchone()
    return int(row["ahead"]) if row else 0


def unprocessed(database: Connection) -> list[DictRow]:
    """The oldest rows of the inbox that nobody has taken."""
    return database.execute(_UNPROCESSED, [ROWS]).fetchall()


def mark_processed(database: Connection, ids: Sequence[int]) -> None:
    database.execute(_PROCESSED, [list(ids)])


def put(database: Connection, *, key: str, number: str, text: str, sender: str) -> None:
    """Hand a message to the daemon. Harmless when it has it already, be it waiting or sent."""
    encoded = smstext.parts(text)
    total = len(encoded.parts)
    coding = _CODINGS[encoded.coding]
    headers = [_header(key, total, number) for number in range(1, total + 1)]
    with database.transaction():
        database.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        if database.execute(_KNOWN, {"key": key, "failed": list(FAILED)}).fetchone():
            return
        values = {
            "key": key,
            "sender": sender or None,
            "number": number,
            "coding": coding,
            "udh": headers[0],
            "text": encoded.parts[0],
            "multipart": total > 1,
            "due": _LONG_DUE,
        }
        row = database.execute(_SEND, values).fetchone()
        assert row is not None
        for place in range(1, total):
            database.execute(_SEND_PART, [row["id"], place + 1, coding, headers[place], encoded.parts[place]])


def _header(key: str, total: int, number: int) -> str:
    return smstext.header(smstext.reference(key), total, number).hex().upper() if total > 1 else ""


def changed(database: Connection, *, since: str, seen: Sequence[str]) -> list[DictRow]:
    """Rows of our messages that changed from `since` on (a time as the table writes it), without the `seen` marks."""
    values = {"since": since or "-infinity", "seen": list(seen), "ours": _OURS, "limit": ROWS}
    return database.execute(_CHANGED, values).fetchall()


def states(database: Connection, keys: Sequence[str]) -> list[DictRow]:
    """How far each part of these messages got when they were sent last."""
    return database.execute(_STATES, [list(keys)]).fetchall()


def tally(database: Connection, day: date) -> dict[str, Any]:
    """How many messages came and went on `day` (UTC)."""
    values = {"day": day, "next": day + timedelta(days=1), "ours": _OURS}
    return database.execute(_TALLY, values).fetchone() or {}
