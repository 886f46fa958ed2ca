"""Suggesting that two reporters are one person: the same name, and cases in the same district. A verifier decides."""

from rumahrakyat.people import same
from rumahrakyat.people.models import PersonLink, Reporter
from rumahrakyat.reports import queries, timeline
from rumahrakyat.reports.models import Entry, Report

_AT_MOST = 3  # a name that many people of one district share tells nothing


def look_for_the_same(entry: Entry) -> None:
    """When a case has found its place and agency: does a namesake with another address have one there, too?"""
    report = queries.get(entry.report_id)
    if report.district_id is None:
        return
    me = Reporter.objects.get(pk=report.reporter_id)
    if not me.name_hash:
        return
    there = Report.objects.filter(district=report.district_id, reporter__name_hash=me.name_hash)
    namesakes = set(there.exclude(reporter=me).values_list("reporter", flat=True)[: _AT_MOST + 1])
    if len(namesakes) <= _AT_MOST:
        for other in sorted(namesakes):
            same.suggest(one=me.pk, other=other, evidence=PersonLink.Evidence.NAME, at=entry.at)


def register() -> None:
    """Tie it to the timeline; called once at start."""
    timeline.on(["assigned"], "correspondence.likeness", look_for_the_same)
