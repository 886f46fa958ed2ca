"""Reads: what a case may be the same as, what a citizen may follow instead, texts that many people sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q

from rumahrakyat.duplicates import campaigns, data
from rumahrakyat.duplicates.likeness import OFFER, Traits
from rumahrakyat.duplicates.matching import heads_of, matches
from rumahrakyat.duplicates.models import Campaign, Suggestion
from rumahrakyat.duplicates.signature import Signature
from rumahrakyat.duplicates.wording import reasons_in_words
from rumahrakyat.regions.codes import district_of, level_of, regency_of
from rumahrakyat.reports.merging import reporters_of, with_reporters
from rumahrakyat.reports.models import Report, Visibility
from rumahrakyat.reports.states import ENDED, Stage
from rumahrakyat.understanding.data import lexicon

MOST_OFFERED: Final = 3
MOST_CAMPAIGNS: Final = 5
# A campaign that nothing was added to for so long is not offered any more.
CAMPAIGN_SHOWN: Final = timedelta(days=30)
_ENDED: Final = sorted(stage.value for stage in ENDED)
_CLOSED_TO_MORE: Final = [*_ENDED, Stage.RESOLVED.value]
_SHOWN: Final = ("holder", "category", "regency", "district", "village")


@dataclass(frozen=True)
class Offer:
    """A public case that a citizen may follow instead of reporting anew. `reporters`: how many people it has; `metres`:
    how far from the given pin, None without two pins."""

    report: Report
    reporters: int
    metres: int | None
    score: float


@dataclass(frozen=True)
class Suggested:
    """Another case that may be the same matter. `signs` are the reasons as they are stored. `ended`: it cannot take
    this one in; it was answered already."""

    report: Report
    reporters: int
    reasons: list[str]
    score: float
    ended: bool
    signs: Mapping[str, Any]


@dataclass(frozen=True)
class CampaignLine:
    """One text from many people. Counted are the members within the reader's reach."""

    campaign: Campaign
    title: str
    number: str
    count: int
    joined: int

    @property
    def waiting(self) -> int:
        return self.count - self.joined


@dataclass(frozen=True)
class Told:
    """What somebody is about to report. `place`: code of a region, empty when unknown."""

    text: str
    place: str = ""
    place_words: str = ""
    lat: float | None = None
    lon: float | None = None


def offers(told: Told, *, at: datetime) -> list[Offer]:
    """The public, open cases that are very probably this one, the likeliest first; none when what is told sounds like
    misconduct or violence, which is nobody else's to join. Five queries at most, all by index.

    A case is offered only once the desk or the router has looked at it: before that nobody has said that it is public.
    """
    reading = lexicon().read(told.text)
    if reading.misconduct or reading.violence:
        return []
    traits, signature = _traits(told, reading.best.code if reading.best else "", at)
    likely = [one for one in matches(traits, signature) if one.score >= OFFER]
    best = {one.candidate.report_id: one for one in heads_of(likely)}
    found = _public(list(best))
    chosen = sorted(found, key=lambda report: -best[report.pk].score)[:MOST_OFFERED]
    people = reporters_of([one.pk for one in chosen])
    return [
        Offer(one, people.get(one.pk, 1), best[one.pk].likeness.reasons.get("metres"), best[one.pk].score)
        for one in chosen
    ]


def _public(ids: Sequence[int]) -> list[Report]:
    rows = Report.objects.filter(pk__in=ids, visibility=Visibility.PUBLIC, regency__isnull=False)
    seen = Q(category__isnull=False) | ~Q(stage=Stage.RECEIVED.value)
    forced = Q(category__forced_confidential=True)
    return (
        list(rows.filter(seen).exclude(forced).exclude(stage__in=_CLOSED_TO_MORE).select_related(*_SHOWN))
        if ids
        else []
    )


def _traits(told: Told, category: str, at: datetime) -> tuple[Traits, Signature]:
    signature = data.signature(f"{told.text}\n{told.place_words}")
    level = level_of(told.place) if told.place else ""
    traits = Traits(
        at,
        told.lat,
        told.lon,
        (regency_of(told.place) or "") if told.place else "",
        (district_of(told.place) or "") if told.place else "",
        told.place if level == "village" else "",
        category,
        frozenset(signature.words),
        frozenset(signature.names),
    )
    return traits, signature


def suggestions(report: Report, *, within: Q, known: Sequence[Suggestion] | None = None) -> list[Suggested]:
    """What a case may be the same as, among the cases that `within` covers, open ones first. Of a confidential case and
    a public one neither is named to the other. `known`: the rows, where a list has read them. Two queries at most."""
    mine = Q(first=report) | Q(second=report)
    rows = Suggestion.objects.filter(mine, dismissed_at=None) if known is None else known
    found = {row.second_id if row.first_id == report.pk else row.first_id: row for row in rows}
    if not found:
        return []
    others = Report.objects.filter(within, pk__in=found, visibility=report.visibility)
    shown = others.exclude(stage=Stage.MERGED.value).select_related(*_SHOWN).annotate(people=with_reporters())
    listed = [
        Suggested(
            one,
            vars(one)["people"],
            reasons_in_words(found[one.pk].reasons),
            found[one.pk].score,
            one.stage in _CLOSED_TO_MORE,
            found[one.pk].reasons,
        )
        for one in shown
    ]
    return sorted(listed, key=lambda one: (one.ended, -one.score))


def suggested_among(report_ids: Sequence[int], *, within: Q) -> dict[int, list[Suggestion]]:
    """By case of a list: what it may be the same as, as far as both cases are within reach, open and of one
    visibility. One query."""
    ids = set(report_ids)
    rows = Suggestion.objects.filter(Q(first__in=ids) | Q(second__in=ids), dismissed_at=None)
    seen = Report.objects.filter(within).exclude(stage__in=_CLOSED_TO_MORE).values("pk")
    alike = rows.filter(first__in=seen, second__in=seen, first__visibility=F("second__visibility"))
    found: dict[int, list[Suggestion]] = {}
    for row in alike:
        for one in {row.first_id, row.second_id} & ids:
            found.setdefault(one, []).append(row)
    return found


def campaign_lines(*, within: Q, at: datetime) -> list[CampaignLine]:
    """The campaigns that wait for a decision or are being worked on, the latest first. Two queries, one when there is
    none."""
    rows = Campaign.objects.filter(dismissed_at=None, last_at__gte=at - CAMPAIGN_SHOWN).select_related("head", "first")
    newest = list(rows.order_by("-last_at")[: MOST_CAMPAIGNS * 4])
    if not newest:
        return []
    tallies = campaigns.tally(newest, within)
    lines = []
    for one in newest:
        tally = tallies.get(one.pk)
        if tally and tally.count > 1 and tally.readable:
            lines.append(CampaignLine(one, _shown(one).title, _shown(one).number, tally.count, tally.joined))
    return lines[:MOST_CAMPAIGNS]


def _shown(campaign: Campaign) -> Report:
    return campaign.head or campaign.first
