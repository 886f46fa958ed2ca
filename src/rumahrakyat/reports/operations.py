"""The one write path of a case: what can happen to it, one function each.

Every operation locks the case, checks that the actor may and that the stage allows it, changes it, and says so on the
timeline, in one transaction. All raise the errors of `reports.errors`. `seen_seq` is the last entry the actor had on
the page: when something of weight came after it, `Changed` is raised and nothing is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from rumahrakyat.lib import wallclock
from rumahrakyat.lib.geo import cell_of
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import attachments, giving, joining, timeline, transcripts
from rumahrakyat.reports.appeals import appeal, decide_appeal
from rumahrakyat.reports.assignees import give_to_person, put_back, release_all, take
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.entries import EXTERNAL
from rumahrakyat.reports.errors import CannotHold, NotAQuestion, NotExtendable, PastDay, ProofRequired
from rumahrakyat.reports.joining import contribute, join_agency, leave_agency
from rumahrakyat.reports.merging import merge, unmerge
from rumahrakyat.reports.models import Category, Entry, Kind, Report, Visibility
from rumahrakyat.reports.moves import moving, required
from rumahrakyat.reports.states import Closing, Stage, after_objection
from rumahrakyat.reports.submission import clean, issue_secret, submit
from rumahrakyat.reports.tasks_of_cases import erase as erase_tasks
from rumahrakyat.reports.transcripts import transcribe

__all__ = [
    "answer", "appeal", "ask_reporter", "assign", "classify", "confirm", "contribute", "decide_appeal",
    "erase_personal", "expire", "extend", "give_to_person", "hand_over", "issue_secret", "join_agency",
    "leave_agency", "merge", "note", "object_to", "promise", "put_back", "record", "refer", "reject", "release_all",
    "reply", "resolve", "return_to_desk", "stop_waiting", "submit", "take", "transcribe", "unmerge",
]  # fmt: skip

_WORDS_OF_A_QUESTION = 3


def _attach(report: Report, evidence: Sequence[Evidence], actor: Actor, at: datetime) -> list[dict[str, str]]:
    kept = attachments.keep(report, evidence, by_citizen=actor.kind == "citizen", at=at)
    return [{"id": str(one.pk), "digest": one.content_digest} for one in kept]


@dataclass(frozen=True)
class Classification:
    """Where and what a case is. None leaves a field as it was; regions are codes."""

    regency: str | None = None
    district: str | None = None
    village: str | None = None
    category: Category | None = None
    kind: str | None = None
    urgent: bool | None = None
    confidential: bool | None = None
    reasons: list[str] = field(default_factory=list)


def classify(*, report_id: int, classification: Classification, actor: Actor, at: datetime) -> Report:
    """Note place, category and kind. A category that is forced confidential makes the case confidential at once."""
    with moving(report_id, "classify", actor) as (report, _transition):
        given = classification
        if given.regency is not None:
            report.regency_id, report.district_id, report.village_id = given.regency, given.district, given.village
        report.category = given.category or report.category
        report.kind = given.kind or report.kind
        report.urgent = report.urgent if given.urgent is None else given.urgent
        forced = report.category is not None and report.category.forced_confidential
        if given.confidential or forced:
            report.visibility = Visibility.CONFIDENTIAL
        report.save(
            update_fields=["regency", "district", "village", "category", "kind", "urgent", "visibility"],
        )
        data: dict[str, object] = {
            "regency": report.regency_id,
            "district": report.district_id,
            "village": report.village_id,
            "category": report.category.code if report.category else None,
            "kind": report.kind,
            "urgent": report.urgent,
            "visibility": report.visibility,
        }
        timeline.append(report, "classified", actor=actor, at=at, data=data)
    return report


def _give(report: Report, holder: Organisation, at: datetime) -> None:
    if not holder.can_hold:
        raise CannotHold(holder.code)
    joining.end_for_holder(report, holder, at)
    report.holder, report.stage, report.stage_before_waiting = holder, Stage.ASSIGNED.value, ""
    report.assignee_id = None  # whoever had it works for another body
    report.save(update_fields=["holder", "stage", "stage_before_waiting", "assignee"])


def assign(*, report_id: int, holder: Organisation, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """Pass a waiting case from the desk to the body that owns it."""
    with moving(report_id, "assign", actor, seen_seq) as (report, _transition):
        _give(report, holder, at)
        timeline.append(report, "assigned", actor=actor, at=at, data={"holder": holder.code})
    return report


def hand_over(
    *, report_id: int, holder: Organisation, text: str, actor: Actor, at: datetime, seen_seq: int | None = None
) -> Report:
    """Give a case from its holder to another body, with the reason. The citizen's deadline does not move."""
    with moving(report_id, "hand_over", actor, seen_seq) as (report, _transition):
        reason = required(text)
        if report.holder_id == holder.pk:
            raise CannotHold(holder.code)
        data = giving.data_of(report, holder)
        _give(report, holder, at)
        timeline.append(report, "handed_over", actor=actor, at=at, data=data, personal={"text": reason})
    return report


def return_to_desk(*, report_id: int, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """ "Not ours" without knowing whose: back to the verifiers, with the reason."""
    with moving(report_id, "return_to_desk", actor, seen_seq) as (report, _transition):
        reason = required(text)
        before = report.holder.code if report.holder else None
        report.holder, report.stage, report.stage_before_waiting = None, Stage.RECEIVED.value, ""
        report.assignee_id = None
        report.save(update_fields=["holder", "stage", "stage_before_waiting", "assignee"])
        timeline.append(report, "returned", actor=actor, at=at, data={"from": before}, personal={"text": reason})
    return report


def answer(
    *,
    report_id: int,
    stage: Stage,
    text: str,
    actor: Actor,
    at: datetime,
    evidence: Sequence[Evidence] = (),
    next_on: date | None = None,
    seen_seq: int | None = None,
) -> Report:
    """Progress in the sense of the 1x24-hour rule: a stage and a sentence the reporter can read.

    `next_on`: the local day by which the holder promises its next word. Raises `PastDay`."""
    with moving(report_id, f"answer_{stage.value}", actor, seen_seq) as (report, _transition):
        words = required(text)
        if next_on is not None and next_on < wallclock.day_of(at):
            raise PastDay
        data: dict[str, object] = {
            "from_stage": report.stage,
            "stage": stage.value,
            "attachments": _attach(report, evidence, actor, at),
        }
        if next_on is not None:
            data["next_on"] = next_on.isoformat()
        report.stage, report.stage_before_waiting = stage.value, ""
        report.save(update_fields=["stage", "stage_before_waiting"])
        timeline.append(report, "answered", actor=actor, at=at, data=data, personal={"text": words})
    return report


def resolve(
    *,
    report_id: int,
    text: str,
    actor: Actor,
    at: datetime,
    evidence: Sequence[Evidence] = (),
    no_photo_reason: str = "",
    seen_seq: int | None = None,
) -> Report:
    """Declare the case done: what was done, and a photo or the reason why there is none. The reporter decides then."""
    with moving(report_id, "resolve", actor, seen_seq) as (report, _transition):
        words = required(text)
        if not evidence and not no_photo_reason.strip():
            raise ProofRequired
        data: dict[str, object] = {
            "from_stage": report.stage,
            "stage": Stage.RESOLVED.value,
            "attachments": _attach(report, evidence, actor, at),
        }
        report.stage, report.stage_before_waiting = Stage.RESOLVED.value, ""
        report.save(update_fields=["stage", "stage_before_waiting"])
        personal: dict[str, object] = {"text": words, "no_photo_reason": no_photo_reason.strip()}
        timeline.append(report, "resolved", actor=actor, at=at, data=data, personal=personal)
    return report


def extend(*, report_id: int, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """Take the further days that the law on public information allows, once and with the reason.

    Whether a clock is still in time to be extended, `duty.promises.extend` checks. Raises `NotExtendable`.
    """
    with moving(report_id, "extend", actor, seen_seq) as (report, _transition):
        reason = required(text)
        if report.kind != Kind.INFORMATION:
            raise NotExtendable("kind")
        timeline.append(report, "extended", actor=actor, at=at, personal={"text": reason})
    return report


def _is_question(words: str) -> bool:
    return "?" in words or len(words.split()) >= _WORDS_OF_A_QUESTION


def ask_reporter(*, report_id: int, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """A real question to the reporter. The case waits, visibly and with a cap. Raises `NotAQuestion`."""
    with moving(report_id, "ask_reporter", actor, seen_seq) as (report, _transition):
        words = required(text)
        if not _is_question(words):
            raise NotAQuestion
        report.stage_before_waiting, report.stage = report.stage, Stage.WAITING_REPORTER.value
        report.save(update_fields=["stage", "stage_before_waiting"])
        timeline.append(report, "asked", actor=actor, at=at, personal={"text": words})
    return report


def stop_waiting(*, report_id: int, actor: Actor, at: datetime) -> Report:
    """The cap on waiting was reached: the case goes on as it was, without the reporter's answer."""
    with moving(report_id, "stop_waiting", actor) as (report, _transition):
        _resume(report)
        timeline.append(report, "waiting_ended", actor=actor, at=at)
    return report


def _resume(report: Report) -> None:
    report.stage = report.stage_before_waiting or (Stage.ASSIGNED.value if report.holder_id else Stage.RECEIVED.value)
    report.stage_before_waiting = ""
    report.save(update_fields=["stage", "stage_before_waiting"])


@dataclass(frozen=True)
class PlaceTold:
    """Where it is, as the reporter says later: a point in degrees, or words, or both."""

    lat: float | None = None
    lon: float | None = None
    words: str = ""


def reply(
    *,
    report_id: int,
    text: str,
    actor: Actor,
    at: datetime,
    channel: str,
    evidence: Sequence[Evidence] = (),
    place: PlaceTold | None = None,
) -> Entry:
    """The reporter's own words, files or place. They never move a clock, but an awaited answer ends the waiting."""
    with moving(report_id, "reply", actor) as (report, _transition):
        words = clean(text) if text.strip() or not (evidence or place) else ""
        resumed = report.stage == Stage.WAITING_REPORTER.value
        if resumed:
            _resume(report)
        personal: dict[str, object] = {"text": words}
        if place:
            personal["place"] = _note_place(report, place)
        data: dict[str, object] = {
            "channel": channel,
            "resumed": resumed,
            "place": place is not None,
            "attachments": _attach(report, evidence, actor, at),
        }
        return timeline.append(report, "replied", actor=actor, at=at, data=data, personal=personal)


def _note_place(report: Report, place: PlaceTold) -> str:
    """Keep the point, and the words beside those of the first telling; returns both as text for the record."""
    words = place.words.replace("\x00", "").strip()
    report.place_words = ", ".join(filter(None, (report.place_words, words)))[:300]
    point = ""
    if place.lat is not None and place.lon is not None:
        report.lat, report.lon, report.cell = place.lat, place.lon, cell_of(place.lat, place.lon)
        point = f"{place.lat:.6f},{place.lon:.6f}"
    report.save(update_fields=["place_words", "lat", "lon", "cell"])
    return " ".join(filter(None, (point, words)))


def object_to(
    *, report_id: int, text: str, actor: Actor, at: datetime, channel: str, evidence: Sequence[Evidence] = ()
) -> Report:
    """The reporter disagrees with the closing or the work: the case is open again and owes a new first answer."""
    with moving(report_id, "object", actor) as (report, _transition):
        words = required(text)
        before = Stage(report.stage)
        data: dict[str, object] = {
            "channel": channel,
            "from_stage": before.value,
            "attachments": _attach(report, evidence, actor, at),
        }
        report.stage = after_objection(before, held=report.holder_id is not None).value
        report.closing, report.closed_at, report.referred_to = "", None, ""
        report.save(update_fields=["stage", "closing", "closed_at", "referred_to"])
        timeline.append(report, "objected", actor=actor, at=at, data=data, personal={"text": words})
    return report


def _end(report: Report, stage: Stage, at: datetime, closing: str = "") -> None:
    report.stage, report.stage_before_waiting = stage.value, ""
    report.closing, report.closed_at = closing, at
    report.save(update_fields=["stage", "stage_before_waiting", "closing", "closed_at", "referred_to"])


def confirm(*, report_id: int, actor: Actor, at: datetime, channel: str, rating: int | None = None) -> Report:
    """The reporter says that it is solved; `rating` from 1 (poor) to 4 (very good), or None."""
    with moving(report_id, "confirm", actor) as (report, _transition):
        _end(report, Stage.CLOSED, at, Closing.REPORTER)
        timeline.append(report, "confirmed", actor=actor, at=at, data={"channel": channel, "rating": rating})
    return report


def expire(*, report_id: int, actor: Actor, at: datetime) -> Report:
    """Ten days without a word after "done": closed by the system, which is not the same as solved."""
    with moving(report_id, "expire", actor) as (report, _transition):
        _end(report, Stage.CLOSED, at, Closing.SYSTEM)
        timeline.append(report, "expired", actor=actor, at=at)
    return report


def refer(*, report_id: int, to: str, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """Another body's business: tell the citizen kindly where and how (`text`); `to` is that body's name."""
    with moving(report_id, "refer", actor, seen_seq) as (report, _transition):
        words = required(text)
        report.referred_to = required(to)[:160]
        _end(report, Stage.REFERRED, at)
        timeline.append(
            report, "referred", actor=actor, at=at, data={"to": report.referred_to}, personal={"text": words}
        )
    return report


def reject(
    *, report_id: int, reason: str, text: str, actor: Actor, at: datetime, seen_seq: int | None = None
) -> Report:
    """Not taken up, with a reason code and a sentence for the reporter. The case stays on record."""
    with moving(report_id, "reject", actor, seen_seq) as (report, _transition):
        words = required(text)
        _end(report, Stage.REJECTED, at)
        timeline.append(report, "rejected", actor=actor, at=at, data={"reason": reason}, personal={"text": words})
    return report


def note(*, report_id: int, text: str, actor: Actor, at: datetime) -> Entry:
    """An internal note; never an answer, never shown to the reporter."""
    with moving(report_id, "note", actor) as (report, _transition):
        return timeline.append(report, "noted", actor=actor, at=at, personal={"text": required(text)})


def record(
    *,
    report_id: int,
    entry_type: str,
    data: dict[str, object],
    actor: Actor,
    at: datetime,
    personal: dict[str, object] | None = None,
    report: Report | None = None,
) -> Entry:
    """Let a layer above write what it did (escalation, breach, failed delivery). Only types declared external.

    `report`: the case itself when the caller holds its row lock already, so that both write on the same chain.
    """
    if entry_type not in EXTERNAL:
        raise ValueError(f"{entry_type} belongs to an operation of its own")
    if report is not None:
        return timeline.append(report, entry_type, actor=actor, at=at, data=data, personal=personal)
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        return timeline.append(locked, entry_type, actor=actor, at=at, data=data, personal=personal)


def promise(
    *,
    report: Report,
    answer_due_at: datetime | None = None,
    reporter_due_at: datetime | None = None,
    news_due_at: datetime | None = None,
) -> None:
    """Repeat on the case what its clocks say (None: nothing runs). Only for `duty`, under the case's lock."""
    told = (answer_due_at, reporter_due_at, news_due_at)
    if told == (report.answer_due_at, report.reporter_due_at, report.news_due_at):
        return
    report.answer_due_at, report.reporter_due_at, report.news_due_at = told
    report.save(update_fields=["answer_due_at", "reporter_due_at", "news_due_at"])


def erase_personal(*, report_id: int) -> int:
    """Erase every personal part of a case's record, once and for all; the chain stays verifiable. Returns the count."""
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        Report.objects.filter(pk=report.pk).update(text="", public_text="", title=report.number, place_words="")
        transcripts.erase(report)
        erase_tasks(report)
        return Entry.objects.filter(report=report, personal__isnull=False).update(personal=None)
