"""What the addresses of `workbench` point at, made by the operations that people use."""

from datetime import timedelta
from typing import Any, Final

from rumahrakyat.channels import outbox
from rumahrakyat.channels.models import DeliveryTask
from rumahrakyat.correspondence.models import CaseMessage
from rumahrakyat.duplicates import operations as likeness
from rumahrakyat.duplicates.models import Campaign
from rumahrakyat.duty.models import Breach
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.operate.access_table.rows import AGENCY, OTHER_AGENCY, OTHER_REGENCY, REGENCY, Thing, Things
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.reprimands import operations as letters
from rumahrakyat.people import same
from rumahrakyat.people.models import PersonLink, Reporter
from rumahrakyat.people.operations import contact_point
from rumahrakyat.problems import recording
from rumahrakyat.problems.operations import Named, accept
from rumahrakyat.problems.recording import Found
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.models import Category, Report
from rumahrakyat.routing import rulebook, rulesets
from rumahrakyat.routing.models_learning import ModelVersion
from rumahrakyat.routing.models_rules import RuleSet

_PREAMBLE: Final = {
    "auto_threshold": 0.5,
    "misconduct_to": "DESK",
    "violence_to": "DESK",
    "elsewhere": {"to": "tetangga", "text": "Silakan ke tetangga."},
}
_MANY: Final = (
    "Kami menolak penggusuran pedagang alun-alun karena belum ada tempat baru, relokasi harus dimusyawarahkan bersama "
    "paguyuban dan ganti rugi kios dibayar lunas."
)
_SIDES: Final = {"own": (AGENCY, REGENCY), "foreign": (OTHER_AGENCY, OTHER_REGENCY)}


def waiting(world: Setting) -> Things:
    """A case that nobody holds, and one held by an agency: the inbox shows the first and whoever verifies both."""
    return world.things_of("waiting", "own", "foreign", "confidential")


def act_on(world: Setting) -> Things:
    """The form of an internal note, which whoever sees the case may at least look at."""
    return {
        name: Thing(**{**vars(thing), "parts": {**thing.parts, "slug": "jawab"}})
        for name, thing in world.things_of("own", "foreign", "confidential").items()
    }


def answer(world: Setting) -> Things:
    return {name: Thing(**{**vars(thing), "sent": {"text": "", "stage": ""}}) for name, thing in act_on(world).items()}


def deliveries(world: Setting) -> Things:
    """Messages that cannot reach their citizens."""
    return {name: _undelivered(world, name, number) for number, name in enumerate(_SIDES)}


def _undelivered(world: Setting, name: str, number: int) -> Thing:
    case = world.cases[name]
    citizen = contact_point(scheme="tel", value=f"+628132290447{number}", at=world.at)
    message = outbox.enqueue(channel="whatsapp", contact_point=citizen, body="Kabar", key=f"sweep:{name}", at=world.at)
    CaseMessage.objects.create(message=message, report=case)
    task = DeliveryTask.objects.create(outbox=message.outbox, reason="nobody there", created_at=world.at)
    thing = world.thing(case)
    return Thing({"pk": task.pk}, holder=thing.holder, region=thing.region)


def people(world: Setting) -> Things:
    one, other = sorted(Reporter.objects.create(created_at=world.at).pk for _side in range(2))
    link = same.suggest(one=one, other=other, evidence=PersonLink.Evidence.NAME, at=world.at)
    assert link is not None
    return {"suggested": Thing({"pk": link.pk})}


def missed(world: Setting) -> Things:
    """Rows of the register for first answers that were not given."""
    rows = {}
    for name, (holder, regency) in _SIDES.items():
        case = world.case(holder=holder, regency=regency)
        sweep(at=world.at + timedelta(hours=25))
        pk = Breach.objects.get(clock__report=case, holder=case.holder, own=False).pk
        rows[name] = Thing({"pk": pk}, holder=holder, region=regency)
    return rows


def reprimands(world: Setting) -> Things:
    """Letters of the governor that reached their bodies: for the heads and deputies of these alone."""
    made = letters_for(world)
    return {
        name: Thing({"pk": one.pk}, seen_by=frozenset({"head"} if name == "own" else ())) for name, one in made.items()
    }


def letters_for(world: Setting) -> dict[str, Reprimand]:
    found = {}
    at = world.at + timedelta(hours=25)
    for name, (holder, regency) in _SIDES.items():
        body = world.organisations[holder]
        known = Reprimand.objects.filter(organisation=body).first()
        if known is None:
            world.case(holder=holder, regency=regency)
            sweep(at=at)
            known = letters.issue(organisation=body, account=world.accounts["governor"], at=at)
            letters.deliver_due(at=at + letters.RECALL)
        found[name] = known
    return found


def signs(world: Setting) -> Things:
    """First signs of a problem in cases that one agency holds."""
    found = {}
    for name, (holder, regency) in _SIDES.items():
        pk = _sign(world.case(holder=holder, regency=regency), regency, world).pk
        found[name] = Thing({"pk": pk}, holder=holder, region=regency)
    return found


def problems(world: Setting) -> Things:
    """Problems that somebody named behind such signs."""
    verifier = reach_of(world.accounts["verifier"])
    found = {}
    for name, (holder, regency) in _SIDES.items():
        sign = _sign(world.case(holder=holder, regency=regency), regency, world, kind="cluster")
        made = accept(sign_id=sign.pk, named=Named(f"Jalan rusak ({name})"), reach=verifier, at=world.at)
        found[name] = Thing({"pk": made.pk}, holder=holder, region=regency)
    return found


def _sign(report: Report, regency: str, world: Setting, kind: str = "burst") -> Any:
    topic = Category.objects.get(code="roads").pk
    sign, _new = recording.keep(Found(kind, regency, topic, 6, 0.1, 9.0, (report.pk,)), at=world.at)
    return sign


def models(world: Setting) -> Things:
    """A version of a model that is not used yet."""
    threshold = {"at": 0.9, "readings": 0, "kept": 0, "wrong": 0}
    given: dict[str, object] = {"target": "category", "version": "a1b2c3d4", "digest": "0" * 64, "bytes": 1}
    report = {"accuracy": 0.8, "macro_f1": 0.7, "gain": {"acts": 0.5, "right": 0.95}}
    thresholds = {"overall": threshold, "by_category": {}, "costs": {}}
    facts: dict[str, object] = {"source": "history", "examples": 80, "classes": 2, "trained_at": world.at}
    made = ModelVersion.objects.create(report=report, thresholds=thresholds, **given, **facts)
    return {"candidate": Thing({"pk": made.pk})}


def campaigns(world: Setting) -> Things:
    """A text that five people sent."""
    for _ in range(5):
        likeness.look(report_id=world.case(text=_MANY).pk, at=world.at)
    return {"campaign": Thing({"pk": Campaign.objects.get().pk})}


def draft(world: Setting) -> Things:
    """Rules of responsibility, and a draft of their next version."""
    if not RuleSet.objects.exists():
        base = RuleSet.objects.create(
            number=1, state="published", origin="test", preamble=_PREAMBLE, valid_from=world.at, made_at=world.at,
            published_at=world.at,
        )  # fmt: skip
        entry = {"for": ["roads"], "to": AGENCY, "confidence": 0.9, "because": "Jalan.", "code": "r1"}
        rulesets.row_of(entry, rule_set=base, position=1).save()
        rulebook.begin(account=world.accounts["operator"], at=world.at)
    return {"draft": Thing()}


def drafted_rule(world: Setting) -> Things:
    draft(world)
    return {"draft": Thing({"code": "r1"})}
