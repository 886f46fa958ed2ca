"""Finding cases by what is written in them, where they are, their number, and who reported them.

Words are compared by their stems, as PostgreSQL's configuration for Indonesian cuts them; the last one may be
unfinished. Only what the reader may see is looked through.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import F, Max, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from rumahrakyat.lib import crypto, ids
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.lib.text import BEFORE_NAMES
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.people.same import person_of
from rumahrakyat.regions.codes import level_of
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.models import SEARCHED, WORDS_AS, Report

_WORD = re.compile(r"\w+")
_MOST_WORDS: Final = 8
_MOST_HOLDING: Final = 3000
# Among so many of the newest cases a common word is found soon; a rare one is looked for in all of them.
_NEWEST: Final = 100_000
_LONGEST_NAME: Final = 3  # words
_PHONE = re.compile(r"^\s*(\+?62|0|8)[\d\s().-]{7,16}$")
_BEGIN, _END = "\x02", "\x03"


@dataclass(frozen=True)
class Sought:
    """What was typed, read: all of its words, and the places that some of them may name with the words that remain."""

    words: tuple[str, ...]
    rest: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def query(self) -> SearchQuery:
        return _query(self.words)


def read(typed: str) -> Sought:
    """The words of a search. "lubang toroh" is two words, or one word in the district of Toroh: both are looked for."""
    words = _WORD.findall(typed.lower())[:_MOST_WORDS]
    grams = {
        " ".join(words[at : at + size]): (at, size)
        for size in range(1, _LONGEST_NAME + 1)
        for at in range(len(words) - size + 1)
    }
    if not grams:
        return Sought(())
    named = Region.objects.annotate(small=Lower("name")).filter(small__in=list(grams)).exclude(level="province")
    found = list(named.values_list("small", "code"))
    if not found:
        return Sought(tuple(words))
    longest = max((name for name, _code in found), key=len)
    at, size = grams[longest]
    before = at - 1 if at and words[at - 1] in BEFORE_NAMES else at
    rest = (*words[:before], *words[at + size :])
    return Sought(tuple(words), rest, tuple(code for name, code in found if name == longest))


def by_words(sought: Sought, *, within: Q, after: str = "", limit: int = 50) -> list[int]:
    """The ids of cases in `within`, newest first, one more than `limit` when there are more; `after` is the key of the
    last one seen (`key_of`). Of a common word the newest 3,000 cases that hold it.
    """
    if not sought.words:
        return []
    newest = Report.objects.aggregate(last=Max("pk"))["last"] or 0
    holding = _holding(sought, since=newest - _NEWEST)
    found = list(_found(holding, within, after)[: limit + 1])
    common = len(holding) >= _MOST_HOLDING and not sought.places
    if len(found) > limit or newest <= _NEWEST or common:
        return found
    return list(_found(_holding(sought), within, after)[: limit + 1])


def _holding(sought: Sought, *, since: int = 0) -> set[int]:
    """The newest cases that hold the words, or lie in the place that they name: whoever may see them. So the index of
    words is used, instead of reading every case of the reader's own."""
    looked = Report.objects.filter(pk__gt=since) if since > 0 else Report.objects.all()
    holding = looked.alias(held=SearchVector(*SEARCHED, config=WORDS_AS))
    # Over the whole archive PostgreSQL would walk back from the newest case and cut each into stems, which it holds to
    # be cheap; an order that no index has makes it look the words up.
    newest = F("pk").desc() if since > 0 else (F("pk") + Value(0)).desc()
    found = set(holding.filter(held=sought.query).order_by(newest).values_list("pk", flat=True)[:_MOST_HOLDING])
    if sought.places:
        there = holding.filter(_at(sought.places))
        if sought.rest:
            there = there.filter(held=_query(sought.rest))
        found |= set(there.order_by("-pk").values_list("pk", flat=True)[:_MOST_HOLDING])
    return found


def _found(holding: set[int], within: Q, after: str) -> "QuerySet[Report, int]":
    # one array, not thousands of values to be written out one by one
    found = Report.objects.filter(within, pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(holding)]))
    if key := read_key(after):
        found = found.filter(Q(received_at__lt=key[0]) | Q(received_at=key[0], pk__lt=key[1]))
    return found.order_by("-received_at", "-pk").values_list("pk", flat=True)


def key_of(report: Report) -> str:
    return f"{report.received_at.isoformat()}~{report.pk}"


def read_key(text: str) -> tuple[datetime, int] | None:
    """The moment and the id of a key such as `key_of` writes; None for anything else."""
    moment, _sep, number = text.partition("~")
    try:
        return datetime.fromisoformat(moment), int(number)
    except ValueError:
        return None


def _query(words: Collection[str]) -> SearchQuery:
    """All of these words; of the last one its stem, or whatever begins as it was typed."""
    *whole, last = words
    query = SearchQuery(last, config=WORDS_AS, search_type="plain") | SearchQuery(
        f"{last}:*", config="simple", search_type="raw"
    )
    for word in whole:
        query = SearchQuery(word, config=WORDS_AS, search_type="plain") & query
    return query


def _at(codes: Collection[str]) -> Q:
    columns = {"regency": "regency", "district": "district", "village": "village"}
    found = Q(pk__in=[])
    for code in codes:
        found |= Q(**{columns[level_of(code)]: code})
    return found


def excerpts(reports: Collection[int], sought: Sought) -> dict[int, list[tuple[str, bool]]]:
    """By case: the piece of its text that holds the words, cut into (piece, whether it was sought). One query."""
    if not reports or not sought.words:
        return {}
    words = sought.rest or sought.words
    headline = SearchHeadline(
        "text",
        _query(words),
        config=WORDS_AS,
        start_sel=_BEGIN,
        stop_sel=_END,
        max_words=26,
        min_words=12,
        max_fragments=1,
    )
    rows = Report.objects.filter(pk__in=reports).annotate(piece=headline).values_list("pk", "piece")
    return {key: _pieces(piece) for key, piece in rows if _BEGIN in piece}


def _pieces(text: str) -> list[tuple[str, bool]]:
    found = []
    for nth, part in enumerate(text.split(_BEGIN)):
        marked, _sep, plain = part.partition(_END) if nth else ("", "", part)
        found += [(marked, True)] if marked else []
        found += [(plain, False)] if plain else []
    return found


def exists(number: str, *, within: Q) -> bool:
    return Report.objects.filter(within, number=number).exists()


def number_in(typed: str) -> str | None:
    """The tracking number that was typed, in its canonical form; None when it is not one."""
    try:
        return ids.parse_tracking_number(typed)
    except ids.WrongNumber:
        return None


def slips(typed: str, *, within: Q) -> list[str]:
    """The numbers of cases that differ by one slip from what was typed: one wrong digit, or two neighbours swapped.
    None where it is no number at all, or a right one."""
    try:
        ids.parse_tracking_number(typed)
    except ids.WrongNumber as wrong:
        if wrong.reason != "check":
            return []
    else:
        return []
    digits = re.sub(r"\D", "", typed)
    near = {digits[:at] + one + digits[at + 1 :] for at in range(len(digits)) for one in "0123456789"}
    near |= {digits[:at] + b + a + digits[at + 2 :] for at, (a, b) in enumerate(pairwise(digits))}
    right = [number for one in near if (number := number_in(one))]
    return sorted(Report.objects.filter(within, number__in=right).values_list("number", flat=True)[:5])


def phone_in(typed: str) -> str | None:
    """The phone number that was typed, as E.164; None when it is not one."""
    if not _PHONE.match(typed):
        return None
    try:
        return parse_phone(typed)
    except WrongPhone:
        return None


def of_phone(number: str, *, within: Q) -> tuple[list[int], list[int]]:
    """The cases of whoever uses this number, newest first, at most 200; and the reporters it belongs to."""
    hashes = [crypto.lookup_hash("tel", number), crypto.lookup_hash("wa", number)]
    owners = ContactPoint.objects.filter(value_hash__in=hashes, scheme__in=["tel", "wa"])
    people = sorted({one for owner in set(owners.values_list("reporter", flat=True)) for one in person_of(owner)})
    found = Report.objects.filter(within, reporter__in=people).order_by("-received_at", "-pk")
    return list(found.values_list("pk", flat=True)[:200]), people
