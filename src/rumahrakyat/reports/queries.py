"""Reads of cases and their stories."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.db.models.expressions import RawSQL

from rumahrakyat.people.same import of_person
from rumahrakyat.reports import chain, transcripts
from rumahrakyat.reports.entries import ENTRY_TYPES
from rumahrakyat.reports.models import Attachment, Category, Entry, Report
from rumahrakyat.reports.models_transcripts import Transcript
from rumahrakyat.reports.moves import WITHOUT_WEIGHT
from rumahrakyat.reports.states import ENDED, Stage
from rumahrakyat.reports.wording import public_copy


@dataclass(frozen=True)
class Line:
    """One entry as a reader may see it. `text` is empty where the reader may not read the words."""

    entry: Entry
    text: str
    pictures: Sequence[Attachment] = field(default_factory=tuple)
    transcripts: Mapping[str, Transcript] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return self.entry.type

    @property
    def internal(self) -> bool:
        return not ENTRY_TYPES[self.entry.type].public


def bodies_named(lines: Iterable[Line]) -> set[str]:
    """The codes of all organisations that the lines mention."""
    keys = ("holder", "from", "organisation")
    return {str(code) for line in lines for key in keys if (code := line.entry.data.get(key))}


def people_named(lines: Iterable[Line]) -> set[int]:
    """The accounts that the lines mention beside those who wrote them."""
    keys = ("person", "person_before")
    return {int(account) for line in lines for key in keys if (account := line.entry.data.get(key))}


def entries_of(report: Report) -> list[Entry]:
    """The whole timeline in order, with actors' organisations."""
    return list(Entry.objects.filter(report=report).order_by("seq").select_related("organisation", "account"))


def story(report: Report, *, staff: bool, reporter: bool) -> list[Line]:
    """The timeline for a reader, oldest first, with what was written down of its recordings.

    Anybody sees what happened and when; of a confidential case no words and no pictures. The public sees the redacted
    copy of the reporter's words; the reporter and staff see the original. Internal entries are for staff.
    """
    entries = entries_of(report)
    named = any(entry.data.get("attachments") for entry in entries)
    files = {str(one.pk): one for one in Attachment.objects.filter(report=report)} if named else {}
    spoken = transcripts.of_files(files) if staff or reporter else {}
    may_read = staff or reporter or report.is_public
    lines = []
    for entry in entries:
        if not (staff or _may_see(entry, reporter=reporter)):
            continue
        own = [files[str(one["id"])] for one in entry.data.get("attachments", []) if str(one["id"]) in files]
        own = [one for one in own if one.public or staff or reporter]
        text = _words(report, entry, full=staff or reporter) if may_read else ""
        heard = {str(one.pk): spoken[str(one.pk)] for one in own if str(one.pk) in spoken}
        lines.append(Line(entry, text, tuple(own) if may_read else (), heard))
    return lines


def since(report: Report, seq: int) -> list[Line]:
    """What of weight happened after the entry `seq`, oldest first, without its words."""
    later = Entry.objects.filter(report=report, seq__gt=seq).exclude(type__in=WITHOUT_WEIGHT)
    return [Line(entry, "") for entry in later.order_by("seq").select_related("organisation", "account")]


def _may_see(entry: Entry, *, reporter: bool) -> bool:
    entry_type = ENTRY_TYPES[entry.type]
    return entry_type.public or (reporter and entry_type.reporter)


def _words(report: Report, entry: Entry, *, full: bool) -> str:
    if full or entry.actor_kind != "citizen":
        return entry.text
    if entry.type == "received":
        return report.public_text
    return public_copy(entry.text)


def verify(report: Report) -> list[chain.Fault]:
    """Every fault in the case's chain; empty when the record is as it was written."""
    return chain.verify_chain((entry.stored(report.number) for entry in entries_of(report)), report.head_hash)


def latest_public(*, regency: str | None = None, limit: int = 5, before: int | None = None) -> list[Report]:
    """The newest public cases that are placed, of one regency if given; `before` is the id of the last one seen."""
    found = Report.objects.filter(visibility="public").select_related("holder", "regency", "district", "village")
    last = Report.objects.filter(pk=before).first() if before else None
    if last:
        found = found.filter(received_at__lte=last.received_at).exclude(received_at=last.received_at, pk__gte=last.pk)
    found = found.filter(regency=regency) if regency else found.filter(regency__isnull=False)
    return list(found.order_by("-received_at", "-pk")[:limit])


def _of_person(reporter_id: int) -> RawSQL:
    return of_person("reports_report.reporter_id", reporter_id)


def of_reporter(reporter_id: int, *, within: Q | None = None, limit: int = 5) -> list[Report]:
    """A person's newest cases, or those of them that a reader's reach (`within`) covers."""
    found = Report.objects.filter(within or Q(), _of_person(reporter_id)).select_related("holder")
    return list(found.order_by("-received_at")[:limit])


def of_reporter_alone(reporter_id: int, *, limit: int = 5) -> list[Report]:
    """The newest cases that came under this one reporter, whoever else is the same person."""
    return list(Report.objects.filter(reporter=reporter_id).order_by("-received_at")[:limit])


def joined_to(report: Report) -> list[Report]:
    """The cases that were merged into this one, oldest first."""
    return list(Report.objects.filter(parent=report, stage=Stage.MERGED.value).order_by("pk"))


def category(code: str) -> Category | None:
    return Category.objects.filter(code=code).first()


def categories() -> list[Category]:
    """Active main categories in their order."""
    return list(Category.objects.filter(parent=None, active=True).order_by("position", "name"))


def every_category() -> list[Category]:
    """All of both levels in their order, those that are no longer given too: cases may bear them."""
    return list(Category.objects.order_by("position", "name"))


def get(report_id: int) -> Report:
    """A case by id, for handlers of the layers above."""
    return Report.objects.select_related("holder", "category", "regency", "district", "village").get(pk=report_id)


def held_open(organisation_id: int) -> int:
    """How many open cases a body holds."""
    return Report.objects.filter(holder=organisation_id).exclude(stage__in=sorted(one.value for one in ENDED)).count()


def of_numbers(numbers: Collection[str], *, within: Q) -> list[Report]:
    """The cases with these numbers that a reader's reach covers, with what a list shows of them."""
    shown = ("holder", "category", "regency", "district", "village", "assignee")
    return list(Report.objects.filter(within, number__in=numbers).select_related(*shown))


def received_in(spans: Sequence[tuple[datetime, datetime]]) -> int:
    """How many cases came in within any of these spans (start inclusive), in one query."""
    wanted = Q()
    for start, end in spans:
        wanted |= Q(received_at__gte=start, received_at__lt=end)
    return Report.objects.filter(wanted).count()
