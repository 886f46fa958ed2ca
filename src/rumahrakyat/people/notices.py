"""Telling people of ours that something waits for them: a line behind the bell of their pages.

Who writes a notice registers its sentence with `declare`; the page asks `sentence_of`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rumahrakyat.people.models_records import Notice

_sentences: dict[str, str | Promise] = {}
MOST_SHOWN = 50


def declare(code: str, sentence: str | Promise) -> None:
    """`sentence` is a lazy message with %(name)s fields that are keys of `data`, or `by` and `number`."""
    _sentences[code] = sentence


def tell(
    *,
    accounts: Iterable[int],
    code: str,
    key: str,
    path: str,
    at: datetime,
    number: str = "",
    by: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write one line for each account, once for each `key`; nobody is told of what they did themselves."""
    Notice.objects.bulk_create(
        [
            Notice(
                account_id=account,
                code=code,
                number=number,
                path=path,
                data=dict(data or {}),
                by_id=by,
                key=key,
                made_at=at,
            )
            for account in set(accounts)
            if account != by
        ],
        ignore_conflicts=True,
    )


def sentence_of(notice: Notice, said: Mapping[str, Any] | None = None) -> str:
    """The words; `said` are values of its data as a page says them (a day, an amount). What nobody did, the system
    did."""
    by = notice.by.name if notice.by else _("The system")
    return str(_sentences[notice.code]) % {**notice.data, **(said or {}), "by": by, "number": notice.number}


def unread(account_id: int) -> int:
    return Notice.objects.filter(account=account_id, read_at=None).count()


def newest(account_id: int) -> QuerySet[Notice]:
    found = Notice.objects.filter(account=account_id).select_related("by").order_by("-made_at", "-pk")
    return found[:MOST_SHOWN]


# What else is written in the same round to the database: a statement with named values.
Also = tuple[str, dict[str, Any]]
_OPEN = """
WITH seen AS (UPDATE people_notice SET read_at = %(moment)s
              WHERE account_id = %(reader)s AND read_at IS NULL AND number = %(number)s){also}
SELECT count(*) FROM people_notice WHERE account_id = %(reader)s AND read_at IS NULL AND number <> %(number)s
"""


def open_case(*, account_id: int, number: str, at: datetime, also: Also | None = None) -> int:
    """The case lies open before this person: its notices are read. Returns how many others are not, in one query, in
    which `also` is carried out, too."""
    statement, values = also or ("", dict[str, Any]())
    beside = f", beside AS ({statement})" if statement else ""
    with connection.cursor() as cursor:
        mine: dict[str, Any] = {"moment": at, "reader": account_id, "number": number}
        cursor.execute(_OPEN.format(also=beside), {**values, **mine})
        (left,) = cursor.fetchone()
    return int(left)


def mark_read(*, account_id: int, at: datetime, upto: int) -> None:
    """This person's notices up to an id."""
    Notice.objects.filter(account=account_id, read_at=None, pk__lte=upto).update(read_at=at)
