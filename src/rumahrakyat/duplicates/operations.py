"""The one write path of likeness: look at a report, suggest, join a person's repeats, dismiss."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from rumahrakyat.correspondence.intake import CLERK
from rumahrakyat.duplicates import campaigns, keeping
from rumahrakyat.duplicates.likeness import COPY, SUGGEST, Traits
from rumahrakyat.duplicates.matching import Match, heads_of, matches
from rumahrakyat.duplicates.models import Suggestion
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.people.same import is_same_person
from rumahrakyat.reports import merging
from rumahrakyat.reports.errors import CannotMerge, NotAllowed, NotPermitted
from rumahrakyat.reports.linking import linked_ids
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.states import ENDED, Stage

MOST_SUGGESTED: Final = 5
# A person who sends the same words again within so long means the same matter.
REPEATED_WITHIN: Final = timedelta(days=14)
# Why two cases were joined, in the record; Indonesian, as all reasons of decisions.
FOLLOWED: Final = "Pelapor memilih mengikuti laporan ini."
REPEATED: Final = "Orang yang sama mengirim laporan yang sama sekali lagi."


def look(*, report_id: int, at: datetime, new: bool = True) -> list[Match]:
    """Keep the report's fingerprint, and say what it is like. `new`: it has just come in, so that it may be a person's
    repeat or one of a campaign. Run again, it changes nothing; a merged or erased report is only kept."""
    report = Report.objects.select_related("category").get(pk=report_id)
    fingerprint, changed = keeping.keep(report)
    if Stage(report.stage) is Stage.MERGED or not (changed or new):
        return []
    traits, signature = keeping.traits_of(fingerprint, report), keeping.signature_in(fingerprint)
    # What staff linked or took apart was looked at by a person: two matters, whatever the words say.
    apart = linked_ids(report.pk)
    found = [one for one in matches(traits, signature, own=report.pk) if one.candidate.report_id not in apart]
    if new:
        campaigns.notice(fingerprint, report, found, at=at)
        if _join_repeat(report, traits, found, at):
            return found
    _suggest(report, heads_of(one for one in found if one.score >= SUGGEST), at)
    return found


def _suggest(report: Report, found: Sequence[Match], at: datetime) -> None:
    """The best few as rows; what a verifier dismissed stays dismissed, what no longer holds goes."""
    best = sorted(found, key=lambda match: -match.score)[:MOST_SUGGESTED]
    rows = []
    for match in best:
        if match.candidate.report_id == report.pk:
            continue
        first, second = sorted((report.pk, match.candidate.report_id))
        rows.append(
            Suggestion(first_id=first, second_id=second, score=match.score, reasons=match.likeness.reasons, at=at)
        )
    kept = {(row.first_id, row.second_id) for row in rows}
    stale = [
        row.pk
        for row in Suggestion.objects.filter(Q(first=report) | Q(second=report), dismissed_at=None, at__lt=at)
        if (row.first_id, row.second_id) not in kept and max(row.first_id, row.second_id) == report.pk
    ]
    if stale:
        Suggestion.objects.filter(pk__in=stale).delete()
    if rows:
        Suggestion.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["first", "second"], update_fields=["score", "reasons"]
        )


def _join_repeat(report: Report, traits: Traits, found: Sequence[Match], at: datetime) -> bool:
    """The same person, the same words, nothing that speaks against the same place: the report goes on in the own
    earlier case. It keeps its number and receipt; a verifier can separate the two again."""
    if report.identity == Identity.ANONYMOUS:
        return False
    for match in found:
        one = match.candidate
        earlier = one.traits.received_at <= traits.received_at <= one.traits.received_at + REPEATED_WITHIN
        if match.score < SUGGEST or match.likeness.copy < COPY or not earlier or Stage(one.stage) in ENDED:
            continue
        if one.visibility == report.visibility and is_same_person(one.person, report.reporter_id):
            return join(report=report, into_id=one.report_id, reason=REPEATED, at=at)
    return False


def join(*, report: Report, into_id: int, reason: str, at: datetime) -> bool:
    """Let a report go on in another case without a verifier: its own reporter asked for it, or said the same again.
    False when that case cannot take it in any more; the report is a case of its own then."""
    try:
        with transaction.atomic():
            merging.merge(report_id=report.pk, into_id=into_id, text=reason, actor=CLERK, at=at)
    except (CannotMerge, NotAllowed):
        return False
    report.refresh_from_db()
    return True


def dismiss(*, one: int, other: int, actor: Actor, at: datetime) -> bool:
    """They are two matters: not suggested again. False when nothing was suggested. Raises `NotPermitted`."""
    if not actor.may(VERIFY):
        raise NotPermitted("dismiss")
    first, second = sorted((one, other))
    still = Suggestion.objects.filter(first=first, second=second, dismissed_at=None)
    return bool(still.update(dismissed_at=at, dismissed_by_id=actor.account_id))
