"""Previews, approval, templates: through the operations, with the rows that people depend on."""

from datetime import timedelta
from typing import Any

import pytest

from rumahrakyat.channels import codec, wordings
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.correspondence import handlers
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models_records import Notice
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import REPORTER_PERMISSIONS, Stage
from rumahrakyat.writing import approval, preview, templates
from rumahrakyat.writing.answering import Answer
from rumahrakyat.writing.models import ApprovalRule, Proposal, Template
from rumahrakyat.writing.templates import Content
from tests.cast import World

WORDS = "Tim kami memeriksa lubang itu besok pagi, lalu kami tambal."


@pytest.fixture
def case(world: World) -> Report:
    return world.assigned()


def answer(world: World, case: Report, who: str = "officer", **given: Any) -> Answer:
    facts: dict[str, Any] = {"stage": Stage.FIELD_CHECK, "text": WORDS, "seen_seq": None}
    return Answer(case.pk, world.actor(who, case), **{**facts, **given})


def wants(world: World, wanted: str) -> None:
    rule = {"organisation": world.organisations["ROADS"], "wanted": wanted}
    approval.set_rule(**rule, account=world.accounts["head"], at=world.at)  # type: ignore[arg-type]


def proposed(world: World, case: Report, **given: Any) -> Proposal:
    wants(world, "all")
    made = approval.give(answer(world, case, **given), at=world.at + timedelta(hours=1))
    assert made is not None
    return made


def test_the_preview_shows_the_very_words_that_are_sent_and_leaves_nothing(world: World, case: Report) -> None:
    at = world.at + timedelta(hours=1)
    before = (Entry.objects.count(), Outbox.objects.count())
    shown = preview.of_answer(answer(world, case), at=at)
    assert (Entry.objects.count(), Outbox.objects.count()) == before
    approval.give(answer(world, case), at=at)
    handlers.news(Entry.objects.get(report=case, type="answered"))
    sent = Message.objects.filter(direction="out").latest("pk")
    content = sent.content
    (way,) = shown.ways
    body = codec.load_body(content)
    assert way.texts == (wordings.filled(body.template) if way.template and body.template else body.text,)
    assert WORDS in way.texts[0]
    assert (way.channel, way.people, shown.people) == ("WhatsApp", 1, 1)


def test_outside_the_window_the_preview_names_template_and_price(world: World, case: Report) -> None:
    (way,) = preview.of_answer(answer(world, case), at=world.at + timedelta(hours=1)).ways
    assert way.template
    assert way.rupiah == 360


def test_an_sms_is_counted_in_parts(world: World) -> None:
    from rumahrakyat.correspondence.intake import Contact  # noqa: PLC0415 -- for this case alone

    case = world.assigned(contact=Contact("tel", "+628120009999", "gammu"))
    (way,) = preview.of_answer(answer(world, case), at=world.at + timedelta(hours=1)).ways
    assert (way.coding, way.rupiah) == ("gsm7", 350 * way.parts)
    assert way.signs <= 160 * way.parts


def test_an_answer_waits_and_the_clock_runs_on(world: World, case: Report) -> None:
    due = Report.objects.get(pk=case.pk).answer_due_at
    made = proposed(world, case)
    case.refresh_from_db()
    assert (case.stage, case.answer_due_at) == ("assigned", due)
    assert made.text == WORDS
    assert WORDS not in made.sealed
    assert Notice.objects.get(account=world.accounts["head"]).code == "answer_waits"


def test_the_head_approves_and_it_counts_then(world: World, case: Report) -> None:
    made = proposed(world, case)
    approval.approve(proposal_id=made.pk, actor=world.actor("head", case), at=world.at + timedelta(hours=2))
    case.refresh_from_db()
    assert (case.stage, case.answer_due_at) == ("field_check", None)
    assert Entry.objects.get(report=case, type="answered").at == world.at + timedelta(hours=2)
    assert Entry.objects.get(report=case, type="approved").data["author"] == world.accounts["officer"].pk
    with pytest.raises(approval.Decided):
        approval.approve(proposal_id=made.pk, actor=world.actor("head", case), at=world.at + timedelta(hours=3))


def test_the_head_may_change_the_words(world: World, case: Report) -> None:
    made = proposed(world, case)
    approval.approve(proposal_id=made.pk, actor=world.actor("head", case), at=world.at, text="Kami tambal hari ini.")
    assert Entry.objects.get(report=case, type="answered").text == "Kami tambal hari ini."


def test_sent_back_with_a_reason_the_words_are_kept(world: World, case: Report) -> None:
    made = proposed(world, case)
    approval.send_back(proposal_id=made.pk, actor=world.actor("head", case), reason="Sebut harinya.", at=world.at)
    found = approval.lately(case)
    assert found is not None
    assert (found.state, found.returned_because, found.text) == ("returned", "Sebut harinya.", WORDS)


def test_a_case_that_moved_brings_the_proposal_back(world: World, case: Report) -> None:
    made = proposed(world, case)
    citizen = Actor("citizen", REPORTER_PERMISSIONS)
    cases.reply(report_id=case.pk, text="Sekarang makin lebar.", actor=citizen, at=world.at, channel="web")
    done = approval.approve(proposal_id=made.pk, actor=world.actor("head", case), at=world.at + timedelta(hours=2))
    assert (done.state, done.text) == (Proposal.State.MOVED, WORDS)
    assert not Entry.objects.filter(report=case, type="answered").exists()
    assert Notice.objects.filter(account=world.accounts["officer"], code="answer_moved").exists()


def test_the_sweep_brings_back_what_was_handed_over(world: World, case: Report) -> None:
    made = proposed(world, case)
    other = world.organisations["TRANSPORT"]
    cases.hand_over(report_id=case.pk, holder=other, text="Milik Dishub.", actor=world.actor("head", case), at=world.at)
    assert approval.come_back(at=world.at) == 1
    made.refresh_from_db()
    assert made.state == "moved"


def test_two_officers_at_once_make_one_proposal(world: World, case: Report) -> None:
    proposed(world, case)
    with pytest.raises(approval.AlreadyWaits) as error:
        approval.give(answer(world, case), at=world.at)
    assert error.value.author == "Orang Officer"


def test_an_absent_head_is_not_waited_for(world: World, case: Report) -> None:
    made, stand_in = proposed(world, case), world.accounts["other_head"]
    assert not approval.may_decide(made, world.actor("other_head", case), world.at)
    Absence.objects.create(account=world.accounts["head"], since=world.at, stand_in=stand_in, made_at=world.at)
    people = approval.approvers(world.organisations["ROADS"], world.at)
    assert people.all == (stand_in,)
    assert approval.bodies_to_approve(stand_in, world.reach("other_head").scope, world.at) >= {made.organisation_id}


@pytest.mark.parametrize(
    ("wanted", "stage", "waits"),
    [
        ("none", "resolved", False),
        ("done", "resolved", True),
        ("done", "field_check", False),
        ("public", "field_check", True),
    ],
    ids=["none", "done", "progress", "public"],
)
def test_what_the_body_wants_decides(wanted: str, stage: str, waits: bool, world: World, case: Report) -> None:
    wants(world, wanted)
    made = approval.give(answer(world, case, stage=Stage(stage), reason="Di dalam rumah."), at=world.at)
    assert (made is not None) == waits


def test_who_may_approve_needs_nobody(world: World, case: Report) -> None:
    wants(world, "all")
    assert approval.give(answer(world, case, "head"), at=world.at) is None


def test_nobody_approves_the_answer_of_another_agency(world: World, case: Report) -> None:
    made = proposed(world, case)
    with pytest.raises(NotPermitted):
        approval.approve(proposal_id=made.pk, actor=world.actor("other_head", case), at=world.at)


def test_templates_are_loaded_once_and_peoples_changes_stay(world: World) -> None:
    document = {"templates": [{"code": "a", "name": "A", "texts": {"id": "Kami datang {tanggal}."}, "next_days": 2}]}
    assert templates.load(document, at=world.at) == 1
    assert templates.load(document, at=world.at) == 0
    row = templates.reachable(world.accounts["officer"].pk, []).get(code="a")
    with pytest.raises(templates.NotYours):
        change(world, row.pk, "officer")
    changed = change(world, row.pk, "verifier")
    assert (changed.number, changed.versions.count()) == (2, 2)
    document["templates"][0]["name"] = "B"
    assert templates.load(document, at=world.at) == 0
    with pytest.raises(templates.ChangedMeanwhile):
        change(world, row.pk, "verifier", name="Lain")


def change(world: World, pk: int, who: str, *, name: str = "Baru") -> Template:
    return templates.change(
        template_id=pk,
        content=Content(name, texts={"id": "Kami datang {tanggal}."}),
        seen=1,
        active=True,
        account=world.accounts[who],
        scope=world.reach(who).scope,
        at=world.at,
    )


def test_a_template_is_filled_in_the_language_of_the_citizen(world: World) -> None:
    text = "The street lamp in front of our house has been broken for two weeks and it is very dark."
    case = world.assigned(text=text)
    texts = {"id": "Kami datang {tanggal}, {nama}.", "en": "We come on {tanggal}, {nama}."}
    made = templates.create(
        content=Content("Cek", texts=texts, next_days=2),
        whose="sendiri",
        account=world.accounts["officer"],
        scope=world.reach("officer").scope,
        at=world.at,
    )
    one = templates.offer(made, case, name="Siti", at=world.at)
    assert (one.language, one.text, one.next_on) == ("en", "We come on Thursday, 23 July 2026.", "2026-07-23")
    assert one.others["id"] == "Kami datang Kamis, 23 Juli 2026, Bapak/Ibu."
    assert ApprovalRule.objects.count() == 0
