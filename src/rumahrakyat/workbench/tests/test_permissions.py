"""Every address of the workbench by every role, in one table. What one may not see does not exist: 404, never 403."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import URLPattern

from rumahrakyat.channels import outbox
from rumahrakyat.channels.models import DeliveryTask
from rumahrakyat.correspondence.models import CaseMessage
from rumahrakyat.duplicates import operations as likeness
from rumahrakyat.duplicates.models import Campaign
from rumahrakyat.duty.models import Breach
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.reprimands import operations as reprimands
from rumahrakyat.people import same
from rumahrakyat.people.models import Account, PersonLink, Reporter
from rumahrakyat.people.operations import contact_point
from rumahrakyat.problems import recording
from rumahrakyat.problems.operations import Named, accept
from rumahrakyat.problems.recording import Found
from rumahrakyat.reports import attachments
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Category, Report
from rumahrakyat.routing import rulebook, rulesets
from rumahrakyat.routing.models_learning import ModelVersion
from rumahrakyat.routing.models_rules import RuleSet
from rumahrakyat.workbench import forms, urls
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

# own: officer and head of the agency that holds the case; other: those of another agency; reads: governor, ombudsman;
# decides: the secretary, who reads everything and decides appeals; desk: a desk officer (sees what the desk holds);
# none: an operator, and an account without any role.
ROLES = {
    "verifier": "verifier",
    "officer": "own",
    "head": "own",
    "other_officer": "other",
    "other_head": "other",
    "regency_officer": "other",
    "governor": "reads",
    "secretary": "decides",
    "ombudsman": "reads",
    "coordinator": "coordinator",
    "desk_officer": "other",
    "village_head": "none",
    "operator": "operator",
    "outsider": "none",
}
SEES_LISTS = {"verifier", "own", "other", "reads", "decides", "coordinator"}
PREAMBLE = {
    "auto_threshold": 0.5,
    "misconduct_to": "DESK",
    "violence_to": "DESK",
    "elsewhere": {"to": "tetangga", "text": "Silakan ke tetangga."},
}
VERIFIES = {"verifier", "coordinator"}
OVERSEES = {"heads", "reads", "decides", "coordinator", "operator"}
SEES_HELD = {"verifier", "own", "reads", "decides"}  # a case that the roads agency holds, in no known place
SEES_WAITING = {"verifier", "reads", "decides"}  # a case that nobody holds, in no known place
# Answer of a POST that nobody may carry out as sent (the form is empty): 422 to those who reach the case.
TABLE = {
    "queue": ("GET", SEES_LISTS, 200),
    "start": ("GET", SEES_LISTS | {"none", "operator"}, 302),
    "search": ("GET", SEES_LISTS, 200),
    "keys": ("GET", SEES_LISTS, 200),
    "agencies": ("GET", {"verifier", "own", "officers", "coordinator"}, 200),
    "theme": ("POST", SEES_LISTS | {"none", "operator"}, 302),
    "channels": ("GET", {"operator"}, 200),
    "deliveries": ("GET", VERIFIES, 200),
    "delivery": ("POST", VERIFIES, 302),
    "people": ("GET", {"verifier"}, 200),
    "person": ("POST", {"verifier"}, 302),
    "roster": ("GET", {"own", "officers", "secretary", "operator"}, 200),
    "alerts": ("GET", {"head", "other_head", "reads", "secretary", "operator"}, 200),
    "own": ("GET", SEES_LISTS | {"none", "operator"}, 200),
    "social": ("GET", VERIFIES, 200),
    "social-new": ("GET", VERIFIES | {"registrars"}, 200),
    "social-undo": ("POST", VERIFIES, 302),
    "social-decide": ("POST", VERIFIES, 302),
    "social-held": ("POST", VERIFIES, 302),
    "appeals": ("GET", {"decides"}, 200),
    "negligence": ("GET", {"own", "officers", "house"}, 200),
    "negligence-row": ("GET", {"own"}, 200),
    "reprimands": ("GET", {"heads"}, 200),
    "reprimand": ("GET", {"head"}, 200),
    "signs": ("GET", {"verifier", "heads", "governor", "secretary"}, 200),
    "sign": ("GET", {"verifier", "head", "governor", "secretary"}, 200),
    "problem": ("GET", {"verifier", "head", "governor", "secretary"}, 200),
    "rules": ("GET", OVERSEES, 200),
    "rule": ("GET", OVERSEES, 200),
    "rule-new": ("GET", {"operator"}, 200),
    "ladders": ("GET", OVERSEES, 200),
    "ladder": ("GET", OVERSEES, 200),
    "ladder-new": ("GET", {"operator"}, 200),
    "calendar": ("GET", OVERSEES, 200),
    "models": ("GET", VERIFIES | {"reads", "decides", "operator"}, 200),
    "model": ("GET", VERIFIES | {"reads", "decides", "operator"}, 200),
    "model-train": ("POST", {"operator"}, 302),
    "campaign": ("POST", {"verifier"}, 302),
    "different": ("POST", {"verifier"}, 302),
    "responsibility": ("GET", OVERSEES, 200),
    "responsibility-history": ("GET", OVERSEES, 200),
    "roads": ("GET", OVERSEES, 200),
    "roads-export": ("GET", {"operator"}, 200),
    "responsibility-draft": ("POST", {"operator"}, 302),
    "responsibility-new": ("GET", {"operator"}, 200),
    "responsibility-rule": ("GET", {"operator"}, 200),
    "responsibility-try": ("GET", {"operator"}, 200),
    "responsibility-simulation": ("GET", {"operator"}, 200),
    "responsibility-publish": ("GET", {"operator"}, 200),
    "responsibility-restore": ("POST", {"operator"}, 422),
    "inbox": ("GET", VERIFIES, 200),
    "inbox-case": ("GET", {"verifier"}, 200),
    "case": ("GET", SEES_HELD, 200),
    "save": ("POST", {"own"}, 200),
    "act": ("GET", SEES_HELD, 200),
}


@pytest.fixture
def everybody(world: World) -> World:
    """The cast, and one account of each role that it lacks."""
    for role, code, region in (
        ("coordinator", None, "33.15"),
        ("desk_officer", "DESK", None),
        ("village_head", None, "33.15.01.2001"),
        ("operator", None, None),
    ):
        account = Account.objects.create_user(username=role, name=f"Orang {role}")
        organisation = world.organisations[code] if code else None
        Membership.objects.create(account=account, role=role, organisation=organisation, region_id=region)
        world.accounts[role] = account
    return world


def undelivered(report: Report) -> int:
    """A message of the case that cannot reach its citizen, in the regency of the coordinator."""
    Report.objects.filter(pk=report.pk).update(regency_id="33.15")
    citizen = contact_point(scheme="tel", value="+6281322904471", at=report.received_at)
    at = report.received_at
    message = outbox.enqueue(channel="whatsapp", contact_point=citizen, body="Kabar", key="k1", at=at)
    CaseMessage.objects.get_or_create(message=message, defaults={"report": report})
    task, _new = DeliveryTask.objects.get_or_create(
        outbox=message.outbox, defaults={"reason": "nobody there", "created_at": at}
    )
    return task.pk


def suggested_link() -> int:
    at = datetime(2026, 7, 21, tzinfo=UTC)
    one, other = sorted(Reporter.objects.create(created_at=at).pk for _side in range(2))
    link = same.suggest(one=one, other=other, evidence=PersonLink.Evidence.NAME, at=at)
    assert link is not None
    return link.pk


def sent_by_many(world: World) -> int:
    """A text that five people sent."""
    for _ in range(5):
        likeness.look(report_id=world.report(MANY).pk, at=world.at)
    return Campaign.objects.get().pk


MANY = (
    "Kami menolak penggusuran pedagang alun-alun karena belum ada tempat baru, relokasi harus dimusyawarahkan bersama "
    "paguyuban dan ganti rugi kios dibayar lunas."
)


def missed_by(held: Report) -> int:
    """The row of the register for the first answer that its holder did not give."""
    sweep(at=held.received_at + timedelta(hours=25))
    return Breach.objects.get(clock__report=held, holder=held.holder, own=False).pk


def reprimanded(held: Report) -> int:
    """A reprimand that reached the body which holds the case."""
    at = held.received_at + timedelta(hours=25)
    one = reprimands.issue(organisation=held.holder, account=Account.objects.get(username="governor"), at=at)
    reprimands.deliver_due(at=at + reprimands.RECALL)
    return one.pk


def trained(at: datetime) -> int:
    """A version of a model that is not used yet."""
    threshold = {"at": 0.9, "readings": 0, "kept": 0, "wrong": 0}
    given: dict[str, object] = {"target": "category", "version": "a1b2c3d4", "digest": "0" * 64, "bytes": 1}
    report = {"accuracy": 0.8, "macro_f1": 0.7, "gain": {"acts": 0.5, "right": 0.95}}
    thresholds = {"overall": threshold, "by_category": {}, "costs": {}}
    facts: dict[str, object] = {"source": "history", "examples": 80, "classes": 2, "trained_at": at}
    return ModelVersion.objects.create(report=report, thresholds=thresholds, **given, **facts).pk


def drafted() -> None:
    """Rules of responsibility, and a draft of their next version."""
    at = datetime(2026, 7, 21, tzinfo=UTC)
    base = RuleSet.objects.create(
        number=1, state="published", origin="test", preamble=PREAMBLE, valid_from=at, made_at=at, published_at=at
    )
    entry = {"for": ["roads"], "to": "ROADS", "confidence": 0.9, "because": "Jalan.", "code": "r1"}
    rulesets.row_of(entry, rule_set=base, position=1).save()
    rulebook.begin(account=Account.objects.get(username="operator"), at=at)


def seen_in(report: Report, name: str) -> str:
    """A first sign in this case, or the problem that somebody named behind it."""
    Report.objects.filter(pk=report.pk).update(regency_id="33.15", category=Category.objects.get(code="roads"))
    found = Found("burst", "33.15", Category.objects.get(code="roads").pk, 6, 0.1, 9.0, (report.pk,))
    sign, _new = recording.keep(found, at=report.received_at)
    if name == "sign":
        return f"/kerja/masalah/tanda/{sign.pk}/"
    verifier = reach_of(Account.objects.get(username="verifier"))
    named = Named("Jalan rusak di Grobogan")
    return f"/kerja/masalah/{accept(sign_id=sign.pk, named=named, reach=verifier, at=report.received_at).pk}/"


def address(name: str, held: Report, waiting: Report) -> str:
    if name.startswith("responsibility"):
        drafted()
    if name == "model":
        return f"/kerja/model/{trained(held.received_at)}/"
    if name == "campaign":
        return f"/kerja/serupa/{Campaign.objects.get().pk}/"
    if name == "reprimand":
        return f"/kerja/teguran/{reprimanded(held)}/"
    if name == "negligence-row":
        return f"/kerja/kelalaian/{missed_by(held)}/"
    if name == "delivery":
        return f"/kerja/kiriman/{undelivered(held)}/"
    if name == "person":
        return f"/kerja/orang/{suggested_link()}/"
    if name in {"sign", "problem"}:
        return seen_in(held, name)
    number = waiting.number if name == "inbox-case" else held.number
    return {
        "queue": "/kerja/",
        "start": "/kerja/mulai/",
        "search": "/kerja/cari/",
        "keys": "/kerja/tombol/",
        "agencies": "/kerja/dinas/",
        "theme": "/kerja/tema/",
        "channels": "/kerja/kanal/",
        "deliveries": "/kerja/kiriman/",
        "people": "/kerja/orang/",
        "roster": "/kerja/piket/",
        "alerts": "/kerja/peringatan/",
        "own": "/kerja/saya/",
        "social": "/kerja/sosial/",
        "social-new": "/kerja/sosial/baru/",
        "social-undo": "/kerja/sosial/urungkan/",
        "social-decide": "/kerja/sosial/1/",
        "social-held": "/kerja/sosial/banyak/1/",
        "appeals": "/kerja/banding/",
        "negligence": "/kerja/kelalaian/",
        "reprimands": "/kerja/teguran/",
        "signs": "/kerja/masalah/",
        "rules": "/kerja/aturan/",
        "rule": "/kerja/aturan/first_response/",
        "rule-new": "/kerja/aturan/first_response/baru/",
        "ladders": "/kerja/tangga/",
        "ladder": "/kerja/tangga/first_response/",
        "ladder-new": "/kerja/tangga/first_response/baru/",
        "calendar": "/kerja/kalender/",
        "models": "/kerja/model/",
        "model-train": "/kerja/model/latih/",
        "different": f"/kerja/{held.number}/beda/",
        "roads": "/kerja/ruas/",
        "roads-export": "/kerja/ruas/ekspor/",
        "responsibility": "/kerja/kewenangan/",
        "responsibility-history": "/kerja/kewenangan/riwayat/",
        "responsibility-draft": "/kerja/kewenangan/draf/",
        "responsibility-new": "/kerja/kewenangan/baru/",
        "responsibility-rule": "/kerja/kewenangan/baris/r1/",
        "responsibility-try": "/kerja/kewenangan/coba/",
        "responsibility-simulation": "/kerja/kewenangan/simulasi/",
        "responsibility-publish": "/kerja/kewenangan/terbitkan/",
        "responsibility-restore": "/kerja/kewenangan/kembali/",
        "inbox": "/kerja/masuk/",
        "inbox-case": f"/kerja/masuk/{number}/",
        "case": f"/kerja/{number}/",
        "save": f"/kerja/{number}/simpan/",
        "act": f"/kerja/{number}/jawab/",
    }[name]


def ask(client: Client, method: str, path: str) -> int:
    if path == "/kerja/dinas/":  # a part of a page, which the page-checking browser would take for a bad page
        plain = Client()
        plain.cookies = client.cookies
        client = plain
    given = {"action": "jawab", "pilihan": "biarkan", "number": path.split("/")[2]}
    return client.get(path).status_code if method == "GET" else client.post(path, given).status_code


def test_the_table_names_every_address() -> None:
    assert {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)} == set(TABLE)
    assert all(isinstance(pattern, URLPattern) for pattern in urls.urlpatterns)


@pytest.mark.parametrize("name", TABLE)
def test_addresses_open_to_those_of_the_table_alone(name: str, everybody: World, sign_in: SignIn) -> None:
    held, waiting = everybody.assigned(), everybody.report("Antrean di loket terlalu lama, tidak ada kursi.")
    if name == "campaign":
        sent_by_many(everybody)
    method, seen_by, good = TABLE[name]
    path = address(name, held, waiting)
    answers = {role: ask(sign_in(role), method, path) for role in ROLES}
    expected = {role: good if _sees(role, seen_by) else 404 for role in ROLES}
    assert answers == expected


def _sees(role: str, seen_by: set[str]) -> bool:
    groups = {
        "officers": {"other_officer", "other_head", "regency_officer"},
        "registrars": {"desk_officer", "village_head"},
        "heads": {"head", "other_head"},
        "house": {"desk_officer"},
        "head": {"head"},
        "other_head": {"other_head"},
        "secretary": {"secretary"},
        "governor": {"governor"},
    }
    return ROLES[role] in seen_by or any(role in groups[name] for name in seen_by & groups.keys())


@pytest.mark.parametrize("name", TABLE)
def test_nobody_gets_in_without_signing_in(name: str, everybody: World, client: Client) -> None:
    if name == "campaign":
        sent_by_many(everybody)
    path = address(name, everybody.assigned(), everybody.report())
    answer = client.get(path) if TABLE[name][0] == "GET" else client.post(path, {})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/masuk/?next=/kerja/")


# Who may carry out what on a case of the roads agency; all others who see it are told so and nothing happens.
MAY = {
    "answer": {"officer", "head"},
    "ask": {"officer", "head", "verifier"},
    "hand_over": {"officer", "head", "verifier"},
    "give_back": {"officer", "head", "verifier"},
    "refer": {"verifier"},
    "reject": {"verifier"},
    "note": {"officer", "head", "verifier"},
    "confirm": set(),
    "correct": {"verifier"},
    "transcribe": {"officer", "head", "verifier"},
    "extend": set(),  # no request for information
    "decide_appeal": set(),  # none waits
    "merge": {"verifier"},
    "unmerge": set(),  # not merged
    "join_agency": {"officer", "head", "verifier"},
    "leave_agency": set(),  # nobody is joined
    "contribute": set(),
}
FORM = {
    "text": "Sudah kami periksa.",
    "stage": "field_check",
    "holder": "TRANSPORT",
    "to": "POWER",
    "reason": "private",
    "category": "roads",
}


def recording_of(case: Report) -> str:
    """A voice note of the citizen, kept with the case."""
    (kept,) = attachments.keep(case, [Evidence(b"OggS", "audio/ogg")], by_citizen=True, at=case.received_at)
    return str(kept.pk)


def test_every_action_is_in_the_table() -> None:
    assert set(MAY) == set(forms.ACTIONS.values())


@pytest.mark.parametrize("action", MAY)
def test_actions_are_done_by_those_of_the_table_alone(action: str, everybody: World, sign_in: SignIn) -> None:
    done = set()
    for role in ROLES:
        case = everybody.assigned()
        before = case.last_seq
        given = {**FORM, "reason": "private" if action == "reject" else "", "holder": FORM["holder"]}
        if action == "correct":
            given["holder"] = ""
        if action == "merge":
            given["number"] = everybody.assigned().number
        if action == "transcribe":
            given["attachment"] = recording_of(case)
        sign_in(role).post(f"/kerja/{case.number}/{forms.SLUGS[action]}/", given)
        case.refresh_from_db()
        if case.last_seq > before:
            done.add(role)
    assert done == MAY[action]
