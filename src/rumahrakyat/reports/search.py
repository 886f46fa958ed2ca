"""Finding cases by what is written in them and where they are."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from rumahrakyat.lib import ids
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.models import SEARCHED, WORDS_AS, Report

_WORD = re.compile(r"\w+")
_MOST_WORDS = 8
_MOST_HOLDING = 3000


def by_words(typed: str, *, within: Q) -> QuerySet[Report]:
    """Cases in `within` that hold all the words typed (the last one may be unfinished) or lie at the place of that
    name, newest first; words are looked for in the newest 3,000 cases that hold them unless
    `within` is everything. Nothing for an empty search.
    """
    words = _WORD.findall(typed.lower())[:_MOST_WORDS]
    if not words:
        return Report.objects.none()
    query = SearchQuery(" & ".join([*words[:-1], f"{words[-1]}:*"]), config=WORDS_AS, search_type="raw")
    holding = Report.objects.alias(words=SearchVector(*SEARCHED, config=WORDS_AS))
    if within:
        # First whoever may see them: so the index of words is used for a rare word, and the newest are found at once
        # for a common one, instead of reading every case of the reader's own.
        newest = holding.filter(words=query).order_by("-pk").values("pk")[:_MOST_HOLDING]
        found = Report.objects.filter(within).filter(Q(pk__in=newest) | _at_place(typed))
    else:
        found = holding.filter(Q(words=query) | _at_place(typed))
    return found.order_by("-received_at", "-pk")


def _at_place(typed: str) -> Q:
    codes = list(
        Region.objects.filter(name__iexact=typed.strip()).exclude(level="province").values_list("pk", flat=True)
    )
    return Q(regency__in=codes) | Q(district__in=codes) | Q(village__in=codes) if codes else Q(pk__in=[])


def exists(number: str, *, within: Q) -> bool:
    return Report.objects.filter(within, number=number).exists()


def number_in(typed: str) -> str | None:
    """The tracking number that was typed, in its canonical form; None when it is not one."""
    try:
        return ids.parse_tracking_number(typed)
    except ids.WrongNumber:
        return None
