"""A history through the real product: its operations, the handlers behind every entry, its sweeper and its rows.

Everything happens in a transaction that is rolled back, so nothing stays and nothing is ever sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.intake import Intake
from rumahrakyat.duty import loading
from rumahrakyat.duty.models import Breach, Clock, Tenure
from rumahrakyat.duty.rules import REPORTERS
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.operate.histories import setting
from rumahrakyat.operate.histories.generate import OF_SWEEPS, SWEEP, Happening, History
from rumahrakyat.operate.histories.outcome import Charged, Outcome, charged, in_order, shared
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.people import roles
from rumahrakyat.people.actors import Actor
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.reports import appeals, merging, operations
from rumahrakyat.reports.models import Category, Report
from rumahrakyat.reports.operations import Classification
from rumahrakyat.reports.states import EXPIRE, ROUTE, Stage

WORDS = "Petugas sudah melihat tempatnya, pekerjaan dimulai besok pagi."
QUESTION = "Di sebelah mana tepatnya?"
_MAY = frozenset(
    {roles.VERIFY, roles.ANSWER, roles.RESOLVE, roles.HAND_OVER, roles.DECIDE_APPEAL, roles.ADMINISTER, ROUTE, EXPIRE}
)
_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class World:
    """Organisations by the number they have in histories, and their numbers by primary key; categories by code."""

    holders: dict[int, Organisation]
    numbers: dict[int | None, int | None]
    categories: dict[str, Category]


def furnish() -> World:
    """Make the setting of the histories in the current database: an empty one, or inside a test. Without ladders: who
    is told moves no clock, and takes most of the time."""
    Region.objects.get_or_create(
        code="33", defaults={"level": Level.PROVINCE, "kind": "Provinsi", "name": "P", "full_name": "P"}
    )
    for code in setting.REGENCIES:
        named = {"level": Level.REGENCY, "kind": "Kabupaten", "name": code, "full_name": code, "parent_id": "33"}
        Region.objects.get_or_create(code=code, defaults=named)
    holders = {}
    for code, number in setting.HOLDERS.items():
        named = {"name": code, "short_name": code, "kind": Kind.AGENCY}
        holders[number], _new = Organisation.objects.get_or_create(code=code, defaults=named)
    categories = {}
    for code, weight in setting.CATEGORIES.items():
        heavy: dict[str, object] = {"name": code, "forced_confidential": weight == "oversight"}
        categories[code], _new = Category.objects.get_or_create(code=code, defaults=heavy)
    loading.load_rules(setting.rows())
    return World(holders, {None: None, **{one.pk: number for number, one in holders.items()}}, categories)


def judge(history: History, world: World) -> list[Outcome]:
    """Raises what the product raises; a history is made of what it allows."""
    with transaction.atomic():
        report = play(history, world)
        found = _outcomes(report, history.until, world)
        transaction.set_rollback(True)
    return found


def play(history: History, world: World) -> Report:
    """The case after the whole history, looked at at its end."""
    first = history.happenings[0]
    report = _file(first.at, f"history:{history.seed}", kind=first.told.kind)
    for one in history.happenings[1:]:
        if one.type == SWEEP:
            sweep(at=one.at)
        elif one.type not in OF_SWEEPS:  # these follow from the sweep itself
            _happen(report, one, world)
    report.refresh_from_db()
    return report


def _file(at: datetime, key: str, *, kind: str = "complaint", confidential: bool = False) -> Report:
    given = Intake(
        text=WORDS, channel="web", received_at=at, source_key=key[:100], kind=kind, confidential=confidential
    )
    report, _new = intake.take_in(intake=given, at=at)
    return report


def _happen(report: Report, one: Happening, world: World) -> None:
    report.refresh_from_db()
    actor = Actor("staff", _MAY, organisation_id=report.holder_id)
    if one.type in {"replied", "objected", "confirmed"}:
        _citizen_does(report, one)
    elif one.type in {"merged", "unmerged", "joined"}:
        _brought_together(report, one, actor)
    elif one.type in {"appealed", "appeal_decided", "restamped"}:
        _judged_anew(report, one, actor)
    else:
        _staff_does(report, one, world, actor)


def _staff_does(report: Report, one: Happening, world: World, actor: Actor) -> None:
    at, key = one.at, report.pk
    holder = world.holders[one.told.holder] if one.told.holder else None
    match one.type:
        case "classified":
            operations.classify(report_id=key, classification=_classification(one, world), actor=actor, at=at)
        case "assigned" if holder:
            operations.assign(report_id=key, holder=holder, actor=actor, at=at)
        case "handed_over" if holder:
            operations.hand_over(report_id=key, holder=holder, text=WORDS, actor=actor, at=at)
        case "returned":
            operations.return_to_desk(report_id=key, text=WORDS, actor=actor, at=at)
        case "asked":
            operations.ask_reporter(report_id=key, text=QUESTION, actor=actor, at=at)
        case _:
            _staff_answers(key, one, actor)


def _staff_answers(key: int, one: Happening, actor: Actor) -> None:
    at = one.at
    match one.type:
        case "answered":
            stage = Stage.FIELD_CHECK
            operations.answer(report_id=key, stage=stage, text=WORDS, actor=actor, at=at, next_on=one.next_on)
        case "resolved":
            operations.resolve(report_id=key, text=WORDS, no_photo_reason="Gelap.", actor=actor, at=at)
        case "extended":
            operations.extend(report_id=key, text=WORDS, actor=actor, at=at)
        case "referred":
            operations.refer(report_id=key, to="Kantor lain", text=WORDS, actor=actor, at=at)
        case "rejected":
            operations.reject(report_id=key, reason="unclear", text=WORDS, actor=actor, at=at)
        case _:
            raise ValueError(one.type)


def _citizen_does(report: Report, one: Happening) -> None:
    if one.type == "replied":
        intake.add_words(report=report, text="Dekat jembatan.", channel="web", at=one.at)
    elif one.type == "objected":
        intake.object_to(report=report, text="Belum selesai.", channel="web", at=one.at)
    else:
        intake.confirm(report=report, channel="web", at=one.at)


def _judged_anew(report: Report, one: Happening, actor: Actor) -> None:
    at, key = one.at, report.pk
    if one.type == "appealed":
        appeals.appeal(report_id=key, text=WORDS, actor=intake.CITIZEN, at=at, channel="web")
    elif one.type == "appeal_decided":
        appeals.decide_appeal(report_id=key, granted=one.granted, text=WORDS, actor=actor, at=at)
    else:
        moved: dict[str, object] = {"moves": "rule", "obligation": one.obligation}
        operations.record(report_id=key, entry_type="restamped", data=moved, actor=actor, at=at)


def _brought_together(report: Report, one: Happening, actor: Actor) -> None:
    at, key, confidential = one.at, report.pk, not report.is_public
    if one.type == "unmerged":
        merging.unmerge(report_id=key, text=WORDS, actor=actor, at=at)
    elif one.type == "merged":
        other = _file(at, f"into:{key}:{report.last_seq}", confidential=confidential)
        merging.merge(report_id=key, into_id=other.pk, text=WORDS, actor=actor, at=at)
    elif one.promised_at:
        # Such a promise has a complaint that came a day before it.
        other = _file(one.promised_at - _DAY, f"joined:{key}:{report.last_seq}", confidential=confidential)
        merging.merge(report_id=other.pk, into_id=key, text=WORDS, actor=actor, at=at)


def _classification(one: Happening, world: World) -> Classification:
    category = world.categories[one.told.category] if one.told.category else None
    return Classification(regency=one.told.regency, category=category, kind=one.told.kind)


def _outcomes(report: Report, until: datetime, world: World) -> list[Outcome]:
    """What the rows say. A tenure that has not ended lasts until `until`."""
    clocks = list(Clock.objects.filter(report=report).select_related("rule"))
    tenures: dict[int, list[Tenure]] = {}
    for one in Tenure.objects.filter(clock__report=report).order_by("since", "pk"):
        tenures.setdefault(one.clock_id, []).append(one)
    missed: dict[int, list[Charged]] = {}
    for breach in Breach.objects.filter(clock__report=report):
        said = Charged(world.numbers[breach.holder_id], breach.own, breach.due_at)
        missed.setdefault(breach.clock_id, []).append(said)
    return in_order([_outcome(one, tenures[one.pk], missed.get(one.pk, []), until, world) for one in clocks])


def _outcome(clock: Clock, tenures: list[Tenure], missed: list[Charged], until: datetime, world: World) -> Outcome:
    held: dict[int | None, timedelta] = {}
    for one in tenures:
        if not one.waiting and clock.obligation not in REPORTERS:
            holder = world.numbers[one.holder_id]
            held[holder] = held.get(holder, timedelta(0)) + ((one.until or until) - one.since)
    still = clock.running and tenures[-1].waiting and not clock.breached_at
    return Outcome(
        obligation=clock.obligation,
        cycle=clock.cycle,
        version=clock.rule.version,
        start=clock.started_at,
        due=None if still else clock.due_at,
        end=clock.met_at or clock.stopped_at,
        how="met" if clock.met_at else clock.stop_reason,
        breached=clock.breached_at,
        waited=clock.waited,
        shares=shared(held),
        breaches=charged(missed),
    )
