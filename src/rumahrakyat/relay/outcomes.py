"""What became of the villagers' cases, in sentences to be read out, and what a village head does with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.facts import stage_name
from rumahrakyat.correspondence.messages import day_or_moment, moment
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import names_by_code
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.relay import handing
from rumahrakyat.relay.errors import NotYourCase
from rumahrakyat.relay.filing import CHANNEL
from rumahrakyat.relay.handing import Slip
from rumahrakyat.relay.models import Carried, Handed
from rumahrakyat.relay.villages import villages_of
from rumahrakyat.reports import merging, operations
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import ENDED, HELD, Stage

KEPT_FOR: Final = timedelta(days=150)
MOST: Final = 200
LONGEST: Final = 600  # signs of somebody's words on the phone
_WORDS: Final = (
    "received", "assigned", "handed_over", "returned", "answered", "resolved", "asked", "referred", "rejected",
    "expired", "extended", "confirmed", "merged", "appeal_decided", "contributed",
)  # fmt: skip
_AGAIN: Final = frozenset({Stage.RESOLVED, Stage.CLOSED, Stage.REJECTED, Stage.REFERRED}) | HELD


@dataclass(frozen=True)
class Outcome:
    """One villager's case as the phone keeps it. `word`: the id of the newest entry that says something to the
    villager, of the case that goes on for this one when they were joined."""

    carried: Carried
    name: str
    sentence: str
    next: str
    word: int

    @property
    def report(self) -> Report:
        return self.carried.report

    @property
    def asks(self) -> bool:
        return self.report.stage == Stage.WAITING_REPORTER.value

    @property
    def may_object(self) -> bool:
        return Stage(self.report.stage) in _AGAIN

    @property
    def may_confirm(self) -> bool:
        return self.report.stage == Stage.RESOLVED.value

    @property
    def told(self) -> bool:
        return self.carried.told_upto >= self.word


def of_villages(scope: Scope, *, at: datetime) -> list[Outcome]:
    """The newest cases of the villages that the account speaks for, in four queries, newest first."""
    codes = [one.code for one in villages_of(scope)]
    found = Carried.objects.filter(village__in=codes, created_at__gt=at - KEPT_FOR)
    rows = list(
        found.select_related("report__holder", "report__parent", "villager__reporter", "village").order_by(
            "-created_at", "-pk"
        )[:MOST]
    )
    return _outcomes(rows)


def of_report(report_id: int) -> Outcome | None:
    found = Carried.objects.select_related("report__holder", "report__parent", "villager__reporter", "village")
    row = found.filter(report=report_id).first()
    return _outcomes([row])[0] if row else None


def _outcomes(rows: Sequence[Carried]) -> list[Outcome]:
    ids = {row.report_id for row in rows} | {row.report.parent_id for row in rows if row.report.parent_id}
    entries = Entry.objects.filter(report__in=ids, type__in=_WORDS).order_by("report_id", "-seq")
    newest = {one.report_id: one for one in entries.distinct("report_id").select_related("organisation")}
    codes = {str(one.data.get("holder")) for one in newest.values() if one.data.get("holder")}
    names = names_by_code(codes) if codes else {}
    return [_outcome(row, _newest(row.report, newest), names) for row in rows]


def _newest(report: Report, newest: dict[int, Entry]) -> Entry | None:
    """A question to the reporter of another case is not for this one's; what is confidential there is not told here."""
    own, parent = newest.get(report.pk), report.parent
    theirs = newest.get(parent.pk) if parent is not None and parent.is_public else None
    if theirs is None or theirs.type in {"asked", "received"} or (own is not None and theirs.pk < own.pk):
        return own
    return theirs


def _outcome(row: Carried, entry: Entry | None, names: dict[str, str]) -> Outcome:
    name = row.villager.reporter.name if row.villager else ""
    return Outcome(
        carried=row,
        name=name,
        sentence=sentence_of(entry, names) if entry else "",
        next=_next(row.report),
        word=entry.pk if entry else 0,
    )


def sentence_of(entry: Entry, names: dict[str, str]) -> str:
    """The newest word as one would say it to the villager. Data in Indonesian: it is read out, not translated."""
    who = _who(entry.organisation)
    when, text = moment(entry.at), entry.text[:LONGEST]
    holder = names.get(str(entry.data.get("holder") or ""), "Rumah Rakyat")
    stage = stage_name(str(entry.data.get("stage", ""))) if entry.data.get("stage") else ""
    return {
        "received": f"Laporan sudah diterima {when}.",
        "assigned": f"Laporan sudah diteruskan kepada {holder}.",
        "handed_over": f"Laporan sekarang ditangani {holder}.",
        "returned": "Laporan kembali ke Rumah Rakyat untuk diteruskan ke dinas yang tepat.",
        "answered": f"{who} menjawab {when}, tahap {stage}: {text}",
        "resolved": f"{who} menyatakan selesai {when}: {text} Apakah benar sudah selesai?",
        "asked": f"{who} bertanya: {text}",
        "referred": f"Ini kewenangan {entry.data.get('to', '')}. {text}",
        "rejected": f"Laporan tidak dapat ditindaklanjuti: {text}",
        "expired": "Laporan ditutup karena sepuluh hari tanpa kabar. Kalau belum selesai, boleh keberatan.",
        "extended": f"{who} meminta tambahan waktu: {text}",
        "confirmed": "Warga sudah menyatakan selesai. Terima kasih.",
        "merged": f"Laporan disatukan dengan {entry.data.get('to', '')} karena masalahnya sama.",
        "appeal_decided": f"Banding sudah diputuskan: {text}",
        "contributed": f"{who}: {text}",
    }[entry.type].strip()


def _who(organisation: Organisation | None) -> str:
    return organisation.name if organisation else "Rumah Rakyat"


def _next(report: Report) -> str:
    """What is to be expected now, with a time."""
    who = _who(report.holder)
    if Stage(report.stage) in ENDED:
        return ""
    if report.answer_due_at:
        return f"{who} harus menjawab sebelum {moment(report.answer_due_at)}."
    if report.reporter_due_at:
        return f"Jawaban warga ditunggu sampai {moment(report.reporter_due_at)}."
    if report.news_due_at:
        return f"Kabar berikutnya {day_or_moment(report.news_due_at)}."
    return ""


def carried_by(scope: Scope, number: str) -> Carried:
    """The case with this number, when it came through a village of the account. Raises `NotYourCase`."""
    codes = [one.code for one in villages_of(scope)]
    row = Carried.objects.select_related("report__holder").filter(village__in=codes, report__number=number).first()
    if row is None:
        raise NotYourCase(number)
    return row


def told(*, scope: Scope, account: Account, number: str, word: int, at: datetime, noted_at: datetime | None) -> None:
    """The villager was told this word (an entry's id); once, however often the phone says so. Raises `NotYourCase`."""
    with transaction.atomic():
        row = carried_by(scope, number)
        locked = Carried.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.told_upto >= word:
            return
        locked.told_upto, locked.told_at = word, noted_at or at
        locked.save(update_fields=["told_upto", "told_at"])
        operations.record(
            report_id=row.report_id,
            entry_type="told",
            data={"noted": noted_at.isoformat() if noted_at else ""},
            actor=Actor("staff", account_id=account.pk),
            at=at,
        )


def say(*, slip: Slip, scope: Scope, number: str, kind: str, text: str, at: datetime) -> tuple[Handed, bool]:
    """The villager's answer, objection or confirmation, said through the village head; once for each id.

    Raises `NotYourCase` and the errors of the operation: the case may have moved meanwhile.
    """
    report = carried_by(scope, number).report
    return handing.once(slip=slip, kind=kind, at=at, do=lambda: _do(report, kind, text, at))


def _do(report: Report, kind: str, text: str, at: datetime) -> Report:
    head = merging.head_of(report)
    if kind == Handed.Kind.OBJECTION:
        return intake.object_to(report=head, text=text, channel=CHANNEL, at=at)
    if kind == Handed.Kind.CONFIRMATION:
        return intake.confirm(report=head, channel=CHANNEL, at=at)
    intake.add_words(report=head, text=text, channel=CHANNEL, at=at)
    return head
